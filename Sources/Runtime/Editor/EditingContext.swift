public import MobilityWire
public import Nodes

/// What the world says to somebody who changes a message by hand: its format, its keys, and what new options could tell.
public struct EditingContext: Sendable {
    /// The layout of messages.
    public var format: WireFormat
    /// The keys by which authenticators are made again.
    public var keys: MessageKeys
    /// The care-of addresses with their BIDs, ascending by BID.
    public var bindings: [(bid: UInt16, careOfAddress: CareOfAddress)] = []
    /// The care-of address that the node would use by default.
    public var careOfAddress: IPv6Address?
    /// The prefixes behind the node.
    public var prefixes: [IPv6Prefix] = []
    /// The SPI of the node's association; those below 256 are reserved.
    public var spi: UInt32 = MobilityMessageAuthentication.firstFreeSPI
    /// Who the node is, as a Network Access Identifier.
    public var identifier = "node@example.com"
    /// The date as a timestamp of RFC 4285 §6.
    public var timestamp: UInt64 = 0

    /// A world that says nothing but the format.
    public init(format: WireFormat, keys: MessageKeys = MessageKeys()) {
        self.format = format
        self.keys = keys
    }

    /// What a node says of itself, beside the keys.
    public init(format: WireFormat, keys: MessageKeys, of node: MobileNode?, at now: Instant) {
        self.init(format: format, keys: keys)
        guard let facts = node?.facts(at: now) else { return }
        bindings = facts.bindings
        careOfAddress = facts.bindings.lazy.compactMap(\.careOfAddress.ipv6).first
        prefixes = facts.prefixes
        spi = facts.spi ?? spi
        identifier = facts.identifier ?? identifier
        timestamp = facts.timestamp ?? 0
    }
}
