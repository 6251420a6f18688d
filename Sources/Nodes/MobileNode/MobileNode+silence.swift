import MobilityWire

// Paths that fall silent although their links stay up. The world probes them; the node leaves them for another one.

extension MobileNode {
    /// A path fell silent, or answers again: what is preferred may be another binding now. The home agent learns it by a
    /// Binding Update for that one alone, because it prefers what it was told last (RFC 5648 §6.1).
    mutating func learnPath(
        _ careOfAddress: CareOfAddress, _ isSilent: Bool, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let position = assignments.firstIndex(where: { $0.careOfAddress == careOfAddress }),
            assignments[position].isSilent != isSilent
        else { return }
        let former = preferredBinding
        let rule = Rule(11, "RFC 5648 §1")
        assignments[position].isSilent = isSilent
        turn.note(
            note(
                .careOfAddress, rule, bid: assignments[position].bid, careOfAddress: careOfAddress,
                to: isSilent ? "silent" : "answering-again"))
        guard configuration.registration == .automatic, let index = homeAgentIndex else { return }
        if isSilent, list[index][assignments[position].bid]?.need?.purpose == .register {
            list[index].modify(assignments[position].bid) { $0.need = nil }
        }
        guard let preferred = preferredBinding, preferred != former, preferred != BindingEntry.ordinary,
            list[index][preferred]?.state == .bound
        else { return }
        list[index].detach(preferred)
        list[index].modify(preferred) {
            $0.need = .init(purpose: .register, notBefore: turn.now, rule: rule)
        }
    }

    /// Whether nothing comes back from the path of a binding, while another one answers.
    func isSilent(_ bid: UInt16) -> Bool {
        bid != BindingEntry.ordinary && assignment(bid)?.isSilent == true
    }
}
