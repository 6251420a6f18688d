import MobilityWire

// How a Binding Update becomes a datagram (RFC 6275 §11.7.1, RFC 5648 §5.2–5.4).

extension MobileNode {
    /// Sends a Binding Update of an exchange with a new sequence number, and starts its timer.
    mutating func transmit(
        at position: Int, to index: Int, by way: Way, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        var exchange = list[index].exchanges[position]
        exchange.sequence = nextSequence(of: exchange, at: index, &turn.random)
        exchange.sentAt = turn.now
        exchange.timestamp = replay.next(at: turn.now)
        exchange.source = way.careOfAddress
        exchange.interface = way.interface
        exchange.optionCount = exchange.carriesBindingIdentifiers ? exchange.members.count : 0
        exchange.timer.sent(at: turn.now)
        list[index].rate.departed(at: turn.now)
        list[index].exchanges[position] = exchange
        noteTransmission(of: exchange, at: index, turn.now)
        guard let datagram = datagram(of: position, to: index, by: way) else {
            turn.note(
                note(.dropped, Rule(0, "RFC 6275 §6.1.1"), peer: list[index].address, to: "not-encodable"))
            return
        }
        turn.act(.send(datagram, rule: exchange.rule))
    }

    /// The Binding Update of an exchange as a datagram.
    private mutating func datagram(of position: Int, to index: Int, by way: Way) -> Datagram? {
        let exchange = list[index].exchanges[position]
        guard list[index].role == .correspondent else {
            let update = bindingUpdate(of: exchange, to: list[index], by: way)
            return datagram(.bindingUpdate(update), to: list[index].address, by: way)
        }
        guard let (datagram, key) = correspondentDatagram(of: exchange, to: list[index], by: way) else {
            return nil
        }
        list[index].exchanges[position].managementKey = key
        return datagram
    }

    /// Takes bindings out of an exchange until its Binding Update passes the path (A15); they stay due. The first part
    /// has O where there is one, the others leave after its acknowledgement.
    func fit(_ exchange: inout UpdateExchange, to index: Int, by way: Way) {
        guard configuration.policies.splitBulk else { return }
        exchange.timestamp = replay.isOn ? 0 : nil
        while exchange.members.count > 1 {
            let update = bindingUpdate(of: exchange, to: list[index], by: way)
            let size = datagram(.bindingUpdate(update), to: list[index].address, by: way)?.octets.count
            let limit = min(list[index].pathMTU ?? .max, configuration.pathMTU) - securityOverhead
            if let size, size <= limit { return }
            // An option is at most 24 octets with its padding; of those, 84 fit a Mobility Header of 2048 octets.
            let excess = size.map { max(1, ($0 - limit + 23) / 24) } ?? max(1, exchange.members.count - 84)
            exchange.members.removeLast(min(excess, exchange.members.count - 1))
        }
    }

    /// Octets that IPsec will add: header, initialisation vector, padding and check value of ESP (RFC 4303 §2).
    private var securityOverhead: Int {
        if case .ipsec = configuration.security { return 64 }
        return 0
    }

    private mutating func noteTransmission(of exchange: UpdateExchange, at index: Int, _ now: Instant) {
        for bid in exchange.members {
            let assignment = assignment(bid)
            let careOfAddress =
                list[index].role == .homeAgent
                ? careOfAddress(for: bid) : careOfAddress(for: bid, at: list[index])
            list[index].modify(bid) { entry in
                entry.sequenceSent = exchange.sequence
                guard exchange.purpose == .register || exchange.purpose == .returnHome else { return }
                entry.toldCareOfAddress = careOfAddress
                entry.interface = assignment?.interface ?? exchange.interface
                entry.home = assignment?.home ?? false
                let until = now + .lifetimeUnits(exchange.lifetime)
                entry.mayExistUntil = max(entry.mayExistUntil ?? until, until)
                entry.strays.sent(at: now)
            }
        }
        guard exchange.purpose == .register, list[index].role == .homeAgent else { return }
        prolongOthers(besides: exchange, at: index, now)
    }

    /// R-054, A2: a registration prolongs what else may be there, whether or not its answer arrives.
    private mutating func prolongOthers(besides exchange: UpdateExchange, at index: Int, _ now: Instant) {
        guard configuration.policies.refreshRenewsAll, !exchange.overwrite else { return }
        let until = now + .lifetimeUnits(exchange.lifetime)
        for position in list[index].entries.indices {
            let entry = list[index].entries[position]
            guard entry.mayExist(at: now), entry.grant == nil || entry.grant?.expiresAt != nil,
                !exchange.members.contains(sorted: entry.bid)
            else { continue }
            list[index].modify(at: position) { $0.mayExistUntil = max($0.mayExistUntil ?? until, until) }
        }
    }

    /// The number of the next Binding Update: one counter for all bindings of the peer (RFC 5648 §4.1), or one for each,
    /// of which a bulk takes the largest.
    private mutating func nextSequence(
        of exchange: UpdateExchange, at index: Int, _ random: inout some RandomNumberGenerator
    ) -> UInt16 {
        guard !configuration.policies.sharedSequence else {
            return list[index].sequence.next(random: &random)
        }
        let bids = exchange.members.isEmpty ? list[index].entries.map(\.bid) : exchange.members
        var largest: UInt16?
        for bid in bids {
            guard let last = list[index][bid]?.sequence.last else { continue }
            largest = largest.map { SequenceCounter.larger($0, last) } ?? last
        }
        var counter = SequenceCounter(last: largest)
        let number = counter.next(random: &random)
        for bid in bids { list[index].modify(bid) { $0.sequence.use(number) } }
        return number
    }

    /// The Binding Update of an exchange as it stands now.
    func bindingUpdate(of exchange: UpdateExchange, to peer: Peer, by way: Way) -> BindingUpdate {
        // RFC 6275 §11.7.1: A and H in every home registration.
        var flags: BindingUpdate.Flags = [.acknowledge, .homeRegistration]
        if case .ipsec(keyMobility: true) = configuration.security { flags.insert(.keyManagementMobility) }
        if configuration.mobileRouter != nil { flags.insert(.mobileRouter) }
        if configuration.dualStack?.forceEncapsulation == true, way.careOfAddress?.ipv4 != nil {
            flags.insert(.forceUDPEncapsulation)
        }
        // O stands in the header, in the draft in each option.
        if exchange.overwrite, configuration.policies.overwriteInHeader { flags.insert(.overwrite) }
        return BindingUpdate(
            sequence: exchange.sequence, flags: flags, lifetime: exchange.lifetime,
            options: options(of: exchange, to: peer, by: way))
    }

    private func options(of exchange: UpdateExchange, to peer: Peer, by way: Way) -> [MobilityOption] {
        var options: [MobilityOption] = []
        if exchange.carriesBindingIdentifiers {
            // no Alternate Care-of Address beside Binding Identifiers.
            options = exchange.members.map { .bindingIdentifier(identifier(of: $0, in: exchange)) }
        } else if exchange.purpose == .register, case .ipsec = configuration.security,
            let careOfAddress = way.careOfAddress?.ipv6
        {
            // RFC 6275 §11.7.1: ESP does not cover the source address, so it stands inside as well.
            options = [.alternateCareOfAddress(careOfAddress)]
        }
        if exchange.purpose == .register || exchange.purpose == .returnHome {
            options += registrationOptions(of: exchange, by: way)
        }
        return options + identification(timestamp: exchange.timestamp)
    }

    private func registrationOptions(of exchange: UpdateExchange, by way: Way) -> [MobilityOption] {
        var options = ipv4Options(of: exchange, by: way)
        if way.careOfAddress == nil, exchange.carriesBindingIdentifiers,
            let address = interface(way.interface)?.linkLayerAddress
        {
            // the home agent needs it for its neighbour entry. Code 2: of the mobile node.
            options.append(.linkLayerAddress(code: 2, address: address.octets))
        }
        if exchange.purpose == .register, let router = configuration.mobileRouter, router.explicit {
            // R-139, RFC 3963 §5.2.
            options += router.prefixes.map { .mobileNetworkPrefix($0) }
        }
        return options
    }

    /// The Binding Identifier option of one binding.
    func identifier(of bid: UInt16, in exchange: UpdateExchange) -> BindingIdentifier {
        let assignment = assignment(bid)
        let home = assignment?.home == true && exchange.purpose != .deregister
        var careOfAddress = assignment?.careOfAddress
        // left out where the binding is to go; R-072: and in the draft's return to the home link.
        if exchange.purpose != .register || exchange.withoutAddress.contains(bid) { careOfAddress = nil }
        guard configuration.policies.format.profile == .rfc5648 else {
            return .draft06(
                bid: bid, overwrite: exchange.overwrite && !configuration.policies.overwriteInHeader,
                home: home, careOfAddress: careOfAddress)
        }
        let priority = exchange.purpose == .register ? assignment?.priority ?? 0 : 0
        return .rfc5648(bid: bid, home: home, priority: priority, careOfAddress: careOfAddress)
    }

    /// A message to a peer by a way, ready for the world; nil: it cannot be written.
    func datagram(_ message: MobilityMessage, to destination: IPv6Address, by way: Way) -> Datagram? {
        let homeAddress = configuration.homeAddress
        var packet = SignallingPacket(
            source: homeAddress, destination: destination, payload: .mobility(message))
        switch way.careOfAddress {
        case .ipv6(let careOfAddress):
            packet.source = careOfAddress
            packet.homeAddressOption = homeAddress
        case .ipv4(let careOfAddress):
            // IPv4 and UDP around, and no Home Address option.
            guard let dualStack = configuration.dualStack else { return nil }
            packet.encapsulation = [
                .ipv4(source: careOfAddress, destination: dualStack.homeAgent),
                .udp(sourcePort: dualStack.port, destinationPort: ProtocolConstants.dualStackPort),
            ]
        case nil: break
        }
        guard let (octets, protection) = protected(packet) else { return nil }
        return Datagram(
            octets: octets, interface: way.interface,
            // RFC 6275 §11.5.5: on the home link the next hop is known without neighbour discovery.
            linkLayerDestination: way.careOfAddress == nil
                ? interface(way.interface)?.nextHop(towards: destination) : nil,
            protection: protection)
    }
}
