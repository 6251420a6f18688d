/// Turns packets into the octets of a capture, without doing I/O itself: whoever uses it takes what has gathered.
///
/// Written are little-endian octets with nanoseconds, so that the same packets give the same octets on every
/// machine. By default the packets are raw IPv6 and IPv4.
public struct CaptureEncoder: Sendable {
    /// The format that is written.
    public let format: CaptureFormat
    private let interfaceCount: Int
    private var pending: [UInt8] = []

    /// How many octets wait to be taken.
    public var pendingCount: Int { pending.count }

    /// A capture with its header. In pcapng the interfaces are described first, each with its name; whatever
    /// resolution and offset they name, nanoseconds since 1970 are written.
    ///
    /// Throws ``CaptureError/severalInterfaces`` for pcap with other than one interface.
    public init(
        format: CaptureFormat, interfaces: [CaptureInterface] = [CaptureInterface()]
    ) throws(CaptureError) {
        self.format = format
        interfaceCount = interfaces.count
        switch format {
        case .pcap:
            guard let interface = interfaces.first, interfaces.count == 1 else { throw .severalInterfaces }
            pending.appendPcapHeader(interface)
        case .pcapng:
            pending.appendSectionHeader(application: "careof")
            for interface in interfaces { pending.appendInterfaceDescription(interface) }
        }
    }

    /// Adds a packet captured at so many nanoseconds since 1970.
    ///
    /// `originalLength` is its length on the wire, where not all of it is given. The comment of up to 65,535
    /// octets of UTF-8 (what is longer is cut behind a character) is kept in pcapng; pcap has no room for it.
    ///
    /// Throws where the packet is larger than ``CaptureLimits/snapshot``, the interface was not described, or
    /// the format has no number for the time. Nothing is added then.
    public mutating func append(
        _ packet: RawSpan, nanoseconds: Int64, originalLength: Int? = nil, interface: Int = 0,
        comment: String? = nil
    ) throws(CaptureError) {
        guard packet.byteCount <= CaptureLimits.snapshot else {
            throw .packetTooLong(length: packet.byteCount, limit: CaptureLimits.snapshot)
        }
        guard interface >= 0 && interface < interfaceCount else {
            throw .undescribedInterface(interface, described: interfaceCount)
        }
        let original = UInt32(clamping: max(originalLength ?? packet.byteCount, packet.byteCount))
        switch format {
        case .pcap:
            try pending.appendPcapRecord(packet, nanoseconds: nanoseconds, originalLength: original)
        case .pcapng:
            try pending.appendEnhancedPacket(
                packet, nanoseconds: nanoseconds, originalLength: original, interface: UInt32(interface),
                comment: comment)
        }
    }

    /// Adds a packet that an array holds.
    public mutating func append(
        _ packet: [UInt8], nanoseconds: Int64, originalLength: Int? = nil, interface: Int = 0,
        comment: String? = nil
    ) throws(CaptureError) {
        try append(
            packet.span.bytes, nanoseconds: nanoseconds, originalLength: originalLength, interface: interface,
            comment: comment)
    }

    /// Hands over the octets that have gathered, the header first; they follow those taken before.
    public mutating func take() -> [UInt8] {
        defer { pending.removeAll() }
        return pending
    }

    /// Lets `body` have the octets that have gathered, and forgets them where it does not throw.
    mutating func drain(_ body: (RawSpan) throws(CaptureError) -> Void) throws(CaptureError) {
        guard !pending.isEmpty else { return }
        try body(pending.span.bytes)
        pending.removeAll(keepingCapacity: true)
    }
}
