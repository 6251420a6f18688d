// From octets to message values.

extension MobilityMessage {
    /// The message of a checked header. What deviates without making it unusable is what `MobilityHeaderView.check`
    /// reports; this only reads.
    ///
    /// - Throws: `WireError` where an option reaches behind the end of the header (RFC 6275 §6.2.1).
    public init(_ view: borrowing MobilityHeaderView, format: WireFormat) throws(WireError) {
        let options = try view.optionValues(format: format)
        if let cookie = view.testInitCookie {
            let message = TestInit(cookie: cookie, options: options)
            self = view.kind == .homeTestInit ? .homeTestInit(message) : .careOfTestInit(message)
        } else if let fields = view.testReply {
            let message = TestReply(
                nonceIndex: fields.nonceIndex, cookie: fields.cookie, token: fields.token, options: options)
            self = view.kind == .homeTest ? .homeTest(message) : .careOfTest(message)
        } else if let fields = view.bindingUpdate {
            self = .bindingUpdate(
                BindingUpdate(
                    sequence: fields.sequence, flags: fields.flags, lifetime: fields.lifetime,
                    options: options))
        } else if let fields = view.bindingAcknowledgement {
            self = .bindingAcknowledgement(
                BindingAcknowledgement(
                    status: fields.status, flags: fields.flags, sequence: fields.sequence,
                    lifetime: fields.lifetime, options: options))
        } else if let fields = view.bindingError {
            self = .bindingError(
                BindingError(status: fields.status, homeAddress: fields.homeAddress, options: options))
        } else if view.kind == .homeAgentSwitch {
            self = .homeAgentSwitch(
                HomeAgentSwitch(
                    homeAgents: stride(from: 8, to: view.optionsOffset, by: 16).map {
                        view.octets.ipv6Address(inside: $0)
                    },
                    options: options))
        } else if let fields = view.bindingRevocationIndication {
            self = .bindingRevocationIndication(
                BindingRevocationIndication(
                    trigger: fields.trigger, sequence: fields.sequence, flags: fields.flags,
                    options: options))
        } else if let fields = view.bindingRevocationAcknowledgement {
            self = .bindingRevocationAcknowledgement(
                BindingRevocationAcknowledgement(
                    status: fields.status, sequence: fields.sequence, flags: fields.flags, options: options))
        } else if view.kind == .bindingRefreshRequest {
            self = .bindingRefreshRequest(BindingRefreshRequest(options: options))
        } else {
            self = .other(
                OtherMessage(
                    type: view.type, body: view.octets.array(6..<view.length), options: options))
        }
    }

    /// The message in the octets of one Mobility Header; `report` takes what deviates.
    ///
    /// - Throws: `WireError` for what makes it unusable.
    public init(
        reading octets: RawSpan, format: WireFormat, report: inout some ProblemSink
    ) throws(WireError) {
        let view = try MobilityHeaderView(octets)
        view.check(format, into: &report)
        self = try MobilityMessage(view, format: format)
    }
}

extension MobilityHeaderView {
    /// The options as values, padding left out.
    func optionValues(format: WireFormat) throws(WireError) -> [MobilityOption] {
        var values = [MobilityOption]()
        var count = options
        var room = 0
        while let position = try count.next() { if !position.isPadding { room += 1 } }
        values.reserveCapacity(room)
        var walk = options
        while let position = try walk.next() {
            if let option = MobilityOption(at: position, of: self, format: format) { values.append(option) }
        }
        return values
    }
}
