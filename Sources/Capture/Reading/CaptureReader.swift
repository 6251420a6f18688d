/// Reads a capture from a file or a pipe, packet by packet, in constant memory.
///
/// A packet is handed out as soon as its record is complete: `tcpdump -w - | …` is followed live. A file is read
/// in large pieces.
///
/// ```
/// var reader = try CaptureReader(path: path)
/// while let packet = try reader.next() {
///     … packet.octets …
/// }
/// ```
public struct CaptureReader: ~Copyable {
    private var parser = CaptureParser()
    private let descriptor: Descriptor

    /// Reads from an open descriptor, which stays open; 0 is standard input.
    public init(descriptor: Int32) {
        self.descriptor = Descriptor(borrowing: descriptor)
    }

    /// Opens a file. Throws where the system refuses; a directory is refused by the first `next()`.
    public init(path: String) throws(CaptureError) {
        descriptor = try Descriptor(reading: path)
    }

    /// The interfaces described so far, in pcapng those of the current section, by number.
    public var interfaces: [CaptureInterface] { parser.interfaces }

    /// The format, once the first octets were read.
    public var format: CaptureFormat? { parser.format }

    /// How many octets of the capture have been looked at.
    public var offset: UInt64 { parser.offset }

    /// The next packet; nil at the end of the capture. Blocks only where no packet is complete yet.
    ///
    /// Throws where the octets are not a capture or end inside a record, after all packets before that, and
    /// where the system refuses to read.
    @_lifetime(&self)
    public mutating func next() throws(CaptureError) -> CapturedPacket? {
        while try !parser.advance() {
            guard try readMore() else { return nil }
        }
        return parser.packet
    }

    /// The next packet that was read already; nil where `readMore` must read first. It never blocks, so that whoever
    /// collects what it makes of packets knows when to hand that on.
    ///
    /// Throws where the octets are not a capture or end inside a record, after all packets before that.
    @_lifetime(&self)
    public mutating func nextHeld() throws(CaptureError) -> CapturedPacket? {
        guard try parser.advance() else { return nil }
        return parser.packet
    }

    /// Reads what is there, at least one octet; false at the end of the capture. To be called when `nextHeld` gave
    /// nil. Blocks until there is something.
    public mutating func readMore() throws(CaptureError) -> Bool {
        guard parser.needed > 0 else { return false }
        let count = try parser.fill { free throws(CaptureError) in try descriptor.read(into: free) }
        if count == 0 { parser.finish() }
        return true
    }
}
