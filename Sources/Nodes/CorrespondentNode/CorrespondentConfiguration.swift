import MobilityWire

extension CorrespondentNode {
    /// What a correspondent node is told before it begins. `validate()` says what is wrong with it.
    public struct Configuration: Sendable {
        /// Its address.
        public var address: IPv6Address
        /// The choices where texts are open or differ, and the wire format.
        public var policies: Policies
        /// What it allows; can be changed at run time.
        public var administration = Administration()
        /// Whether a home agent lives at the same address: then home registrations are none of its business. Else they are
        /// refused with 131.
        public var isHomeAgentToo = false

        /// A correspondent with the defaults of a profile.
        public init(address: IPv6Address, policies: Policies = .rfc5648) {
            self.address = address
            self.policies = policies
        }

        /// Refuses what cannot work, with the first reason found.
        ///
        /// - Throws: `CorrespondentNode.ConfigurationError`.
        public func validate() throws(ConfigurationError) {
            guard address.isRoutableUnicast else { throw .addressNotRoutable(address) }
            guard [0, 133, 167].contains(policies.unknownBidStatus) else { throw .policy("unknown-bid") }
            try administration.validate()
        }
    }

    /// What a correspondent allows.
    public struct Administration: Hashable, Sendable, Codable {
        /// Whether several care-of addresses may be registered; else 166.
        public var multipleCareOfAddresses = true
        /// Whether it knows nothing of Binding Identifiers, as peers do that are older than they: it skips the option.
        public var isLegacy = false
        /// The longest lifetime granted; never above 420 s (MAX_RR_BINDING_LIFETIME).
        public var maximumLifetime = ProtocolConstants.maximumRouteOptimisedLifetime
        /// How many bindings a node may have; more are refused with 130.
        public var maximumBindingsPerNode = 16
        /// How many home addresses may have bindings; more are refused with 130.
        public var maximumNodes = 10_000
        /// How long before its end a refresh of a binding is asked for; nil: never.
        public var refreshRequestLead: Interval?
        /// Refuses every Binding Update with this status: a fault to learn from; nil: none.
        public var refuseWith: UInt8?
        /// Answers nothing at all: a fault to learn from.
        public var isSilent = false

        /// Everything allowed.
        public init() {}

        /// Refuses what cannot work.
        ///
        /// - Throws: `CorrespondentNode.ConfigurationError`.
        public func validate() throws(ConfigurationError) {
            guard maximumLifetime >= .lifetimeUnits(1),
                maximumLifetime <= ProtocolConstants.maximumRouteOptimisedLifetime
            else { throw .maximumLifetime(maximumLifetime) }
            guard maximumBindingsPerNode > 0 else { throw .limit("bindings-per-node") }
            guard maximumNodes > 0 else { throw .limit("nodes") }
            if let refreshRequestLead, refreshRequestLead <= .zero {
                throw .refreshRequestLead(refreshRequestLead)
            }
            if let refuseWith, refuseWith < 128 { throw .refusalStatus(refuseWith) }
        }
    }

    /// Why a configuration was refused.
    public enum ConfigurationError: Error, Hashable, Sendable {
        /// The address is not a unicast address that is routed.
        case addressNotRoutable(IPv6Address)
        /// A lifetime outside 4…420 s.
        case maximumLifetime(Interval)
        /// A limit that allows nothing.
        case limit(String)
        /// A refresh cannot be asked for after the end.
        case refreshRequestLead(Interval)
        /// 128…255 refuse.
        case refusalStatus(UInt8)
        /// A policy has a value outside its range.
        case policy(String)
    }

    /// What can happen to a correspondent node.
    public enum Input: Hashable, Sendable {
        /// A datagram came in that is for it.
        case datagram(Datagram)
        /// A person wants something.
        case command(Command)
    }

    /// What a person can ask of a correspondent node.
    public enum Command: Hashable, Sendable {
        /// Ask a node to refresh these BIDs; none named: all of its bindings.
        case requestRefresh(IPv6Address, bids: [UInt16])
        /// Other rules.
        case setAdministration(Administration)
        /// Other choices where the texts are open; also another wire format.
        case setPolicies(Policies)
        /// Forget all bindings, nonces and the key, as a restart does.
        case forgetEverything
    }
}
