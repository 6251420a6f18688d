internal import MobilityWire
public import Nodes
public import Runtime

// What views ask.

extension CaptureRun {
    /// The top line.
    public var headline: Headline {
        let node = node
        let agent = node.flatMap { watch.observer.registrations(of: $0).first { $0.role != .correspondent } }
        var headline = Headline(
            kind: .capture, title: title, node: recorded?.node ?? node.flatMap { people[$0]?.name } ?? "",
            homeAddress: node,
            homeAgent: agent?.peer, profile: agent?.profile ?? format.profile, gate: "", remark: remark,
            progress: state == .more && clockless ? source.progress : nil)
        if people.nodes > 1 { headline.nodes = people.nodes }
        return headline
    }

    private var remark: String {
        switch state {
        case .broken: "BREAKS OFF"
        case .interrupted: "INTERRUPTED"
        case .waiting: "live"
        case .more, .ended: ""
        }
    }

    /// The care-of addresses of the node that is looked at: nobody can see its interfaces.
    public func interfaces() -> [InterfaceView] {
        guard let node else { return [] }
        let bindings = watch.observer.registrations(of: node).flatMap(\.bindings)
        if let recordedInterfaces {
            return recordedInterfaces.views(before: journal.nextNumber).map { view in
                var view = view
                view.bid =
                    bindings.first { binding in
                        binding.bid != nil && view.addresses.contains { $0.address == binding.careOfAddress }
                    }?.bid
                return view
            }
        }
        guard let party = people[node] else { return [] }
        return party.interfaces.enumerated().map { index, interface in
            let traffic = people.traffic[party.id.index][index]
            let bid = bindings.first { $0.bid != nil && $0.careOfAddress == interface.address }?.bid
            return InterfaceView(
                id: interface.id, name: interface.name, isUp: true, link: .visited, bid: bid,
                addresses: interface.address.map { [.init($0, state: .preferred)] } ?? [],
                sent: traffic.sent, received: traffic.received)
        }
    }

    /// The bindings of the node that is looked at, so far as anybody can tell.
    public func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> {
        let rows = rows
        let range = window.clamped(to: 0..<rows.count)
        return Window(total: rows.count, first: range.lowerBound, rows: Array(rows[range]))
    }

    private var rows: [MobileNode.BindingRow] {
        guard let node else { return [] }
        let interfaces = people[node]?.interfaces ?? []
        return watch.observer.registrations(of: node).flatMap { registration in
            registration.rows(at: now) { address in
                recordedInterfaces?.place(of: address, before: journal.nextNumber)
                    ?? interfaces.first { $0.address == address }.map { ($0.id, $0.name) }
            }
        }
    }

    /// The peers of the node that is looked at.
    public func peers() -> [MobileNode.PeerRow] {
        guard let node else { return [] }
        return watch.observer.registrations(of: node).map { $0.peerRow }
    }

    /// None can be seen.
    public func flows() -> [FlowView] { [] }

    /// Everybody who holds bindings.
    public func caches() -> [CacheHolder] {
        let holders = watch.observer.holders.compactMap { holder in
            people[holder.peer].map { party in
                CacheHolder(
                    party: party.id, name: "\(holder.peer)",
                    kind: holder.role == .correspondent ? .correspondent : .homeAgent,
                    bindings: holder.bindings, isInferred: true)
            }
        }
        let rank = { (holder: CacheHolder) in (holder.kind == .correspondent ? 1 : 0, holder.party) }
        return holders.sorted { rank($0) < rank($1) }
    }

    /// Rows of what a peer holds.
    public func cache(
        _ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder
    ) -> HomeAgent.CacheWindow {
        guard people.all.indices.contains(holder.index), let peer = people.all[holder.index].address else {
            return HomeAgent.CacheWindow(total: 0, first: 0, rows: [])
        }
        return watch.observer.cacheWindow(of: peer, window, order: order, at: now)
    }

    /// Why something is as it is, so far as what passed can say.
    public func why(_ subject: Subject) -> Explanation {
        if case .binding(let peer, let bid) = subject { return whyBinding(peer, bid) }
        return explainer.explanation(of: subject, interfaces: interfaces())
    }

    var explainer: Explainer {
        Explainer(
            journal: journal, parties: parties, format: format, now: now, node: nil,
            party: node.flatMap { people[$0]?.id } ?? PartyIdentifier(0))
    }

    /// Nothing is ever sent.
    public func preview(_ command: RunCommand) -> Preview {
        if case .chooseNode = command { return Preview() }
        return Preview(refusal: CaptureRun.refusal)
    }

    static let refusal = "This only watches: nothing can be sent or changed here."

    /// None.
    public func settings() -> [Setting] { [] }

    /// The names that there are.
    public func vocabulary() -> Vocabulary {
        var words = Vocabulary()
        words.bids = rows.compactMap(\.bid).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        words.interfaces = interfaces().map(\.name)
        words.peers = peers().map { "\($0.address)" }
        words.nodes = people.all.lazy.filter { $0.kind == .mobileNode }.prefix(64)
            .compactMap { $0.address.map { "\($0)" } }
        words.machines = parties.prefix(64).map(\.name)
        return words
    }

    /// Another node can be looked at, and something noted of what is watched live; nothing else can be done.
    public mutating func perform(_ command: RunCommand) -> Outcome {
        switch command {
        case .chooseNode(let homeAddress):
            guard people[homeAddress]?.kind == .mobileNode else {
                return .refused("No mobile node of this home address was seen.")
            }
            choose(homeAddress)
            return .done(entry: 0, "bindings of \(homeAddress)")
        case .note(let words):
            guard source.descriptor != nil else {
                return .refused("This is over: notes are for what is watched live.")
            }
            return .done(entry: enter(.remark(words)), "")
        default: return .refused(RefusalText.unavailable(command) ?? CaptureRun.refusal)
        }
    }
}
