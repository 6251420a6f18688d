internal import MobilityWire
internal import Nodes

/// Turns a run into the octets of a recording, as it goes on: each call gives what is new since the one before.
public struct RecordingEncoder: Sendable {
    private var nextEntry = 0
    private var nextInput = 0
    private var description: [UInt8] = []
    private var parties: [UInt8] = []
    private var rules = RuleNumbers()
    private var writtenRules = 0
    private var hasBegun = false

    /// Octets of entries in a part, about.
    private static let partSize = 32 << 10

    /// Nothing was recorded yet.
    public init() {}

    /// What is new in a run.
    ///
    /// - Parameter isLast: nothing will follow.
    public mutating func octets(of run: some Run, isLast: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        if !hasBegun {
            out += RecordingFormat.magic
            out.append(RecordingFormat.version)
            hasBegun = true
        }
        let description = RecordingEncoder.description(of: run)
        if description != self.description {
            self.description = description
            append(.description, description, to: &out)
        }
        let parties = RecordingEncoder.parties(of: run)
        if parties != self.parties {
            self.parties = parties
            append(.parties, parties, to: &out)
        }
        for input in run.inputs.dropFirst(nextInput) {
            var packer = OctetPacker(octets: [])
            packer.put(signed: input.time.nanoseconds)
            packer.put(number: UInt64(clamping: input.turn))
            packer.put(number: UInt64(clamping: input.entry))
            packer.put(input.line)
            append(.input, packer.octets, to: &out)
        }
        nextInput = run.inputs.count
        appendEntries(of: run.journal, to: &out)
        if isLast { append(.end, [], to: &out) }
        return out
    }

    /// What stands at the end of a recording to which nothing more comes.
    public var ending: [UInt8] {
        var out: [UInt8] = []
        append(.end, [], to: &out)
        return out
    }

    private mutating func appendEntries(of journal: Journal, to out: inout [UInt8]) {
        var number = max(nextEntry, journal.numbers.lowerBound)
        while number < journal.nextNumber {
            var packer = OctetPacker(octets: [])
            packer.put(number: UInt64(number))
            while number < journal.nextNumber, packer.octets.count < RecordingEncoder.partSize,
                let entry = journal[number]
            {
                packer.put(entry.kind.code)
                packer.put(signed: entry.time.nanoseconds)
                packer.put(number: entry.party.map { UInt64(clamping: $0.index + 1) } ?? 0)
                packer.put(number: entry.cause == 0 ? 0 : UInt64(clamping: number - entry.cause))
                // A message that was only seen passing is its own fate.
                packer.put(entry.kind == .sent && journal.isPassing(number))
                packer.put(entry.event, &rules)
                number += 1
            }
            if rules.count > writtenRules {
                var list = OctetPacker(octets: [])
                list.put(number: UInt64(rules.count - writtenRules))
                for rule in rules.rules[writtenRules...] {
                    list.put(rule.requirement)
                    list.put(rule.section)
                }
                writtenRules = rules.count
                append(.rules, list.octets, to: &out)
            }
            append(.entries, packer.octets, to: &out)
        }
        nextEntry = journal.nextNumber
    }

    private func append(_ part: RecordingFormat.Part, _ octets: [UInt8], to out: inout [UInt8]) {
        let begin = out.count
        out.append(part.rawValue)
        out.append(littleEndian: UInt32(clamping: octets.count))
        out += octets
        out.append(littleEndian: RecordingFormat.checksum(out[begin...]))
    }

    private static func description(of run: some Run) -> [UInt8] {
        let headline = run.headline
        var packer = OctetPacker(octets: [])
        packer.put(headline.kind.rawValue)
        packer.put(headline.title)
        packer.put(headline.node)
        packer.put(headline.homeAddress) { $0.put($1) }
        packer.put(headline.homeAgent) { $0.put($1) }
        packer.put(run.format.profile.rawValue)
        packer.put(run.epoch) { $0.put(signed: $1) }
        packer.put(run.origin) { packer, origin in
            packer.put(origin.profile.rawValue)
            packer.put(number: origin.seed)
            packer.put(origin.name)
            packer.put(origin.scenario)
        }
        return packer.octets
    }

    private static func parties(of run: some Run) -> [UInt8] {
        var packer = OctetPacker(octets: [])
        let parties = run.parties
        packer.put(number: UInt64(parties.count))
        for party in parties {
            packer.put(number: UInt64(clamping: party.id.index))
            packer.put(party.name)
            packer.put(party.kind.rawValue)
            packer.put(party.address) { $0.put($1) }
            packer.put(number: UInt64(party.interfaces.count))
            for interface in party.interfaces {
                packer.put(number: UInt64(interface.id.number))
                packer.put(interface.name)
                packer.put(interface.address) { $0.put($1) }
            }
        }
        return packer.octets
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian number: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> UInt32(shift)))
        }
    }
}
