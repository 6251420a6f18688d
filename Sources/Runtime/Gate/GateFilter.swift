import MobilityWire

/// Which messages the gate holds.
public struct GateFilter: Hashable, Sendable, Codable {
    /// What nodes send, before it reaches the world.
    public var holdsOutgoing: Bool
    /// What arrives, before a node sees it.
    public var holdsIncoming: Bool
    /// The short names of the messages, `BU`; none: all of signalling.
    public var messages: [String]

    /// A filter.
    public init(outgoing: Bool, incoming: Bool, messages: [String] = []) {
        holdsOutgoing = outgoing
        holdsIncoming = incoming
        self.messages = messages
    }

    /// Nothing is held.
    public static let open = GateFilter(outgoing: false, incoming: false)

    /// Whether nothing is held.
    public var isOpen: Bool { !holdsOutgoing && !holdsIncoming }

    /// The words for its directions, as `step-mode` takes them.
    public static let directions = ["both", "out", "in", "off"]

    /// Its direction in a word of `directions`.
    public var direction: String {
        switch (holdsOutgoing, holdsIncoming) {
        case (true, true): "both"
        case (true, false): "out"
        case (false, true): "in"
        case (false, false): "off"
        }
    }

    /// Whether a packet is one of those messages, whatever its direction.
    public func holds(_ octets: [UInt8]) -> Bool {
        guard let name = GateFilter.name(of: octets) else { return false }
        return messages.isEmpty || messages.contains(name)
    }

    /// The same with the sequence number of a Binding Update or its answer: `BU 7`.
    public static func title(of octets: [UInt8]) -> String? {
        guard let name = name(of: octets) else { return nil }
        var problems = ProblemCounter()
        let packet = PacketView(octets.span.bytes, problems: &problems)
        guard case .mobility = packet.facts.kind, name == "BU" || name == "BA" else { return name }
        // RFC 6275 §6.1.7, §6.1.8: behind the six octets of the header, or behind Status and flags.
        let place = packet.facts.payloadOffset + (name == "BU" ? 6 : 8)
        guard octets.indices.contains(place), octets.indices.contains(place + 1) else { return name }
        return "\(name) \(Int(octets[place]) << 8 | Int(octets[place + 1]))"
    }

    /// The short name of the signalling in a packet, however it is encapsulated: `BU`, or `discovery` for the ICMPv6
    /// messages of RFC 6275 §6.5–6.8; nil: it is no signalling.
    public static func name(of octets: [UInt8]) -> String? {
        var problems = ProblemCounter()
        let packet = PacketView(octets.span.bytes, problems: &problems)
        switch packet.facts.kind {
        case .mobility:
            let place = packet.facts.payloadOffset + 2
            guard packet.facts.payloadLength > 2, octets.indices.contains(place) else { return nil }
            return "\(MobilityHeaderType(rawValue: octets[place]).shortName)"
        case .discovery: return "discovery"
        default: return nil
        }
    }
}
