import Capture
import MobilityWire
import Nodes
import Watching

/// What the tests let pass: a node, its agent, and its two care-of addresses.
enum Wire {
    static let home = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    static let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
    static let first = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x100)
    static let second = IPv6Address(high: 0x2001_0db8_000b_0000, low: 0x100)
    static let correspondent = IPv6Address(high: 0x2001_0db8_00c0_0000, low: 1)

    /// A Binding Update of these BIDs with their care-of addresses.
    static func update(
        _ sequence: UInt16, lifetime: UInt16 = 15, _ bids: [(UInt16, IPv6Address)],
        from source: IPv6Address = first, of home: IPv6Address = home, to agent: IPv6Address = agent
    ) -> SignallingPacket {
        SignallingPacket(
            source: source, destination: agent, homeAddressOption: home,
            payload: .mobility(
                .bindingUpdate(
                    BindingUpdate(
                        sequence: sequence, flags: [.acknowledge, .homeRegistration], lifetime: lifetime,
                        options: bids.map { bid, address in
                            .bindingIdentifier(.rfc5648(bid: bid, careOfAddress: .ipv6(address)))
                        }))))
    }

    /// Its Acknowledgement.
    static func acknowledgement(
        _ sequence: UInt16, status: UInt8 = 0, lifetime: UInt16 = 15, _ bids: [UInt16],
        to destination: IPv6Address = first, of home: IPv6Address = home, from agent: IPv6Address = agent
    ) -> SignallingPacket {
        SignallingPacket(
            source: agent, destination: destination, routingHeader: home,
            payload: .mobility(
                .bindingAcknowledgement(
                    BindingAcknowledgement(
                        status: status, sequence: sequence, lifetime: lifetime,
                        options: bids.map { .bindingIdentifier(.rfc5648(bid: $0)) }))))
    }

    /// A packet of the node's correspondent through the tunnel to a care-of address.
    static func tunnelled(to careOfAddress: IPv6Address) -> SignallingPacket {
        SignallingPacket(
            encapsulation: [.ipv6(source: agent, destination: careOfAddress)], source: correspondent,
            destination: home, payload: .data(nextHeader: 17, octets: [0, 7, 0, 7, 0, 8, 0, 0]))
    }

    /// A capture of packets, each with its second since 1970.
    static func capture(
        _ packets: [(Double, [UInt8])], format: CaptureFormat = .pcap
    ) throws -> [UInt8] {
        var encoder = try CaptureEncoder(format: format)
        for (time, octets) in packets {
            try encoder.append(octets, nanoseconds: Int64(time * 1e9))
        }
        return encoder.take()
    }

    /// Calls `body` with each frame of a capture.
    static func forEachFrame(of capture: [UInt8], _ body: (borrowing CapturedPacket) throws -> Void) throws {
        var frames = InMemoryCapture(capture.span.bytes)
        while let frame = try frames.next() { try body(frame) }
    }

    /// What is found in packets, a second between two.
    static func passages(_ packets: [[UInt8]], apart: Double = 1) throws -> [Passage?] {
        let timed = packets.enumerated().map { (1_000_000_000 + Double($0.offset) * apart, $0.element) }
        var reader = PassageReader()
        var found: [Passage?] = []
        try forEachFrame(of: capture(timed)) { found.append(reader.read($0)) }
        return found
    }
}

extension SignallingPacket {
    /// Its octets, laid out by RFC 5648.
    var wire: [UInt8] { get throws { try encoded(format: .rfc5648) } }
}
