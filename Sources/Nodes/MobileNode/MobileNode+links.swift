import MobilityWire

// Interfaces and care-of addresses: what the world says about them, and which BID each gets.

extension MobileNode {
    /// The world says something about an interface.
    mutating func learn(
        _ fact: InterfaceFact, about identifier: InterfaceIdentifier,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        if fact == .vanished {
            interfaces.removeAll { $0.identifier == identifier }
            assignCareOfAddresses(on: AttachedInterface(identifier: identifier), &turn)
            return
        }
        let index = enterInterface(identifier)
        switch fact {
        case .present(let name, let up, let linkLayerAddress):
            interfaces[index].name = name
            interfaces[index].up = up
            interfaces[index].linkLayerAddress = linkLayerAddress
        case .vanished: break
        case .address(let address, let state): interfaces[index].set(.ipv6(address), state)
        case .addressGone(let address): interfaces[index].remove(.ipv6(address))
        case .ipv4Address(let address): interfaces[index].set(.ipv4(address), .preferred)
        case .ipv4AddressGone(let address): interfaces[index].remove(.ipv4(address))
        case .router(let address, let linkLayerAddress, let prefixes):
            interfaces[index].set(
                .init(address: address, linkLayerAddress: linkLayerAddress, prefixes: prefixes))
        case .routersGone: interfaces[index].removeRouters()
        case .mtu(let octets): interfaces[index].mtu = octets
        }
        assignCareOfAddresses(on: interfaces[index], &turn)
    }

    /// The position of an interface, which is entered where it is new.
    private mutating func enterInterface(_ identifier: InterfaceIdentifier) -> Int {
        let index = interfaces.firstIndex { $0.identifier >= identifier } ?? interfaces.count
        if index == interfaces.count || interfaces[index].identifier != identifier {
            interfaces.insert(AttachedInterface(identifier: identifier), at: index)
        }
        return index
    }

    /// An interface by its number.
    func interface(_ identifier: InterfaceIdentifier?) -> AttachedInterface? {
        guard let identifier else { return nil }
        return interfaces.first { $0.identifier == identifier }
    }

    /// The rule for an interface; nil: none was configured for it, although there are some.
    func rule(for interface: AttachedInterface) -> InterfaceRule? {
        guard !configuration.interfaces.isEmpty else { return InterfaceRule(name: interface.name) }
        return configuration.interfaces.first { $0.matches(interface.name) }
    }

    /// The addresses of an interface that can be care-of addresses (RFC 6275 §11.5.3): unicast and routed, done with
    /// duplicate address detection, and not of the home link.
    private func careOfCandidates(on interface: AttachedInterface) -> [AttachedInterface.InterfaceAddress] {
        guard interface.up, !interface.shut, !interface.isOnHomeLink(configuration.homePrefix),
            let rule = rule(for: interface), rule.used
        else { return [] }
        return interface.addresses.filter { candidate in
            guard candidate.state != .tentative, candidate.address.isRoutableUnicast else { return false }
            switch candidate.address {
            case .ipv6(let address): return !configuration.homePrefix.contains(address)
            case .ipv4: return configuration.dualStack != nil
            }
        }
    }

    /// Brings the care-of addresses of an interface up to date. A new one takes over a BID that the interface lost its
    /// care-of address for, so that the binding stays the same one.
    mutating func assignCareOfAddresses(
        on interface: AttachedInterface, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let candidates = careOfCandidates(on: interface)
        for index in assignments.indices
        where assignments[index].interface == interface.identifier && !assignments[index].home {
            guard let careOfAddress = assignments[index].careOfAddress else { continue }
            if let candidate = candidates.first(where: { $0.address == careOfAddress }) {
                assignments[index].deprecated = candidate.state == .deprecated
            } else {
                assignments[index].careOfAddress = nil
                turn.note(
                    note(
                        .careOfAddress, Rule(0, "RFC 6275 §11.5.1"), bid: assignments[index].bid,
                        careOfAddress: careOfAddress, to: "lost"))
            }
        }
        for candidate in candidates
        where !assignments.contains(where: { $0.careOfAddress == candidate.address }) {
            assign(candidate, on: interface, &turn)
        }
    }

    /// Gives a new care-of address a BID.
    private mutating func assign(
        _ candidate: AttachedInterface.InterfaceAddress, on interface: AttachedInterface,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let lost = assignments.firstIndex {
            $0.interface == interface.identifier && $0.careOfAddress == nil && !$0.home
        }
        guard let index = lost ?? enterAssignment(on: interface) else {
            turn.note(
                note(.limit, Rule(28, "RFC 5648 §5.1"), careOfAddress: candidate.address, to: "bids"))
            return
        }
        assignments[index].careOfAddress = candidate.address
        // each new IPv4 address is examined for a NAT.
        assignments[index].isTranslated = nil
        assignments[index].isSilent = false
        assignments[index].deprecated = candidate.state == .deprecated
        wantAgain(assignments[index].bid)
        turn.note(
            note(
                .careOfAddress, Rule(2, "RFC 5648 §5.1"), bid: assignments[index].bid,
                careOfAddress: candidate.address, to: "usable"))
    }

    /// A BID for an interface, without a care-of address yet; its position. Nil: all 65535 are taken.
    mutating func enterAssignment(on interface: AttachedInterface) -> Int? {
        guard let bid = freeBid(for: interface) else { return nil }
        let index = assignments.firstIndex { $0.bid > bid } ?? assignments.count
        assignments.insert(
            CareOfAddressAssignment(
                bid: bid, interface: interface.identifier, priority: rule(for: interface)?.priority ?? 0),
            at: index)
        return index
    }

    /// The configured BID where it is free, else the smallest that is neither in use nor configured for another
    /// interface: unique for the home address, 1…65535.
    private func freeBid(for interface: AttachedInterface) -> UInt16? {
        if let configured = rule(for: interface)?.bid, !isBidInUse(configured) { return configured }
        var taken = assignments.map(\.bid) + configuration.interfaces.compactMap(\.bid)
        for peer in list.peers {
            // What only waits for its care-of address waits for the one of its interface.
            for entry in peer.entries where entry.state != .idle || entry.interface != interface.identifier {
                taken.append(entry.bid)
            }
        }
        taken.sort()
        var candidate: UInt16 = 1
        for bid in taken where bid >= candidate {
            if bid > candidate { return candidate }
            guard candidate < .max else { return nil }
            candidate += 1
        }
        return candidate
    }

    /// Whether an address has the BID, or a peer may still hold it.
    func isBidInUse(_ bid: UInt16) -> Bool {
        assignments.contains { $0.bid == bid }
            || list.peers.contains { peer in peer[bid].map { $0.state != .idle } ?? false }
    }

    /// The care-of address, or its absence, behind a BID.
    func assignment(_ bid: UInt16) -> CareOfAddressAssignment? {
        assignmentIndex(bid).map { assignments[$0] }
    }

    /// Where the care-of address of a BID stands.
    func assignmentIndex(_ bid: UInt16) -> Int? {
        var low = 0
        var high = assignments.count
        while low < high {
            let middle = (low + high) / 2
            if assignments[middle].bid < bid { low = middle + 1 } else { high = middle }
        }
        return low < assignments.count && assignments[low].bid == bid ? low : nil
    }

    /// An address that appears is wanted, whatever a person did to its predecessor.
    private mutating func wantAgain(_ bid: UInt16) {
        guard let index = homeAgentIndex else { return }
        list[index].modify(bid) { entry in
            entry.wanted = true
            entry.retryAt = nil
        }
    }
}
