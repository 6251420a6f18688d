import MobilityWire

/// An address of which the wire told something.
public struct ObservedParty: Hashable, Sendable {
    /// The address.
    public let address: IPv6Address
    /// What it was seen to be.
    public internal(set) var roles: Roles
    /// When it was seen first.
    public let firstSeen: Instant
    /// When it was seen last.
    public internal(set) var lastSeen: Instant
    /// How many messages it had to do with.
    public internal(set) var messages = 1

    /// What an address can be.
    public struct Roles: OptionSet, Hashable, Sendable, Codable {
        /// The bits.
        public let rawValue: UInt8

        /// A set from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The home address of a mobile node.
        public static let homeAddress = Roles(rawValue: 1)
        /// A care-of address.
        public static let careOfAddress = Roles(rawValue: 2)
        /// A home agent.
        public static let homeAgent = Roles(rawValue: 4)
        /// A correspondent node.
        public static let correspondent = Roles(rawValue: 8)
    }
}

extension Observer {
    /// An address showed itself in a role.
    mutating func see(_ address: IPv6Address, _ roles: ObservedParty.Roles, at now: Instant) {
        guard !address.isUnspecified, !address.isMulticast else { return }
        if let place = people.place(of: address) {
            people[place].roles.formUnion(roles)
            people[place].lastSeen = now
            people[place].messages += 1
            return
        }
        if people.count >= limits.parties { forgotten += people.removeOldest(by: \.lastSeen) }
        _ = people.append(
            ObservedParty(address: address, roles: roles, firstSeen: now, lastSeen: now), for: address)
    }
}
