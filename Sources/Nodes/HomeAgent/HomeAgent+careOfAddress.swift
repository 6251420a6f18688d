import MobilityWire

// Row 9 of the table: the care-of address that an option means, and whether it can be bound.

extension HomeAgent {
    /// Why an option is refused.
    struct OptionRefusal: Error {
        /// What its status says.
        var status: BindingStatus
    }

    /// The care-of address that an option asks to be bound to its BID. Changes nothing.
    func judge(
        _ option: BindingIdentifier, _ request: UpdateRequest, _ node: CachedNode, overwrites: Bool,
        at now: Instant
    ) -> Result<CareOfAddress, OptionRefusal> {
        // 0 is reserved.
        if option.bid == 0 { return refused(.mcoaMalformed) }
        // C says there is an address (policy A13).
        if policies.refuseFlagLengthMismatch, option.careOfAddressFlag, option.careOfAddress == nil {
            return refused(.mcoaMalformed)
        }
        let known = node.liveIndex(of: option.bid, at: now).map { node.bindings[$0].careOfAddress }
        if known == nil, !hasRoom(in: node, at: now) { return refused(.insufficientResources) }
        guard let given = option.careOfAddress else {
            let absent = absentCareOfAddress(request, known: known, overwrites: overwrites)
            guard let absent else { return refused(.mcoaUnknownCoA) }
            return checked(absent, option, request)
        }
        // unicast and routed.
        guard given.isRoutableUnicast else { return refused(.mcoaMalformed) }
        guard case .ipv4(let address) = given else { return checked(given, option, request) }
        guard let real = realAddress(of: address, known: known, request) else {
            return refused(.invalidCareOfAddress)
        }
        return checked(.ipv4(real), option, request)
    }

    /// The care-of address of an option that has none; nil: unknown, which is answered with 167.
    private func absentCareOfAddress(
        _ request: UpdateRequest, known: CareOfAddress?, overwrites: Bool
    ) -> CareOfAddress? {
        // the source, or the alternate address. A9 says it for an update with O.
        let takesSource =
            overwrites
            ? policies.overwriteWithoutAddress == .packetSource
            : policies.absentCareOfAddress == .packetSource
        return takesSource ? request.ordinaryCareOfAddress : known
    }

    /// the home binding has the home address as care-of address, and no other binding has. The agent itself is
    /// nobody's care-of address.
    private func checked(
        _ careOfAddress: CareOfAddress, _ option: BindingIdentifier, _ request: UpdateRequest
    ) -> Result<CareOfAddress, OptionRefusal> {
        let isHomeAddress = careOfAddress == .ipv6(request.homeAddress)
        if option.home {
            guard isHomeAddress else { return refused(.mcoaMalformed) }
            return .success(careOfAddress)
        }
        guard !isHomeAddress, isElsewhere(careOfAddress) else { return refused(.invalidCareOfAddress) }
        return .success(careOfAddress)
    }

    /// Whether packets can be sent there without coming back here.
    func isElsewhere(_ careOfAddress: CareOfAddress) -> Bool {
        switch careOfAddress {
        case .ipv6(let address): address.isRoutableUnicast && address != configuration.address
        case .ipv4(let address): address.isRoutableUnicast && address != configuration.ipv4Address
        }
    }

    /// Whether a node may have one more binding (130).
    func hasRoom(in node: CachedNode, at now: Instant) -> Bool {
        // The node itself is out of the cache meanwhile.
        guard cache.bindingCount + node.rows < administration.maximumBindings else { return false }
        guard node.bindings.count >= administration.maximumBindingsPerNode else { return true }
        return node.rows < administration.maximumBindingsPerNode
    }

    private func refused(_ status: BindingStatus) -> Result<CareOfAddress, OptionRefusal> {
        .failure(OptionRefusal(status: status))
    }
}
