// The fixed part of each message. A view has it in full, so the only question is which message it is.

extension MobilityHeaderView {
    /// The cookie of Home Test Init or Care-of Test Init (RFC 6275 §6.1.3, §6.1.4); nil for another message.
    @inlinable
    public var testInitCookie: UInt64? {
        guard kind == .homeTestInit || kind == .careOfTestInit else { return nil }
        return octets.number64(inside: 8)
    }

    /// Home Test or Care-of Test (RFC 6275 §6.1.5, §6.1.6); nil for another message.
    @inlinable
    public var testReply: (nonceIndex: UInt16, cookie: UInt64, token: UInt64)? {
        guard kind == .homeTest || kind == .careOfTest else { return nil }
        return (octets.number16(inside: 6), octets.number64(inside: 8), octets.number64(inside: 16))
    }

    /// Binding Update (RFC 6275 §6.1.7), lifetime in units of 4 seconds; nil for another message.
    @inlinable
    public var bindingUpdate: (sequence: UInt16, flags: BindingUpdate.Flags, lifetime: UInt16)? {
        guard kind == .bindingUpdate else { return nil }
        return (
            octets.number16(inside: 6), BindingUpdate.Flags(rawValue: octets.number16(inside: 8)),
            octets.number16(inside: 10)
        )
    }

    /// Binding Acknowledgement (RFC 6275 §6.1.8), lifetime in units of 4 seconds; nil for another message.
    @inlinable
    public var bindingAcknowledgement:
        (status: UInt8, flags: BindingAcknowledgement.Flags, sequence: UInt16, lifetime: UInt16)?
    {
        guard kind == .bindingAcknowledgement else { return nil }
        return (
            octets.octet(inside: 6),
            BindingAcknowledgement.Flags(rawValue: octets.octet(inside: 7)),
            octets.number16(inside: 8), octets.number16(inside: 10)
        )
    }

    /// Binding Error (RFC 6275 §6.1.9); nil for another message.
    @inlinable
    public var bindingError: (status: UInt8, homeAddress: IPv6Address)? {
        guard kind == .bindingError else { return nil }
        return (octets.octet(inside: 6), octets.ipv6Address(inside: 8))
    }

    /// How many agents a Home Agent Switch names (RFC 5142 §4); nil for another message.
    @inlinable
    public var homeAgentCount: Int? {
        kind == .homeAgentSwitch ? (optionsOffset - 8) / 16 : nil
    }

    /// Agent `index` of a Home Agent Switch, counted from 0; nil behind the last.
    @inlinable
    public func homeAgent(_ index: Int) -> IPv6Address? {
        guard let count = homeAgentCount, index >= 0, index < count else { return nil }
        return octets.ipv6Address(inside: 8 + 16 * index)
    }

    /// Binding Revocation Indication (RFC 5846 §5.1); nil for another message.
    @inlinable
    public var bindingRevocationIndication: (trigger: UInt8, sequence: UInt16, flags: RevocationFlags)? {
        guard kind == .bindingRevocation, octets.octet(inside: 6) == 1 else { return nil }
        return (
            octets.octet(inside: 7), octets.number16(inside: 8),
            RevocationFlags(rawValue: octets.number16(inside: 10))
        )
    }

    /// Binding Revocation Acknowledgement (RFC 5846 §5.2); nil for another message.
    @inlinable
    public var bindingRevocationAcknowledgement: (status: UInt8, sequence: UInt16, flags: RevocationFlags)? {
        guard kind == .bindingRevocation, octets.octet(inside: 6) == 2 else { return nil }
        return (
            octets.octet(inside: 7), octets.number16(inside: 8),
            RevocationFlags(rawValue: octets.number16(inside: 10))
        )
    }
}
