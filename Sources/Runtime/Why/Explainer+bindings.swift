internal import MobilityWire
internal import Nodes

// Why a binding is as it is, and what happens to it next.

extension Explainer {
    func binding(_ peer: IPv6Address, _ bid: UInt16?) -> Explanation {
        guard let node else {
            return Explanation(title: "Binding", state: "There is no mobile node in this run.")
        }
        let row =
            node.binding(bid, at: peer, now: now)
            ?? node.candidates(at: now).first { $0.peer == peer && $0.bid == bid }
        guard let row else { return unregistered(peer, bid, node) }
        let isAgent = row.role == "home-agent"
        let change = change(of: bid, at: peer, to: row.state, notAfter: row.since)
        let causes = causes(ofChange: change)
        var explanation = Explanation(
            title: "\(name(bid)) at the \(isAgent ? "home agent" : "correspondent")",
            state: state(of: row, isAgent: isAgent, node),
            since: change == nil && row.state == .idle ? nil : row.since, because: causes)
        explain(next: row, node, &explanation)
        explanation.chain = chain(to: row.state, causes: causes, bid: bid)
        explanation.rules = Explainer.rules(causes, [row.because] + row.state.rules(isAgent: isAgent))
        return explanation
    }

    /// What has no row: its care-of address is lost, and nobody holds it.
    private func unregistered(_ peer: IPv6Address, _ bid: UInt16?, _ node: MobileNode) -> Explanation {
        let change = change(of: bid, at: peer, to: .idle, notAfter: now)
        var explanation = Explanation(
            title: name(bid) + (peer == node.homeAgent ? " at the home agent" : ""),
            state: change == nil
                ? "\(name(bid)) is not registered at \(peer)."
                : "\(name(bid)) is no longer registered at \(peer), and has no care-of address at present.",
            since: change?.time, because: causes(ofChange: change))
        if peer == node.homeAgent, node.configuration.registration == .automatic {
            explanation.next = "registered as soon as its interface has an address"
        }
        explanation.rules = Explainer.rules(explanation.because, BindingState.idle.rules(isAgent: true))
        return explanation
    }

    /// The latest entry that says that a binding went to a state.
    private func change(
        of bid: UInt16?, at peer: IPv6Address, to state: BindingState, notAfter time: Instant
    ) -> JournalEntry? {
        lastEntry(notAfter: time) { entry in
            guard case .note(let note) = entry.event, note.event == .bindingState else { return false }
            return note.peer == peer && (note.bid ?? 0) == (bid ?? 0) && note.to == state.rawValue
        }
    }

    /// What led to a change, without the change itself, which is being explained.
    private func causes(ofChange change: JournalEntry?) -> [Explanation.Cause] {
        Array((change.map { causes(of: $0.number) } ?? []).dropFirst())
    }

    private func name(_ bid: UInt16?) -> String { bid.map { "BID \($0)" } ?? "The ordinary binding" }

    /// The ordinary binding that stands where one with a BID cannot; nil: there is none.
    private func ordinary(
        besides row: MobileNode.BindingRow, _ node: MobileNode
    ) -> MobileNode.BindingRow? {
        guard row.bid != nil else { return nil }
        return node.bindings(at: now).first { $0.peer == row.peer && $0.bid == nil }
    }

    // MARK: How it stands

    private func state(of row: MobileNode.BindingRow, isAgent: Bool, _ node: MobileNode) -> String {
        let name = name(row.bid)
        let peer = isAgent ? "home agent" : "correspondent"
        let address = row.careOfAddress.map { "\($0)" } ?? "no care-of address"
        let status = row.lastStatus.map(Explainer.sentence(of:)) ?? ""
        switch row.state {
        case .idle:
            let last =
                row.lastStatus.map { $0 < 128 ? "" : " Last answer: " + Explainer.sentence(of: $0) } ?? ""
            guard row.careOfAddress != nil else {
                return "\(name) is not registered, and has no care-of address at present." + last
            }
            if let ordinary = ordinary(besides: row, node) {
                let held = ordinary.confirmedCareOfAddress.map { ", and has it for \($0)" } ?? ""
                return
                    "\(name) is not registered: the \(peer) takes one ordinary binding without BIDs (R-009)\(held)."
                    + last
            }
            return "\(name) is not registered: the \(peer) knows nothing of \(address)." + last
        case .testing:
            return "\(name) proves that \(address) is its own: Home Test and Care-of Test have to come back "
                + "before a Binding Update may leave."
        case .waiting:
            guard row.nextTransmission != nil || row.sequenceSent != nil else {
                return "\(name) will be registered as soon as a Binding Update may leave."
            }
            let again =
                row.retransmissions == 0
                ? ""
                : " It was sent again \(row.retransmissions == 1 ? "once" : "\(row.retransmissions) times")."
            return "\(name) waits for an acknowledgement of Binding Update \(row.sequenceSent ?? 0).\(again)"
        case .bound:
            let home = row.home ? " It is the binding of the home link (H)." : ""
            let shorter =
                if let asked = row.askedLifetime, let granted = row.grantedLifetime, granted < asked {
                    " The \(peer) granted \(granted) s of the \(asked) s asked for."
                } else {
                    ""
                }
            let said = row.lastStatus.map { $0 == 0 ? "" : " It answered: " + status } ?? ""
            let confirmed = row.confirmedCareOfAddress.map { "\($0)" } ?? address
            return "\(name) is registered: the \(peer) sends packets for the home address to \(confirmed)."
                + home + shorter + said + surroundings(row) + silence(row) + doubt(row)
        case .refreshing:
            let moved =
                if let confirmed = row.confirmedCareOfAddress, confirmed != row.careOfAddress {
                    " The \(peer) still has \(confirmed)."
                } else {
                    ""
                }
            return "\(name) is registered, and Binding Update \(row.sequenceSent ?? 0) is out to renew it."
                + moved
        case .deleting:
            return
                "\(name) is being removed: a Binding Update with lifetime 0 is out, or waits for a way out."
        case .failed: return "The \(peer) refused \(name). \(status)"
        }
    }

    /// What stands around the packets of a binding in IPv4 (RFC 5555 §4.1).
    private func surroundings(_ row: MobileNode.BindingRow) -> String {
        switch row.isTranslated {
        case true?:
            " A NAT stands before it and shows another address: packets go in UDP, and Binding Updates keep the "
                + "NAT open."
        case false?: " No NAT stands before its address: its packets go in IPv4 directly."
        case nil: ""
        }
    }

    private func doubt(_ row: MobileNode.BindingRow) -> String {
        guard row.isDoubtful else { return "" }
        return
            " So it said last; a Binding Update made by hand went there since, and what it holds now the node learns "
            + "from the answer to its own next one."
    }

    private func silence(_ row: MobileNode.BindingRow) -> String {
        guard row.isSilent else { return "" }
        return " Its path is silent: probes go unanswered although the link is up, so packets take another "
            + "binding. It is kept until it answers again, or runs out."
    }

    /// A status in sentences: its number and name, what it means, what a mobile node does then.
    static func sentence(of status: UInt8) -> String {
        let row = BindingStatus(rawValue: status).row
        // What the texts have any node do; what this one does next is said for itself.
        return "Status \(status), \(row.name): \(row.meaning) A node then: \(lower("\(row.reaction)"))"
    }

    private static func lower(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }

    // MARK: What comes next

    private func explain(
        next row: MobileNode.BindingRow, _ node: MobileNode, _ explanation: inout Explanation
    ) {
        let isManual = node.configuration.registration == .manual
        switch row.state {
        case .idle:
            explanation.next =
                row.careOfAddress == nil
                ? isManual
                    ? "nothing until its interface has an address again"
                    : "registered again as soon as its interface has an address"
                : ordinary(besides: row, node) != nil
                    ? "nothing by itself; r moves the ordinary binding to its care-of address"
                    : isManual
                        ? "nothing by itself: registration is manual; b or r registers it"
                        : "nothing by itself until its interface changes; b or r registers it"
        case .testing, .waiting, .refreshing, .deleting:
            if let wait = row.nextTransmission {
                let longest = ProtocolConstants.maximumBindingAcknowledgementTimeout.wholeSeconds
                explanation.next =
                    "sent again; each wait is twice the one before, \(longest) s at most (RFC 6275 §11.8)"
                explanation.nextTime = now + wait
            } else {
                explanation.next = "it leaves as soon as the rate limit and a care-of address allow"
            }
            explanation.ifNothing = ifNothing(row)
        case .bound:
            if row.isSilent {
                explanation.next = "probed on; used again when three probes in a row are answered"
            } else if let refresh = row.nextRefresh {
                explanation.next = "refreshed by itself"
                explanation.nextTime = now + refresh
            } else {
                explanation.next =
                    isManual ? "nothing by itself: registration is manual" : "nothing by itself"
            }
            explanation.ifNothing =
                row.remaining.map {
                    "If nothing comes it ends in \(max(0, $0.wholeSeconds)) s, and other bindings stay."
                } ?? "It has no end of its own: it stands until the node removes it (R-057)."
        case .failed:
            let again = row.nextTransmission ?? row.nextRefresh
            explanation.next =
                again == nil ? "nothing by itself; b or r asks again, d forgets it" : "it is asked for again"
            explanation.nextTime = again.map { now + $0 }
            // A refusal takes nothing away that was granted before.
            explanation.ifNothing =
                row.remaining.map {
                    "What was granted before stands at the peer for \(max(0, $0.wholeSeconds)) s; others are untouched."
                } ?? "The binding stays unregistered; others are untouched."
        }
    }

    private func ifNothing(_ row: MobileNode.BindingRow) -> String {
        switch row.state {
        case .refreshing:
            row.remaining.map {
                "If nothing comes the binding ends in \(max(0, $0.wholeSeconds)) s; others are untouched."
            } ?? "If nothing comes the binding stays as it is."
        case .deleting: "If nothing comes the binding ends at the peer when its lifetime is over."
        case .testing: "If nothing comes no Binding Update leaves, and packets go through the home agent."
        default: "If nothing comes the binding stays unregistered; others are untouched."
        }
    }
}

extension BindingState {
    /// The rules of a state, beside the one that led to it.
    func rules(isAgent: Bool) -> [Rule] {
        switch self {
        case .idle: [Rule(2, "RFC 5648 §5.1")]
        case .testing: [Rule(43, "RFC 6275 §11.6.1")]
        case .waiting, .refreshing: [Rule(46, "RFC 5648 §5.3"), Rule(0, "RFC 6275 §11.8")]
        case .bound: isAgent ? [Rule(54, "RFC 5648 §5.4")] : [Rule(0, "RFC 6275 §11.7.2")]
        case .deleting: [Rule(59, "RFC 5648 §5.4")]
        case .failed: [Rule(0, "RFC 6275 §11.7.3"), Rule(0, "RFC 5648 §5.7")]
        }
    }
}
