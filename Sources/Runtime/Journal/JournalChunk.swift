internal import Nodes

/// A piece of a journal: entries behind each other as octets. A journal that is copied shares all of its chunks but
/// the last, which alone still grows.
struct JournalChunk: Sendable {
    /// The number of its first entry.
    let first: Int
    /// From which the times of its entries are counted.
    private let origin: Instant
    private(set) var octets: [UInt8] = []
    /// Where each entry begins.
    private var starts: [UInt32] = []

    init(first: Int, origin: Instant) {
        self.first = first
        self.origin = origin
    }

    /// How many entries it has.
    var count: Int { starts.count }
    /// How much memory it takes, about.
    var size: Int { octets.capacity + 4 * starts.capacity }

    mutating func reserve(_ size: Int) {
        octets.reserveCapacity(size)
    }

    mutating func append(
        _ event: JournalEntry.Event, at time: Instant, of party: PartyIdentifier?, cause: Int,
        _ rules: inout RuleNumbers
    ) {
        let number = first + starts.count
        starts.append(UInt32(clamping: octets.count))
        var packer = OctetPacker(octets: [])
        swap(&packer.octets, &octets)
        packer.put(event.kind.code)
        packer.put(signed: (time - origin).nanoseconds)
        packer.put(number: party.map { UInt64(truncatingIfNeeded: $0.index + 1) } ?? 0)
        packer.put(signed: cause == 0 ? 0 : Int64(number - cause))
        packer.put(event, &rules)
        swap(&packer.octets, &octets)
    }

    /// Forgets all entries from a place on.
    mutating func cut(at count: Int) {
        guard starts.indices.contains(count) else { return }
        octets.removeLast(octets.count - Int(starts[count]))
        starts.removeLast(starts.count - count)
    }

    /// The kind of an entry, without reading it.
    func kind(at index: Int) -> JournalEntry.Kind {
        JournalEntry.Kind(code: octets[Int(starts[index])])
    }

    /// The entry at a place.
    func entry(at index: Int, _ rules: RuleNumbers) -> JournalEntry {
        let (time, party, cause, kind, unpacker) = header(at: index)
        var rest = unpacker
        return JournalEntry(
            number: first + index, time: time, party: party, cause: cause, event: rest.event(kind, rules))
    }

    /// What stands before the event of an entry.
    func header(at index: Int) -> (
        time: Instant, party: PartyIdentifier?, cause: Int, kind: JournalEntry.Kind, rest: OctetUnpacker
    ) {
        var unpacker = OctetUnpacker(octets, from: Int(starts[index]))
        let kind = JournalEntry.Kind(code: unpacker.octet())
        let time = origin + Interval(nanoseconds: unpacker.signed())
        let place = Int(truncatingIfNeeded: unpacker.number())
        let distance = Int(truncatingIfNeeded: unpacker.signed())
        return (
            time, place == 0 ? nil : PartyIdentifier(place - 1),
            distance == 0 ? 0 : first + index - distance, kind, unpacker
        )
    }
}

extension JournalEntry.Kind {
    /// The kind of a code; nil: there is none.
    init?(exactCode code: UInt8) {
        guard JournalEntry.Kind.inCodeOrder.indices.contains(Int(code)) else { return nil }
        self.init(code: code)
    }

    var code: UInt8 {
        switch self {
        case .sent: 0
        case .delivered: 1
        case .lost: 2
        case .duplicated: 3
        case .corrupted: 4
        case .interface: 5
        case .duplicateDetection: 6
        case .neighbourProbe: 7
        case .command: 8
        case .fault: 9
        case .timer: 10
        case .started: 11
        case .action: 12
        case .note: 13
        case .probe: 14
        case .remark: 15
        }
    }

    fileprivate init(code: UInt8) {
        let kinds = JournalEntry.Kind.inCodeOrder
        self = kinds.indices.contains(Int(code)) ? kinds[Int(code)] : .timer
    }

    private static let inCodeOrder = allCases.sorted { $0.code < $1.code }
}
