public import MobilityWire
public import Nodes

/// Says in plain words why something is as it is: from the journal, and from the node's own view of its bindings.
///
/// One explainer answers one question at one instant; it keeps nothing.
public struct Explainer {
    let journal: Journal
    let parties: [Party]
    let now: Instant
    let node: MobileNode?
    let party: PartyIdentifier
    let text: EntryText
    let format: WireFormat
    let held: [HeldMessage]

    /// An explainer of a run at this instant.
    ///
    /// - Parameters:
    ///   - node: the node whose bindings are asked about, where there is one.
    ///   - party: who it is in the journal.
    ///   - held: the messages that the gate holds: they are not under way.
    public init(
        journal: Journal, parties: [Party], format: WireFormat, now: Instant, node: MobileNode?,
        party: PartyIdentifier, held: [HeldMessage] = []
    ) {
        self.journal = journal
        self.parties = parties
        self.format = format
        self.now = now
        self.node = node
        self.party = party
        self.held = held
        text = EntryText(parties: parties, format: format)
    }

    /// The explanation of a subject.
    public func explanation(of subject: Subject, interfaces: [InterfaceView] = []) -> Explanation {
        switch subject {
        case .binding(let peer, let bid): binding(peer, bid)
        case .entry(let number): entry(number)
        case .interface(let id): interface(id, interfaces)
        }
    }

    /// The chain of causes of an entry as links, the entry itself first.
    func causes(of number: Int) -> [Explanation.Cause] {
        journal.causes(of: number, limit: 12).map { entry in
            Explanation.Cause(
                number: entry.number, time: entry.time, text: text.line(of: entry), rule: entry.rule)
        }
    }

    /// The rules of a chain, each once, each that says anything.
    static func rules(_ causes: [Explanation.Cause], _ further: [Rule] = []) -> [Rule] {
        (further + causes.compactMap(\.rule)).reduce(into: []) { rules, rule in
            if !rule.text.isEmpty, !rules.contains(rule) { rules.append(rule) }
        }
    }

    /// The last entry of an instant, or of a time before it, that fits; a bounded number is looked at.
    func lastEntry(notAfter time: Instant, where fits: (JournalEntry) -> Bool) -> JournalEntry? {
        var low = journal.numbers.lowerBound
        var high = journal.numbers.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if let header = journal.header(of: middle), header.time <= time {
                low = middle + 1
            } else {
                high = middle
            }
        }
        for number in stride(from: low - 1, through: max(low - 512, journal.numbers.lowerBound), by: -1) {
            if let entry = journal[number], fits(entry) { return entry }
        }
        return nil
    }

    /// The last message that a party sent at an instant or before it, and that fits.
    public func lastMessage(
        of party: PartyIdentifier?, notAfter time: Instant, where fits: (SignallingPacket) -> Bool
    ) -> Int? {
        lastEntry(notAfter: time) { entry in
            guard entry.kind == .sent, entry.party == party, let octets = entry.octets else { return false }
            var report = ReadingReport()
            let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
            return packet.map(fits) ?? false
        }?.number
    }

    // MARK: Interfaces

    private func interface(_ id: InterfaceIdentifier, _ views: [InterfaceView]) -> Explanation {
        guard let view = views.first(where: { $0.id == id }) else {
            return Explanation(title: "Interface", state: "There is no such interface.")
        }
        let place =
            switch view.link {
            case .home: "It is on the home link: the home prefix is advertised there."
            case .visited: "It is on a visited link" + (view.linkName.isEmpty ? "." : ", \(view.linkName).")
            case .none: "It is plugged in nowhere."
            }
        let shut = view.isShut ? " The node has shut it itself, to use visited links only (R-065)." : ""
        let address = view.addresses.first { !$0.isHomeAddress }
        let use =
            switch (view.isUp, address?.state) {
            case (false, _): " No packet passes, so its care-of address cannot be used."
            case (true, .tentative): " Its address is still being tested for duplicates (RFC 4862 §5.4)."
            case (true, .deprecated): " Its address is deprecated: it is used last (RFC 4862 §5.5.4)."
            case (true, .preferred): " Its address can be a care-of address."
            case (true, nil): address == nil ? " It has no care-of address yet." : ""
            }
        let last = lastEntry(notAfter: now) { entry in
            guard case .interface(id, _) = entry.event else { return false }
            return entry.party == party
        }
        let causes = last.map { self.causes(of: $0.number) } ?? []
        return Explanation(
            title: "Interface \(view.name)", state: place + shut + use, since: last?.time, because: causes,
            next: view.link == .home ? "h chooses how to be at home" : nil,
            rules: Explainer.rules(causes, view.link == .home ? [Rule(0, "RFC 6275 §11.5.2")] : []))
    }
}
