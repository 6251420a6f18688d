public import MobilityWire
public import Nodes

/// What is known of an interface beside its state: facts that are looked up, not watched.
public struct LinkFacts: Hashable, Sendable, Codable {
    /// Whether somebody has switched it on (IFF_UP); nil: nobody knows.
    public var isEnabled: Bool?
    /// Whether there is somebody at the other end (IFF_LOWER_UP); nil: nobody knows.
    public var hasCarrier: Bool?
    /// The largest packet in octets; nil: nobody knows.
    public var mtu: Int?
    /// Its link-layer address; nil: it has none.
    public var linkLayerAddress: LinkLayerAddress?
    /// The default routers of its link, the best first.
    public var routers: [Router]

    /// Whether nothing is known of the link itself.
    public var isEmpty: Bool {
        isEnabled != false && hasCarrier != false && mtu == nil && linkLayerAddress == nil
    }

    /// A default router.
    public struct Router: Hashable, Sendable, Codable {
        /// Its address on the link.
        public var address: IPv6Address
        /// Its link-layer address; nil: it was not learned.
        public var linkLayerAddress: LinkLayerAddress?

        /// A router.
        public init(_ address: IPv6Address, linkLayerAddress: LinkLayerAddress? = nil) {
            self.address = address
            self.linkLayerAddress = linkLayerAddress
        }
    }

    /// Facts.
    public init(
        isEnabled: Bool? = nil, hasCarrier: Bool? = nil, mtu: Int? = nil,
        linkLayerAddress: LinkLayerAddress? = nil, routers: [Router] = []
    ) {
        self.isEnabled = isEnabled
        self.hasCarrier = hasCarrier
        self.mtu = mtu
        self.linkLayerAddress = linkLayerAddress
        self.routers = routers
    }
}

/// What is known of an address of an interface beside its state.
public struct AddressFacts: Hashable, Sendable, Codable {
    /// Leading bits that are the link's.
    public var prefixLength: Int
    /// When it is taken away; nil: never.
    public var validUntil: Instant?
    /// When it is deprecated (RFC 4862 §5.5.4); nil: never.
    public var preferredUntil: Instant?
    /// Made of random numbers for a while (RFC 8981).
    public var isTemporary: Bool
    /// In use before duplicate address detection is through (RFC 4429).
    public var isOptimistic: Bool
    /// Duplicate address detection found another node with it (RFC 4862 §5.4.5).
    public var isDuplicate: Bool

    /// Facts.
    public init(
        prefixLength: Int, validUntil: Instant? = nil, preferredUntil: Instant? = nil,
        isTemporary: Bool = false, isOptimistic: Bool = false, isDuplicate: Bool = false
    ) {
        self.prefixLength = prefixLength
        self.validUntil = validUntil
        self.preferredUntil = preferredUntil
        self.isTemporary = isTemporary
        self.isOptimistic = isOptimistic
        self.isDuplicate = isDuplicate
    }
}

extension LinkLayerAddress {
    /// As people write it: `02:00:00:00:ff:01`.
    public var text: String {
        octets.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined(separator: ":")
    }
}
