import MobilityWire
import Nodes

#if canImport(Glibc)
    import Glibc
#endif

/// The seed of random tests: from the environment (CAREOF_SEED), else a new one, which a failure prints.
enum TestSeed {
    static let value: UInt64 = {
        if let text = getenv("CAREOF_SEED").map({ String(cString: $0) }), let seed = UInt64(text) {
            return seed
        }
        return UInt64.random(in: .min ... .max)
    }()
}

/// Binding Updates of every kind, sensible and odd, from few addresses, so that they meet each other.
struct RandomUpdates {
    let format: WireFormat
    var random: SeededRandom
    var sequence: UInt16 = 0

    init(profile: WireProfile, seed: UInt64) {
        format = WireFormat(profile)
        random = SeededRandom(seed: seed)
    }

    private mutating func number(_ below: Int) -> Int { Int.random(in: 0..<below, using: &random) }
    private mutating func chance(_ percent: Int) -> Bool { number(100) < percent }

    static let ipv4Addresses = [IPv4Address(0xc000_020a), IPv4Address(0x0a00_0007), IPv4Address(0xe000_0001)]
    static let agentIPv4 = IPv4Address(0xc633_6401)

    private mutating func careOfAddress() -> CareOfAddress {
        switch number(20) {
        case 0: .ipv6(AgentHarness.home)
        case 1: .ipv6(AgentHarness.agentAddress)
        case 2: .ipv6(.allNodes)
        case 3...5: .ipv4(Self.ipv4Addresses[number(3)])
        default: .ipv6(AgentHarness.careOf[number(4)])
        }
    }

    private mutating func identifier() -> MobilityOption {
        let bid = UInt16(chance(2) ? 0 : 1 + number(5))
        if chance(3) {
            return .malformed(type: format.bindingIdentifierType, data: [0, UInt8(bid), 0, 0, 0])
        }
        let careOf = chance(70) ? careOfAddress() : nil
        let home = chance(10)
        if chance(4) {
            return .bindingIdentifier(
                BindingIdentifier(
                    profile: format.profile, bid: bid, flags: UInt8(number(256)), careOfAddress: careOf))
        }
        return .bindingIdentifier(
            format.profile == .rfc5648
                ? .rfc5648(bid: bid, home: home, priority: UInt8(number(4)), careOfAddress: careOf)
                : .draft06(bid: bid, overwrite: chance(10), home: home, careOfAddress: careOf))
    }

    private mutating func otherOption() -> MobilityOption {
        switch number(8) {
        case 0: .alternateCareOfAddress(AgentHarness.careOf[number(4)])
        case 1: .linkLayerAddress(code: UInt8(1 + number(2)), address: [2, 0, 0, 0, 0, 1])
        case 2: .mobileNetworkPrefix(IPv6Prefix(AgentHarness.careOf[number(4)], length: 48 + number(20)))
        case 3:
            .ipv4HomeAddress(
                Self.ipv4Addresses[number(3)], prefixLength: UInt8(32 - number(2)), requestsPrefix: chance(10)
            )
        case 4: .ipv4CareOfAddress(Self.ipv4Addresses[number(3)])
        case 5: .mobileNodeIdentifier(subtype: 1, identifier: [UInt8]("mn@example".utf8))
        case 6: .messageIdentification(timestamp: UInt64(number(1000)))
        default: .other(type: 99, data: [1, 2, 3])
        }
    }

    /// The next packet with a Binding Update.
    mutating func next() -> SignallingPacket {
        var options: [MobilityOption] = []
        for _ in 0..<number(5) { options.append(identifier()) }
        while chance(20) { options.append(otherOption()) }
        var flags: BindingUpdate.Flags = [.acknowledge, .homeRegistration]
        if chance(2) { flags.remove(.homeRegistration) }
        if chance(10) { flags.insert(.overwrite) }
        if chance(5) { flags.insert(.mobileRouter) }
        if chance(5) { flags.insert(.linkLocalCompatibility) }
        if chance(5) { flags.insert(.forceUDPEncapsulation) }
        sequence &+= chance(90) ? 1 : UInt16(number(65536))
        let lifetimes: [UInt16] = [0, 0, 1, 5, 900, 65535]
        let update = BindingUpdate(
            sequence: sequence, flags: flags, lifetime: lifetimes[number(6)], options: options)
        let payload = SignallingPacket.Payload.mobility(.bindingUpdate(update))
        switch number(10) {
        case 0:
            return SignallingPacket(
                source: AgentHarness.home, destination: AgentHarness.agentAddress, payload: payload)
        case 1:
            return SignallingPacket(
                encapsulation: [
                    .ipv4(source: Self.ipv4Addresses[number(2)], destination: Self.agentIPv4),
                    .udp(sourcePort: 50000, destinationPort: 4191),
                ], source: AgentHarness.home, destination: AgentHarness.agentAddress, payload: payload)
        default:
            return SignallingPacket(
                source: AgentHarness.careOf[number(4)], destination: AgentHarness.agentAddress,
                homeAddressOption: AgentHarness.home, payload: payload)
        }
    }
}
