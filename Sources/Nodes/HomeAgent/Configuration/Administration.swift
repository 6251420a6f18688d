extension HomeAgent {
    /// What an administrator allows and demands. All of it can be changed while the agent runs.
    public struct Administration: Hashable, Sendable, Codable {
        /// Whether it serves home registrations at all; else 131.
        public var servesHomeRegistrations = true
        /// Whether nodes that are not listed are served; else 129.
        public var servesUnlistedNodes = true
        /// Whether several care-of addresses may be registered; else 166.
        public var multipleCareOfAddresses = true
        /// Whether several bindings may share one Binding Update; else 168.
        public var bulkRegistration = true
        /// Whether a node may be at home and away at once; else 169.
        public var simultaneousHomeAndForeign = true
        /// Whether mobile routers are served; else 140 (RFC 3963 §6.2).
        public var mobileRouters = true
        /// Whether UDP is used without a NAT where F asks for it; else 144 (RFC 5555 §4.4.1).
        public var forcedEncapsulation = true
        /// The longest lifetime granted; what was asked is granted where it is shorter.
        public var maximumLifetime = Interval.seconds(3600)
        /// The shortest lifetime that is worth the work; a shorter one is refused with 129.
        public var minimumLifetime = Interval.seconds(4)
        /// How many bindings a node may have; more are refused with 130.
        public var maximumBindingsPerNode = 128
        /// How many bindings there may be; more are refused with 130.
        public var maximumBindings = 4_000_000
        /// Whether duplicate address detection is run for a first binding (RFC 6275 §10.3.1).
        public var duplicateAddressDetection = true
        /// After how many hundredths of a lifetime a refresh is advised (RFC 6275 §6.2.4); nil: no advice.
        public var refreshAdvice: UInt8?
        /// How long before its end a refresh of a binding is asked for; nil: only by command.
        public var refreshRequestLead: Interval?
        /// What the agent knows of this memo: everything, or nothing as peers that are older than it.
        public var legacy: Legacy?
        /// Refuses every Binding Update with this status: a fault to learn from; nil: none.
        public var refuseWith: UInt8?
        /// Answers nothing at all: a fault to learn from.
        public var isSilent = false

        /// Everything allowed.
        public init() {}
    }

    /// Agents that know nothing of Binding Identifiers, because such peers exist: they skip the option.
    public enum Legacy: String, CaseIterable, Hashable, Sendable, Codable {
        /// Of RFC 3775: the home address as care-of address deletes, whatever the lifetime (§9.5.1).
        case rfc3775
        /// Of RFC 6275: only lifetime 0 deletes.
        case rfc6275
    }
}
