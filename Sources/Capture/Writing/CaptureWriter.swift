/// Writes a capture packet by packet: to a file, a pipe, or wherever a closure brings the octets.
///
/// Octets gather until there is enough for one write. ``flush()`` writes at once: after a packet that somebody at
/// the other end of a pipe waits for, and in any case at the end. After an error nothing more is written, since
/// it may have left half a record; the error comes again.
public struct CaptureWriter: ~Copyable {
    /// Octets that are worth a write.
    private static let batch = 64 << 10

    private var encoder: CaptureEncoder
    private var failure: CaptureError?
    private let write: (RawSpan) throws(CaptureError) -> Void

    /// Writes through a closure, which is given whole records.
    public init(
        format: CaptureFormat, interfaces: [CaptureInterface] = [CaptureInterface()],
        write: @escaping (RawSpan) throws(CaptureError) -> Void
    ) throws(CaptureError) {
        encoder = try CaptureEncoder(format: format, interfaces: interfaces)
        self.write = write
    }

    /// Writes to an open descriptor, which stays open; 1 is standard output.
    public init(
        descriptor: Int32, format: CaptureFormat, interfaces: [CaptureInterface] = [CaptureInterface()]
    ) throws(CaptureError) {
        let descriptor = Descriptor(borrowing: descriptor)
        try self.init(format: format, interfaces: interfaces) { octets throws(CaptureError) in
            try descriptor.write(octets)
        }
    }

    /// Creates a file, or empties the one that is there.
    public init(
        path: String, format: CaptureFormat, interfaces: [CaptureInterface] = [CaptureInterface()]
    ) throws(CaptureError) {
        let descriptor = try Descriptor(writing: path)
        try self.init(format: format, interfaces: interfaces) { octets throws(CaptureError) in
            try descriptor.write(octets)
        }
    }

    /// Adds a packet; ``CaptureEncoder/append(_:nanoseconds:originalLength:interface:comment:)`` says how.
    public mutating func append(
        _ packet: RawSpan, nanoseconds: Int64, originalLength: Int? = nil, interface: Int = 0,
        comment: String? = nil
    ) throws(CaptureError) {
        if let failure { throw failure }
        try encoder.append(
            packet, nanoseconds: nanoseconds, originalLength: originalLength, interface: interface,
            comment: comment)
        if encoder.pendingCount >= Self.batch { try flush() }
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

    /// Writes what has gathered.
    public mutating func flush() throws(CaptureError) {
        if let failure { throw failure }
        do {
            try encoder.drain(write)
        } catch {
            failure = error
            throw error
        }
    }
}
