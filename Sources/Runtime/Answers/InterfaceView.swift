public import MobilityWire
public import Nodes

/// An interface of the node as a view shows it.
public struct InterfaceView: Hashable, Sendable, Codable {
    /// Its number at the node.
    public var id: InterfaceIdentifier
    /// Its name.
    public var name: String
    /// Whether packets pass.
    public var isUp: Bool
    /// Whether the node itself has shut it (returning home "visited only", R-065).
    public var isShut: Bool
    /// Which link it is on.
    public var link: Link
    /// The name of the link; empty where it has none.
    public var linkName: String
    /// The BID of its care-of address; nil: none assigned.
    public var bid: UInt16?
    /// Its addresses.
    public var addresses: [Address]
    /// What it sent.
    public var sent: Traffic
    /// What it received.
    public var received: Traffic
    /// What else is known of it; nil: nothing.
    public var facts: LinkFacts?

    /// What kind of link an interface is on.
    public enum Link: String, CaseIterable, Hashable, Sendable, Codable {
        /// The home link: the home prefix is advertised there (RFC 6275 §11.5.2).
        case home
        /// A visited link.
        case visited
        /// None.
        case none
    }

    /// An address of an interface.
    public struct Address: Hashable, Sendable, Codable {
        /// The address.
        public var address: CareOfAddress
        /// Its state; nil for an IPv4 address, which has none.
        public var state: AddressState?
        /// Whether it is the home address.
        public var isHomeAddress: Bool
        /// What else is known of it; nil: nothing.
        public var facts: AddressFacts?

        /// An address.
        public init(
            _ address: CareOfAddress, state: AddressState?, isHomeAddress: Bool = false,
            facts: AddressFacts? = nil
        ) {
            self.facts = facts
            self.address = address
            self.state = state
            self.isHomeAddress = isHomeAddress
        }
    }

    /// What went through an interface in one direction.
    public struct Traffic: Hashable, Sendable, Codable {
        /// Packets.
        public var packets: UInt64
        /// Their octets.
        public var octets: UInt64

        /// So many packets and octets.
        public init(packets: UInt64 = 0, octets: UInt64 = 0) {
            self.packets = packets
            self.octets = octets
        }

        /// One more packet of so many octets.
        public mutating func count(_ size: Int) {
            packets &+= 1
            octets &+= UInt64(clamping: size)
        }
    }

    /// An interface.
    public init(
        id: InterfaceIdentifier, name: String, isUp: Bool, isShut: Bool = false, link: Link,
        linkName: String = "", bid: UInt16? = nil, addresses: [Address] = [], sent: Traffic = Traffic(),
        received: Traffic = Traffic(), facts: LinkFacts? = nil
    ) {
        self.facts = facts
        self.id = id
        self.name = name
        self.isUp = isUp
        self.isShut = isShut
        self.link = link
        self.linkName = linkName
        self.bid = bid
        self.addresses = addresses
        self.sent = sent
        self.received = received
    }
}
