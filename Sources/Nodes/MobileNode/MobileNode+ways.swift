import MobilityWire

// Where signalling leaves from: a care-of address, or the home address on the home link.

extension MobileNode {
    /// A way out of the node.
    struct Way: Hashable, Sendable {
        /// The address it leaves from; nil: the home address, on the home link.
        var careOfAddress: CareOfAddress?
        /// The interface of it.
        var interface: InterfaceIdentifier
    }

    /// The way for a Binding Update; nil: there is none now.
    ///
    /// A removal looks for another care-of address from the second attempt on, a bulk from the third: the
    /// acknowledgement goes back to where the Binding Update came from, and that may be what is broken.
    func way(
        for purpose: UpdateExchange.Purpose, members: [UInt16], to peer: Peer, attempt: Int = 0
    ) -> Way? {
        switch purpose {
        case .returnHome: return homeWay
        case .register:
            // R-070, RFC 5648 §5.6.2: a home binding is registered from the home link.
            if members.contains(where: { assignment($0)?.home == true }) { return homeWay }
            // at home with both, a Binding Update from elsewhere without H would end the use of the home link. So
            // it leaves from here, until the home link itself proves to be what does not work.
            if case .home(.both, _) = home.phase, configuration.policies.homeFlagClearLeavesHome,
                attempt < 2, !members.contains(where: { assignment($0)?.careOfAddress?.ipv4 != nil }),
                let homeWay
            {
                return homeWay
            }
            if members.count == 1 {
                return (members[0] == BindingEntry.ordinary ? ordinaryCareOfAddress : assignment(members[0]))
                    .flatMap(way)
            }
            return turned(ways(among: members), by: max(0, attempt - 1))
        case .deregister, .deregisterAll:
            // At home, from the home address without a Home Address option (RFC 6275 §11.5.5).
            if case .arriving = home.phase, let homeWay, members.isEmpty { return homeWay }
            if case .home = home.phase, let homeWay { return homeWay }
            let others = ways(besides: members)
            return turned(others.isEmpty ? ways(among: members) : others, by: attempt)
                ?? (members.isEmpty ? homeWay : nil)
        }
    }

    /// The way by the home link; nil: no interface is there.
    var homeWay: Way? {
        home.interface.map { Way(careOfAddress: nil, interface: $0) }
    }

    private func way(from assignment: CareOfAddressAssignment) -> Way? {
        guard let careOfAddress = assignment.careOfAddress else { return nil }
        return assignment.home
            ? homeWay : Way(careOfAddress: careOfAddress, interface: assignment.interface)
    }

    /// The IPv6 care-of addresses of some BIDs, best first; where they have none, any others: a bulk leaves from an IPv6
    /// care-of address.
    private func ways(among members: [UInt16]) -> [Way] {
        let own = members.compactMap { assignment($0) }.filter { $0.careOfAddress?.ipv6 != nil && !$0.home }
        guard own.isEmpty else { return ordered(own) }
        return ordered(assignments.filter { $0.careOfAddress?.ipv6 != nil && !$0.home })
    }

    /// All other care-of addresses, best first, those of IPv4 last (RFC 5555 §4.1).
    private func ways(besides members: [UInt16]) -> [Way] {
        ordered(
            assignments.filter { $0.careOfAddress != nil && !$0.home && !members.contains(sorted: $0.bid) })
    }

    private func ordered(_ candidates: [CareOfAddressAssignment]) -> [Way] {
        candidates.sorted(by: byPreference).compactMap(way)
    }

    func byPreference(_ left: CareOfAddressAssignment, _ right: CareOfAddressAssignment) -> Bool {
        let (four, six) = (left.careOfAddress?.ipv4 != nil, right.careOfAddress?.ipv4 != nil)
        return four != six ? six : CareOfAddressAssignment.precedes(left, right)
    }

    private func turned(_ ways: [Way], by attempt: Int) -> Way? {
        ways.isEmpty ? nil : ways[attempt % ways.count]
    }
}
