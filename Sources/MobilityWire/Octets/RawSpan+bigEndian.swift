// Numbers in network byte order out of borrowed octets. Two ways: the checked ones return nil behind the end; the
// unchecked ones are for a caller that has compared the whole field with the end once, in a line nearby.

extension RawSpan {
    /// Whether `count` octets stand at `offset`.
    @inlinable @inline(__always)
    package func holds(_ count: Int, at offset: Int) -> Bool {
        offset >= 0 && count >= 0 && count <= byteCount && offset <= byteCount - count
    }

    /// The octet at `offset`, if there is one.
    @inlinable @inline(__always)
    package func octet(at offset: Int) -> UInt8? {
        holds(1, at: offset) ? uncheckedOctet(at: offset) : nil
    }

    /// The 16-bit number at `offset`, if its octets are there.
    @inlinable @inline(__always)
    package func number16(at offset: Int) -> UInt16? {
        holds(2, at: offset) ? unchecked16(at: offset) : nil
    }

    /// The 32-bit number at `offset`, if its octets are there.
    @inlinable @inline(__always)
    package func number32(at offset: Int) -> UInt32? {
        holds(4, at: offset) ? unchecked32(at: offset) : nil
    }

    /// The IPv6 address at `offset`, if its octets are there.
    @inlinable @inline(__always)
    package func ipv6Address(at offset: Int) -> IPv6Address? {
        holds(16, at: offset) ? uncheckedIPv6Address(at: offset) : nil
    }

    /// The octet at `offset`, which must be inside.
    @inlinable @inline(__always)
    package func uncheckedOctet(at offset: Int) -> UInt8 {
        unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// The 16-bit number at `offset`; its octets must be inside.
    @inlinable @inline(__always)
    package func unchecked16(at offset: Int) -> UInt16 {
        UInt16(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt16.self))
    }

    /// The 32-bit number at `offset`; its octets must be inside.
    @inlinable @inline(__always)
    package func unchecked32(at offset: Int) -> UInt32 {
        UInt32(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }

    /// The 64-bit number at `offset`; its octets must be inside.
    @inlinable @inline(__always)
    package func unchecked64(at offset: Int) -> UInt64 {
        UInt64(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// The IPv6 address at `offset`; its octets must be inside.
    @inlinable @inline(__always)
    package func uncheckedIPv6Address(at offset: Int) -> IPv6Address {
        IPv6Address(high: unchecked64(at: offset), low: unchecked64(at: offset + 8))
    }

    /// A copy of `count` octets at `offset`, which must be inside.
    package func copy(_ count: Int, at offset: Int) -> [UInt8] {
        extracting(unchecked: offset..<(offset + count)).withUnsafeBytes { [UInt8]($0) }
    }
}
