/// The Binding Identifier option (RFC 5648 §4.2; draft-06 §4.2): Length 4, 8 or 20.
///
/// The value keeps octet 5 as it stands on the wire together with the layout it is to be read by, so that a strange
/// message goes out again as it came in. What the bits mean is asked through `home`, `overwrite`, `priority`.
public struct BindingIdentifier: Hashable, Sendable {
    /// The layout that gives `flags` its meaning.
    public var profile: WireProfile
    /// The binding identifier, 1…65535; 0 is reserved.
    public var bid: UInt16
    /// Octet 4. It has a meaning only in Binding Acknowledgement and Care-of Test.
    public var status: UInt8
    /// Octet 5 as on the wire. rfc5648: H 0x80, BID-PRI 0x7f. draft-06: C 0x80, O 0x40, H 0x20, D 0x10, rest zero.
    public var flags: UInt8
    /// The care-of address: Length 20 (IPv6), 8 (IPv4), or none: Length 4.
    public var careOfAddress: CareOfAddress?

    /// An option whose octet 5 is given as it is.
    public init(
        profile: WireProfile, bid: UInt16, status: UInt8 = 0, flags: UInt8,
        careOfAddress: CareOfAddress? = nil
    ) {
        self.profile = profile
        self.bid = bid
        self.status = status
        self.flags = flags
        self.careOfAddress = careOfAddress
    }

    /// An option of RFC 5648. `priority` is the BID-PRI of RFC 6089, 0…127 where 0 is unset; higher bits are dropped.
    public static func rfc5648(
        bid: UInt16, status: UInt8 = 0, home: Bool = false, priority: UInt8 = 0,
        careOfAddress: CareOfAddress? = nil
    ) -> BindingIdentifier {
        BindingIdentifier(
            profile: .rfc5648, bid: bid, status: status, flags: (home ? 0x80 : 0) | (priority & 0x7f),
            careOfAddress: careOfAddress)
    }

    /// An option of draft-06; C and D follow from the care-of address.
    public static func draft06(
        bid: UInt16, status: UInt8 = 0, overwrite: Bool = false, home: Bool = false,
        careOfAddress: CareOfAddress? = nil
    ) -> BindingIdentifier {
        var flags: UInt8 = (overwrite ? 0x40 : 0) | (home ? 0x20 : 0)
        switch careOfAddress {
        case .ipv6: flags |= 0x80
        case .ipv4: flags |= 0x80 | 0x10
        case nil: break
        }
        return BindingIdentifier(
            profile: .draft06, bid: bid, status: status, flags: flags, careOfAddress: careOfAddress)
    }

    /// H: several bindings while attached to the home link.
    public var home: Bool {
        switch profile {
        case .rfc5648: flags & 0x80 != 0
        case .draft06: flags & 0x20 != 0
        case .shisa: false
        }
    }

    /// O of the draft's option: replace all bindings by those of this Binding Update. RFC 5648 moved it to the
    /// Binding Update's header; see `BindingUpdate.Flags.overwrite`.
    public var overwrite: Bool { profile == .draft06 && flags & 0x40 != 0 }

    /// C of the draft: a care-of address is present, says the flag (the Length may say otherwise: policy A13).
    public var careOfAddressFlag: Bool { profile == .draft06 && flags & 0x80 != 0 }

    /// D of the draft: the care-of address is an IPv4 address, says the flag.
    public var ipv4Flag: Bool { profile == .draft06 && flags & 0x10 != 0 }

    /// BID-PRI (RFC 6089 §4.1): lower is preferred, 0 is "none given". Only RFC 5648 has room for it.
    public var priority: UInt8 { profile == .rfc5648 ? flags & 0x7f : 0 }

    /// The option's Length: octets behind Type and Length.
    public var length: Int { 4 + (careOfAddress?.size ?? 0) }
}
