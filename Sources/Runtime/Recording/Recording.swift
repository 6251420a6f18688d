public import MobilityWire
internal import Nodes

/// A run that was recorded: what happened, who took part, and what it began from.
public struct Recording: Sendable {
    /// What kind of run it was.
    public private(set) var kind = Headline.Kind.lab
    /// What it was called.
    public private(set) var title = ""
    /// The name of the node.
    public private(set) var node = ""
    /// Its home address.
    public private(set) var homeAddress: IPv6Address?
    /// Its home agent.
    public private(set) var homeAgent: IPv6Address?
    /// The layout of messages.
    public private(set) var format = WireFormat.rfc5648
    /// Nanoseconds since 1970 at which the run's time was zero; nil: it had no such time.
    public private(set) var epoch: Int64?
    /// What it began from; nil: it cannot be had again.
    public private(set) var origin: RunOrigin?
    /// Who took part.
    public private(set) var parties: [Party] = []
    /// What happened.
    public private(set) var journal: Journal
    /// What a person told it.
    public private(set) var inputs: [RecordedInput] = []
    /// Why it ends where it ends; nil: the run ended there.
    public private(set) var breaksOff: String?

    /// Why octets are no recording that can be read.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// They are none.
        case notARecording
        /// They are one of a version that is not known here.
        case version(Int)

        /// In words.
        public var description: String {
            switch self {
            case .notARecording: "not a recording"
            case .version(let version):
                "a recording of version \(version); this program reads version \(RecordingFormat.version)"
            }
        }
    }

    /// Whether octets begin as a recording does.
    public static func isBegun(by octets: [UInt8]) -> Bool { octets.starts(with: RecordingFormat.magic) }

    /// Reads a recording, as far as it stands whole in the octets.
    public init(_ octets: [UInt8], capacity: Int = 192 << 20) throws(Problem) {
        guard Recording.isBegun(by: octets) else { throw .notARecording }
        journal = Journal(capacity: capacity)
        var position = RecordingFormat.magic.count
        guard position < octets.count else {
            breaksOff = "it ends before it begins"
            return
        }
        guard octets[position] == RecordingFormat.version else { throw .version(Int(octets[position])) }
        position += 1
        var rules = RuleNumbers()
        while true {
            guard position < octets.count else {
                breaksOff = "the recording was not ended: what came last may be missing"
                return
            }
            let part: (kind: RecordingFormat.Part, octets: [UInt8], end: Int)
            do {
                part = try Recording.part(of: octets, at: position)
            } catch {
                breaksOff =
                    error == .cut
                    ? "the recording breaks off after \(position) octets"
                    : "the recording is damaged behind octet \(position): what follows cannot be read"
                return
            }
            position = part.end
            switch part.kind {
            case .description: readDescription(part.octets)
            case .parties: readParties(part.octets)
            case .rules: rules.read(part.octets)
            case .entries:
                guard readEntries(part.octets, rules) else {
                    breaksOff = "entries cannot be read before octet \(position)"
                    return
                }
            case .input: readInput(part.octets)
            case .end: return
            }
        }
    }

    /// Why no part can be read at a place.
    private enum PartFault: Error {
        /// The octets end before it does.
        case cut
        /// Its octets are not those that were written.
        case damaged
    }

    /// A part that stands whole and right at a place.
    private static func part(
        of octets: [UInt8], at position: Int
    ) throws(PartFault) -> (kind: RecordingFormat.Part, octets: [UInt8], end: Int) {
        guard octets.count - position >= 9 else { throw .cut }
        let length = Int(octets.littleEndian(at: position + 1))
        guard octets.count - position - 9 >= length else { throw .cut }
        let end = position + 5 + length
        guard length <= RecordingFormat.partLimit,
            let kind = RecordingFormat.Part(rawValue: octets[position]),
            octets.littleEndian(at: end) == RecordingFormat.checksum(octets[position..<end])
        else { throw .damaged }
        return (kind, Array(octets[position + 5..<end]), end + 4)
    }

    private mutating func readDescription(_ octets: [UInt8]) {
        var unpacker = OctetUnpacker(octets, from: 0)
        kind = Headline.Kind(rawValue: unpacker.text()) ?? .capture
        title = unpacker.text()
        node = unpacker.text()
        homeAddress = unpacker.optional { $0.ipv6() }
        homeAgent = unpacker.optional { $0.ipv6() }
        format = WireFormat(WireProfile(rawValue: unpacker.text()) ?? .rfc5648)
        epoch = unpacker.optional { $0.signed() }
        origin = unpacker.optional { unpacker in
            RunOrigin(
                profile: WireProfile(rawValue: unpacker.text()) ?? .rfc5648, seed: unpacker.number(),
                name: unpacker.text(), scenario: unpacker.run())
        }
    }

    private mutating func readParties(_ octets: [UInt8]) {
        var unpacker = OctetUnpacker(octets, from: 0)
        let count = unpacker.number()
        parties = []
        while UInt64(parties.count) < count, !unpacker.isAtEnd {
            let index = Int(truncatingIfNeeded: unpacker.number() & 0xffff_ffff)
            var party = Party(
                id: PartyIdentifier(index), name: unpacker.text(),
                kind: Party.Kind(rawValue: unpacker.text()) ?? .other)
            party.address = unpacker.optional { $0.ipv6() }
            let interfaces = unpacker.number()
            while UInt64(party.interfaces.count) < interfaces, !unpacker.isAtEnd {
                party.interfaces.append(
                    Party.Interface(
                        id: unpacker.interface(), name: unpacker.text(),
                        address: unpacker.optional { $0.careOfAddress() }))
            }
            parties.append(party)
        }
    }

    private mutating func readInput(_ octets: [UInt8]) {
        var unpacker = OctetUnpacker(octets, from: 0)
        inputs.append(
            RecordedInput(
                time: Instant(nanoseconds: unpacker.signed()), turn: Int(clamping: unpacker.number()),
                entry: Int(clamping: unpacker.number()), line: unpacker.text()))
    }

    /// Whether they are entries.
    private mutating func readEntries(_ octets: [UInt8], _ rules: RuleNumbers) -> Bool {
        var unpacker = OctetUnpacker(octets, from: 0)
        let first = unpacker.number()
        guard first >= UInt64(journal.nextNumber), first < 1 << 48 else { return false }
        // What was dropped before it was recorded is missing at the beginning.
        if first > UInt64(journal.nextNumber) {
            journal = Journal(capacity: journal.capacity, first: Int(first))
        }
        while !unpacker.isAtEnd {
            let number = journal.nextNumber
            guard let kind = JournalEntry.Kind(exactCode: unpacker.octet()) else { return false }
            let time = Instant(nanoseconds: unpacker.signed())
            let place = unpacker.number()
            let distance = unpacker.number()
            let isPassing = unpacker.flag()
            let event = unpacker.event(kind, rules)
            guard !unpacker.isOverrun else { return false }
            let cause = distance == 0 || distance >= UInt64(number) ? 0 : number - Int(distance)
            journal.append(
                event, at: time, of: place == 0 ? nil : PartyIdentifier(Int((place - 1) & 0xffff_ffff)),
                cause: cause, isPassing: isPassing)
        }
        return true
    }
}

extension [UInt8] {
    fileprivate func littleEndian(at position: Int) -> UInt32 {
        (0..<4).reduce(0) { number, index in number | UInt32(self[position + index]) << UInt32(8 * index) }
    }
}
