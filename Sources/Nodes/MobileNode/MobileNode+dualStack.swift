import MobilityWire

// IPv4 (RFC 5555; RFC 5648 §8): care-of addresses behind NATs or not, and the IPv4 home address.

extension MobileNode {
    /// Whether a binding to an IPv4 care-of address may stand in a Binding Update with others: this address is registered
    /// there already, and no NAT was found on the way.
    func mayShareIPv4(_ entry: BindingEntry) -> Bool {
        guard let assignment = assignment(entry.bid), let grant = entry.grant else { return false }
        return grant.careOfAddress == assignment.careOfAddress && assignment.isTranslated == false
    }

    /// The IPv4 options of a registration: the home address asked for, and for an ordinary binding the care-of
    /// address; beside a BID that is left out.
    func ipv4Options(of exchange: UpdateExchange, by way: Way) -> [MobilityOption] {
        guard let dualStack = configuration.dualStack else { return [] }
        var options: [MobilityOption] = []
        // In every registration: one without it would remove the binding of the IPv4 home address (RFC 5555 §4.3).
        if let wanted = ipv4HomeAddress ?? dualStack.homeAddress {
            options.append(.ipv4HomeAddress(wanted, prefixLength: 32, requestsPrefix: false))
        }
        if !exchange.carriesBindingIdentifiers, case .ipv4(let careOfAddress)? = way.careOfAddress {
            options.append(.ipv4CareOfAddress(careOfAddress))
        }
        return options
    }

    /// What an accepted registration says about IPv4.
    mutating func receiveIPv4(_ answer: Answer, _ turn: inout Turn<some RandomNumberGenerator>) {
        var identifierSeen = false
        for option in answer.acknowledgement.options {
            switch option {
            case .bindingIdentifier: identifierSeen = true
            case .ipv4AddressAcknowledgement(let status, _, let address):
                if identifierSeen {
                    // it has to stand before any BID; what it says counts anyway.
                    turn.note(
                        note(.remark, Rule(152, "RFC 5648 §8.2"), to: "ipv4-acknowledgement-behind-bid"))
                }
                receiveIPv4HomeAddress(status, address, &turn)
            default: break
            }
        }
    }

    /// the status is about the IPv4 home address alone.
    private mutating func receiveIPv4HomeAddress(
        _ status: UInt8, _ address: IPv4Address, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(150, "RFC 5555 §3.2.1")
        guard status < 128 else {
            turn.note(note(.remark, rule, number: Int64(status), to: "ipv4-home-address-refused"))
            return setIPv4HomeAddress(nil, rule, &turn)
        }
        setIPv4HomeAddress(address, rule, &turn)
    }

    /// Tells the world which IPv4 home address there is.
    mutating func setIPv4HomeAddress(
        _ address: IPv4Address?, _ rule: Rule, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard address != ipv4HomeAddress else { return }
        let homeAddress = configuration.homeAddress
        if let former = ipv4HomeAddress {
            turn.act(.ipv4HomeAddress(former, homeAddress: homeAddress, active: false, rule: rule))
        }
        ipv4HomeAddress = address
        if let address {
            turn.act(.ipv4HomeAddress(address, homeAddress: homeAddress, active: true, rule: rule))
        }
    }

    /// What the answer to a Binding Update from an IPv4 care-of address says about a NAT (RFC 5555 §3.2.2). The option
    /// stands there where a NAT was found, and may also stand there after any Binding Update by UDP: then with all ones,
    /// "no keep-alives needed", and F clear.
    ///
    /// - Returns: how often the NAT has to be kept open; nil: there is none.
    mutating func learnTranslation(
        of bid: UInt16, _ answer: Answer, _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Interval? {
        guard case .ipv4(let source)? = answer.exchange.source,
            let index = assignments.firstIndex(where: { $0.careOfAddress == .ipv4(source) })
        else { return nil }
        var pace: Interval?
        var isForced = false
        for case .natDetection(let force, let refreshTime) in answer.acknowledgement.options {
            isForced = force
            guard force || refreshTime != .max else { continue }
            pace =
                refreshTime == 0 || refreshTime == .max
                ? ProtocolConstants.natKeepAliveTimeout : .seconds(Int64(refreshTime))
        }
        if assignments[index].isTranslated != (pace != nil) {
            turn.note(
                note(
                    .peerLearned, Rule(141, "RFC 5555 §4.3.1"), bid: bid, careOfAddress: .ipv4(source),
                    to: pace == nil ? "no-nat" : isForced ? "nat-or-forced" : "nat"))
        }
        assignments[index].isTranslated = pace != nil
        return pace
    }

    /// 144 after F: the home agent does no UDP without a NAT; then without F (RFC 5555 §4.4.1).
    mutating func withoutForcedEncapsulation(
        _ answer: Answer, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Bool {
        guard answer.status == .identificationMismatch, configuration.dualStack?.forceEncapsulation == true,
            answer.exchange.source?.ipv4 != nil
        else { return false }
        configuration.dualStack?.forceEncapsulation = false
        noteStatus(answer.status, bid: answer.exchange.members.first, at: index, &turn)
        sendAgainSoon(answer.exchange, at: index, turn.now)
        return true
    }
}
