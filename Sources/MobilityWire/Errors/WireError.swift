/// Why octets could not be read, or a value could not be written.
public struct WireError: Error, Hashable, Sendable {
    /// The field that stands in the way.
    public var field: WireField
    /// Where it stands, in octets from the beginning of what was read or written.
    public var offset: Int
    /// What is wrong with it.
    public var reason: Reason

    /// An error at a field.
    public init(field: WireField, offset: Int, reason: Reason) {
        self.field = field
        self.offset = offset
        self.reason = reason
    }

    /// What is wrong with a field.
    public enum Reason: Hashable, Sendable {
        /// Octets end before the field does; both counted from the field's beginning.
        case truncated(needed: Int, available: Int)
        /// A value that makes the rest unusable.
        case invalid(found: UInt64, expected: UInt64)
        /// The Mobility Header checksum is wrong.
        case checksum(found: UInt16, computed: UInt16)
        /// A value does not fit into its field.
        case tooLarge(value: UInt64, limit: UInt64)
        /// More headers inside each other than are followed.
        case tooDeep(limit: Int)
        /// Something follows what must be last.
        case notLast
        /// A Binding Identifier value in one layout was to be written in the format of another.
        case profileMismatch(found: WireProfile, expected: WireProfile)
        /// A form that is not read, or not written.
        case unsupported
    }
}

extension WireError: CustomStringConvertible {
    /// One sentence for people.
    public var description: String {
        let place = "\(field.name) at octet \(offset)"
        switch reason {
        case .truncated(let needed, let available):
            return "\(place): needs \(needed) octets, \(available) are there."
        case .invalid(let found, let expected): return "\(place): is \(found), must be \(expected)."
        case .checksum(let found, let computed): return "\(place): is \(found), computed is \(computed)."
        case .tooLarge(let value, let limit): return "\(place): \(value) is more than \(limit)."
        case .tooDeep(let limit): return "\(place): more than \(limit) headers inside each other."
        case .notLast: return "\(place): must be last, but something follows."
        case .profileMismatch(let found, let expected):
            return "\(place): is laid out by \(found.rawValue), the message by \(expected.rawValue)."
        case .unsupported: return "\(place): this form is not supported."
        }
    }
}
