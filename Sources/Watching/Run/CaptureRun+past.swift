import MobilityWire
import Nodes
import Runtime

// A capture as it was: the tables are inferred anew from the messages up to an entry.

extension CaptureRun {
    /// What was inferred by an entry, from which more can be.
    struct Inferred: Sendable {
        /// The last entry that it knows.
        var entry = 0
        var watch: Watch
        var changes: [BindingOfPeer: Int] = [:]
        /// Who had shown themselves, with what their accesses had carried.
        var people = ObservedParties()
        /// How many records of what went through tunnels are in that.
        var tunnelled = 0
        var now = Instant.zero

        init(limits: Observer.Limits) { watch = Watch(limits: limits) }
    }

    /// It after an entry; what was inferred is gone on with. Who takes part stays as in the present: lanes do not come
    /// and go as one moves.
    func past(at entry: Int, from inferred: inout Inferred) -> CaptureRun {
        var past = self
        past.source = NoSource()
        past.watch = inferred.watch
        past.changes = inferred.changes
        past.now = inferred.now
        past.people = inferred.people
        // How much there is of a message stands behind it, and was known as soon as the message was.
        past.journal = journal.prefix(through: journal.capturedPart(of: entry) == nil ? entry : entry + 1)
        for number in stride(from: inferred.entry + 1, through: entry, by: 1) {
            past.countTunnelled(before: number, &inferred)
            guard let entry = journal[number] else { continue }
            past.now = max(past.now, entry.time)
            switch entry.event {
            // What arrived is known to have; what was only seen is all there is.
            case .delivered(let octets, _): past.infer(octets)
            case .sent(let octets, _, _, _) where journal.isPassing(number): past.infer(octets)
            case .note(let note) where note.event == .bindingCache:
                guard let homeAddress = note.homeAddress, let peer = note.peer else { continue }
                // What ended had ended then.
                _ = past.watch.advance(to: past.now)
                past.changes[BindingOfPeer(homeAddress: homeAddress, peer: peer, bid: note.bid)] = number
            default: break
            }
        }
        inferred.entry = entry
        inferred.watch = past.watch
        inferred.changes = past.changes
        inferred.now = past.now
        inferred.people = past.people
        past.people = people.carrying(trafficOf: inferred.people)
        return past
    }

    /// Counts what went through tunnels before an entry was made.
    private mutating func countTunnelled(before entry: Int, _ inferred: inout Inferred) {
        while inferred.tunnelled < tunnelled.records.count,
            tunnelled.records[inferred.tunnelled].entry < entry
        {
            people.count(tunnelled.records[inferred.tunnelled])
            inferred.tunnelled += 1
        }
    }

    private mutating func infer(_ octets: [UInt8]) {
        _ = watch.advance(to: now)
        var report = ReadingReport()
        guard
            let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        else {
            _ = meet(unreadable: octets)
            return
        }
        _ = meet(packet, octets: octets.count)
        watch.observe(packet, at: now)
    }
}
