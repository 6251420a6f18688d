public import Nodes

/// One of the choices where the texts are open, as a person sets it: by key and word.
public struct PolicySetting: Sendable {
    /// Kebab case.
    public let key: String
    /// `A2`; empty where the choice has no number.
    public let number: String
    /// What it decides.
    public let title: String
    /// What can be chosen.
    public let choices: [String]
    /// Where the texts speak of it.
    public let source: String
    /// The choice in some policies.
    public let value: @Sendable (Policies) -> String
    /// Makes a choice; the word is one of `choices`.
    public let choose: @Sendable (inout Policies, String) -> Void

    private static func flag(
        _ key: String, _ number: String, _ title: String, _ source: String,
        _ path: WritableKeyPath<Policies, Bool> & Sendable
    ) -> PolicySetting {
        PolicySetting(
            key: key, number: number, title: title, choices: ["on", "off"], source: source,
            value: { $0[keyPath: path] ? "on" : "off" }, choose: { $0[keyPath: path] = $1 == "on" })
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
        _ key: String, _ number: String, _ title: String, _ source: String,
        _ path: WritableKeyPath<Policies, Value> & Sendable
    ) -> PolicySetting {
        PolicySetting(
            key: key, number: number, title: title, choices: Value.allCases.map(\.rawValue), source: source,
            value: { $0[keyPath: path].rawValue },
            choose: { policies, word in
                if let value = Value(rawValue: word) { policies[keyPath: path] = value }
            })
    }

    /// All choices, in the order of their numbers. A16, the numbers of the statuses, cannot be chosen: the drafts gave
    /// none, and those of RFC 5648 are used.
    public static let all: [PolicySetting] = [
        PolicySetting(
            key: "unknown-bid", number: "A1", title: "status for an unknown BID at de-registration",
            choices: ["133", "167", "0"], source: "RFC 5648 §6.2, R-122", value: { "\($0.unknownBidStatus)" },
            choose: { policies, word in
                if let status = UInt8(word) { policies.unknownBidStatus = status }
            }),
        flag(
            "refresh-renews-all", "A2", "a refresh that names one BID renews all bindings",
            "R-054, review item 1", \.refreshRenewsAll),
        choice(
            "return-home-status", "A3", "where status 5 stands for a lone home binding", "RFC 5648 §6.3",
            \.returnHomeStatusPlace),
        choice(
            "home-flag-without-lifetime", "A4", "what the H flag with lifetime 0 asks for", "R-070, R-124",
            \.homeFlagWithoutLifetime),
        choice(
            "new-bid", "A5", "a new BID for a care-of address that is cached under another BID",
            "R-032, review item 2", \.newBidForCachedAddress),
        choice(
            "partial-deregistration", "A6", "lifetime 0 for several BIDs of which one is unknown",
            "RFC 5648 §6.2", \.partialDeregistration),
        choice(
            "single-failure", "A7", "where the status of a failure with a single BID stands", "R-116",
            \.singleFailurePlace),
        flag(
            "overwrite-in-header", "A8", "bit 0x0040 of a Binding Update is O", "R-022, RFC 6602",
            \.overwriteInHeader),
        choice(
            "overwrite-without-address", "A9", "the care-of address of an option of Length 4 beside O",
            "R-128", \.overwriteWithoutAddress),
        flag(
            "echo-malformed", "A10", "a refusal with 164 repeats each option whose BID could be read",
            "RFC 5648 §6.2", \.echoMalformed),
        choice(
            "refresh-request-bids", "A11", "which BIDs a Binding Refresh Request names", "R-135",
            \.refreshRequestBids),
        flag(
            "second-home-binding-replaces", "A12", "a second home binding replaces the first", "R-071",
            \.secondHomeBindingReplaces),
        flag(
            "refuse-flag-length-mismatch", "A13", "draft-06: options whose C, D and Length disagree get 164",
            "R-118, R-119", \.refuseFlagLengthMismatch),
        flag(
            "any-overwrite-counts", "A14", "draft-06: any O in a bulk counts for all of it", "draft-06 §4.1",
            \.anyOverwriteCounts),
        flag("split-bulk", "A15", "a bulk above the path MTU is split", "RFC 5648 §5.3", \.splitBulk),
        PolicySetting(
            key: "bid-option-number", number: "A17", title: "type number of the Binding Identifier option",
            choices: [], source: "RFC 5648 §4.1", value: { "\($0.format.bindingIdentifierType)" },
            choose: { policies, word in
                if let type = UInt8(word) { policies.format.bindingIdentifierType = type }
            }),
        flag(
            "bid-in-care-of-test-init", "A18", "Care-of Test Init carries a BID option", "R-034",
            \.bidInCareOfTestInit),
        flag(
            "authenticator-covers-source", "A19",
            "the RFC 4285 authenticator covers the packet's source, else the first BID's address",
            "RFC 4285 §5", \.authenticatorCoversSource),
        flag(
            "confirms-hard-state", "",
            "a home binding without a lifetime is told again at the pace of refreshes, else once",
            "R-057, review item 1", \.confirmsHardState),
        choice(
            "absent-care-of-address", "", "the care-of address of an option that has none",
            "R-126, R-127, RFC 5648 §6.2", \.absentCareOfAddress),
        flag(
            "home-flag-clear-leaves-home", "", "a Binding Update without H takes the home link out of use",
            "R-073, RFC 5648 §5.6.5", \.homeFlagClearLeavesHome),
        flag(
            "shared-sequence", "", "one sequence number for all bindings of a peer", "RFC 5648 §4.1, R-049",
            \.sharedSequence),
        flag(
            "home-care-of-address-deletes", "",
            "an ordinary Binding Update whose care-of address is the home address deletes",
            "RFC 3775 §9.5.1", \.homeCareOfAddressDeletes),
    ]

    /// What a choice without words can be: 0 and 1 are padding in every message (RFC 6275 §6.2.2, §6.2.3).
    public static let numbers = 2...255

    /// Whether a word can be chosen.
    public func accepts(_ word: String) -> Bool {
        choices.isEmpty
            ? Int(word).map(Self.numbers.contains) == true : choices.contains(word)
    }

    /// The choice of this key.
    public static func named(_ key: String) -> PolicySetting? { all.first { $0.key == key } }

    /// It as a setting of a run.
    public func setting(in policies: Policies) -> Setting {
        Setting(
            key: key, number: number, title: title, section: .policies, value: value(policies),
            defaultValue: value(Policies(profile: policies.format.profile)), choices: choices,
            expects: choices.isEmpty
                ? "a number from \(Self.numbers.lowerBound) to \(Self.numbers.upperBound)" : "",
            source: source)
    }
}
