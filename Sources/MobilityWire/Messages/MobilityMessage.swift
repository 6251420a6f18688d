/// A message of the Mobility Header as a value (RFC 6275 §6.1).
public enum MobilityMessage: Hashable, Sendable {
    /// Type 0.
    case bindingRefreshRequest(BindingRefreshRequest)
    /// Type 1.
    case homeTestInit(TestInit)
    /// Type 2.
    case careOfTestInit(TestInit)
    /// Type 3.
    case homeTest(Test)
    /// Type 4.
    case careOfTest(Test)
    /// Type 5.
    case bindingUpdate(BindingUpdate)
    /// Type 6.
    case bindingAcknowledgement(BindingAcknowledgement)
    /// Type 7.
    case bindingError(BindingError)
    /// Type 12 (RFC 5142).
    case homeAgentSwitch(HomeAgentSwitch)
    /// Type 16, B.R. Type 1 (RFC 5846 §5.1).
    case bindingRevocationIndication(BindingRevocationIndication)
    /// Type 16, B.R. Type 2 (RFC 5846 §5.2).
    case bindingRevocationAcknowledgement(BindingRevocationAcknowledgement)
    /// Any other type: named where it is known, its body kept.
    case other(OtherMessage)
}

/// Binding Refresh Request (RFC 6275 §6.1.2): "please send a Binding Update". With Binding Identifier options it names
/// the bindings meant.
public struct BindingRefreshRequest: Hashable, Sendable {
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// A request with these options.
    public init(options: [MobilityOption] = []) {
        self.options = options
    }
}

/// Home Test Init or Care-of Test Init (RFC 6275 §6.1.3, §6.1.4).
public struct TestInit: Hashable, Sendable {
    /// The cookie that the answer has to repeat, 64 bits.
    public var cookie: UInt64
    /// The mobility options in order; in draft-06 a Care-of Test Init carries the BID.
    public var options: [MobilityOption]

    /// A test init with this cookie.
    public init(cookie: UInt64, options: [MobilityOption] = []) {
        self.cookie = cookie
        self.options = options
    }
}

/// Home Test or Care-of Test (RFC 6275 §6.1.5, §6.1.6).
public struct Test: Hashable, Sendable {
    /// Which nonce the token was made with.
    public var nonceIndex: UInt16
    /// The cookie of the init message.
    public var cookie: UInt64
    /// The keygen token, 64 bits.
    public var token: UInt64
    /// The mobility options in order; in draft-06 a Care-of Test repeats the BID.
    public var options: [MobilityOption]

    /// A test message.
    public init(nonceIndex: UInt16, cookie: UInt64, token: UInt64, options: [MobilityOption] = []) {
        self.nonceIndex = nonceIndex
        self.cookie = cookie
        self.token = token
        self.options = options
    }
}

/// Binding Update (RFC 6275 §6.1.7).
public struct BindingUpdate: Hashable, Sendable {
    /// Numbers the updates to one peer, modulo 65536.
    public var sequence: UInt16
    /// The sixteen flag bits.
    public var flags: Flags
    /// In units of 4 seconds; 0 asks for removal.
    public var lifetime: UInt16
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// A Binding Update; `lifetime` in units of 4 seconds.
    public init(sequence: UInt16, flags: Flags, lifetime: UInt16, options: [MobilityOption] = []) {
        self.sequence = sequence
        self.flags = flags
        self.lifetime = lifetime
        self.options = options
    }

    /// The flag bits at octets 8–9, first bit most significant.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The sixteen bits as on the wire.
        public let rawValue: UInt16

        /// Flags from the sixteen bits as on the wire.
        public init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// A: please acknowledge (RFC 6275 §6.1.7).
        public static let acknowledge = Flags(rawValue: 0x8000)
        /// H: be my home agent (RFC 6275 §6.1.7).
        public static let homeRegistration = Flags(rawValue: 0x4000)
        /// L: link-local address compatible with the home address (RFC 6275 §6.1.7).
        public static let linkLocalCompatibility = Flags(rawValue: 0x2000)
        /// K: the IKE association can move (RFC 6275 §6.1.7).
        public static let keyManagementMobility = Flags(rawValue: 0x1000)
        /// M: registration at a mobility anchor point (RFC 5380).
        public static let mapRegistration = Flags(rawValue: 0x0800)
        /// R: from a mobile router (RFC 3963 §4.1).
        public static let mobileRouter = Flags(rawValue: 0x0400)
        /// P: proxy registration (RFC 5213).
        public static let proxyRegistration = Flags(rawValue: 0x0200)
        /// F: UDP encapsulation even without a NAT (RFC 5555 §3.1.3).
        public static let forceUDPEncapsulation = Flags(rawValue: 0x0100)
        /// T: a TLV header in the tunnel (RFC 5845).
        public static let tlvTunnelHeader = Flags(rawValue: 0x0080)
        /// O: replace all bindings by those of this update (RFC 5648 §4.1). With P it is B of RFC 6602 (policy A8).
        public static let overwrite = Flags(rawValue: 0x0040)
        /// S (RFC 7161).
        public static let multicastSubscription = Flags(rawValue: 0x0020)
        /// D (RFC 8885).
        public static let distributedMobility = Flags(rawValue: 0x0010)
    }
}

/// Binding Acknowledgement (RFC 6275 §6.1.8).
public struct BindingAcknowledgement: Hashable, Sendable {
    /// Below 128 accepted, else refused.
    public var status: UInt8
    /// The eight flag bits.
    public var flags: Flags
    /// The sequence number of the Binding Update; with status 135 the last one accepted.
    public var sequence: UInt16
    /// What was granted, in units of 4 seconds.
    public var lifetime: UInt16
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// A Binding Acknowledgement; `lifetime` in units of 4 seconds.
    public init(
        status: UInt8, flags: Flags = [], sequence: UInt16, lifetime: UInt16, options: [MobilityOption] = []
    ) {
        self.status = status
        self.flags = flags
        self.sequence = sequence
        self.lifetime = lifetime
        self.options = options
    }

    /// The flag bits at octet 7, first bit most significant.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The eight bits as on the wire.
        public let rawValue: UInt8

        /// Flags from the eight bits as on the wire.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// K: the IKE association can move (RFC 6275 §6.1.8).
        public static let keyManagementMobility = Flags(rawValue: 0x80)
        /// R: the home agent serves mobile routers (RFC 3963 §4.2).
        public static let mobileRouter = Flags(rawValue: 0x40)
        /// P: proxy registration (RFC 5213).
        public static let proxyRegistration = Flags(rawValue: 0x20)
        /// T: a TLV header in the tunnel (RFC 5845).
        public static let tlvTunnelHeader = Flags(rawValue: 0x10)
        /// B: bulk binding update (RFC 6602).
        public static let bulkBindingUpdate = Flags(rawValue: 0x08)
        /// S (RFC 7161).
        public static let multicastSubscription = Flags(rawValue: 0x04)
        /// D (RFC 8885).
        public static let distributedMobility = Flags(rawValue: 0x02)
    }
}

/// Binding Error (RFC 6275 §6.1.9).
public struct BindingError: Hashable, Sendable {
    /// 1: no binding for the Home Address option; 2: unrecognised Mobility Header type.
    public var status: UInt8
    /// The home address of the offending packet, else `::`.
    public var homeAddress: IPv6Address
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// A Binding Error.
    public init(status: UInt8, homeAddress: IPv6Address, options: [MobilityOption] = []) {
        self.status = status
        self.homeAddress = homeAddress
        self.options = options
    }
}

/// Home Agent Switch (RFC 5142 §4): use one of these agents instead.
public struct HomeAgentSwitch: Hashable, Sendable {
    /// The agents to try in order; none: discover one. At most 255, and at most what 2048 octets hold.
    public var homeAgents: [IPv6Address]
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// A Home Agent Switch naming these agents.
    public init(homeAgents: [IPv6Address], options: [MobilityOption] = []) {
        self.homeAgents = homeAgents
        self.options = options
    }
}

/// The flags of binding revocation messages, octets 10–11 (RFC 5846 §5).
public struct RevocationFlags: OptionSet, Hashable, Sendable {
    /// The sixteen bits as on the wire.
    public let rawValue: UInt16

    /// Flags from the sixteen bits as on the wire.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// P: a proxy binding.
    public static let proxyBinding = RevocationFlags(rawValue: 0x8000)
    /// V: the IPv4 home address binding only.
    public static let ipv4HomeAddress = RevocationFlags(rawValue: 0x4000)
    /// G: all bindings of a gateway.
    public static let global = RevocationFlags(rawValue: 0x2000)
}

/// Binding Revocation Indication (RFC 5846 §5.1).
public struct BindingRevocationIndication: Hashable, Sendable {
    /// Why.
    public var trigger: UInt8
    /// Repeated by the acknowledgement.
    public var sequence: UInt16
    /// P, V, G.
    public var flags: RevocationFlags
    /// The mobility options in order; Binding Identifiers limit the revocation to those bindings.
    public var options: [MobilityOption]

    /// An indication.
    public init(trigger: UInt8, sequence: UInt16, flags: RevocationFlags = [], options: [MobilityOption] = [])
    {
        self.trigger = trigger
        self.sequence = sequence
        self.flags = flags
        self.options = options
    }
}

/// Binding Revocation Acknowledgement (RFC 5846 §5.2).
public struct BindingRevocationAcknowledgement: Hashable, Sendable {
    /// Below 128 revoked, else not.
    public var status: UInt8
    /// That of the indication.
    public var sequence: UInt16
    /// P, V, G as in the indication.
    public var flags: RevocationFlags
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// An acknowledgement.
    public init(status: UInt8, sequence: UInt16, flags: RevocationFlags = [], options: [MobilityOption] = [])
    {
        self.status = status
        self.sequence = sequence
        self.flags = flags
        self.options = options
    }
}

/// A message whose layout is not read: its octets behind the checksum are kept.
public struct OtherMessage: Hashable, Sendable {
    /// MH Type.
    public var type: UInt8
    /// Everything from octet 6 of the Mobility Header to its end.
    public var body: [UInt8]
    /// The options, where the type's fixed part is known; they are also in `body`, which is what gets written.
    public var options: [MobilityOption]

    /// A message of this type with this body.
    public init(type: UInt8, body: [UInt8], options: [MobilityOption] = []) {
        self.type = type
        self.body = body
        self.options = options
    }
}
