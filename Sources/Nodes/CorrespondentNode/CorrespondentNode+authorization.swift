import MobilityWire

// Whether a Binding Update proves that its sender owns both addresses (RFC 6275 §9.5.1).

extension CorrespondentNode {
    /// What became of the check.
    enum Authorization {
        /// It is proved, by this key; the answer is sealed with it.
        case proved(BindingManagementKey)
        /// The tokens are too old: 136, 137 or 138. The answer is not sealed.
        case expired(BindingStatus)
        /// It is not proved; nobody is told anything.
        case dropped(String)
    }

    /// Checks nonces and authenticator of a Binding Update.
    func authorize(
        _ request: UpdateRequest, _ header: borrowing MobilityHeaderView, at now: Instant
    ) -> Authorization {
        guard let indices = request.nonceIndices else { return .dropped("no nonce indices") }
        guard let offset = request.authorizationOffset, request.isAuthorizationLast,
            let given = Authenticator(header.octets.extracting(offset..<offset + Authenticator.size))
        else { return .dropped("no authorization data at the end") }
        let homeNonce = nonces.value(indices.home, at: now)
        let careOfNonce = nonces.value(indices.careOf, at: now)
        // RFC 6275 §9.5.1: to delete, only the home nonce counts.
        let deletes = request.lifetime == 0
        switch (homeNonce, careOfNonce) {
        case (nil, nil): return .expired(deletes ? .expiredHomeNonceIndex : .expiredNonces)
        case (nil, _): return .expired(.expiredHomeNonceIndex)
        case (_, nil) where !deletes: return .expired(.expiredCareOfNonceIndex)
        default: break
        }
        guard let nodeKey, let homeNonce else { return .dropped("no key yet") }
        let careOfAddress = registeredAddress(request)
        let homeToken = ReturnRoutability.homeKeygenToken(
            for: request.homeAddress, nonce: homeNonce, nodeKey: nodeKey, by: cryptography)
        let careOfToken = careOfNonce.map {
            ReturnRoutability.careOfKeygenToken(
                for: careOfAddress, nonce: $0, nodeKey: nodeKey, by: cryptography)
        }
        // RFC 6275 §5.2.5: the key of a deletion comes from the home token alone. A node that deletes from a care-of
        // address may have used both tokens; that proves no less.
        var candidates: [UInt64?] = deletes ? [nil] : []
        if let careOfToken { candidates.append(careOfToken) }
        for candidate in candidates {
            let key = ReturnRoutability.bindingManagementKey(
                homeToken: homeToken, careOfToken: candidate, by: cryptography)
            let expected = ReturnRoutability.authenticator(
                key: key, careOfAddress: careOfAddress, correspondent: configuration.address,
                mobilityHeader: header.octets, authenticatorAt: offset, by: cryptography)
            if expected == given { return .proved(key) }
        }
        return .dropped("authenticator")
    }

    /// The care-of address that the tokens and the authenticator are about: that of the option, the alternate one, or the
    /// source (RFC 6275 §9.5.1, R-125…R-127).
    func registeredAddress(_ request: UpdateRequest) -> IPv6Address {
        request.identifiers.first?.option.careOfAddress?.ipv6 ?? request.alternateCareOfAddress
            ?? request.source
    }
}
