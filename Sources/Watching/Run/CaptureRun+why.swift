import MobilityWire
import Nodes
import Runtime

// Why a binding is thought to be there: what was seen of it, and what was not.

extension CaptureRun {
    func whyBinding(_ peer: IPv6Address, _ bid: UInt16?) -> Explanation {
        let name = bid.map { "BID \($0)" } ?? "The ordinary binding"
        guard let node, let registration = watch.observer[node, peer],
            let binding = registration.bindings.first(where: { $0.bid == bid })
        else {
            return Explanation(title: name, state: "Nothing that passed speaks of it.")
        }
        let holder = registration.role == .correspondent ? "correspondent" : "home agent"
        let place = binding.careOfAddress.map { " → \($0)" } ?? ""
        var state =
            switch binding.evidence {
            case .both: "\(name)\(place): asked for and acknowledged, both were seen."
            case .acknowledgement where binding.missing.contains(.presentCareOfAddress):
                "\(name)\(place): acknowledged, but what its last Acknowledgement answers was not seen: that may have changed the care-of address."
            case .acknowledgement:
                "\(name)\(place): inferred from its Binding Acknowledgement; what that answers was not seen."
            case .update:
                binding.granted == nil
                    ? "\(name)\(place): asked for by a Binding Update; no answer was seen."
                    : "\(name)\(place): inferred from a Binding Update that asks for no answer."
            case .traffic: "\(name)\(place): inferred from packets in a tunnel that only a binding explains."
            }
        if let update = registration.unanswered(about: binding), binding.isHeld {
            state +=
                " Binding Update \(update.sequence) \(update.lifetime == 0 ? "is to remove it" : "asks for it anew")"
                + "; no answer was seen."
        }
        let gaps = registration.missing(of: binding).words
        if !gaps.isEmpty { state += " Never seen: " + gaps.joined(separator: ", ") + "." }
        if registration.isLegacy {
            state +=
                " The \(holder) answered without a Binding Identifier: it knows ordinary bindings only (R-084)."
        }
        if let refusal = binding.refusal {
            // R-122: no more than 133 and 167 say that it is gone.
            state +=
                " What was asked of it last was refused (\(refusal) \(BindingStatus(rawValue: refusal).name)): "
                + "the \(holder) holds it as it was."
        }
        let changed = changes[BindingOfPeer(homeAddress: node, peer: peer, bid: bid)] ?? 0
        let confirmed =
            explainer.lastMessage(of: people[peer]?.id, notAfter: binding.confirmed) { packet in
                guard case .bindingAcknowledgement = packet.message else { return false }
                return packet.logicalDestination == node
            } ?? 0
        let entry = max(changed, confirmed)
        let causes = journal.causes(of: entry, limit: 12).map { entry in
            Explanation.Cause(
                number: entry.number, time: entry.time,
                text: EntryText(parties: parties, format: format).line(of: entry), rule: entry.rule)
        }
        var explanation = Explanation(
            title: "\(name) at the \(holder)", state: state, since: binding.since, because: causes,
            next: binding.ends == nil ? nil : "it ends unless it is refreshed", nextTime: binding.ends,
            ifNothing: binding.ends == nil && binding.evidence != .update
                ? "Nobody can tell how long it lasts." : nil,
            rules: [Rule(0, "RFC 5648 §6.2")])
        if let message = journal[entry], message.octets != nil {
            explanation.chain = explainer.chain(of: message, bid: bid)
        }
        return explanation
    }
}
