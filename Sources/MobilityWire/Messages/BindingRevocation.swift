/// The flags of binding revocation messages, octets 10–11 (RFC 5846 §5).
public struct RevocationFlags: OptionSet, Hashable, Sendable {
    /// The sixteen bits as on the wire.
    public let rawValue: UInt16

    /// Flags from the sixteen bits as on the wire.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// P: a proxy binding.
    public static let proxyBinding = RevocationFlags(rawValue: 0x8000)
    /// V: the IPv4 home address binding only.
    public static let ipv4HomeAddress = RevocationFlags(rawValue: 0x4000)
    /// G: all bindings of a gateway.
    public static let global = RevocationFlags(rawValue: 0x2000)
}

/// Binding Revocation Indication (RFC 5846 §5.1).
public struct BindingRevocationIndication: Hashable, Sendable {
    /// Why.
    public var trigger: UInt8
    /// Repeated by the acknowledgement.
    public var sequence: UInt16
    /// P, V, G.
    public var flags: RevocationFlags
    /// The mobility options in order; Binding Identifiers limit the revocation to those bindings.
    public var options: [MobilityOption]

    /// An indication.
    public init(trigger: UInt8, sequence: UInt16, flags: RevocationFlags = [], options: [MobilityOption] = [])
    {
        self.trigger = trigger
        self.sequence = sequence
        self.flags = flags
        self.options = options
    }
}

/// Binding Revocation Acknowledgement (RFC 5846 §5.2).
public struct BindingRevocationAcknowledgement: Hashable, Sendable {
    /// Below 128 revoked, else not.
    public var status: UInt8
    /// That of the indication.
    public var sequence: UInt16
    /// P, V, G as in the indication.
    public var flags: RevocationFlags
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// An acknowledgement.
    public init(status: UInt8, sequence: UInt16, flags: RevocationFlags = [], options: [MobilityOption] = [])
    {
        self.status = status
        self.sequence = sequence
        self.flags = flags
        self.options = options
    }
}
