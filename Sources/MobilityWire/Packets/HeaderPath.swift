/// The kinds of headers that a packet can be wrapped in, as the standards count layers: extension headers are not
/// among them.
public enum HeaderKind: UInt8, CaseIterable, Hashable, Sendable {
    /// An IPv6 header (RFC 8200).
    case ipv6
    /// An IPv4 header (RFC 791).
    case ipv4
    /// A UDP header that carries a tunnelled packet (RFC 5555 §4.1) or ESP (RFC 3948).
    case udp
}

/// The headers before a payload, outermost first, with their places; packed, so that it is copied like a number.
public struct HeaderPath: Hashable, Sendable {
    /// How many headers may stand inside each other before reading stops.
    public static let limit = 8

    /// How many there are.
    @inlinable
    public var count: Int { Int(used) }
    @usableFromInline
    var used: UInt16 = 0
    /// Two bits a header, the outermost in the lowest.
    @usableFromInline
    var kinds: UInt16 = 0
    /// Sixteen bits a header, the outermost in the lowest: headers 0–3, then 4–7.
    @usableFromInline
    var offsets: (UInt64, UInt64) = (0, 0)

    /// No headers.
    @inlinable
    public init() {}

    /// The kind of the header at `index`, 0 being the outermost; nil behind the innermost.
    @inlinable
    public subscript(index: Int) -> HeaderKind? {
        guard index >= 0, index < count else { return nil }
        return HeaderKind(rawValue: UInt8(truncatingIfNeeded: kinds >> UInt16(2 * index) & 3))
    }

    /// Where the header at `index` begins, in octets from the beginning of the packet; nil behind the innermost.
    @inlinable
    public func offset(_ index: Int) -> Int? {
        guard index >= 0, index < count else { return nil }
        let half = index < 4 ? offsets.0 : offsets.1
        return Int(UInt16(truncatingIfNeeded: half >> UInt64(16 * (index & 3))))
    }

    /// The index of the innermost IPv4 or IPv6 header.
    public var innermost: Int? {
        var index = count - 1
        while index >= 0, self[index] == .udp { index -= 1 }
        return index >= 0 ? index : nil
    }

    /// Adds a header inside all others. Says no where there is no room for it, or it begins behind octet 65535.
    @inline(__always)
    mutating func append(_ kind: HeaderKind, at offset: Int) -> Bool {
        guard count < HeaderPath.limit, let place = UInt16(exactly: offset) else { return false }
        kinds |= UInt16(kind.rawValue) &<< (2 &* used)
        let shifted = UInt64(place) &<< UInt64(16 &* (used & 3))
        if used < 4 { offsets.0 |= shifted } else { offsets.1 |= shifted }
        used &+= 1
        return true
    }

    /// Whether both hold the same headers at the same places.
    public static func == (left: HeaderPath, right: HeaderPath) -> Bool {
        left.used == right.used && left.kinds == right.kinds && left.offsets == right.offsets
    }

    /// Feeds all that `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(used)
        hasher.combine(kinds)
        hasher.combine(offsets.0)
        hasher.combine(offsets.1)
    }
}
