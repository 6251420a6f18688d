import MobilityWire

// Return routability: tokens for whoever asks (RFC 6275 §9.4; draft-06 §6.2).

extension CorrespondentNode {
    /// Home Test Init or Care-of Test Init: the answer goes to where it came from, and nothing is remembered.
    mutating func receiveTestInit(
        _ header: borrowing MobilityHeaderView, _ packet: borrowing PacketView, at now: Instant,
        random: inout some RandomNumberGenerator, into actions: inout [Action]
    ) {
        // RFC 6275 §9.4.1, §9.4.2: no Home Address option.
        guard packet.homeAddressOption == nil, packet.source.isRoutableUnicast,
            let cookie = header.testInitCookie
        else {
            return drop("a test init with a Home Address option", Rule(6, "RFC 6275 §9.4.1"), into: &actions)
        }
        let isHome = header.kind == .homeTestInit
        let nonce = nonces.current(at: now, random: &random)
        let key = key(random: &random)
        var reply = TestReply(nonceIndex: nonce.index, cookie: cookie, token: 0)
        if isHome {
            reply.token = ReturnRoutability.homeKeygenToken(
                for: packet.source, nonce: nonce.value, nodeKey: key, by: cryptography)
        } else {
            let options = repeatedIdentifier(header)
            reply.options = options
            // a malformed option gets no token.
            if !options.contains(where: { $0.isRefused }) {
                reply.token = ReturnRoutability.careOfKeygenToken(
                    for: packet.source, nonce: nonce.value, nodeKey: key, by: cryptography)
            }
        }
        let answer = SignallingPacket(
            source: configuration.address, destination: packet.source,
            payload: .mobility(isHome ? .homeTest(reply) : .careOfTest(reply)))
        // the token is that of RFC 6275, whether there is a BID or not.
        let rule = isHome ? Rule(6, "RFC 6275 §9.4.3") : Rule(36, "RFC 6275 §9.4.4")
        send(answer, rule: rule, into: &actions)
    }

    /// The Binding Identifier option of a Care-of Test: what the draft's §6.2 says about that of the Care-of Test Init
    /// (R-108…R-111). RFC 5648 has no procedure, so there it is skipped (policy A18).
    private func repeatedIdentifier(_ header: borrowing MobilityHeaderView) -> [MobilityOption] {
        // who does not know the option skips it, and answers without it.
        guard policies.bidInCareOfTestInit, administration.multipleCareOfAddresses, !administration.isLegacy
        else {
            return []
        }
        var walk = header.options
        do {
            while let position = try walk.next() {
                guard position.type == policies.format.bindingIdentifierType,
                    let option = header.bindingIdentifier(at: position, profile: policies.format.profile)
                else { continue }
                // neither C nor O in a Care-of Test Init. R-110: else status 0. R-111: no care-of address.
                let isMalformed = option.careOfAddressFlag || option.overwrite || option.careOfAddress != nil
                return [
                    .bindingIdentifier(
                        BindingIdentifier(
                            profile: option.profile, bid: option.bid,
                            status: isMalformed ? BindingStatus.mcoaMalformed.rawValue : 0, flags: 0))
                ]
            }
        } catch {
            return []
        }
        return []
    }

    /// Kcn (RFC 6275 §5.2.1): 20 random octets, made when first needed.
    mutating func key(random: inout some RandomNumberGenerator) -> SecretKey {
        if let nodeKey { return nodeKey }
        let key = SecretKey((0..<20).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        nodeKey = key
        return key
    }
}

extension MobilityOption {
    /// Whether it is a Binding Identifier with a status that refuses.
    fileprivate var isRefused: Bool {
        if case .bindingIdentifier(let option) = self { return option.status >= 128 }
        return false
    }
}
