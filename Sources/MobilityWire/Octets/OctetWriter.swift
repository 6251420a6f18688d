/// Builds octets in network byte order in a buffer that is kept from message to message: once it has grown to the
/// largest of them, writing allocates nothing.
public struct OctetWriter: Sendable {
    /// The buffer; only its first `count` octets mean something.
    private var buffer: [UInt8]
    /// How many octets have been written.
    public private(set) var count = 0

    /// An empty writer with room for `capacity` octets before it grows.
    public init(capacity: Int = 2048) {
        buffer = [UInt8](repeating: 0, count: max(64, capacity))
    }

    /// A copy of the octets written.
    public var octets: [UInt8] { [UInt8](buffer[..<count]) }

    /// The octets written, borrowed.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get { buffer.span.bytes.extracting(first: count) }
    }

    /// Forgets the octets written and keeps the room.
    public mutating func removeAll() {
        count = 0
    }

    /// Takes back everything behind the first `length` octets; more than there are is no change.
    public mutating func truncate(to length: Int) {
        count = max(0, min(count, length))
    }

    /// Appends one octet.
    public mutating func write(_ octet: UInt8) {
        store(octet)
    }

    /// Appends a 16-bit number.
    public mutating func write(_ number: UInt16) {
        store(number.bigEndian)
    }

    /// Appends a 32-bit number.
    public mutating func write(_ number: UInt32) {
        store(number.bigEndian)
    }

    /// Appends a 64-bit number.
    public mutating func write(_ number: UInt64) {
        store(number.bigEndian)
    }

    /// Appends the 16 octets of an IPv6 address.
    public mutating func write(_ address: IPv6Address) {
        store((address.high.bigEndian, address.low.bigEndian))
    }

    /// Appends the 4 octets of an IPv4 address.
    public mutating func write(_ address: IPv4Address) {
        write(address.value)
    }

    /// Appends octets as they are.
    public mutating func write(_ octets: [UInt8]) {
        reserve(octets.count)
        buffer.replaceSubrange(count..<(count + octets.count), with: octets)
        count += octets.count
    }

    /// Appends `length` zero octets.
    public mutating func writeZeros(_ length: Int) {
        guard length > 0 else { return }
        reserve(length)
        for index in count..<(count + length) { buffer[index] = 0 }
        count += length
    }

    /// Replaces the octet at `offset`; nothing happens behind the end.
    public mutating func replace(at offset: Int, with octet: UInt8) {
        guard offset >= 0, offset < count else { return }
        buffer[offset] = octet
    }

    /// Replaces the 16-bit number at `offset`; nothing happens where it would reach behind the end.
    public mutating func replace(at offset: Int, with number: UInt16) {
        guard offset >= 0, offset + 1 < count else { return }
        buffer[offset] = UInt8(truncatingIfNeeded: number >> 8)
        buffer[offset + 1] = UInt8(truncatingIfNeeded: number)
    }

    private mutating func store<Value: BitwiseCopyable>(_ value: Value) {
        reserve(MemoryLayout<Value>.size)
        let offset = count
        buffer.withUnsafeMutableBytes { $0.storeBytes(of: value, toByteOffset: offset, as: Value.self) }
        count += MemoryLayout<Value>.size
    }

    private mutating func reserve(_ length: Int) {
        let missing = count + length - buffer.count
        guard missing > 0 else { return }
        buffer.append(contentsOf: repeatElement(0, count: max(missing, buffer.count)))
    }
}

extension OctetWriter {
    /// Appends `length` octets of padding as mobility options: one is a Pad1, more are a PadN of zeros (RFC 6275
    /// §6.2.2, §6.2.3). At most 257.
    mutating func writePadding(_ length: Int) {
        guard length > 0 else { return }
        guard length > 1 else { return write(UInt8(0)) }
        let zeros = min(length - 2, 255)
        write(UInt8(1))
        write(UInt8(zeros))
        writeZeros(zeros)
    }
}
