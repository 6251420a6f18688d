/// Why octets could not be read, or a value could not be written.
public struct WireError: Error, Hashable, Sendable {
    /// The field that stands in the way.
    public var field: WireField
    /// Where it stands, in octets from the beginning of what was read.
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
        /// Octets end before the field does.
        case truncated(needed: Int, available: Int)
        /// A value that makes the rest unusable.
        case invalid(found: UInt64, expected: UInt64)
        /// The Mobility Header checksum is wrong.
        case checksum(found: UInt16, computed: UInt16)
        /// A value does not fit into its field.
        case tooLarge(value: UInt64, limit: UInt64)
        /// More headers inside each other than are followed.
        case tooDeep(limit: Int)
        /// A form that is not read.
        case unsupported
    }
}

/// The fields that errors and problems name.
public enum WireField: UInt8, CaseIterable, Hashable, Sendable {
    /// An IPv4 or IPv6 header.
    case internetHeader
}

/// A deviation that leaves a message usable.
public struct Problem: Hashable, Sendable {
    /// The field that deviates.
    public var field: WireField
    /// Where it stands, in octets from the beginning of what was read.
    public var offset: Int

    /// A deviation at a field.
    public init(field: WireField, offset: Int) {
        self.field = field
        self.offset = offset
    }
}
