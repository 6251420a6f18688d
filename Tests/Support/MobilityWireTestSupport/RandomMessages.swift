import MobilityWire

/// Makes random messages that break no rule of their profile: checked, none of them has a problem, and read back they
/// are what was written. Every message, option, flag and Length comes up sooner or later.
public struct RandomMessages<Random: RandomNumberGenerator> {
    /// Where the numbers come from.
    public var random: Random
    /// The layout the messages are written in: `rfc5648` or `draft-06`.
    public let format: WireFormat
    /// The home address of the mobile node: the care-of address of home bindings.
    public let homeAddress: IPv6Address

    /// Messages from these numbers.
    public init(_ random: Random, format: WireFormat, homeAddress: IPv6Address) {
        self.random = random
        self.format = format
        self.homeAddress = homeAddress
    }

    /// Any message.
    public mutating func message() -> MobilityMessage {
        switch number(below: 14) {
        case 0: .bindingRefreshRequest(BindingRefreshRequest(options: bindingsWithoutAddresses() + extras()))
        case 1: .homeTestInit(TestInit(cookie: random.next(), options: extras()))
        case 2: .careOfTestInit(TestInit(cookie: random.next(), options: oneBinding() + extras()))
        case 3: .homeTest(testReply(extras()))
        case 4: .careOfTest(testReply(oneBinding(status: status()) + extras()))
        case 5, 6, 7: .bindingUpdate(bindingUpdate())
        case 8, 9: .bindingAcknowledgement(bindingAcknowledgement())
        case 10: .bindingError(BindingError(status: pick([1, 2]), homeAddress: address(), options: extras()))
        case 11: .homeAgentSwitch(homeAgentSwitch())
        case 12:
            coin() ? .bindingRevocationIndication(indication()) : .bindingRevocationAcknowledgement(revoked())
        default: .other(other())
        }
    }

    /// A Binding Update to a home agent or a correspondent node.
    public mutating func bindingUpdate() -> BindingUpdate {
        let atHomeAgent = number(below: 4) > 0
        let lifetime: UInt16 = oneIn(5) ? 0 : max(1, random.next())
        var flags = BindingUpdate.Flags(rawValue: random.next() & 0xa000)
        flags.formUnion(BindingUpdate.Flags(rawValue: random.next() & 0x1530))
        if atHomeAgent {
            flags.formUnion([.homeRegistration, .acknowledge])
        } else {
            flags.remove(.mobileRouter)
        }
        let bindings = bindings(atHomeAgent: atHomeAgent, lifetime: lifetime)
        if format.profile == .rfc5648, !bindings.isEmpty, oneIn(3) { flags.insert(.overwrite) }
        var options = bindings
        if bindings.isEmpty {
            if oneIn(3) { options.append(.alternateCareOfAddress(address())) }
            if oneIn(5) { options.append(.ipv4CareOfAddress(ipv4Address())) }
        } else if format.profile == .draft06, case .bindingIdentifier(let only)? = bindings.first,
            bindings.count == 1, only.careOfAddress == nil, oneIn(3)
        {
            options.append(.alternateCareOfAddress(address()))
        }
        if flags.contains(.mobileRouter), lifetime > 0 {
            for _ in 0..<number(below: 3) { options.append(.mobileNetworkPrefix(prefix())) }
        }
        if oneIn(4) { options.append(.linkLayerAddress(code: 2, address: octets(upTo: 8))) }
        if oneIn(4) { options.append(ipv4HomeAddress()) }
        if oneIn(6) { options.append(.flowSummary(flowIdentifiers: numbers(upTo: 5))) }
        for _ in 0..<(oneIn(4) ? 2 : 0) { options.append(flow(status: 0)) }
        options += extras()
        options.shuffle(using: &random)
        return BindingUpdate(
            sequence: random.next(), flags: flags, lifetime: lifetime,
            options: options + closing(authorized: !atHomeAgent, isUpdate: true))
    }

    /// A Binding Acknowledgement.
    public mutating func bindingAcknowledgement() -> BindingAcknowledgement {
        let status = status()
        let lifetime: UInt16 = random.next()
        var options = bindingsWithoutAddresses(statuses: true)
        if status < 128, lifetime > 0, oneIn(3) {
            options.append(.bindingRefreshAdvice(interval: random.next(upperBound: lifetime)))
        }
        if oneIn(4) {
            options.append(
                .natDetection(forceEncapsulation: coin(), refreshTime: pick([0, 110, .max, random.next()])))
        }
        for _ in 0..<(oneIn(4) ? 2 : 0) {
            options.append(flow(status: pick([0, 128, 129, 130, 131, 132, 133])))
        }
        options += extras()
        options.shuffle(using: &random)
        if oneIn(3) { options.insert(ipv4Acknowledgement(), at: 0) }
        return BindingAcknowledgement(
            status: status, flags: BindingAcknowledgement.Flags(rawValue: random.next() & 0xfe),
            sequence: random.next(), lifetime: lifetime,
            options: options + closing(authorized: coin(), isUpdate: false))
    }

    private mutating func testReply(_ options: [MobilityOption]) -> TestReply {
        TestReply(
            nonceIndex: random.next(), cookie: random.next(), token: random.next(), options: options)
    }

    private mutating func homeAgentSwitch() -> HomeAgentSwitch {
        var options = extras()
        if coin() { options.append(.bindingRefreshAdvice(interval: random.next())) }
        return HomeAgentSwitch(
            homeAgents: (0..<number(below: 9)).map { _ in address() }, options: options)
    }

    private mutating func indication() -> BindingRevocationIndication {
        BindingRevocationIndication(
            trigger: pick([0, 1, 2, 3, 4, 5, 6, 7, 128, 129, 250, 255]), sequence: random.next(),
            flags: RevocationFlags(rawValue: random.next() & 0xe000),
            options: bindingsWithoutAddresses() + (coin() ? [ipv4HomeAddress()] : []) + extras())
    }

    private mutating func revoked() -> BindingRevocationAcknowledgement {
        BindingRevocationAcknowledgement(
            status: pick([0, 1, 128, 129, 130, 131, 132, 133, 134, 135]), sequence: random.next(),
            flags: RevocationFlags(rawValue: random.next() & 0xe000),
            options: bindingsWithoutAddresses() + extras())
    }

    /// A message of which only the name is known: its fixed part at random, then padding.
    private mutating func other() -> OtherMessage {
        let type: UInt8 = pick([8, 9, 10, 11, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23])
        // Fixed parts end at octet 8, 10 or 12 of the header.
        let fixed = (0..<6).map { _ in random.next() as UInt8 }
        return switch type {
        case 10: OtherMessage(type: type, body: Array(fixed[..<2]))
        case 14, 15: OtherMessage(type: type, body: fixed[..<4] + [1, 4, 0, 0, 0, 0])
        default: OtherMessage(type: type, body: fixed + [1, 2, 0, 0])
        }
    }
}
