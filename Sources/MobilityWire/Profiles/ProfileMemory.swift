/// Remembers which layout two nodes use between them, for messages that do not tell it themselves.
///
/// It holds a fixed number of pairs; where a new one finds no room, it takes that of the pair in its neighbourhood not
/// seen for the longest time. Looking up and noting cost the same however full it is, and nothing is allocated after
/// the memory was made. What it answers depends on nothing but what it was told before.
public struct ProfileMemory: Sendable {
    private var entries: [Entry]
    /// Counts what was noted or looked up, to tell old from new.
    private var clock: UInt64 = 0

    /// One pair of nodes.
    private struct Entry {
        var homeAddress = IPv6Address.unspecified
        var peer = IPv6Address.unspecified
        var profile = WireProfile.rfc5648
        /// When it was last used; 0: never, the entry is free.
        var used: UInt64 = 0
    }

    /// How many entries lie in one neighbourhood: a pair is kept in one of these few places.
    private static let neighbourhood = 4

    /// A memory for about `capacity` pairs, rounded up to a power of two, 4 to 1048576.
    public init(capacity: Int = 4096) {
        let wanted = max(ProfileMemory.neighbourhood, min(capacity, 1 << 20))
        var size = ProfileMemory.neighbourhood
        while size < wanted { size *= 2 }
        entries = [Entry](repeating: Entry(), count: size)
    }

    /// How many pairs it can hold.
    public var capacity: Int { entries.count }

    /// What to take for a message: what it told itself, else what an earlier one between the same two told. A message
    /// that was clear is noted for later ones.
    ///
    /// - Parameters:
    ///   - detection: what the message itself told.
    ///   - homeAddress: the mobile node, by its home address.
    ///   - peer: its home agent or correspondent.
    public mutating func settle(
        _ detection: ProfileDetection, homeAddress: IPv6Address, peer: IPv6Address
    ) -> ProfileDetection {
        guard detection.reason != .nothingToTell else { return detection }
        guard detection.isAmbiguous else {
            note(detection.profile, homeAddress: homeAddress, peer: peer)
            return detection
        }
        // SHISA has no option that could be ambiguous.
        guard let profile = profile(homeAddress: homeAddress, peer: peer), profile != .shisa else {
            return detection
        }
        return ProfileDetection(profile, .remembered)
    }

    /// The profile noted for two nodes.
    public mutating func profile(homeAddress: IPv6Address, peer: IPv6Address) -> WireProfile? {
        let start = neighbourhood(homeAddress, peer)
        for index in start..<(start + ProfileMemory.neighbourhood)
        where entries[index].used > 0 && entries[index].homeAddress == homeAddress
            && entries[index].peer == peer
        {
            clock += 1
            entries[index].used = clock
            return entries[index].profile
        }
        return nil
    }

    /// Notes the profile of two nodes.
    public mutating func note(_ profile: WireProfile, homeAddress: IPv6Address, peer: IPv6Address) {
        let start = neighbourhood(homeAddress, peer)
        var place = start
        for index in start..<(start + ProfileMemory.neighbourhood) {
            if entries[index].used > 0, entries[index].homeAddress == homeAddress,
                entries[index].peer == peer
            {
                place = index
                break
            }
            if entries[index].used < entries[place].used { place = index }
        }
        clock += 1
        entries[place] = Entry(homeAddress: homeAddress, peer: peer, profile: profile, used: clock)
    }

    /// Where the neighbourhood of a pair begins. The same in every run: Swift's own hashing is seeded per process.
    private func neighbourhood(_ homeAddress: IPv6Address, _ peer: IPv6Address) -> Int {
        var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
        func mix(_ word: UInt64) {
            hash = (hash ^ word) &* 0xff51_afd7_ed55_8ccd
            hash ^= hash >> 32
        }
        mix(homeAddress.high)
        mix(homeAddress.low)
        mix(peer.high)
        mix(peer.low)
        let places = UInt64(entries.count / ProfileMemory.neighbourhood)
        return Int(hash & (places - 1)) * ProfileMemory.neighbourhood
    }
}
