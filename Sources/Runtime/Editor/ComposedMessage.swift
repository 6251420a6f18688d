public import MobilityWire
public import Nodes

/// A message that somebody makes by hand and that has not left yet.
public struct ComposedMessage: Sendable {
    /// Its fields and octets.
    public private(set) var editor: MessageEditor
    /// How it leaves; its octets are those that it began with.
    private var template: Datagram

    /// One that begins as a datagram.
    public init(_ datagram: Datagram, format: WireFormat) {
        editor = MessageEditor(datagram.octets, format: format)
        template = datagram
    }

    /// The interface that it leaves by; nil: the world's routing chooses.
    public var interface: InterfaceIdentifier? { template.interface }

    /// It as it leaves.
    public var datagram: Datagram {
        var datagram = template
        datagram.octets = editor.octets
        return datagram
    }

    /// A message of a node to its home agent with nothing in it that it could do without.
    ///
    /// - Parameters:
    ///   - name: its short name, `BU`.
    ///   - interface: where it leaves; nil: by the first care-of address.
    public init(
        empty name: String, of node: MobileNode, by interface: InterfaceIdentifier?, at now: Instant
    ) throws(Refusal) {
        let facts = node.facts(at: now)
        let first = facts.interfaces.first { $0.careOfAddress.ipv6 != nil } ?? facts.interfaces.first
        guard let interface = interface ?? first?.interface else {
            throw Refusal(words: "There is no care-of address that it could leave from.")
        }
        guard node.homeAgent != nil else {
            throw Refusal(words: "No home agent is known yet.")
        }
        guard
            let message = MobilityMessage(
                emptyNamed: name, sequence: facts.sequence,
                lifetime: UInt16(clamping: node.summary.lifetime / 4),
                homeAddress: node.configuration.homeAddress),
            let datagram = node.datagram(of: message, by: interface, at: now)
        else { throw Refusal(words: "That interface has no address to leave from.") }
        self.init(datagram, format: node.configuration.policies.format)
    }

    /// The message of an entry of a journal.
    ///
    /// - Parameter party: whose messages keep the interface that they left by.
    public init(
        copyOf number: Int, in journal: Journal, party: PartyIdentifier, format: WireFormat
    ) throws(Refusal) {
        guard let entry = journal[number], let octets = entry.octets, GateFilter.name(of: octets) != nil
        else {
            throw Refusal(
                words:
                    "Entry \(number) is no message of signalling: expected the number of one in the exchange."
            )
        }
        var datagram = Datagram(octets: octets)
        if case .sent(_, let interface, let protection, _) = entry.event {
            datagram.protection = protection
            if entry.party == party { datagram.interface = interface }
        }
        self.init(datagram, format: format)
    }

    /// Changes it; the interface that it leaves by is a field of it too, `interface`.
    ///
    /// - Parameter interfaces: those of the node, by their names.
    /// - Returns: what changed, in words.
    public mutating func perform(
        _ edit: MessageEdit, _ context: EditingContext, node: MobileNode?,
        interfaces: [(name: String, id: InterfaceIdentifier)], at now: Instant
    ) throws(Refusal) -> String {
        guard case .set("interface", let name) = edit else { return try editor.perform(edit, context) }
        guard let interface = interfaces.first(where: { $0.name == name })?.id else {
            throw Refusal(
                words: "There is no interface \"\(name)\": expected \(interfaces.map(\.name).alternatives)")
        }
        // What came from the care-of address of the one before comes from that of the new one.
        let facts = node?.facts(at: now)
        let old = facts?.interfaces.first { $0.interface == template.interface }?.careOfAddress.ipv6
        let new = facts?.interfaces.first { $0.interface == interface }?.careOfAddress.ipv6
        let source = editor.fields.last { $0.path.hasSuffix("source-address") }
        if let old, let new, let source, old != new, source.field.value == "\(old)" {
            _ = try editor.perform(.set(field: source.path, value: "\(new)"), context)
        }
        template.interface = interface
        template.linkLayerDestination = nil
        return "it leaves by \(name)"
    }
}
