/// The order in which the capturing machine wrote the octets of a number.
enum ByteOrder: Sendable {
    case littleEndian
    case bigEndian
}

extension RawSpan {
    /// The two octets at `offset` as a number. The caller has compared `offset` with `byteCount`.
    @inline(__always)
    func number16(at offset: Int, _ order: ByteOrder) -> UInt16 {
        let loaded = unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
        return order == .bigEndian ? UInt16(bigEndian: loaded) : UInt16(littleEndian: loaded)
    }

    /// The four octets at `offset` as a number. The caller has compared `offset` with `byteCount`.
    @inline(__always)
    func number32(at offset: Int, _ order: ByteOrder) -> UInt32 {
        let loaded = unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return order == .bigEndian ? UInt32(bigEndian: loaded) : UInt32(littleEndian: loaded)
    }

    /// The eight octets at `offset` as a number. The caller has compared `offset` with `byteCount`.
    func number64(at offset: Int, _ order: ByteOrder) -> UInt64 {
        let loaded = unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return order == .bigEndian ? UInt64(bigEndian: loaded) : UInt64(littleEndian: loaded)
    }

    /// The octets as text, invalid UTF-8 repaired.
    var text: String {
        withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
