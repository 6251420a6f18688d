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
