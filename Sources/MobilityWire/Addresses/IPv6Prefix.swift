/// An IPv6 prefix: an address whose bits behind `length` are zero (RFC 4291 §2.3).
public struct IPv6Prefix: Hashable, Comparable, Sendable {
    /// The prefix with all other bits cleared.
    public let address: IPv6Address
    /// Prefix length in bits, 0…128.
    public let length: Int

    /// The prefix of `address` with `length` bits; lengths outside 0…128 are clamped, further bits cleared.
    public init(_ address: IPv6Address, length: Int) {
        self.length = max(0, min(128, length))
        self.address = address.masked(to: length)
    }

    /// Whether `candidate` lies in this prefix.
    public func contains(_ candidate: IPv6Address) -> Bool {
        candidate.masked(to: length) == address
    }

    /// By address, then shorter first.
    public static func < (left: IPv6Prefix, right: IPv6Prefix) -> Bool {
        left.address != right.address ? left.address < right.address : left.length < right.length
    }
}
