/// What walking a packet's headers found: kinds and places. It holds no reference to the octets and may be kept.
public struct PacketFacts: Hashable, Sendable {
    /// The headers before the payload, outermost first.
    public internal(set) var path = HeaderPath()
    /// Extension headers of the innermost IP header.
    public internal(set) var extensions: ExtensionHeaders = []
    /// Hop limit, or time to live, of the innermost IP header.
    public internal(set) var hopLimit: UInt8 = 0
    /// The protocol number of the payload, whatever headers stand between.
    public internal(set) var nextHeader: UInt8 = 59
    /// What the payload is.
    public internal(set) var kind: PayloadKind = .unreadable
    /// Whether the innermost IP header is of IPv6.
    public internal(set) var isIPv6 = false
    /// How far the walk has come: in the end, where the payload begins.
    @usableFromInline
    var position = 0
    /// Where the layer ends that is being read, as far as its octets are there.
    @usableFromInline
    var end: Int
    /// How many octets of the payload are not there, though the headers promise them: a capture cut short.
    public internal(set) var missing = 0
    /// Where the innermost IP header begins.
    @usableFromInline
    var header: UInt32 = 0
    /// Where the octet stands that named the protocol at `position`.
    @usableFromInline
    var nextHeaderOffset: UInt32 = 0
    /// Where the address of a Home Address option of the innermost IPv6 header stands; 0 is nowhere.
    @usableFromInline
    var homeAddressOffset: UInt32 = 0
    /// Where the address of a type 2 routing header of the innermost IPv6 header stands; 0 is nowhere.
    @usableFromInline
    var routingAddressOffset: UInt32 = 0

    /// Where the payload begins, in octets from the beginning of the packet.
    @inlinable
    public var payloadOffset: Int { position }
    /// How many octets of the payload are there.
    @inlinable
    public var payloadLength: Int { end &- position }

    /// Nothing known of a packet of `length` octets.
    @inlinable
    init(length: Int) {
        end = length
    }

    /// Begins anew at an IP header: what extension headers said was said for the header around it.
    @inline(__always)
    mutating func begin(at offset: Int, hopLimit: UInt8, isIPv6: Bool) {
        header = UInt32(truncatingIfNeeded: offset)
        self.hopLimit = hopLimit
        self.isIPv6 = isIPv6
        homeAddressOffset = 0
        routingAddressOffset = 0
        extensions = []
    }

    /// What stands behind the headers.
    public enum PayloadKind: UInt8, CaseIterable, Hashable, Sendable {
        /// A Mobility Header (RFC 6275 §6.1).
        case mobility
        /// ICMPv6 of types 144–147: discovery of home agents and prefixes (RFC 6275 §6.5–6.8).
        case discovery
        /// An ICMPv6 error message: a type below 128 (RFC 4443 §2.1).
        case icmpError
        /// Any other ICMPv6 message.
        case icmp
        /// ESP (RFC 4303), be it behind UDP (RFC 3948).
        case esp
        /// Key exchange behind UDP port 4500 (RFC 3948 §2.2), the four zero octets before it taken away.
        case keyExchange
        /// The one octet that keeps a NAT's mapping alive (RFC 3948 §2.3).
        case keepAlive
        /// A part of a datagram: for a `FragmentReassembler`.
        case fragment
        /// Nothing: the headers end with No Next Header (RFC 8200 §4.7).
        case none
        /// Any other protocol.
        case other
        /// The headers could not be read to their end: see `PacketView.failure`.
        case unreadable
    }

    /// The extension headers that were met.
    public struct ExtensionHeaders: OptionSet, Hashable, Sendable {
        /// One bit a header.
        public let rawValue: UInt8

        /// Headers by their bits.
        @inlinable
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Hop-by-Hop Options (RFC 8200 §4.3).
        public static let hopByHop = ExtensionHeaders(rawValue: 1)
        /// Destination Options (RFC 8200 §4.6).
        public static let destinationOptions = ExtensionHeaders(rawValue: 2)
        /// A routing header of type 2 (RFC 6275 §6.4).
        public static let routingType2 = ExtensionHeaders(rawValue: 4)
        /// A routing header of another type.
        public static let routing = ExtensionHeaders(rawValue: 8)
        /// A fragment header (RFC 8200 §4.5).
        public static let fragment = ExtensionHeaders(rawValue: 16)
        /// An authentication header (RFC 4302).
        public static let authentication = ExtensionHeaders(rawValue: 32)
        /// A routing header whose last address is not known, so that no checksum can be verified.
        static let unknownDestination = ExtensionHeaders(rawValue: 64)
    }
}
