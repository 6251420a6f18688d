public import MobilityWire
public import Nodes

/// A message that somebody makes by hand and that has not left yet.
public struct ComposedMessage: Sendable {
    /// Its fields and octets.
    public private(set) var editor: MessageEditor
    /// How it leaves; its octets are those that it began with.
    private var template: Datagram
    /// What in it is of the moment at which it was made, the last one first: it is made anew when the message leaves,
    /// unless somebody typed something else. Nothing of a copy: that is what it was.
    private var moment: Moment?

    /// The sequence number and the timestamps that a node would use next.
    private struct Moment: Sendable {
        var sequence: UInt16
        var timestamps: [UInt64]
    }

    /// One that begins as a datagram.
    ///
    /// - Parameter node: whose next message it is, made at `now`; nil: it is a copy.
    public init(_ datagram: Datagram, format: WireFormat, of node: MobileNode? = nil, at now: Instant = .zero)
    {
        editor = MessageEditor(datagram.octets, format: format)
        template = datagram
        if let facts = node?.facts(at: now) {
            moment = Moment(sequence: facts.sequence, timestamps: facts.timestamp.map { [$0] } ?? [])
        }
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
        else {
            throw Refusal(
                words:
                    "The node has no care-of address on that interface: it is down, or none of its accesses.")
        }
        self.init(datagram, format: node.configuration.policies.format, of: node, at: now)
    }

    /// Time has passed since it was made, and the node has sent others: number and timestamp are those of this moment,
    /// where they are still those that it was made with. An agent takes no timestamp older than 7 seconds (RFC 4285 §6).
    public mutating func renew(_ context: EditingContext, of node: MobileNode?, at now: Instant) {
        guard let moment, let facts = node?.facts(at: now) else { return }
        replace("Sequence #", [UInt64(moment.sequence)], with: UInt64(facts.sequence), context)
        if let timestamp = facts.timestamp {
            replace("Timestamp", moment.timestamps, with: timestamp, context)
        }
    }

    private mutating func replace(
        _ name: String, _ values: [UInt64], with new: UInt64, _ context: EditingContext
    ) {
        guard
            let field = editor.fields.first(where: { $0.field.name == name })?.field,
            editor.octets.indices.contains(field.octets.upperBound - 1)
        else { return }
        let value = editor.octets[field.octets].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard value != new, values.contains(value) else { return }
        let octets = Hexadecimal.digits(FieldValue.split(new, field.length))
        _ = try? editor.perform(.set(field: "@\(field.offset)", value: octets), context)
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

    /// The sequence number that it takes from a node: it is a Binding Update of that node to its home agent; nil: none.
    public func sequence(of node: MobileNode?) -> UInt16? {
        var report = ReadingReport()
        guard let node,
            let packet = try? SignallingPacket(
                reading: editor.octets.span.bytes, format: editor.format, report: &report),
            case .bindingUpdate(let update) = packet.message,
            packet.logicalSource == node.configuration.homeAddress,
            packet.logicalDestination == node.homeAgent
        else { return nil }
        return update.sequence
    }

    /// Changes it; the interface that it leaves by is a field of it too, `interface`.
    ///
    /// - Parameter interfaces: those of the node, by their names.
    /// - Returns: what changed, in words.
    public mutating func perform(
        _ edit: MessageEdit, _ context: EditingContext, node: MobileNode?,
        interfaces: [(name: String, id: InterfaceIdentifier)], at now: Instant
    ) throws(Refusal) -> String {
        guard case .set("interface", let name) = edit else {
            // An option that is added tells this moment, too.
            if case .add = edit { moment?.timestamps.append(context.timestamp) }
            return try editor.perform(edit, context)
        }
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
