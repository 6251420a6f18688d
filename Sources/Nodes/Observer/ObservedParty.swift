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
    func partyPosition(of address: IPv6Address) -> (index: Int, found: Bool) {
        var low = 0
        var high = parties.count
        while low < high {
            let middle = (low + high) / 2
            if parties[middle].address < address { low = middle + 1 } else { high = middle }
        }
        return (low, low < parties.count && parties[low].address == address)
    }

    /// An address showed itself in a role.
    mutating func see(_ address: IPv6Address, _ roles: ObservedParty.Roles, at now: Instant) {
        guard !address.isUnspecified, !address.isMulticast else { return }
        var (index, found) = partyPosition(of: address)
        if found {
            parties[index].roles.formUnion(roles)
            parties[index].lastSeen = now
            parties[index].messages += 1
            return
        }
        if parties.count >= limits.parties {
            forgotten += parties.removeOldest(by: \.lastSeen)
            index = partyPosition(of: address).index
        }
        parties.insert(
            ObservedParty(address: address, roles: roles, firstSeen: now, lastSeen: now), at: index)
    }
}
