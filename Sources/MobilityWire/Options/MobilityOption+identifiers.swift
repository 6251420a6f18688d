extension [MobilityOption] {
    /// The Binding Identifier options among them, in order (RFC 5648 §4.1).
    public var bindingIdentifiers: [BindingIdentifier] {
        var identifiers: [BindingIdentifier] = []
        identifiers.reserveCapacity(count)
        for case .bindingIdentifier(let identifier) in self { identifiers.append(identifier) }
        return identifiers
    }
}
