import Capture
import MobilityWire
import TestSupport

/// The traffic of a home agent with some thousands of nodes: Binding Updates with one to four BIDs, each followed by
/// its Acknowledgement. The same on every run.
struct Traffic {
    private var random = SplitMix(seed: 5648)
    private let homeAgent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)

    /// The next Binding Update and its Acknowledgement.
    mutating func exchange() -> (update: SignallingPacket, acknowledgement: SignallingPacket) {
        let node = UInt64.random(in: 0..<4096, using: &random)
        let home = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1000 + node)
        let bids = UInt16.random(in: 1...4, using: &random)
        let sequence = UInt16.random(in: .min ... .max, using: &random)
        let addresses = (1...bids).map { careOfAddress(node: node, bid: $0) }
        let update = BindingUpdate(
            sequence: sequence, flags: [.acknowledge, .homeRegistration], lifetime: 900,
            options: addresses.enumerated().map { index, address in
                .bindingIdentifier(.rfc5648(bid: UInt16(index + 1), careOfAddress: .ipv6(address)))
            })
        let acknowledgement = BindingAcknowledgement(
            status: 0, sequence: sequence, lifetime: 900,
            options: (1...bids).map { .bindingIdentifier(.rfc5648(bid: $0)) })
        return (
            SignallingPacket(
                source: addresses[0], destination: homeAgent, homeAddressOption: home,
                payload: .mobility(.bindingUpdate(update))),
            SignallingPacket(
                source: homeAgent, destination: addresses[0], routingHeader: home,
                payload: .mobility(.bindingAcknowledgement(acknowledgement)))
        )
    }

    private func careOfAddress(node: UInt64, bid: UInt16) -> IPv6Address {
        IPv6Address(high: 0x2001_0db8_000a_0000 + UInt64(bid) << 16, low: 0x0200_5eff_fe00_0000 + node)
    }
}

/// Writes `count` packets of such traffic, a tenth of a millisecond apart.
func writeCapture(path: String, count: Int) throws {
    var traffic = Traffic()
    var writer = try CaptureWriter(path: path, format: .pcap)
    var written = 0
    while written < count {
        let (update, acknowledgement) = traffic.exchange()
        for packet in [update, acknowledgement] where written < count {
            let time = 1_700_000_000_000_000_000 + Int64(written) * 100_000
            try writer.append(packet.encoded(format: .rfc5648), nanoseconds: time)
            written += 1
        }
    }
    try writer.flush()
}
