import MobilityWire

/// The choices where the texts are open or differ (A1–A19), as one value. Profiles differ in defaults here and in the
/// codec, nowhere else.
public struct Policies: Hashable, Sendable, Codable {
    /// The wire format the values go with: layout of Binding Identifier options (and A17, their number).
    public var format: WireFormat
    /// A1: the status for an unknown BID at de-registration: 133, 167 or 0. A node takes each as "gone".
    public var unknownBidStatus: UInt8 = 133
    /// A2: a refresh that names one BID renews all bindings of the home address (R-054, review item 1).
    public var refreshRenewsAll: Bool
    /// A3: where status 5 stands for a lone home binding; in a bulk it stands in the BID's field. A node accepts either.
    public var returnHomeStatusPlace: StatusPlace
    /// A4: what the H flag with lifetime 0 asks for.
    public var homeFlagWithoutLifetime: HomeFlagWithoutLifetime
    /// The draft's home binding has no lifetime, and nobody tells a node that its agent lost it (R-057, review item 1):
    /// the node tells it again at the pace of refreshes. False: once, as the draft has it.
    public var confirmsHardState: Bool
    /// A5: a new BID for a care-of address that is cached under another BID (R-032, review item 2).
    public var newBidForCachedAddress: NewBidForCachedAddress
    /// A6: lifetime 0 for several BIDs of which one is unknown: 4 NOTCOMPLETE and go on, or refuse the whole.
    public var partialDeregistration: PartialDeregistration = .notComplete
    /// A7: where the status of a failure with a single BID stands. A correspondent always uses the BA's.
    public var singleFailurePlace: StatusPlace = .both
    /// A8: bit 0x0040 of a Binding Update is O unless P is set; in draft-06 it is reserved.
    public var overwriteInHeader: Bool
    /// A9: the care-of address of an option of Length 4 beside O.
    public var overwriteWithoutAddress: OverwriteWithoutAddress
    /// A10: a refusal with 164 repeats each option whose BID could be read.
    public var echoMalformed: Bool = true
    /// The care-of address of an option that has none, lifetime not zero: the draft takes the Alternate Care-of Address
    /// or the packet's source, RFC 5648 the cached one, else 167. A9 goes before it where O is set.
    public var absentCareOfAddress: AbsentCareOfAddress
    /// A Binding Update from elsewhere in which no option has H takes the home link out of use (RFC 5648 §5.6.5, R-073);
    /// the home binding stays until it expires.
    public var homeFlagClearLeavesHome: Bool
    /// A11: which BIDs a Binding Refresh Request names.
    public var refreshRequestBids: RefreshRequestBids
    /// A12: a second home binding replaces the first.
    public var secondHomeBindingReplaces: Bool = true
    /// A13: draft-06 options whose C, D and Length disagree are refused with 164.
    public var refuseFlagLengthMismatch: Bool
    /// A14: draft-06: any O in a bulk counts for all of it; otherwise only if all options carry it.
    public var anyOverwriteCounts: Bool = true
    /// A15: a bulk above the path MTU is split; the first part alone carries O.
    public var splitBulk: Bool = true
    /// A18: Care-of Test Init carries a BID option.
    public var bidInCareOfTestInit: Bool
    /// A19: the care-of address that the RFC 4285 authenticator covers is the packet's source; else the first BID's.
    public var authenticatorCoversSource: Bool = true
    /// Sequence numbers: one for all bindings of a peer (RFC 5648 §4.1), or one per binding (R-049…R-051).
    public var sharedSequence: Bool

    /// An ordinary Binding Update whose care-of address is the home address deletes, whatever its lifetime: RFC 3775
    /// §9.5.1, on which the draft stands. RFC 6275 looks at the lifetime alone.
    public var homeCareOfAddressDeletes: Bool

    /// Where a status stands in a Binding Acknowledgement.
    public enum StatusPlace: String, CaseIterable, Hashable, Sendable, Codable {
        /// The Binding Acknowledgement's own field.
        case acknowledgement
        /// The Binding Identifier option's field.
        case option
        /// Both.
        case both
    }

    /// Choices of A4.
    public enum HomeFlagWithoutLifetime: String, CaseIterable, Hashable, Sendable, Codable {
        /// The node is at home as well (draft).
        case returnHome = "return-home"
        /// The binding is removed; H is reported.
        case deregister
    }

    /// Choices of A5.
    public enum NewBidForCachedAddress: String, CaseIterable, Hashable, Sendable, Codable {
        /// The entry gets the new BID.
        case move
        /// There are two entries then.
        case add
    }

    /// Choices of A6.
    public enum PartialDeregistration: String, CaseIterable, Hashable, Sendable, Codable {
        /// Status 4; the unknown BID has its own status, the others are removed.
        case notComplete = "not-complete"
        /// The status of A1 for the whole; nothing is removed.
        case refuse
    }

    /// Choices of A9.
    public enum OverwriteWithoutAddress: String, CaseIterable, Hashable, Sendable, Codable {
        /// The packet's source address (C clear in the draft, R-126).
        case packetSource = "packet-source"
        /// What the cache had before it was emptied, else 167.
        case oldCache = "old-cache"
    }

    /// Choices for an option without a care-of address.
    public enum AbsentCareOfAddress: String, CaseIterable, Hashable, Sendable, Codable {
        /// The Alternate Care-of Address if there is one, else the packet's source.
        case packetSource = "packet-source"
        /// That of the binding with this BID, else 167.
        case cached
    }

    /// Choices of A11.
    public enum RefreshRequestBids: String, CaseIterable, Hashable, Sendable, Codable {
        /// Those due.
        case due
        /// All if they came in bulk, else those due.
        case allIfBulk = "all-if-bulk"
    }

    /// The defaults of a profile; SHISA's form is only read, so it gets those of the draft.
    public init(profile: WireProfile) {
        let draft = profile != .rfc5648
        format = WireFormat(draft ? .draft06 : .rfc5648)
        refreshRenewsAll = draft
        returnHomeStatusPlace = draft ? .option : .both
        homeFlagWithoutLifetime = draft ? .returnHome : .deregister
        confirmsHardState = draft
        newBidForCachedAddress = draft ? .move : .add
        overwriteInHeader = !draft
        overwriteWithoutAddress = draft ? .packetSource : .oldCache
        refreshRequestBids = draft ? .allIfBulk : .due
        refuseFlagLengthMismatch = draft
        bidInCareOfTestInit = draft
        sharedSequence = !draft
        homeCareOfAddressDeletes = draft
        absentCareOfAddress = draft ? .packetSource : .cached
        homeFlagClearLeavesHome = !draft
    }

    /// RFC 5648.
    public static let rfc5648 = Policies(profile: .rfc5648)
    /// draft-ietf-monami6-multiplecoa-06.
    public static let draft06 = Policies(profile: .draft06)
}
