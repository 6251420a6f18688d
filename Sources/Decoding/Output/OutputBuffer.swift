/// Octets on their way out: text is put together here and leaves in large pieces.
///
/// A decoder that prints a million lines must not make a String for any of them, so numbers, addresses and fixed texts
/// are written straight into one buffer that is used again and again. This type is the only place of the module that
/// writes through a pointer; each of its additions first makes sure of the room it needs.
public struct OutputBuffer: ~Copyable {
    /// The storage.
    private var base: UnsafeMutableRawPointer
    /// How many octets the storage holds.
    private var capacity: Int
    /// How many of them are filled.
    public private(set) var count = 0
    /// The texts of addresses written lately.
    var texts = AddressTexts()

    /// An empty buffer with room for `capacity` octets before it has to grow.
    public init(capacity: Int = 1 << 16) {
        self.capacity = max(64, capacity)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit {
        base.deallocate()
    }

    /// What is filled.
    public var octets: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = RawSpan(_unsafeStart: base, byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Forgets what is filled and keeps the storage.
    public mutating func removeAll() {
        count = 0
    }

    /// Forgets what was added since `count` was `mark`; a mark beyond the end changes nothing.
    public mutating func rewind(to mark: Int) {
        count = max(0, min(count, mark))
    }

    /// Makes sure of room for `length` more octets and says where they go. The caller fills at most that many and then
    /// says how many with `advance`.
    @inline(__always)
    mutating func room(for length: Int) -> UnsafeMutableRawPointer {
        if capacity &- count < length { grow(by: length) }
        return base + count
    }

    /// Takes over what was written at the pointer of `room`.
    @inline(__always)
    mutating func advance(by length: Int) {
        count &+= length
    }

    @inline(never)
    private mutating func grow(by length: Int) {
        let wanted = max(capacity * 2, count + length)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    /// Adds a fixed text.
    @inline(__always)
    public mutating func append(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        room(for: length).copyMemory(from: text.utf8Start, byteCount: length)
        advance(by: length)
    }

    /// Adds one ASCII character or any other octet.
    @inline(__always)
    public mutating func append(octet: UInt8) {
        room(for: 1).storeBytes(of: octet, as: UInt8.self)
        advance(by: 1)
    }

    /// Adds eight octets, the first in the lowest octet of `word`.
    @inline(__always)
    mutating func append(word: UInt64) {
        room(for: 8).storeBytes(of: word.littleEndian, as: UInt64.self)
        advance(by: 8)
    }

    /// Adds octets as they are.
    public mutating func append(octets: RawSpan) {
        let length = octets.byteCount
        let target = room(for: length)
        octets.withUnsafeBytes { source in
            if let start = source.baseAddress { target.copyMemory(from: start, byteCount: length) }
        }
        advance(by: length)
    }

    /// Adds a text as UTF-8; for what is not on the fast path.
    public mutating func append(text: String) {
        var text = text
        text.withUTF8 { source in
            let target = room(for: source.count)
            if let start = source.baseAddress { target.copyMemory(from: start, byteCount: source.count) }
            advance(by: source.count)
        }
    }

    /// Adds blanks until `width` octets stand behind `mark`; none where there are as many already.
    @inline(__always)
    public mutating func pad(from mark: Int, to width: Int) {
        while count &- mark < width { append(octet: UInt8(ascii: " ")) }
    }

    /// Takes away blanks at the end.
    @inline(__always)
    public mutating func trim() {
        while count > 0, base.load(fromByteOffset: count &- 1, as: UInt8.self) == UInt8(ascii: " ") {
            count &-= 1
        }
    }
}
