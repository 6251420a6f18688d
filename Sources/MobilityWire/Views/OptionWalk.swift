/// Where an option stands in a Mobility Header. It fits into one register: a header has at most 2048 octets.
public struct OptionPosition: Hashable, Sendable {
    /// The option's type number; 0 is Pad1, 1 is PadN.
    public let type: UInt8
    @usableFromInline let lengthOctet: UInt8
    @usableFromInline let offset16: UInt16

    /// An option at `offset`, below 65536.
    @inlinable
    init(type: UInt8, offset: Int, length: UInt8) {
        self.type = type
        self.lengthOctet = length
        self.offset16 = UInt16(truncatingIfNeeded: offset)
    }

    /// Where its Type octet stands, in octets from the beginning of the Mobility Header.
    @inlinable
    public var offset: Int { Int(offset16) }
    /// Its Length: how many octets of data it has. 0 for Pad1.
    @inlinable
    public var length: Int { Int(lengthOctet) }
    /// Where its data begins: behind Type and Length. A Pad1 has no Length and no data.
    @inlinable
    public var dataOffset: Int { type == 0 ? offset &+ 1 : offset &+ 2 }
    /// Where the next option begins.
    @inlinable
    public var end: Int { dataOffset &+ length }
    /// Whether it is Pad1 or PadN (RFC 6275 §6.2.2, §6.2.3).
    @inlinable
    public var isPadding: Bool { type <= 1 }
}

/// Walks over the options of a message (RFC 6275 §6.2.1), padding included.
public struct OptionWalk: ~Escapable {
    @usableFromInline let octets: RawSpan
    /// Where the next option begins.
    public private(set) var offset: Int

    @_lifetime(copy octets)
    @usableFromInline
    init(_ octets: RawSpan, from offset: Int) {
        self.octets = octets
        self.offset = offset
    }

    /// The next option; nil at the end.
    ///
    /// - Throws: `WireError` where Type stands at the very end without a Length, or Length reaches behind the end. Then
    ///   nothing more can be walked over, and the message is malformed.
    @_lifetime(self: copy self)
    public mutating func next() throws(WireError) -> OptionPosition? {
        let start = offset
        let available = octets.byteCount - start
        guard available > 0 else { return nil }
        let type = octets.octet(inside: start)
        if type == 0 {
            offset = start + 1
            return OptionPosition(type: 0, offset: start, length: 0)
        }
        guard available >= 2 else {
            throw WireError(
                field: .optionLength, offset: start, reason: .truncated(needed: 2, available: available))
        }
        let length = octets.octet(inside: start + 1)
        guard Int(length) + 2 <= available else {
            throw WireError(
                field: .optionLength, offset: start + 1,
                reason: .truncated(needed: Int(length), available: available - 2))
        }
        offset = start + 2 + Int(length)
        return OptionPosition(type: type, offset: start, length: length)
    }
}
