import MobilityWire
import Nodes
import Runtime

// What a command would do: found out by doing it to a copy in which nothing gets lost.

extension LabRun {
    /// How long the copy runs on: a round trip, and the second in which an agent looks for duplicates of the address.
    static let foresight = Interval.seconds(4)

    /// The messages that would leave at once, and what would become of the bindings within seconds.
    public func preview(_ command: RunCommand) -> Preview {
        if let words = RefusalText.unavailable(command) { return Preview(refusal: words) }
        // What the command does, apart from what the node then does by itself.
        var copy = calm(registration: .manual)
        let first = copy.journal.nextNumber
        if case .refused(let words) = copy.perform(command) { return Preview(refusal: words) }
        // What a command needs time for leaves within milliseconds of it.
        copy.stage.lab.run(until: now + .milliseconds(20))
        var preview = Preview()
        for number in first..<copy.journal.nextNumber {
            guard let entry = copy.journal[number], case .sent(let octets, let interface, _, _) = entry.event,
                let sender = entry.party, sender == stage.node.party || entry.time == now
            else { continue }
            preview.messages.append(copy.message(octets, interface, sender))
        }
        var untouched = calm(registration: .manual)
        untouched.stage.lab.run(until: now + LabRun.foresight)
        copy.stage.lab.run(until: now + LabRun.foresight)
        for ((present, before), after) in zip(zip(holders, untouched.holders), copy.holders) {
            preview.effects += LabRun.effects(
                on: before.name, now: present.rows, anyway: before.rows, after: after.rows)
            preview.takesAway =
                preview.takesAway
                || before.rows.contains { row in !after.rows.contains { $0.bid == row.bid } }
        }
        if preview.takesAway { addReturn(after: command, copy, &preview) }
        let flows = Dictionary(self.flows().map { ($0.name, $0) }) { first, _ in first }
        for flow in copy.flows() {
            guard let before = flows[flow.name], before.usedBid != flow.usedBid else { continue }
            let name = { (bid: UInt16?) in bid.map { "BID \($0)" } ?? "no binding" }
            preview.effects.append(
                "Traffic of flow \"\(flow.name)\" moves from \(name(before.usedBid)) to \(name(flow.usedBid))."
            )
        }
        return preview
    }

    /// A copy without losses, faults and further steps, in which the node does nothing by itself.
    func calm(registration: MobileNode.RegistrationMode?) -> LabRun {
        var copy = self
        copy.removeChance()
        guard let registration, node?.configuration.registration != registration else { return copy }
        copy.stage.lab.command(.setRegistration(registration), to: stage.node)
        copy.awaitsFirstBulk = false
        return copy
    }

    /// A node that registers by itself brings back what others took away; a person should know.
    private func addReturn(after command: RunCommand, _ manual: LabRun, _ preview: inout Preview) {
        guard node?.configuration.registration == .automatic else { return }
        var copy = calm(registration: nil)
        copy.perform(command)
        copy.stage.lab.run(until: now + LabRun.foresight)
        let back = zip(manual.holders, copy.holders).flatMap { without, with in
            with.rows.filter { row in !without.rows.contains { $0.bid == row.bid } }.map(\.words)
        }
        guard !back.isEmpty else { return }
        preview.effects.append(
            "Registration is automatic: the node registers \(back.joined(separator: ", ")) again at once.")
    }

    private func message(
        _ octets: [UInt8], _ interface: InterfaceIdentifier?, _ sender: PartyIdentifier
    ) -> Preview.Message {
        var report = ReadingReport()
        let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        return Preview.Message(
            text: packet.map { MessageText($0).line } ?? "packet of \(octets.count) octets", sender: sender,
            interface: interface,
            interfaceName: interface.flatMap { parties[party: sender]?.interfaceName($0) } ?? "",
            octets: octets)
    }

    var holders: [(name: String, rows: [HomeAgent.CacheRow])] {
        caches().map { ($0.name, cache($0.party, 0..<256, order: .homeAddress).rows) }
    }

    /// What became of a cache, in sentences, and what stays as it is in one.
    ///
    /// - Parameters:
    ///   - now: its rows at present.
    ///   - anyway: its rows later, had nobody done anything. What happens anyway is not told.
    ///   - after: its rows later.
    static func effects(
        on name: String, now: [HomeAgent.CacheRow], anyway: [HomeAgent.CacheRow], after: [HomeAgent.CacheRow]
    ) -> [String] {
        var effects: [String] = []
        var kept: [String] = []
        for row in now
        where !after.contains(where: { $0.bid == row.bid }) && anyway.contains(where: { $0.bid == row.bid }) {
            effects.append("\(name) removes \(row.words) → \(row.destination).")
        }
        for row in after {
            let lifetime = row.grantedLifetime.map { " for \($0) s" } ?? " without an end"
            let otherwise = anyway.first { $0.bid == row.bid }
            if let otherwise, otherwise.careOfAddress == row.careOfAddress,
                otherwise.verified == row.verified, otherwise.remaining == row.remaining
            {
                kept.append(row.words)
                continue
            }
            guard let old = now.first(where: { $0.bid == row.bid }) else {
                effects.append("\(name) adds \(row.words) → \(row.destination)\(lifetime).")
                continue
            }
            if old.careOfAddress == row.careOfAddress {
                effects.append("\(name) renews \(row.words)\(lifetime).")
            } else {
                effects.append("\(name) moves \(row.words) to \(row.destination)\(lifetime).")
            }
        }
        // What is not named keeps its lifetime, where others are removed and where others are added.
        if !effects.isEmpty, !kept.isEmpty {
            let isRemoval = now.contains { row in !after.contains { $0.bid == row.bid } }
            effects.append(
                "At \(name) \(kept.joined(separator: ", ")) and the time left stay as they are"
                    + " (\(isRemoval ? "R-056" : "R-045")).")
        }
        return effects
    }
}

extension HomeAgent.CacheRow {
    fileprivate var words: String { bid.map { "BID \($0)" } ?? "the ordinary binding" }
}
