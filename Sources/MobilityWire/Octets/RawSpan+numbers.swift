/// Big-endian numbers and addresses in borrowed octets.
///
/// Every one of these checks its bounds and stops the process outside them, so a reader asks for the room first (and
/// throws); none of them can read what is not there.
extension RawSpan {
    /// Whether `count` octets stand at `offset`.
    @inlinable
    public func holds(_ count: Int, at offset: Int) -> Bool {
        offset >= 0 && count >= 0 && count <= byteCount && offset <= byteCount &- count
    }

    /// The octet at `offset`.
    @inlinable @inline(__always)
    public func octet(inside offset: Int) -> UInt8 {
        unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
    }

    /// The 16-bit number at `offset` in network byte order.
    @inlinable @inline(__always)
    public func number16(inside offset: Int) -> UInt16 {
        UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// The 32-bit number at `offset` in network byte order.
    @inlinable @inline(__always)
    public func number32(inside offset: Int) -> UInt32 {
        UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The 64-bit number at `offset` in network byte order.
    @inlinable @inline(__always)
    public func number64(inside offset: Int) -> UInt64 {
        UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The sixteen octets at `offset` as an IPv6 address.
    @inlinable @inline(__always)
    public func ipv6Address(inside offset: Int) -> IPv6Address {
        IPv6Address(high: number64(inside: offset), low: number64(inside: offset + 8))
    }

    /// The four octets at `offset` as an IPv4 address.
    @inlinable @inline(__always)
    public func ipv4Address(inside offset: Int) -> IPv4Address {
        IPv4Address(number32(inside: offset))
    }

    /// The octets of `range` as an array of their own.
    public func array(_ range: Range<Int>) -> [UInt8] {
        let part = extracting(range)
        return [UInt8](unsafeUninitializedCapacity: part.byteCount) { buffer, count in
            part.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            count = part.byteCount
        }
    }
}
