/// Which layout the Binding Identifier options of a message follow, found out from the message alone.
public struct ProfileDetection: Hashable, Sendable {
    /// The profile taken.
    public var profile: WireProfile
    /// What decided.
    public var reason: Reason
    /// Whether another profile would have fitted as well.
    public var isAmbiguous: Bool

    /// A result.
    public init(_ profile: WireProfile, _ reason: Reason, isAmbiguous: Bool = false) {
        self.profile = profile
        self.reason = reason
        self.isAmbiguous = isAmbiguous
    }

    /// What decided about a profile.
    public enum Reason: UInt8, CaseIterable, Hashable, Sendable {
        /// No option differs between the profiles.
        case nothingToTell
        /// O stands in the Binding Update.
        case overwriteInHeader
        /// An address comes without the draft's C.
        case addressWithoutFlag
        /// Octet 5 has bits that the draft reserves.
        case reservedInDraft
        /// H, and the address is the home address.
        case homeBinding
        /// H without an address.
        case homeWithoutAddress
        /// C with an IPv4 address.
        case flagWithIPv4Address
        /// C with an address other than the home address.
        case flagWithForeignAddress
        /// Bits that are O, H or D of the draft.
        case draftFlags
        /// Type 7 with Length 4.
        case shisaForm
        /// All profiles fit; RFC 5648 is the usual one.
        case usual
        /// An earlier message between the same two nodes was clear.
        case remembered

        /// The reason in one sentence.
        public var sentence: String {
            switch self {
            case .nothingToTell: "The message has no Binding Identifier option."
            case .overwriteInHeader: "The flag O stands in the Binding Update, as RFC 5648 has it."
            case .addressWithoutFlag: "A care-of address comes without the flag C of the draft."
            case .reservedInDraft: "Octet 5 of an option has bits set that the draft reserves."
            case .homeBinding: "Bit 0x80 comes with the home address: H of RFC 5648."
            case .homeWithoutAddress: "Bit 0x80 comes without an address: H of RFC 5648, not C of the draft."
            case .flagWithIPv4Address: "Bit 0x80 comes with an IPv4 address: C of the draft."
            case .flagWithForeignAddress:
                "Bit 0x80 comes with an address that is not the home address: C of the draft."
            case .draftFlags: "Octet 5 of an option has O, H or D of the draft."
            case .shisaForm: "An option of type 7 has Length 4: the form of SHISA."
            case .usual: "Nothing tells the layouts apart; RFC 5648 is taken."
            case .remembered: "An earlier message between these nodes told the layout."
            }
        }
    }
}

extension MobilityHeaderView {
    /// Finds out the layout of the Binding Identifier options: RFC 5648 unless something speaks for the draft.
    ///
    /// For the draft speaks bit 0x80 of octet 5 together with an IPv4 address, or with an IPv6 address that is not the
    /// home address (H of RFC 5648 would demand the home address, R-071); or any of 0x40, 0x20, 0x10 where everything
    /// else fits the draft: O in the Binding Update clear, C with every address, and none of the bits that the draft
    /// reserves. SHISA's form is an option of type 7 and Length 4 where there is no Binding Identifier option.
    ///
    /// - Parameters:
    ///   - type: the number of the option (policy A17).
    ///   - homeAddress: the mobile node's home address where the packet tells it.
    public func detectProfile(
        bindingIdentifierType type: UInt8 = OptionKind.bindingIdentifier.rawValue, homeAddress: IPv6Address?
    ) -> ProfileDetection {
        var evidence = ProfileEvidence(isUpdate: kind == .bindingUpdate)
        if let update = bindingUpdate, !update.flags.contains(.proxyRegistration) {
            evidence.overwriteInHeader = update.flags.contains(.overwrite)
        }
        var walk = options
        // Where options run behind the end, what stood before counts.
        while let position = try? walk.next() {
            if position.isPadding { continue }
            if position.type == type, position.length >= 4, octets.octet(inside: position.dataOffset + 3) == 0
            {
                // The usual option: no bit is set in octet 5, and nothing else of it tells anything.
                evidence.addWithoutFlags(length: position.length)
            } else if position.type == type, let option = bindingIdentifier(at: position, profile: .draft06) {
                evidence.add(option, homeAddress: homeAddress)
            } else if position.type == OptionKind.linkLayerAddress.rawValue, position.length == 4 {
                evidence.hasShisaForm = true
            }
        }
        return evidence.verdict
    }
}

/// What the Binding Identifier options of one message say about their layout.
private struct ProfileEvidence {
    let isUpdate: Bool
    var overwriteInHeader = false
    var hasShisaForm = false
    private var count = 0
    private var addresses = 0
    /// Something that only the draft explains, once found.
    private var forDraft: ProfileDetection.Reason?
    /// Something that the draft cannot explain, once found.
    private var againstDraft: ProfileDetection.Reason?
    /// Bits that may be O, H, D of the draft or a priority.
    private var hasDraftFlags = false
    /// Bit 0x80 without an address.
    private var hasLoneFlag = false

    init(isUpdate: Bool) {
        self.isUpdate = isUpdate
    }

    /// Takes an option as the draft reads it.
    mutating func add(_ option: BindingIdentifier, homeAddress: IPv6Address?) {
        count += 1
        if option.flags & 0x70 != 0 { hasDraftFlags = true }
        if option.flags & 0x0f != 0 { note(.reservedInDraft) }
        switch (option.careOfAddressFlag, option.careOfAddress) {
        case (true, .ipv4): forDraft = forDraft ?? .flagWithIPv4Address
        case (true, .ipv6(let address)):
            if let homeAddress, address != homeAddress { forDraft = forDraft ?? .flagWithForeignAddress }
            if address == homeAddress { note(.homeBinding) }
        case (true, nil): hasLoneFlag = true
        case (false, nil): break
        case (false, _): note(.addressWithoutFlag)
        }
        if option.careOfAddress != nil { addresses += 1 }
    }

    /// Takes an option whose octet 5 is zero, by its Length.
    mutating func addWithoutFlags(length: Int) {
        guard length == 4 || length == 8 || length == 20 else { return }
        count += 1
        if length > 4 {
            addresses += 1
            note(.addressWithoutFlag)
        }
    }

    private mutating func note(_ reason: ProfileDetection.Reason) {
        againstDraft = againstDraft ?? reason
    }

    var verdict: ProfileDetection {
        guard count > 0 else {
            return hasShisaForm
                ? ProfileDetection(.shisa, .shisaForm) : ProfileDetection(.rfc5648, .nothingToTell)
        }
        if let forDraft { return ProfileDetection(.draft06, forDraft) }
        if overwriteInHeader { return ProfileDetection(.rfc5648, .overwriteInHeader) }
        if hasDraftFlags, againstDraft == nil {
            // Without an address the bits may as well be a priority (RFC 6089 §4.1).
            return ProfileDetection(.draft06, .draftFlags, isAmbiguous: addresses == 0)
        }
        if let againstDraft { return ProfileDetection(.rfc5648, againstDraft) }
        if hasLoneFlag {
            // An answer of the draft repeats C and leaves out the address.
            return ProfileDetection(.rfc5648, .homeWithoutAddress, isAmbiguous: !isUpdate)
        }
        return ProfileDetection(.rfc5648, .usual, isAmbiguous: true)
    }
}
