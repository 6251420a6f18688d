public import MobilityWire
public import Nodes

/// Someone who takes part in a run, by its place among them; stays the same for as long as the run lasts.
public struct PartyIdentifier: Hashable, Comparable, Sendable, Codable {
    /// Counted from 0 in the order in which they appeared.
    public var index: Int

    /// The party at this place.
    public init(_ index: Int) {
        self.index = index
    }

    /// By place.
    public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// Someone who takes part in a run: a lane of the exchange.
public struct Party: Hashable, Sendable, Codable {
    /// Which one.
    public var id: PartyIdentifier
    /// What people call it.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// Its address: the home address of a mobile node.
    public var address: IPv6Address?
    /// Its interfaces.
    public var interfaces: [Interface]
    /// Whether it is one of too many to have a lane of its own.
    public var isFolded = false

    /// What a party is.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// A mobile node or mobile router.
        case mobileNode = "mobile-node"
        /// A home agent.
        case homeAgent = "home-agent"
        /// A correspondent node.
        case correspondent
        /// Anyone else.
        case other
    }

    /// An interface of a party.
    public struct Interface: Hashable, Sendable, Codable {
        /// Its number at the node.
        public var id: InterfaceIdentifier
        /// What people call it.
        public var name: String
        /// The care-of address that it stands for, where nothing else is known of it.
        public var address: CareOfAddress?

        /// An interface.
        public init(id: InterfaceIdentifier, name: String, address: CareOfAddress? = nil) {
            self.id = id
            self.name = name
            self.address = address
        }
    }

    /// A party.
    public init(
        id: PartyIdentifier, name: String, kind: Kind, address: IPv6Address? = nil,
        interfaces: [Interface] = []
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.address = address
        self.interfaces = interfaces
    }

    /// The name of one of its interfaces.
    public func interfaceName(_ id: InterfaceIdentifier) -> String? {
        interfaces.first { $0.id == id }?.name
    }
}

extension [Party] {
    /// The party of an identifier, wherever it stands here.
    public subscript(party id: PartyIdentifier) -> Party? { first { $0.id == id } }

    /// What people call a party, or a number where nobody does.
    public func name(of id: PartyIdentifier) -> String { self[party: id]?.name ?? "#\(id.index)" }
}
