/// The status of a Binding Acknowledgement, and of a Binding Identifier in it (RFC 6275 §6.1.8, RFC 5648 §4.2).
///
/// Below 128 the binding was accepted, from 128 on it was refused.
public struct BindingStatus: AssignedNumber {
    /// The octet as on the wire.
    public let rawValue: UInt8

    /// A status from its octet.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// 0: accepted.
    public static let accepted = BindingStatus(rawValue: 0)
    /// 1: accepted, but the prefixes should be asked for.
    public static let prefixDiscoveryNecessary = BindingStatus(rawValue: 1)
    /// 4: accepted as a whole, but not every BID.
    public static let mcoaNotComplete = BindingStatus(rawValue: 4)
    /// 5: the home binding was accepted, but do not defend the home address.
    public static let mcoaReturnHomeWithoutNDP = BindingStatus(rawValue: 5)
    /// 128: refused without a reason.
    public static let reasonUnspecified = BindingStatus(rawValue: 128)
    /// 129: refused by policy.
    public static let administrativelyProhibited = BindingStatus(rawValue: 129)
    /// 130: the agent is full.
    public static let insufficientResources = BindingStatus(rawValue: 130)
    /// 131: not a home agent at all.
    public static let homeRegistrationNotSupported = BindingStatus(rawValue: 131)
    /// 132: the home address is not of this link.
    public static let notHomeSubnet = BindingStatus(rawValue: 132)
    /// 133: no such binding here; also the answer to an unknown BID (policy A1).
    public static let notHomeAgent = BindingStatus(rawValue: 133)
    /// 134: somebody else uses the home address.
    public static let duplicateAddressDetectionFailed = BindingStatus(rawValue: 134)
    /// 135: the sequence number is not newer than the last one.
    public static let sequenceNumberOutOfWindow = BindingStatus(rawValue: 135)
    /// 136: the home nonce is too old.
    public static let expiredHomeNonceIndex = BindingStatus(rawValue: 136)
    /// 137: the care-of nonce is too old.
    public static let expiredCareOfNonceIndex = BindingStatus(rawValue: 137)
    /// 138: both nonces are too old.
    public static let expiredNonces = BindingStatus(rawValue: 138)
    /// 139: a home registration cannot become another kind, nor the other way round.
    public static let registrationTypeChangeDisallowed = BindingStatus(rawValue: 139)
    /// 140: no mobile routers here (RFC 3963).
    public static let mobileRouterOperationNotPermitted = BindingStatus(rawValue: 140)
    /// 141: a mobile network prefix is wrong (RFC 3963).
    public static let invalidPrefix = BindingStatus(rawValue: 141)
    /// 142: a mobile network prefix is not the router's (RFC 3963).
    public static let notAuthorizedForPrefix = BindingStatus(rawValue: 142)
    /// 143: no prefixes are known for this router (RFC 3963).
    public static let forwardingSetupFailed = BindingStatus(rawValue: 143)
    /// 144: the timestamp does not fit (RFC 4285); after F was sent: UDP without a NAT is refused (RFC 5555).
    public static let identificationMismatch = BindingStatus(rawValue: 144)
    /// 145: a timestamp is wanted (RFC 4285).
    public static let messageIdentificationRequired = BindingStatus(rawValue: 145)
    /// 146: the authenticator is wrong (RFC 4285).
    public static let authenticationFailed = BindingStatus(rawValue: 146)
    /// 164: a Binding Identifier option is malformed.
    public static let mcoaMalformed = BindingStatus(rawValue: 164)
    /// 165: a binding without a BID is there and O was not set.
    public static let mcoaNonMCOABindingExists = BindingStatus(rawValue: 165)
    /// 166: several care-of addresses are not allowed here.
    public static let mcoaProhibited = BindingStatus(rawValue: 166)
    /// 167: a BID without a care-of address that is not known here.
    public static let mcoaUnknownCoA = BindingStatus(rawValue: 167)
    /// 168: one at a time, please.
    public static let mcoaBulkRegistrationProhibited = BindingStatus(rawValue: 168)
    /// 169: not at home and away at once.
    public static let mcoaSimultaneousHomeAndForeignProhibited = BindingStatus(rawValue: 169)
    /// 174: the care-of address cannot be bound (RFC 6275).
    public static let invalidCareOfAddress = BindingStatus(rawValue: 174)

    /// Below 128: the binding stands (RFC 6275 §6.1.8).
    public var isAccepted: Bool { rawValue < 128 }
    /// What a mobile node does then, in one sentence.
    public var reaction: StaticString { row.reaction }
    /// Whether some text defines the number.
    public var isAssigned: Bool { row.isAssigned }

    /// The row for an acknowledgement whose Binding Update had the flag F or had not: RFC 4285 and RFC 5555 both gave
    /// 144 a meaning, and only that flag tells which is meant.
    public func row(updateForcedUDP: Bool) -> Row {
        rawValue == 144 && updateForcedUDP ? Self.forcedEncapsulationRefused : row
    }

    /// A row of the table of statuses.
    public struct Row: NumberRow {
        /// The numbers the row stands for.
        public let numbers: ClosedRange<UInt8>
        /// The specification's own spelling.
        public let name: StaticString
        /// What it means, in one sentence.
        public let meaning: StaticString
        /// What a mobile node does then, in one sentence.
        public let reaction: StaticString
        /// Where that is written.
        public let section: StaticString
        /// Whether some text defines the number.
        public let isAssigned: Bool

        init(
            _ number: UInt8, _ name: StaticString, _ section: StaticString, _ meaning: StaticString,
            then reaction: StaticString
        ) {
            self.init(
                numbers: number...number, name: name, meaning: meaning, reaction: reaction, section: section,
                isAssigned: true)
        }

        init(
            numbers: ClosedRange<UInt8>, name: StaticString, meaning: StaticString, reaction: StaticString,
            section: StaticString, isAssigned: Bool
        ) {
            self.numbers = numbers
            self.name = name
            self.meaning = meaning
            self.reaction = reaction
            self.section = section
            self.isAssigned = isAssigned
        }
    }

    /// All statuses.
    public static let table = NumberTable<Row>(rowsOfAcceptance + rowsOfRefusal + rowsOfLaterRefusal)

    /// 144 in the second sense.
    static let forcedEncapsulationRefused = Row(
        144, "Cannot force UDP encapsulation", "RFC 5555 §4.4.1",
        "The home agent does not do UDP encapsulation where there is no NAT.",
        then: "Clears F and sends a new Binding Update.")
}
