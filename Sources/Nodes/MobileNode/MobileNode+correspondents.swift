import MobilityWire

// Registration at correspondents (RFC 6275 §11.7.2, RFC 5648 §5.2): one binding in a Binding Update, under a key
// that return routability gave.

extension MobileNode {
    /// Decides what correspondents are to be told, and tells them as far as tokens are there.
    mutating func pursueCorrespondents(_ turn: inout Turn<some RandomNumberGenerator>) {
        for index in list.peers.indices where list[index].role == .correspondent {
            let inUse = assignments.compactMap { $0.careOfAddress?.ipv6 }
            list[index].tokens.expire(at: turn.now) { inUse.contains($0) }
            if configuration.registration == .automatic { decideRegistrations(at: index, turn.now) }
            resendTests(to: index, &turn)
            resendUpdates(toCorrespondent: index, &turn)
            for entry in list[index].entries {
                guard let need = entry.need, need.notBefore <= turn.now, !list[index].awaitsOverwrite else {
                    continue
                }
                begin(need, about: entry.bid, atCorrespondent: index, &turn)
            }
        }
    }

    private mutating func decideRegistrations(at index: Int, _ now: Instant) {
        for position in list[index].entries.indices {
            let entry = list[index].entries[position]
            let target = entry.wanted ? careOfAddress(for: entry.bid, at: list[index]) : nil
            if entry.need?.purpose == .deregister, target != nil {
                list[index].modify(at: position) { $0.need = nil }
            }
            guard
                let need = need(
                    of: list[index].entries[position], target: target, refreshUntil: now, now)
            else { continue }
            list[index].detach(entry.bid)
            list[index].modify(at: position) { $0.need = need }
        }
    }

    /// Whether a binding that a correspondent held is told it again when its BID has a care-of address again: a wish goes
    /// with a person's word, not with a cable (RFC 6275 §11.7.2). A node that does nothing by itself keeps no wishes.
    func awaitsCareOfAddress(_ entry: BindingEntry, at peer: Peer) -> Bool {
        peer.role == .correspondent && entry.wanted && configuration.registration == .automatic
            && careOfAddress(for: entry.bid, at: peer) == nil
    }

    /// The IPv6 care-of address a correspondent is to have for a BID; for the ordinary binding the one it has, else the
    /// best. The home link is none.
    func careOfAddress(for bid: UInt16, at peer: Peer) -> CareOfAddress? {
        let usable = assignments.filter { $0.careOfAddress?.ipv6 != nil && !$0.home }
        guard bid == BindingEntry.ordinary else { return usable.first { $0.bid == bid }?.careOfAddress }
        if let told = peer[bid]?.toldCareOfAddress, usable.contains(where: { $0.careOfAddress == told }) {
            return told
        }
        return usable.min(by: CareOfAddressAssignment.precedes)?.careOfAddress
    }

    /// The way of a Binding Update to a correspondent: the care-of address itself; a removal may take another one, or at
    /// home the home address (RFC 6275 §11.7.2).
    private func way(for need: BindingEntry.Need, about bid: UInt16, to peer: Peer) -> Way? {
        let own = careOfAddress(for: bid, at: peer)
        if let own { return way(from: own) }
        guard need.purpose == .deregister else { return nil }
        if let best = bestIPv6CareOfAddress { return way(from: best) }
        if case .home = home.phase { return homeWay }
        return nil
    }

    private var bestIPv6CareOfAddress: CareOfAddress? {
        assignments.filter { $0.careOfAddress?.ipv6 != nil && !$0.home }
            .min(by: CareOfAddressAssignment.precedes)?.careOfAddress
    }

    private func way(from careOfAddress: CareOfAddress) -> Way? {
        assignments.first { $0.careOfAddress == careOfAddress }.map {
            Way(careOfAddress: careOfAddress, interface: $0.interface)
        }
    }

    /// Sends a Binding Update when its tokens are there; until then their tests run.
    private mutating func begin(
        _ need: BindingEntry.Need, about bid: UInt16, atCorrespondent index: Int,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let way = way(for: need, about: bid, to: list[index]) else { return }
        guard hasTokens(for: way, bid: bid, at: index, &turn) else {
            if need.purpose == .register, list[index][bid]?.grant == nil {
                change(bid, to: .testing, at: index, Rule(43, "RFC 6275 §11.7.2"), &turn)
            }
            return
        }
        guard list[index].rate.permits(at: turn.now) else { return }
        var lifetime: UInt16 = 0
        if need.purpose == .register {
            lifetime = correspondentLifetime(at: turn.now)
            guard lifetime > 0 else { return }
        }
        let ordinary = bid == BindingEntry.ordinary
        var exchange = UpdateExchange(
            number: list.nextExchange(), purpose: need.purpose == .register ? .register : .deregister,
            members: [bid],
            // the first with a BID replaces whatever is there.
            overwrite: need.purpose == .register && !ordinary && list[index].overwrites, lifetime: lifetime,
            timer: RetransmissionTimer(), rule: need.rule)
        // in the draft the care-of address is the packet's source.
        if configuration.policies.absentCareOfAddress == .packetSource { exchange.withoutAddress = [bid] }
        list[index].detach(bid)
        list[index].modify(bid) { entry in
            entry.need = nil
            entry.retryAt = nil
            entry.exchange = exchange.number
        }
        let state: BindingState =
            need.purpose == .deregister
            ? .deleting : list[index][bid]?.grant == nil ? .waiting : .refreshing
        change(bid, to: state, at: index, need.rule, &turn)
        if need.purpose == .register, !ordinary { list[index].overwriteNext = nil }
        list[index].exchanges.append(exchange)
        transmit(at: list[index].exchanges.count - 1, to: index, by: way, &turn)
    }

    /// What may be asked of a correspondent, in units of 4 seconds: not more than is left of the home registration
    /// (RFC 6275 §11.7.2), and MAX_RR_BINDING_LIFETIME.
    private func correspondentLifetime(at now: Instant) -> UInt16 {
        var lifetime = min(configuration.lifetime, ProtocolConstants.maximumRouteOptimisedLifetime)
        if case .home = home.phase { return max(1, lifetime.wholeLifetimeUnits) }
        guard let index = homeAgentIndex else { return 0 }
        let ends = list[index].entries.filter { isUsable($0) }.compactMap(\.grant?.expiresAt)
        guard let last = ends.max() else { return 0 }
        lifetime = min(lifetime, last - now)
        return lifetime.wholeLifetimeUnits
    }

    /// Sends again what was not answered; without tokens that still count, they are asked for first.
    private mutating func resendUpdates(
        toCorrespondent index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        for exchange in list[index].exchanges {
            guard exchange.timer.isDue(at: turn.now), list[index].rate.permits(at: turn.now),
                let position = list[index].exchangeIndex(exchange.number), let bid = exchange.members.first
            else { continue }
            let purpose: BindingEntry.Need.Purpose =
                exchange.purpose == .register ? .register : .deregister
            let need = BindingEntry.Need(
                purpose: purpose, alone: true, notBefore: turn.now, rule: exchange.rule)
            if exchange.timer.transmissions >= MobileNode.correspondentTransmissions {
                // RFC 6275 §11.8: a correspondent that does not answer is left alone for a while.
                list[index].detach(bid)
                list[index].exchanges.removeAll { $0.number == exchange.number }
                refuse(bid, .reasonUnspecified, at: index, &turn)
            } else if let way = way(for: need, about: bid, to: list[index]),
                way.careOfAddress == exchange.source,
                hasTokens(for: way, bid: bid, at: index, &turn)
            {
                transmit(at: position, to: index, by: way, &turn)
            } else {
                list[index].detach(bid)
                list[index].modify(bid) { $0.need = need }
            }
        }
    }

    /// Seven transmissions take two minutes.
    private static let correspondentTransmissions = 7

    /// The packet of a Binding Update to a correspondent, with its key; nil: the tokens are gone, or it cannot be written.
    func correspondentDatagram(
        of exchange: UpdateExchange, to peer: Peer, by way: Way
    ) -> (datagram: Datagram, key: BindingManagementKey)? {
        guard let homeToken = peer.tokens.home.token else { return nil }
        var careOfToken: KeygenToken?
        if case .ipv6(let address)? = way.careOfAddress {
            guard let token = peer.tokens[address]?.token else { return nil }
            careOfToken = token
        }
        // RFC 6275 §5.2.5: without a care-of address the key is made of the home token alone.
        let key = ReturnRoutability.bindingManagementKey(
            homeToken: homeToken.value, careOfToken: careOfToken?.value, by: cryptography)
        let source = way.careOfAddress?.ipv6 ?? configuration.homeAddress
        var options: [MobilityOption] = [
            .nonceIndices(home: homeToken.nonceIndex, careOf: careOfToken?.nonceIndex ?? 0)
        ]
        if exchange.carriesBindingIdentifiers {
            // R-040; R-044: the authenticator comes behind it.
            options += exchange.members.map { .bindingIdentifier(identifier(of: $0, in: exchange)) }
        }
        var flags: BindingUpdate.Flags = [.acknowledge]
        if exchange.overwrite, configuration.policies.overwriteInHeader { flags.insert(.overwrite) }
        let update = BindingUpdate(
            sequence: exchange.sequence, flags: flags, lifetime: exchange.lifetime, options: options)
        let packet = SignallingPacket(
            source: source, destination: peer.address,
            homeAddressOption: way.careOfAddress == nil ? nil : configuration.homeAddress,
            payload: .mobility(.bindingUpdate(update)))
        let authentication = PacketAuthentication.correspondent(
            key: key, careOfAddress: source, correspondent: peer.address)
        guard
            let octets = try? authentication.sealed(
                packet, format: configuration.policies.format, by: cryptography)
        else { return nil }
        return (Datagram(octets: octets, interface: way.interface), key)
    }

    /// Whether an acknowledgement of a correspondent is under the key of the Binding Update (RFC 6275 §11.7.3). 136, 137
    /// and 138 come without: the correspondent has no key then.
    func isFromCorrespondent(_ acknowledgement: BindingAcknowledgement, in arrival: Arrival, _ peer: Peer)
        -> Bool
    {
        if BindingStatus(rawValue: acknowledgement.status).concernsNonces { return true }
        let exchanges = peer.exchanges.filter {
            $0.sequence == acknowledgement.sequence
                || acknowledgement.status == BindingStatus.sequenceNumberOutOfWindow.rawValue
        }
        return exchanges.contains { exchange in
            guard let key = exchange.managementKey else { return false }
            return PacketAuthentication.correspondent(
                key: key, careOfAddress: exchange.source?.ipv6 ?? configuration.homeAddress,
                correspondent: peer.address
            ).verifies(arrival.datagram.octets, by: cryptography)
        }
    }

    /// 136, 137, 138: the nonces of one or both tokens are too old; their tests run again, then the Binding Update.
    mutating func renewTokens(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        noteStatus(answer.status, bid: answer.exchange.members.first, at: index, &turn)
        if answer.status != .expiredCareOfNonceIndex { list[index].tokens.home.discard() }
        if answer.status != .expiredHomeNonceIndex, let address = answer.exchange.source?.ipv6 {
            list[index].tokens[address]?.discard()
        }
        for bid in answer.exchange.members {
            tryLater(bid, answer, Rule(0, "RFC 6275 §11.6.1"), soon: 3, at: index, &turn)
        }
    }

    /// A correspondent that knows no BIDs gets one ordinary binding, for the care-of address of this BID.
    mutating func becomeOrdinary(
        _ bid: UInt16, at index: Int, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let careOfAddress = careOfAddress(for: bid, at: list[index])
        for entry in list[index].entries where entry.bid != BindingEntry.ordinary {
            gone(entry.bid, at: index, rule, &turn)
            list[index].modify(entry.bid) { $0.wanted = false }
        }
        enterOrdinary(at: index, turn.now)
        list[index].modify(BindingEntry.ordinary) { entry in
            entry.toldCareOfAddress = careOfAddress
            entry.need = .init(purpose: .register, notBefore: turn.now, rule: rule)
        }
    }
}

extension BindingStatus {
    /// 136, 137, 138: nonces of return routability expired.
    var concernsNonces: Bool {
        self == .expiredHomeNonceIndex || self == .expiredCareOfNonceIndex || self == .expiredNonces
    }
}
