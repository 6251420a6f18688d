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
