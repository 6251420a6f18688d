/// A secret that a node keeps: the key of an RFC 4285 security association (16 octets there), or a correspondent
/// node's Kcn (20 octets, RFC 6275 §5.2.1).
///
/// It shows its length and never its octets, so that no journal, dump or screen can leak it by accident. Comparing
/// takes the same time wherever two keys differ.
public struct SecretKey: Hashable, Sendable {
    /// The secret itself.
    public let octets: [UInt8]

    /// A key of any length.
    public init(_ octets: [UInt8]) {
        self.octets = octets
    }

    /// In constant time; only the lengths show.
    public static func == (left: SecretKey, right: SecretKey) -> Bool {
        ConstantTime.equal(left.octets.span.bytes, right.octets.span.bytes)
    }
}

extension SecretKey: CustomStringConvertible, CustomReflectable {
    /// Its length, not its octets.
    public var description: String { "secret of \(octets.count) octets" }
    /// Without children, so that a dump holds no key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
