import MobilityWire

// IPv4 home addresses (RFC 5555 §4.3, §4.4; R-150…R-153: the same care-of addresses serve both home addresses).

extension HomeAgent {
    /// Statuses of an IPv4 Address Acknowledgement (RFC 5555 §3.2.1).
    private enum IPv4Status {
        static let success: UInt8 = 0
        static let prohibited: UInt8 = 129
        static let incorrect: UInt8 = 130
        static let invalid: UInt8 = 131
        static let dynamicUnavailable: UInt8 = 132
        static let prefixUnauthorised: UInt8 = 133
    }

    /// Gives, keeps or takes back the IPv4 home address of a node, as its registration asks. A registration without the
    /// option gives the address up (RFC 5555 §4.4.1).
    mutating func updateIPv4HomeAddress(
        of node: inout CachedNode, by request: UpdateRequest, answer: inout Answer,
        into actions: inout [Action]
    ) {
        guard let wish = request.ipv4HomeAddress else {
            return forgetIPv4HomeAddress(of: &node, into: &actions)
        }
        var given = wish.address
        let status = ipv4Status(of: wish, &given, for: node)
        // an answer, because the node asked; R-153: about the home address alone.
        answer.ipv4Home = IPv4HomeAddressAnswer(
            status: status, prefixLength: status == IPv4Status.success ? 32 : wish.prefixLength,
            address: given)
        guard status == IPv4Status.success, node.ipv4HomeAddress != given else { return }
        forgetIPv4HomeAddress(of: &node, into: &actions)
        node.ipv4HomeAddress = given
        ipv4Owners.set(given, to: IPv4Owner(homeAddress: node.homeAddress))
        actions.append(
            .ipv4HomeAddress(
                given, homeAddress: node.homeAddress, active: true, rule: Rule(150, "RFC 5555 §4.4")))
    }

    /// The node has no IPv4 home address any more.
    mutating func forgetIPv4HomeAddress(of node: inout CachedNode, into actions: inout [Action]) {
        guard let address = node.ipv4HomeAddress else { return }
        node.ipv4HomeAddress = nil
        ipv4Owners.remove(address)
        actions.append(
            .ipv4HomeAddress(
                address, homeAddress: node.homeAddress, active: false, rule: Rule(150, "RFC 5555 §4.4")))
    }

    /// What is said about a wish; where any address will do, `address` becomes the one that is given.
    private func ipv4Status(
        of wish: UpdateRequest.IPv4HomeAddressRequest, _ address: inout IPv4Address, for node: CachedNode
    ) -> UInt8 {
        let own = entries[node.homeAddress]?.ipv4HomeAddress
        guard configuration.ipv4HomePool != nil || own != nil else { return IPv4Status.prohibited }
        // RFC 5555 §3.1.1: 0 is not valid, and prefixes are not given here.
        if wish.prefixLength == 0 || wish.prefixLength > 32 { return IPv4Status.invalid }
        if wish.requestsPrefix || wish.prefixLength < 32 { return IPv4Status.prefixUnauthorised }
        if wish.address.isUnspecified {
            guard let free = own ?? node.ipv4HomeAddress ?? freeIPv4Address() else {
                return IPv4Status.dynamicUnavailable
            }
            address = free
            return IPv4Status.success
        }
        guard wish.address.isRoutableUnicast else { return IPv4Status.invalid }
        if let own { return own == wish.address ? IPv4Status.success : IPv4Status.incorrect }
        guard configuration.ipv4HomePool?.contains(wish.address) == true else { return IPv4Status.incorrect }
        let owner = ipv4Owners[wish.address]?.homeAddress
        return owner == nil || owner == node.homeAddress ? IPv4Status.success : IPv4Status.incorrect
    }

    /// The first address of the pool that nobody has and that is nobody's own.
    private func freeIPv4Address() -> IPv4Address? {
        guard let pool = configuration.ipv4HomePool else { return nil }
        var candidate = pool.first
        // Addresses in use come in ascending order: the first gap is free.
        while pool.contains(candidate) {
            guard let taken = ipv4Owners.first(from: candidate), taken.key == candidate else {
                return candidate
            }
            candidate = IPv4Address(candidate.value &+ 1)
        }
        return nil
    }
}

/// Whose an IPv4 home address is.
struct IPv4Owner: PagedValue {
    /// The home address of the node.
    var homeAddress: IPv6Address
}
