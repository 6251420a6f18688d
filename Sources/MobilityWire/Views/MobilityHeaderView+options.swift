// The fields of each option, read from the octets when asked for. Every read compares Length and end once and gives nil
// where the option does not have its layout; nothing is allocated.

extension MobilityHeaderView {
    /// Whether an option with `length` octets of data stands there, all of it inside the header.
    @inlinable @inline(__always)
    func has(_ length: Int, at position: OptionPosition) -> Bool {
        position.length == length && octets.holds(length, at: position.dataOffset)
    }

    /// The first octet of an option's data: the option-code of a link-layer address (RFC 5568 §6.4.3), the subtype of
    /// a Mobile Node Identifier (RFC 4283 §3).
    @inlinable
    public func firstOctet(at position: OptionPosition) -> UInt8? {
        guard position.length >= 1, octets.holds(position.length, at: position.dataOffset) else { return nil }
        return octets.octet(inside: position.dataOffset)
    }

    /// Refresh Interval of a Binding Refresh Advice in units of 4 seconds (RFC 6275 §6.2.4).
    @inlinable
    public func bindingRefreshAdvice(at position: OptionPosition) -> UInt16? {
        guard has(2, at: position) else { return nil }
        return octets.number16(inside: position.dataOffset)
    }

    /// The address of an Alternate Care-of Address (RFC 6275 §6.2.5).
    @inlinable
    public func alternateCareOfAddress(at position: OptionPosition) -> IPv6Address? {
        guard has(16, at: position) else { return nil }
        return octets.ipv6Address(inside: position.dataOffset)
    }

    /// Both indices of Nonce Indices (RFC 6275 §6.2.6).
    @inlinable
    public func nonceIndices(at position: OptionPosition) -> (home: UInt16, careOf: UInt16)? {
        guard has(4, at: position) else { return nil }
        return (
            octets.number16(inside: position.dataOffset), octets.number16(inside: position.dataOffset + 2)
        )
    }

    /// A Mobile Network Prefix as it stands there: length in bits, which may be out of range, and all 16 octets
    /// (RFC 3963 §4.3).
    @inlinable
    public func mobileNetworkPrefix(at position: OptionPosition) -> (length: UInt8, address: IPv6Address)? {
        guard has(18, at: position) else { return nil }
        return (
            octets.octet(inside: position.dataOffset + 1),
            octets.ipv6Address(inside: position.dataOffset + 2)
        )
    }

    /// Subtype and SPI of a Mobility Message Authentication; the authenticator is the data behind 5 octets (RFC 4285
    /// §5).
    @inlinable
    public func messageAuthentication(at position: OptionPosition) -> (subtype: UInt8, spi: UInt32)? {
        guard position.length >= 5, octets.holds(position.length, at: position.dataOffset) else { return nil }
        return (
            octets.octet(inside: position.dataOffset), octets.number32(inside: position.dataOffset + 1)
        )
    }

    /// The NTP timestamp of a Mobility Message Identification (RFC 4285 §6).
    @inlinable
    public func messageIdentification(at position: OptionPosition) -> UInt64? {
        guard has(8, at: position) else { return nil }
        return octets.number64(inside: position.dataOffset)
    }

    /// An IPv4 Home Address: 6 bits of prefix length, P, 9 reserved bits, the address (RFC 5555 §3.1.1).
    @inlinable
    public func ipv4HomeAddress(
        at position: OptionPosition
    ) -> (address: IPv4Address, prefixLength: UInt8, requestsPrefix: Bool)? {
        guard has(6, at: position) else { return nil }
        let first = octets.octet(inside: position.dataOffset)
        return (
            octets.ipv4Address(inside: position.dataOffset + 2), first >> 2, first & 0x02 != 0
        )
    }

    /// An IPv4 Address Acknowledgement: status, 6 bits of prefix length, 2 reserved bits, the address (RFC 5555
    /// §3.2.1).
    @inlinable
    public func ipv4AddressAcknowledgement(
        at position: OptionPosition
    ) -> (status: UInt8, prefixLength: UInt8, address: IPv4Address)? {
        guard has(6, at: position) else { return nil }
        return (
            octets.octet(inside: position.dataOffset),
            octets.octet(inside: position.dataOffset + 1) >> 2,
            octets.ipv4Address(inside: position.dataOffset + 2)
        )
    }

    /// NAT Detection: F, 15 reserved bits, refresh time in seconds (RFC 5555 §3.2.2).
    @inlinable
    public func natDetection(
        at position: OptionPosition
    ) -> (forceEncapsulation: Bool, refreshTime: UInt32)? {
        guard has(6, at: position) else { return nil }
        return (
            octets.octet(inside: position.dataOffset) & 0x80 != 0,
            octets.number32(inside: position.dataOffset + 2)
        )
    }

    /// The address of an IPv4 Care-of Address (RFC 5555 §3.1.2).
    @inlinable
    public func ipv4CareOfAddress(at position: OptionPosition) -> IPv4Address? {
        guard has(6, at: position) else { return nil }
        return octets.ipv4Address(inside: position.dataOffset + 2)
    }

    /// A Binding Identifier in the layout of `profile` (RFC 5648 §4.2, draft-06 §4.2). The Length alone says whether
    /// there is a care-of address and of which family; whether the draft's flags agree is for a check to say.
    @inlinable
    public func bindingIdentifier(at position: OptionPosition, profile: WireProfile) -> BindingIdentifier? {
        let offset = position.dataOffset
        guard octets.holds(position.length, at: offset),
            OptionKind.bindingIdentifier.allows(length: position.length, profile: profile)
        else { return nil }
        let bid = octets.number16(inside: offset)
        if profile == .shisa {
            // SHISA has no status: both octets behind the BID are reserved but for the first bit.
            return BindingIdentifier(
                profile: .shisa, bid: bid, status: 0, flags: octets.octet(inside: offset + 2),
                careOfAddress: nil)
        }
        var careOfAddress: CareOfAddress?
        if position.length == 20 {
            careOfAddress = .ipv6(octets.ipv6Address(inside: offset + 4))
        } else if position.length == 8 {
            careOfAddress = .ipv4(octets.ipv4Address(inside: offset + 4))
        }
        return BindingIdentifier(
            profile: profile, bid: bid, status: octets.octet(inside: offset + 2),
            flags: octets.octet(inside: offset + 3), careOfAddress: careOfAddress)
    }

    /// FID, FID-PRI and status of a Flow Identification; its sub-options are the data behind 6 octets (RFC 6089 §4.2).
    @inlinable
    public func flowIdentification(
        at position: OptionPosition
    ) -> (flowIdentifier: UInt16, priority: UInt16, status: UInt8)? {
        let offset = position.dataOffset
        guard position.length >= 6, octets.holds(position.length, at: offset) else { return nil }
        return (
            octets.number16(inside: offset), octets.number16(inside: offset + 2),
            octets.octet(inside: offset + 5)
        )
    }

    /// The sub-options of a Flow Identification, padding included: the same type, length, data as options. None where
    /// the option is too short to have any.
    @inlinable
    @_lifetime(copy self)
    public func subOptions(at position: OptionPosition) -> OptionWalk {
        guard position.length >= 6, octets.holds(position.length, at: position.dataOffset) else {
            return OptionWalk(octets, from: octets.byteCount)
        }
        return OptionWalk(octets.extracting(0..<position.end), from: position.dataOffset + 6)
    }
}
