import MobilityWire

/// A way of printing: it is told what was seen and adds text to a buffer. It knows nothing of files.
public protocol MessagePrinter {
    /// A Mobility Header whose fixed part could be read.
    mutating func message(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView,
        _ header: borrowing MobilityHeaderView,
        _ problems: borrowing FoundProblems, into out: inout OutputBuffer)

    /// A Mobility Header whose end was not captured: `part` is what is there of it, `header` a view of that.
    mutating func partial(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ part: PartialMobilityHeader,
        _ header: borrowing MobilityHeaderView, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer)

    /// A Mobility Header, or the headers before it, that could not be read; `type` is MH Type where that was there.
    mutating func malformed(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ type: MobilityHeaderType?,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer)

    /// ESP: signalling or something else, it cannot be told.
    mutating func esp(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, spi: UInt32, sequence: UInt32,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer)

    /// Discovery of home agents or prefixes.
    mutating func discovery(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ message: DiscoveryMessage,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer)

    /// A datagram that carries something else, with a Home Address option or a type 2 routing header.
    mutating func datagram(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer)
}

extension MessagePrinter {
    /// Printed like a whole one: what is not there of it is padding.
    public mutating func partial(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ part: PartialMobilityHeader,
        _ header: borrowing MobilityHeaderView, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        message(sighting, packet, header, problems, into: &out)
    }
}
