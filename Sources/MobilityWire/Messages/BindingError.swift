/// Binding Error (RFC 6275 §6.1.9).
public struct BindingError: Hashable, Sendable {
    /// 1: no binding for the Home Address option; 2: unrecognised Mobility Header type.
    public var status: UInt8
    /// The home address of the offending packet, else `::`.
    public var homeAddress: IPv6Address
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// A Binding Error.
    public init(status: UInt8, homeAddress: IPv6Address, options: [MobilityOption] = []) {
        self.status = status
        self.homeAddress = homeAddress
        self.options = options
    }
}
