import MobilityWire

/// Which mobile router has which prefix behind it (RFC 3963 §6.3).
struct MobileNetworks: Sendable {
    private var owners = OrderedPages<IPv6Prefix, Owner>()
    /// How many prefixes there are of each length, so that a search asks only for lengths in use.
    private var lengths: [Int: Int] = [:]
    /// The lengths in use, longest first.
    private var lengthsInUse: [Int] = []

    /// How many prefixes there are.
    var count: Int { owners.count }

    private struct Owner: PagedValue {
        var homeAddress: IPv6Address
    }

    /// The home address of the mobile router that has exactly this prefix.
    subscript(prefix: IPv6Prefix) -> IPv6Address? { owners[prefix]?.homeAddress }

    /// The home address of the mobile router behind which an address lies: that with the longest prefix.
    func owner(of address: IPv6Address) -> IPv6Address? {
        for length in lengthsInUse {
            if let owner = owners[IPv6Prefix(address, length: length)] { return owner.homeAddress }
        }
        return nil
    }

    /// Gives a prefix to a mobile router.
    mutating func set(_ prefix: IPv6Prefix, to homeAddress: IPv6Address) {
        if owners[prefix] == nil { count(prefix.length, by: 1) }
        owners.set(prefix, to: Owner(homeAddress: homeAddress))
    }

    /// Takes a prefix away.
    mutating func remove(_ prefix: IPv6Prefix) {
        if owners.remove(prefix) != nil { count(prefix.length, by: -1) }
    }

    private mutating func count(_ length: Int, by change: Int) {
        let count = (lengths[length] ?? 0) + change
        lengths[length] = count == 0 ? nil : count
        if count == 0 {
            lengthsInUse.removeAll { $0 == length }
        } else if !lengthsInUse.contains(length) {
            lengthsInUse.append(length)
            lengthsInUse.sort(by: >)
        }
    }
}
