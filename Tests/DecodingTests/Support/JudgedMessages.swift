import MobilityWire
import MobilityWireTestSupport
import TestSupport

/// Random valid messages of RFC 5648 in packets as they travel.
struct JudgedMessages {
    static let home = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1234)
    static let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
    static let careOf = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10)

    /// The messages.
    let messages: [MobilityMessage]
    /// Each in its packet.
    let packets: [[UInt8]]

    /// So many messages that `isWanted` lets pass; with tunnels, some of them inside other headers.
    init(
        _ count: Int, tunnels: Bool, _ test: String = #function,
        where isWanted: (MobilityMessage) -> Bool = { _ in true }
    ) throws {
        var random = SplitMix.ofThisRun(test)
        var generator = RandomMessages(random, format: .rfc5648, homeAddress: Self.home)
        var messages = [MobilityMessage]()
        var packets = [[UInt8]]()
        while messages.count < count {
            let message = generator.message()
            guard isWanted(message) else { continue }
            messages.append(message)
            var packet = Self.packet(message)
            if tunnels {
                switch random.next() % 8 as UInt64 {
                case 0: packet.encapsulation = [.ipv6(source: Self.agent, destination: Self.careOf)]
                case 1:
                    packet.encapsulation = [
                        .ipv4(source: IPv4Address(0xc000_020a), destination: IPv4Address(0xc633_6401)),
                        .udp(sourcePort: 50_000, destinationPort: 4191),
                    ]
                default: break
                }
            }
            packets.append(try packet.encoded(format: .rfc5648))
        }
        self.messages = messages
        self.packets = packets
    }

    /// Who sends what with which header: RFC 6275 §6.1, RFC 5846 §7, §9.
    private static func packet(_ message: MobilityMessage) -> SignallingPacket {
        switch message {
        case .bindingUpdate, .bindingRevocationAcknowledgement:
            SignallingPacket(
                source: careOf, destination: agent, homeAddressOption: home, payload: .mobility(message))
        case .bindingAcknowledgement, .bindingRevocationIndication:
            SignallingPacket(
                source: agent, destination: careOf, routingHeader: home, payload: .mobility(message))
        case .homeTestInit, .careOfTestInit:
            SignallingPacket(source: careOf, destination: agent, payload: .mobility(message))
        default:
            SignallingPacket(source: agent, destination: careOf, payload: .mobility(message))
        }
    }
}
