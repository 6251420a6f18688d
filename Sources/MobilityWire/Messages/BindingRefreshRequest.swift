/// Binding Refresh Request (RFC 6275 §6.1.2): "please send a Binding Update". With Binding Identifier options it names
/// the bindings meant.
public struct BindingRefreshRequest: Hashable, Sendable {
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// A request with these options.
    public init(options: [MobilityOption] = []) {
        self.options = options
    }
}
