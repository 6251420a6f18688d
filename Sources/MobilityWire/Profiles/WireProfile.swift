/// Which text the octets follow. The messages of RFC 6275 are the same in all; what differs is the Binding Identifier
/// option, the place of the overwrite flag, and whether Care-of Test Init carries a BID.
public enum WireProfile: String, CaseIterable, Hashable, Sendable, Codable {
    /// RFC 5648 (with the BID-PRI of RFC 6089): the flag O stands in the Binding Update, octet 5 of the option is H
    /// and a 7-bit priority.
    case rfc5648
    /// draft-ietf-monami6-multiplecoa-05/-06: octet 5 of the option is C, O, H, D and four reserved bits.
    case draft06 = "draft-06"
    /// The form of the KAME SHISA code (2007): option type 7 of Length 4, the care-of address in an Alternate Care-of
    /// Address option. Read only.
    case shisa
}

/// What a codec must be told before it reads or writes.
public struct WireFormat: Hashable, Sendable, Codable {
    /// The layout of Binding Identifier options.
    public var profile: WireProfile
    /// The option's type number. RFC 5648 has 35; the drafts left it open (policy A17).
    public var bindingIdentifierType: UInt8

    /// A format; option number 35 unless told otherwise (policy A17).
    public init(_ profile: WireProfile, bindingIdentifierType: UInt8 = 35) {
        self.profile = profile
        self.bindingIdentifierType = bindingIdentifierType
    }

    /// RFC 5648 with option 35.
    public static let rfc5648 = WireFormat(.rfc5648)
    /// draft-06 with option 35.
    public static let draft06 = WireFormat(.draft06)
}
