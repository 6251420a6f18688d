/// Takes the octets of a capture in pieces of any size and hands out its packets, without doing I/O itself.
///
/// ```
/// var parser = CaptureParser()
/// while let piece = somewhere.next() {
///     var left = piece.bytes
///     while !left.isEmpty {
///         left = left.extracting(droppingFirst: parser.feed(left))
///         while let packet = try parser.next() { … }
///     }
/// }
/// parser.finish()
/// while let packet = try parser.next() { … }
/// ```
///
/// What it holds is bounded: one buffer of fixed size, which grows only for a single larger record, up to
/// ``CaptureLimits/record``.
public struct CaptureParser: ~Copyable {
    /// Octets of the buffer to begin with: large reads for files, yet within a core's own cache.
    static let capacity = 128 << 10

    private var buffer: [UInt8]
    /// What is fed and not yet passed.
    private var held = 0..<0
    private var scanner = RecordScanner()
    private var hasEnded = false
    /// Where the window began in which the last packet was found; nil once that may have moved.
    private var found: Int?

    /// How many octets must be held together before the next packet can be; 0 behind the end of the capture.
    private(set) var needed = 4

    /// A parser that stands before the first octet.
    public init() {
        self.init(capacity: Self.capacity)
    }

    /// A parser with another buffer to begin with.
    init(capacity: Int) {
        buffer = [UInt8](repeating: 0, count: max(1, capacity))
    }

    /// The interfaces described so far, in pcapng those of the current section, by number.
    public var interfaces: [CaptureInterface] { scanner.interfaces }

    /// The format, once the first octets were read.
    public var format: CaptureFormat? { scanner.format }

    /// How many octets of the capture have been looked at.
    public var offset: UInt64 { scanner.offset }

    /// Takes as many octets as there is room for, and says how many it took: at least one after `next()` gave
    /// nil, and none only where it first wants to be asked for packets.
    public mutating func feed(_ octets: RawSpan) -> Int {
        fill { free in
            let taken = min(free.count, octets.byteCount)
            octets.extracting(first: taken).withUnsafeBytes { free.copyMemory(from: $0) }
            return taken
        }
    }

    /// Says that no more octets will come.
    public mutating func finish() {
        hasEnded = true
    }

    /// The next packet; nil where it needs more octets, or after `finish()` at the end of the capture.
    ///
    /// Throws where the octets are not a capture or end inside a record, after all packets before that.
    @_lifetime(&self)
    public mutating func next() throws(CaptureError) -> CapturedPacket? {
        guard try advance() else { return nil }
        return packet
    }

    /// Goes on to the next packet that is held whole; false where there is none.
    @inline(__always)
    mutating func advance() throws(CaptureError) -> Bool {
        while true {
            switch try scanner.step(in: buffer, at: held, ended: hasEnded) {
            case .packet(let length):
                found = held.lowerBound
                held = held.lowerBound + length..<held.upperBound
                return true
            case .passed(let length):
                held = held.lowerBound + length..<held.upperBound
            case .needs(let count):
                needed = count
                return false
            case .end:
                needed = 0
                return false
            }
        }
    }

    /// The packet that `advance()` found last; nil before the first, and once the buffer was filled again.
    var packet: CapturedPacket? {
        @inline(__always)
        @_lifetime(borrow self)
        get {
            guard let found else { return nil }
            return CapturedPacket(
                scanner, in: buffer.span.bytes.extracting(found..<held.upperBound))
        }
    }

    /// Lets `body` write behind what is held, and takes over as many octets as it says it wrote.
    mutating func fill<Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        found = nil
        makeRoom()
        let end = held.upperBound
        let room = buffer.count - end
        var span = buffer.mutableSpan
        var octets = span.mutableBytes
        let count = try octets.withUnsafeMutableBytes { bytes throws(Failure) in
            try body(UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
        }
        held = held.lowerBound..<end + min(max(0, count), room)
        return count
    }

    /// Moves what is held to the front of the buffer, which grows where one record needs more than it has.
    private mutating func makeRoom() {
        if held.isEmpty {
            held = 0..<0
        } else if held.lowerBound > 0 {
            let source = held
            buffer.withUnsafeMutableBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: bytes[..<source.count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[source]))
            }
            held = 0..<source.count
        }
        if buffer.count < needed {
            buffer.append(contentsOf: repeatElement(0, count: needed - buffer.count))
        }
    }
}

extension RecordScanner {
    /// Looks at one record of what a buffer holds.
    @inline(__always)
    fileprivate mutating func step(
        in buffer: borrowing [UInt8], at held: Range<Int>, ended: Bool
    ) throws(CaptureError) -> Step {
        try step(buffer.span.bytes.extracting(held), ended: ended)
    }
}
