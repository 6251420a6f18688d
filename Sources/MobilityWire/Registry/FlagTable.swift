/// One flag: a bit, the letter that figures and people use for it, and what it says when set.
public struct FlagMeaning: Sendable {
    /// The bit, in the width of its field.
    public let mask: UInt16
    /// The letter.
    public let letter: Unicode.Scalar
    /// Its name.
    public let name: StaticString
    /// What it says when set, in one sentence.
    public let meaning: StaticString
    /// Where that is written.
    public let section: StaticString

    init(
        _ mask: UInt16, _ letter: Unicode.Scalar, _ name: StaticString, _ meaning: StaticString,
        _ section: StaticString
    ) {
        self.mask = mask
        self.letter = letter
        self.name = name
        self.meaning = meaning
        self.section = section
    }
}

/// The flags of one field, in bit order, first bit first.
public struct FlagTable: Sendable {
    /// The flags in bit order, first bit first.
    public let flags: [FlagMeaning]
    /// The bits that no flag uses.
    public let reserved: UInt16
    /// The letters alone.
    public let letters: FlagLetters

    init(width: Int, _ flags: [FlagMeaning]) {
        self.flags = flags
        var letters = SIMD16<UInt8>()
        for flag in flags { letters[flag.mask.leadingZeroBitCount] = UInt8(ascii: flag.letter) }
        self.letters = FlagLetters(octets: letters)
        let field: UInt16 = width >= 16 ? .max : 1 << UInt16(width) &- 1
        reserved = field & ~flags.reduce(0) { $0 | $1.mask }
    }

    /// Calls `body` with the letter of each flag that is set in `value`, as an ASCII octet, in bit order.
    public func forEachLetter(of value: UInt16, _ body: (UInt8) -> Void) {
        letters.forEach(of: value, body)
    }
}

/// The letters of the flags of one field, without anything else: small enough to be copied for each message.
public struct FlagLetters: Hashable, Sendable {
    /// The letter of each bit as an ASCII octet, the first being that of bit 0x8000; 0 where no flag has the bit.
    let octets: SIMD16<UInt8>

    /// Calls `body` with the letter of each flag that is set in `value`, as an ASCII octet, in bit order.
    public func forEach(of value: UInt16, _ body: (UInt8) -> Void) {
        var rest = value
        while rest != 0 {
            let place = rest.leadingZeroBitCount
            rest &= ~(0x8000 >> UInt16(place))
            if octets[place] != 0 { body(octets[place]) }
        }
    }
}

extension FlagTable {
    /// Flags of a Binding Update, octets 8–9, when bit 0x0040 is O of RFC 5648 (policy A8).
    public static let bindingUpdate = FlagTable(width: 16, bindingUpdateFlags(shared: overwrite))
    /// Flags of a Binding Update with P set: bit 0x0040 is then B of RFC 6602 (policy A8).
    public static let proxyBindingUpdate = FlagTable(width: 16, bindingUpdateFlags(shared: bulkUpdate))
    /// Flags of a Binding Update of draft-06: bit 0x0040 is reserved there (policy A8).
    public static let draftBindingUpdate = FlagTable(width: 16, bindingUpdateFlags(shared: nil))

    /// Flags of a Binding Update of SHISA, which has bits of its own from before the numbers were assigned.
    public static let shisaBindingUpdate = FlagTable(
        width: 16,
        bindingUpdateFlags(shared: nil).filter { $0.mask & 0xf400 != 0 }
            + [
                FlagMeaning(
                    0x0200, "M", "Multiple Care-of Addresses",
                    "The sender registers several care-of addresses.", "SHISA netinet/ip6mh.h")
            ])

    /// Which of these tables a Binding Update with these bits is read by.
    public static func bindingUpdate(flags: UInt16, profile: WireProfile) -> FlagTable {
        if profile == .shisa { return .shisaBindingUpdate }
        if flags & 0x0200 != 0 { return .proxyBindingUpdate }
        return profile == .rfc5648 ? .bindingUpdate : .draftBindingUpdate
    }

    private static let overwrite = FlagMeaning(
        0x0040, "O", "Overwrite", "Replaces all bindings by those of this Binding Update.", "RFC 5648 §4.1")
    private static let bulkUpdate = FlagMeaning(
        0x0040, "B", "Bulk-Binding-Update", "Concerns all nodes of a group.", "RFC 6602 §4.1")

    private static func bindingUpdateFlags(shared: FlagMeaning?) -> [FlagMeaning] {
        [
            FlagMeaning(0x8000, "A", "Acknowledge", "Asks for a Binding Acknowledgement.", "RFC 6275 §6.1.7"),
            FlagMeaning(
                0x4000, "H", "Home Registration", "Asks the receiver to be the node's home agent.",
                "RFC 6275 §6.1.7"),
            FlagMeaning(
                0x2000, "L", "Link-Local Address Compatibility",
                "Home address and link-local address have the same interface identifier.", "RFC 6275 §6.1.7"),
            FlagMeaning(
                0x1000, "K", "Key Management Mobility Capability",
                "The IKE association can follow the node.", "RFC 6275 §6.1.7"),
            FlagMeaning(
                0x0800, "M", "MAP Registration", "A registration at a mobility anchor point.", "RFC 5380 §4.1"
            ),
            FlagMeaning(0x0400, "R", "Mobile Router", "The sender is a mobile router.", "RFC 3963 §4.1"),
            FlagMeaning(
                0x0200, "P", "Proxy Registration", "A gateway registers for the node.", "RFC 5213 §8.1"),
            FlagMeaning(
                0x0100, "F", "Force UDP Encapsulation", "Asks for UDP even where there is no NAT.",
                "RFC 5555 §3.1.3"),
            FlagMeaning(
                0x0080, "T", "TLV-header Format", "Tunnelled packets carry a TLV header.", "RFC 5845 §6.3"),
            shared,
            FlagMeaning(
                0x0020, "S", "Subscription Information", "Asks for multicast subscriptions.", "RFC 7161 §4"),
            FlagMeaning(
                0x0010, "D", "Distributed Mobility", "Comes from a distributed anchor.", "RFC 8885 §4.1"),
        ].compactMap { $0 }
    }

    /// Flags of a Binding Acknowledgement, octet 7.
    public static let bindingAcknowledgement = FlagTable(
        width: 8,
        [
            FlagMeaning(
                0x80, "K", "Key Management Mobility Capability", "The IKE association can follow the node.",
                "RFC 6275 §6.1.8"),
            FlagMeaning(0x40, "R", "Mobile Router", "The home agent serves mobile routers.", "RFC 3963 §4.2"),
            FlagMeaning(0x20, "P", "Proxy Registration", "Answers a proxy registration.", "RFC 5213 §8.2"),
            FlagMeaning(
                0x10, "T", "TLV-header Format", "Tunnelled packets carry a TLV header.", "RFC 5845 §6.4"),
            FlagMeaning(0x08, "B", "Bulk-Binding-Update", "Concerns all nodes of a group.", "RFC 6602 §4.1"),
            FlagMeaning(
                0x04, "S", "Subscription Information", "Multicast subscriptions are kept.", "RFC 7161 §4"),
            FlagMeaning(
                0x02, "D", "Distributed Mobility", "Comes from a distributed anchor.", "RFC 8885 §4.2"),
        ])

    /// Flags of both revocation messages, octets 10–11.
    public static let bindingRevocation = FlagTable(
        width: 16,
        [
            FlagMeaning(0x8000, "P", "Proxy Binding", "A proxy binding is meant.", "RFC 5846 §5.1"),
            FlagMeaning(
                0x4000, "V", "IPv4 HoA Binding Only", "Only the binding of the IPv4 home address is meant.",
                "RFC 5846 §5.1"),
            FlagMeaning(0x2000, "G", "Global", "All bindings of the gateway are meant.", "RFC 5846 §5.1"),
        ])

    /// The flag of a Binding Identifier of RFC 5648, octet 5; the other seven bits are BID-PRI of RFC 6089 §4.1.
    public static let bindingIdentifier = FlagTable(
        width: 8,
        [
            FlagMeaning(
                0x80, "H", "Simultaneous Home and Foreign Binding",
                "The node is at its home link and elsewhere at once.", "RFC 5648 §4.2")
        ])

    /// Flags of a Binding Identifier of draft-06, octet 5.
    public static let draftBindingIdentifier = FlagTable(
        width: 8,
        [
            FlagMeaning(0x80, "C", "Care-of Address", "A care-of address follows.", "draft-06 §4.2"),
            FlagMeaning(
                0x40, "O", "Overwrite", "Replaces all bindings by those of this Binding Update.",
                "draft-06 §4.2"),
            FlagMeaning(
                0x20, "H", "Home Binding", "The node is at its home link and elsewhere at once.",
                "draft-06 §4.2"),
            FlagMeaning(0x10, "D", "DSMIPv6", "The care-of address is an IPv4 address.", "draft-06 §4.2"),
        ])

    /// The flag of both messages of home agent discovery, octets 6–7.
    public static let homeAgentDiscovery = FlagTable(
        width: 16,
        [
            FlagMeaning(
                0x8000, "R", "Mobile Router Support", "Only agents that serve mobile routers.", "RFC 3963 §7")
        ])

    /// Flags of a Mobile Prefix Advertisement, octets 6–7.
    public static let prefixAdvertisement = FlagTable(
        width: 16,
        [
            FlagMeaning(
                0x8000, "M", "Managed Address Configuration", "Addresses are given out by DHCPv6.",
                "RFC 6275 §6.8"),
            FlagMeaning(
                0x4000, "O", "Other Configuration", "Other settings are given out by DHCPv6.",
                "RFC 6275 §6.8"),
        ])

    /// Flags of a Prefix Information option, octet 3.
    public static let prefixInformation = FlagTable(
        width: 8,
        [
            FlagMeaning(0x80, "L", "On-Link", "Addresses of the prefix are on the link.", "RFC 4861 §4.6.2"),
            FlagMeaning(
                0x40, "A", "Autonomous Address-Configuration", "Nodes may make addresses of the prefix.",
                "RFC 4861 §4.6.2"),
            FlagMeaning(
                0x20, "R", "Router Address", "The field holds a router's whole address.", "RFC 6275 §7.2"),
        ])
}
