import MobilityWire

// IPv6 and IPv4 as two ways to the same home agent (RFC 5555 §4): IPv6 comes first, and where one of them stays silent
// the other is tried.

extension MobileNode {
    /// How often a registration is sent by one of them before the other one gets its turn.
    static let attemptsPerFamily = 3

    /// A registration that was not answered three times makes room for the other family, where the node has an address
    /// of it. True: this exchange is over for now.
    mutating func givesWay(
        _ exchange: UpdateExchange, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Bool {
        guard configuration.dualStack != nil, exchange.purpose == .register,
            exchange.timer.transmissions % MobileNode.attemptsPerFamily == 0,
            case .away = home.phase, let silent = exchange.source
        else { return false }
        if exchange.members == [BindingEntry.ordinary] {
            moveOrdinary(awayFrom: silent, at: index, &turn)
            return false
        }
        // Others wait only for the answer to O (A15); without O they are under way themselves.
        guard exchange.overwrite, isOtherWaiting(than: silent, besides: exchange, at: index) else {
            return false
        }
        let rule = Rule(0, "RFC 5555 §4.1")
        for bid in exchange.members {
            list[index].detach(bid)
            list[index].modify(bid) { entry in
                entry.need = .init(
                    purpose: .register,
                    notBefore: turn.now + ProtocolConstants.maximumBindingAcknowledgementTimeout, rule: rule)
            }
        }
        noteChange(from: silent, at: index, &turn)
        return true
    }

    /// Whether a registration from an address of the other family is due.
    private func isOtherWaiting(
        than silent: CareOfAddress, besides exchange: UpdateExchange, at index: Int
    ) -> Bool {
        list[index].entries.contains { entry in
            guard entry.need?.purpose == .register, !exchange.members.contains(sorted: entry.bid),
                let careOfAddress = assignment(entry.bid)?.careOfAddress
            else { return false }
            return careOfAddress.isOfOtherFamily(than: silent)
        }
    }

    /// The ordinary binding, of which there is one, goes on from an address of the other family.
    private mutating func moveOrdinary(
        awayFrom silent: CareOfAddress, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let others = assignments.filter {
            $0.careOfAddress?.isOfOtherFamily(than: silent) == true && !$0.home
        }
        guard let other = others.min(by: byPreference)?.careOfAddress else { return }
        list[index].modify(BindingEntry.ordinary) { $0.toldCareOfAddress = other }
        noteChange(from: silent, at: index, &turn)
    }

    private func noteChange(
        from silent: CareOfAddress, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        turn.note(
            note(
                .remark, Rule(0, "RFC 5555 §4.1"), peer: list[index].address, careOfAddress: silent,
                to: silent.ipv4 == nil ? "ipv6-silent" : "ipv4-silent"))
    }
}

extension CareOfAddress {
    /// Whether one is of IPv4 and the other of IPv6.
    fileprivate func isOfOtherFamily(than other: CareOfAddress) -> Bool {
        (ipv4 == nil) != (other.ipv4 == nil)
    }
}
