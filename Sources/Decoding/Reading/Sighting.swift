import Capture
import MobilityWire

/// What is known of a datagram that is to be printed, beside its headers and its payload. It is lent, never copied.
public struct Sighting: ~Copyable {
    /// The number of the frame that completed it, from 1.
    public var frame: Int
    /// When that frame was captured; nil where the capture does not say.
    public var time: CaptureTime?
    /// Whether the payload's checksum is right.
    public var checksum: ChecksumVerdict
    /// What its Binding Identifier options are read as.
    public var format: WireFormat
    /// Whether the packet was put together from fragments.
    public var isReassembled: Bool
    /// The headers that its fragments stood in.
    public var outer: [SignallingPacket.Encapsulation]
    /// How much of its frame was captured, where octets of the packet were not; nil: it is whole, or its sender never sent
    /// what it promised.
    public var part: FramePart?
    /// Why, where that was found out from the message.
    public var detection: ProfileDetection?

    /// What makes a packet unusable; nil where octets are missing that the capture left out: nobody sent it like that.
    func fault(_ error: WireError) -> WireError? {
        if part != nil, case .truncated = error.reason { return nil }
        return error
    }

    /// Whether there is something to say about the layout: it was found out, and something in the message hangs on it.
    var tellingDetection: ProfileDetection? {
        guard let detection, detection.reason != .nothingToTell else { return nil }
        return detection
    }
}

/// How many octets of a frame were captured, of how many there were: a capture may keep the beginnings only.
public struct FramePart: Hashable, Sendable {
    /// Octets that are there.
    public var captured: Int
    /// Octets that the frame had.
    public var original: Int
}

extension PacketView {
    /// Adds the source of the innermost IP header, in the form of its family.
    @inline(__always)
    func appendSource(to out: inout OutputBuffer) {
        append(source, to: &out)
    }

    /// Adds the destination of the innermost IP header, in the form of its family.
    @inline(__always)
    func appendDestination(to out: inout OutputBuffer) {
        append(destination, to: &out)
    }

    @inline(__always)
    private func append(_ address: IPv6Address, to out: inout OutputBuffer) {
        if facts.isIPv6 {
            out.append(address)
        } else {
            out.append(IPv4Address(UInt32(truncatingIfNeeded: address.low)))
        }
    }
}

extension MobilityHeaderView {
    /// `binding-update`: how programs name the message; the two revocation messages have names of their own.
    var identifier: StaticString {
        kind == .bindingRevocation
            ? RevocationType(rawValue: octets.octet(inside: 6)).identifier
            : MobilityHeaderType(rawValue: type).identifier
    }

    /// `BU`: how people write it.
    var shortName: StaticString {
        kind == .bindingRevocation
            ? RevocationType(rawValue: octets.octet(inside: 6)).shortName
            : MobilityHeaderType(rawValue: type).shortName
    }
}

extension WireProfile {
    /// The name that the command line and JSON use.
    var staticName: StaticString {
        switch self {
        case .rfc5648: "rfc5648"
        case .draft06: "draft-06"
        case .shisa: "shisa"
        }
    }
}

extension DiscoveryMessage {
    /// Which of the four it is, with its name.
    var assignedType: DiscoveryType { DiscoveryType(rawValue: type) }
}

extension HeaderKind {
    /// How programs name it.
    var name: StaticString {
        switch self {
        case .ipv6: "ipv6"
        case .ipv4: "ipv4"
        case .udp: "udp"
        }
    }
}

extension SignallingPacket.Encapsulation {
    /// How programs name it.
    var name: StaticString {
        switch self {
        case .ipv6: HeaderKind.ipv6.name
        case .ipv4: HeaderKind.ipv4.name
        case .udp: HeaderKind.udp.name
        }
    }
}

extension OutputBuffer {
    /// Adds `captured in part, 96 of 128 octets`.
    mutating func append(_ part: FramePart) {
        append("captured in part, ")
        append(decimal: part.captured)
        append(" of ")
        append(decimal: part.original)
        append(" octets")
    }
}
