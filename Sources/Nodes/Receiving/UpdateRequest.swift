import MobilityWire

/// What a Binding Update asks for, as home agents and correspondents see it: the message with the headers around it,
/// options sorted by what they mean. It holds no octets of the packet.
struct UpdateRequest: Hashable, Sendable {
    /// Whose bindings it is about: the Home Address option, else the packet's source (RFC 6275 §9.5.1).
    var homeAddress: IPv6Address = .unspecified
    /// Whether there was a Home Address option.
    var hasHomeAddressOption = false
    /// Source of the innermost IPv6 header; the answer goes there (RFC 6275 §9.5.4).
    var source: IPv6Address = .unspecified
    /// Destination of the innermost IPv6 header.
    var destination: IPv6Address = .unspecified
    /// The IPv4 and UDP headers around it (RFC 5555 §4.1).
    var outer: Outer?
    /// The interface it came in by.
    var interface: InterfaceIdentifier?
    /// The link-layer address it came from.
    var linkLayerSource: LinkLayerAddress?
    /// How it was protected.
    var protection = Protection.none
    /// Its sequence number.
    var sequence: UInt16 = 0
    /// Its flags.
    var flags: BindingUpdate.Flags = []
    /// In units of 4 seconds.
    var lifetime: UInt16 = 0
    /// The Binding Identifier options in order.
    var identifiers: [Identifier] = []
    /// Whether some Binding Identifier option had no layout; those whose BID could be read are in `identifiers`.
    var hasMalformedIdentifier = false
    /// The Alternate Care-of Address option.
    var alternateCareOfAddress: IPv6Address?
    /// The IPv4 Care-of Address option (RFC 5555 §3.1.2).
    var ipv4CareOfAddress: IPv4Address?
    /// The IPv4 Home Address option (RFC 5555 §3.1.1).
    var ipv4HomeAddress: IPv4HomeAddressRequest?
    /// The Mobile Network Prefix options (RFC 3963 §4.3).
    var prefixes: [IPv6Prefix] = []
    /// Whether one of them could not be read.
    var hasInvalidPrefix = false
    /// The node's link-layer address (RFC 5568 §6.4.3, option-code 2).
    var linkLayerAddress: LinkLayerAddress?
    /// The Nonce Indices option (RFC 6275 §6.2.6).
    var nonceIndices: NonceIndices?
    /// The Mobile Node Identifier option (RFC 4283).
    var nodeIdentifier: NodeIdentifier?
    /// The timestamp against replay (RFC 4285 §6).
    var identification: UInt64?
    /// The first Mobility Message Authentication option (RFC 4285 §5).
    var authentication: AuthenticationOption?
    /// Whether another option follows it, which it does not cover.
    var hasOptionBehindAuthentication = false
    /// Where the authenticator of a Binding Authorization Data option stands in the Mobility Header.
    var authorizationOffset: Int?
    /// Whether nothing follows that option, as it has to be (RFC 6275 §6.2.7).
    var isAuthorizationLast = false
    /// Whether duplicate address detection was done for it.
    var isUnique = false

    /// A Binding Identifier option, and what becomes of it.
    struct Identifier: Hashable, Sendable {
        /// The option as it stands there.
        var option: BindingIdentifier
        /// Whether its Length has no layout; then only the BID was read (policy A10).
        var isMalformed = false
        /// What the answer will say about it.
        var status = BindingStatus.accepted
    }

    /// Headers of IPv4 and UDP.
    struct Outer: Hashable, Sendable {
        /// Source in the IPv4 header: the care-of address behind whatever NAT there is.
        var source: IPv4Address
        /// Destination in the IPv4 header.
        var destination: IPv4Address
        /// The UDP ports; nil: IPv6 in IPv4 without UDP.
        var ports: Ports?

        /// Source and destination port.
        struct Ports: Hashable, Sendable {
            var source: UInt16
            var destination: UInt16
        }
    }

    /// A wish for an IPv4 home address.
    struct IPv4HomeAddressRequest: Hashable, Sendable {
        /// The address; 0.0.0.0 asks for any.
        var address: IPv4Address
        /// 32 for an address.
        var prefixLength: UInt8
        /// P: a prefix is wanted.
        var requestsPrefix: Bool
    }

    /// Which nonces the tokens came from.
    struct NonceIndices: Hashable, Sendable {
        var home: UInt16
        var careOf: UInt16
    }

    /// Where the authentication data of an option stands in the Mobility Header.
    struct AuthenticationOption: Hashable, Sendable {
        var subtype: UInt8
        var spi: UInt32
        var dataOffset: Int
        var end: Int
    }

    /// Who the node says it is.
    struct NodeIdentifier: Hashable, Sendable {
        var subtype: UInt8
        var identifier: [UInt8]
    }
}
