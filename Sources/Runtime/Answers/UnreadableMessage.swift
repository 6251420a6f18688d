public import MobilityWire

/// What can be said of octets that make no message: what it was to be, as far as that is there, and why it is none.
public struct UnreadableMessage: Hashable, Sendable {
    /// `BU`, where the type of a Mobility Header can be made out.
    public let name: String?
    /// How many octets there are.
    public let octets: Int
    /// How many more its headers promise.
    public let missing: Int
    /// Why it cannot be read; nil: it can.
    public let reason: WireError?

    /// Looks at octets from the outermost IP header on.
    public init(_ octets: [UInt8], _ format: WireFormat) {
        var report = ReadingReport()
        let view = PacketView(octets.span.bytes, problems: &report.problems)
        let payload = view.payload
        name =
            switch view.facts.kind {
            case .mobility where payload.byteCount > 2:
                UnreadableMessage.name(payload)
            case .discovery, .icmpError: "ICMPv6"
            default: nil
            }
        self.octets = octets.count
        missing = view.facts.missing
        var reason: WireError?
        do throws(WireError) {
            _ = try SignallingPacket(view, format: format, report: &report)
        } catch {
            reason = error
        }
        self.reason = reason
    }

    private static func name(_ payload: RawSpan) -> String {
        let type = MobilityHeaderType(rawValue: payload.octet(inside: 2))
        guard type == .bindingRevocation, payload.byteCount > 6 else { return type.shortName.description }
        return RevocationType(rawValue: payload.octet(inside: 6)).shortName.description
    }

    /// Whether it ends before its headers say, which nobody sends: most likely a capture kept no more of it.
    public var isInPart: Bool {
        guard missing > 0, case .truncated? = reason?.reason else { return false }
        return true
    }

    /// What stands in a ladder: `unreadable BU`, `BU in part, 82 of 152 octets`.
    public var line: String {
        if isInPart { return "\(name ?? "packet") in part, \(octets) of \(octets + missing) octets" }
        return name.map { "unreadable \($0)" } ?? "unreadable packet of \(octets) octets"
    }

    /// What stands above all that is said of it: `Unreadable BU`, `BU in part`.
    public var title: String {
        guard let name else { return "Packet" }
        return isInPart ? "\(name) in part" : "Unreadable \(name)"
    }

    /// The same in a sentence: `an unreadable BU`.
    public var phrase: String { isInPart && name != nil ? line : (isInPart ? "a " : "an ") + line }

    /// The reason as a sentence.
    public var sentence: String {
        reason.map { "It cannot be read: \($0)" } ?? "Its octets cannot be read."
    }
}
