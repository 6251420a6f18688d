public import MobilityWire
public import Nodes

// Sentences of an answer, out of what nodes send and note.

extension ForeseenAnswer {
    /// The status of an Acknowledgement, and that of each BID in it; of another message nothing.
    public mutating func tellOfStatuses(_ octets: [UInt8], format: WireFormat) {
        var report = ReadingReport()
        guard let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report),
            case .bindingAcknowledgement(let message) = packet.message
        else { return }
        let isRemoval = message.lifetime == 0
        tell("whole message", message.status, isRemoval)
        for case .bindingIdentifier(let option) in message.options {
            // 0 says that the status of the whole counts.
            tell("BID \(option.bid)", option.status == 0 ? message.status : option.status, isRemoval)
        }
    }

    private mutating func tell(_ whose: String, _ number: UInt8, _ isRemoval: Bool) {
        let status = BindingStatus(rawValue: number)
        let meaning = isRemoval && number == 0 ? "What was to go is gone." : status.meaning
        add(.status, "\(whose): \(number) \(status.name). \(meaning)", isBad: !status.isAccepted)
    }

    /// What a copy of a node did about a message.
    public mutating func tell(of actions: [Action], by name: String, _ text: EntryText, format: WireFormat) {
        for action in actions {
            switch action {
            case .send(let datagram, _):
                add(.answer, "\(name) sends \(text.message(datagram.octets))")
                tellOfStatuses(datagram.octets, format: format)
            case .note(let note) where note.event == .dropped:
                add(.remark, "\(name): \(note.words)", isBad: true)
            case .note(let note)
            where [.bindingState, .bindingCache, .statusReceived, .homeLink].contains(note.event):
                add(.effect, "\(name): \(note.words)")
            default: continue
            }
        }
        if lines.isEmpty { add(.remark, "\(name) does nothing at once.") }
    }
}
