import MobilityWire
import Runtime

/// What stands on the arrow of a message: as much as fits, and what sort of message it is.
struct MessageLabel {
    /// Texts for the arrow, the longest first.
    private(set) var texts: [String]
    /// Whether it says no.
    private(set) var isRefusal = false
    /// Whether it is an answer that says yes.
    private(set) var isAcceptance = false
    /// Whether it could not be read.
    private(set) var isMalformed = false
    /// Whether it is no signalling.
    private(set) var isData = false

    /// The label of a packet.
    init(_ octets: [UInt8], _ format: WireFormat) {
        var report = ReadingReport()
        guard let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        else {
            let message = UnreadableMessage(octets, format)
            let name = message.name ?? "packet"
            // That a capture has it in part is nobody's fault.
            isMalformed = !message.isInPart
            texts =
                isMalformed
                ? ["unreadable \(name), \(octets.count) octets", "unreadable \(name)", "\(name) ?", "?"]
                : [message.line, "\(name) in part", "\(name) ?", "?"]
            return
        }
        let line = MessageText(packet)
        switch packet.payload {
        case .mobility(.bindingUpdate(let update)): texts = MessageLabel.texts(update)
        case .mobility(.bindingAcknowledgement(let answer)):
            let bids = answer.options.bindingIdentifiers
            isRefusal = answer.status >= 128 || bids.contains { $0.status >= 128 }
            isAcceptance = !isRefusal
            texts = MessageLabel.texts(answer, bids)
        case .mobility(.bindingError):
            texts = [line.line, line.name]
            isRefusal = true
        case .data:
            texts = [line.line, line.name]
            isData = true
        default: texts = [line.line, line.name]
        }
    }

    /// The same with words for the signs that ASCII has not, where a plus would read as a sum.
    func written(inASCII: Bool) -> MessageLabel {
        guard inASCII else { return self }
        var label = self
        label.texts = texts.map { String($0.flatMap { $0 == "✓" ? "ok" : String($0) }) }
        return label
    }

    /// The same with somebody's name before it.
    func named(_ name: String) -> MessageLabel {
        var label = self
        label.texts = texts.map { "\(name): \($0)" } + texts.suffix(1)
        return label
    }

    /// The label of a message that came as another one than it left; nil: it says the same, as where a NAT changed the
    /// addresses around it.
    static func changed(
        from left: [UInt8], to came: [UInt8], _ format: WireFormat
    ) -> MessageLabel? {
        guard came != left else { return nil }
        let label = MessageLabel(came, format)
        return label.texts == MessageLabel(left, format).texts ? nil : label.changed
    }

    /// The same with word that somebody changed it, where there is room: an entry of its own tells what was.
    var changed: MessageLabel {
        var label = self
        label.texts = texts.flatMap { ["\($0)  changed", $0] }
        return label
    }

    /// The same with word that its receiver dropped it.
    var dropped: MessageLabel {
        var label = self
        label.texts = texts.flatMap { ["\($0)  dropped", $0] }
        return label
    }

    /// The longest text that fits.
    func text(columns: Int) -> String? { texts.first { $0.unicodeScalars.count <= columns } }

    /// A packet in one line.
    static func line(of octets: [UInt8], _ format: WireFormat) -> String {
        var report = ReadingReport()
        guard let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        else {
            return UnreadableMessage(octets, format).phrase
        }
        return MessageText(packet).line
    }

    /// `BU 1  A H O  bulk: 1 2`, `BU 4  A H  ends 2`.
    private static func texts(_ update: BindingUpdate) -> [String] {
        let flags = MessageText.letters(of: update)
        let identifiers = update.options.bindingIdentifiers
        let overwrites = identifiers.contains(where: \.overwrite) ? ["O"] : []
        let letters = flags + overwrites
        let bids = identifiers.map { "\($0.bid)" + ($0.home ? "H" : "") }.joined(separator: " ")
        let what =
            update.lifetime == 0
            ? (bids.isEmpty ? "ends all" : "ends ") : identifiers.count > 1 ? "bulk: " : ""
        let spaced = letters.isEmpty ? "" : "  " + letters.joined(separator: " ")
        let tight = letters.isEmpty ? "" : " " + letters.joined()
        let tail = (what + bids).isEmpty ? "" : "  " + what + bids
        let short = (what + bids).isEmpty ? "" : " " + (update.lifetime == 0 ? what : "") + bids
        let life = update.lifetime == 0 ? "" : "  \(4 * UInt32(update.lifetime)) s"
        return [
            "BU \(update.sequence)\(spaced)\(tail)\(life)", "BU \(update.sequence)\(spaced)\(tail)",
            "BU \(update.sequence)\(tight)\(short)", "BU \(update.sequence)\(short)", "BU \(update.sequence)",
            "BU",
        ]
    }

    /// `BA 1  accepted  1 ✓ 2 ✓`, `BA 1  refused 133  2 ✗133`.
    private static func texts(_ answer: BindingAcknowledgement, _ bids: [BindingIdentifier]) -> [String] {
        let status = BindingStatus(rawValue: answer.status)
        let word =
            answer.status == 0
            ? "accepted" : answer.status < 128 ? "accepted \(answer.status)" : "refused \(answer.status)"
        let each = bids.map { bid in
            // Its Status 0 stands for that of the Acknowledgement.
            let sign = (bid.status == 0 ? answer.status : bid.status) < 128 ? "✓" : "✗"
            return "\(bid.bid) \(sign)" + (bid.status == 0 ? "" : "\(bid.status)")
        }.joined(separator: " ")
        let tail = each.isEmpty ? "" : "  " + each
        let life = answer.lifetime == 0 ? "" : "  \(4 * UInt32(answer.lifetime)) s"
        let name = answer.status == 0 ? "" : "  \(status.name)"
        // What became of each BID says more than that the message as a whole was accepted.
        let short = answer.status < 128 && !each.isEmpty ? [tail] : []
        return [
            "BA \(answer.sequence)  \(word)\(name)\(tail)\(life)",
            "BA \(answer.sequence)  \(word)\(tail)\(life)", "BA \(answer.sequence)  \(word)\(tail)",
        ] + short.map { "BA \(answer.sequence)\($0)" } + [
            "BA \(answer.sequence)  \(word)",
            "BA \(answer.sequence) " + (answer.status < 128 ? "✓" : "✗\(answer.status)"), "BA",
        ]
    }
}
