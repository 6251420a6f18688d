import MobilityWire

// What views ask: windows of rows, values that can be kept, sent and encoded.

extension MobileNode {
    /// How many rows `bindings` has.
    public var bindingCount: Int { list.peers.reduce(0) { $0 + $1.entries.count } }

    /// The rows of this window: peer by peer, the home agent first, each ascending by BID. Outside the table: none.
    public func bindings(_ window: Range<Int>, at now: Instant) -> [BindingRow] {
        var rows: [BindingRow] = []
        var first = 0
        for peer in list.peers {
            let part = window.clamped(to: first..<first + peer.entries.count)
            for index in part { rows.append(row(of: peer.entries[index - first], at: peer, now)) }
            first += peer.entries.count
        }
        return rows
    }

    /// All rows.
    public func bindings(at now: Instant) -> [BindingRow] {
        bindings(0..<bindingCount, at: now)
    }

    /// The row of one BID at a peer; BID nil: the ordinary binding.
    public func binding(_ bid: UInt16?, at peer: IPv6Address, now: Instant) -> BindingRow? {
        for candidate in list.peers where candidate.address == peer {
            if let entry = candidate[bid ?? BindingEntry.ordinary] {
                return row(of: entry, at: candidate, now)
            }
        }
        return nil
    }

    /// The peers of this window, the home agent first.
    public func peers(_ window: Range<Int>) -> [PeerRow] {
        window.clamped(to: 0..<list.peers.count).map { index in
            let peer = list[index]
            return PeerRow(
                address: peer.address, role: peer.role.rawValue, bindings: peer.entries.count,
                multiple: peer.multiple.rawValue, bulk: peer.bulk.rawValue,
                simultaneous: peer.simultaneous.rawValue, overwritesNext: peer.overwrites,
                outstanding: peer.exchanges.count)
        }
    }

    /// How many rows `peers` has.
    public var peerCount: Int { list.peers.count }

    /// The node as a whole.
    public var summary: Summary {
        let agent = homeAgentIndex.map { list[$0] }
        return Summary(
            homeAddress: configuration.homeAddress, homeAgent: homeAgent,
            profile: configuration.policies.format.profile, registration: configuration.registration,
            returnHome: home.mode, place: home.phase.word, homeInterface: home.interface,
            ordinaryOnly: agent.map(isOrdinary) ?? !configuration.multipleCareOfAddresses,
            overwritesNext: agent?.overwrites ?? true,
            lifetime: Int(clamping: configuration.lifetime.wholeSeconds), defaultBid: defaultBid?.bid,
            bindings: bindingCount)
    }

    private func row(of entry: BindingEntry, at peer: Peer, _ now: Instant) -> BindingRow {
        let assignment = assignment(entry.bid)
        let exchange = peer.exchangeIndex(entry.exchange).map { peer.exchanges[$0] }
        let interface = assignment?.interface ?? entry.interface
        var row = BindingRow(
            peer: peer.address, role: peer.role.rawValue,
            bid: entry.bid == BindingEntry.ordinary ? nil : entry.bid,
            careOfAddress: entry.bid == BindingEntry.ordinary
                ? entry.toldCareOfAddress : assignment?.careOfAddress,
            confirmedCareOfAddress: entry.grant?.careOfAddress, isSilent: isSilent(entry.bid),
            isTranslated: assignment?.careOfAddress?.ipv4 == nil ? nil : assignment?.isTranslated,
            interface: interface,
            interfaceName: self.interface(interface)?.name ?? "", priority: assignment?.priority ?? 0,
            home: assignment?.home ?? entry.home, state: entry.state, since: entry.since,
            because: entry.because, lastStatus: entry.lastStatus?.rawValue,
            askedLifetime: (entry.grant?.asked ?? exchange?.lifetime).map { 4 * Int($0) },
            grantedLifetime: entry.grant.map { 4 * Int($0.granted) },
            remaining: entry.grant?.expiresAt.map { $0 - now },
            nextRefresh: configuration.registration == .automatic
                ? entry.grant?.refreshAt.map { $0 - now } : nil,
            retransmissions: exchange.map { max(0, $0.timer.transmissions - 1) } ?? 0,
            nextTransmission: exchange?.timer.deadline.map { $0 - now }, sequenceSent: entry.sequenceSent,
            sequenceAcknowledged: entry.sequenceAcknowledged)
        if let number = peer.madeByHand, entry.grant != nil {
            row.isDoubtful =
                entry.sequenceAcknowledged.map { SequenceCounter.accepts(number, after: $0) } ?? true
        }
        return row
    }
}

extension HomeLinkState.Phase {
    /// A word for it.
    var word: String {
        switch self {
        case .away: "away"
        case .arriving: "arriving"
        case .home(_, defended: true): "home"
        case .home(_, defended: false): "home-without-nd"
        case .leavingUnused: "leaving-unused"
        case .unused: "unused"
        }
    }
}
