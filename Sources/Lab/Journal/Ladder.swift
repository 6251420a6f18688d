import MobilityWire
import Nodes
import Runtime

/// The exchange of a run as text: one lane for each station that takes part, an arrow for each message, and between
/// them what was done to nodes and world.
///
/// ```
///      time   mn1        ha1        cn1
///     0.000    *          |          |    register 1, 2 in bulk
///     0.000    |--------->|          |    BU 1 A H O 60 s, BID 1 = 2001:db8:a::100, BID 2 = 2001:db8:b::100
///     0.031    |<---------|          |    BA 1 status 0 60 s, BID 1 status 0, BID 2 status 0
///     4.000    |----x     |          |    BU 2 A H 60 s, BID 1 (lost: the link loses packets)
/// ```
///
/// Plain ASCII and no width of its own: a terminal may wrap the text behind the lanes.
public struct Ladder {
    private let lab: Lab
    private let format: WireFormat
    private let lanes: [StationReference]
    /// By entry number, for departures: what became of them.
    private var fates: [Int: Fate] = [:]

    private enum Fate {
        case lost(Loss)
        case delivered(StationReference)
    }

    private static let gap = 10

    /// The ladder of everything in a lab's journal. Stations that never sent or got a message have no lane.
    public init(_ lab: Lab, format: WireFormat) {
        self.lab = lab
        self.format = format
        var taking = [Bool](repeating: false, count: lab.network.stations.count)
        for entry in lab.journal.entries {
            switch entry.event {
            case .sent, .delivered:
                if let station = entry.station { taking[station.index] = true }
            default: break
            }
            switch entry.event {
            case .lost(_, let loss, _):
                if fates[entry.cause] == nil { fates[entry.cause] = .lost(loss) }
            case .delivered:
                if let station = entry.station { fates[entry.cause] = .delivered(station) }
            default: break
            }
        }
        // Mobile nodes to the left, then agents, then correspondents.
        let rank = lab.actors.map { actor in
            switch actor {
            case .mobileNode: 0
            case .homeAgent: 1
            case .correspondent: 2
            case .host: 3
            }
        }
        lanes = taking.indices.filter { taking[$0] }.map(StationReference.init)
            .sorted { (rank[$0.index], $0.index) < (rank[$1.index], $1.index) }
    }

    /// The lines, the names of the lanes first.
    public var lines: [String] { [heading] + rows.map(\.text) }

    /// The lines below the names, each with the entry that it shows.
    var rows: [(number: Int, time: Instant, text: String)] {
        lab.journal.entries.compactMap { entry in
            line(of: entry).map { (entry.number, entry.time, $0) }
        }
    }

    /// The names of the lanes.
    var heading: String {
        var text = Ladder.padded("time", to: 10, left: true) + "  "
        for lane in lanes { text += Ladder.padded(lab.network[lane].name, to: Ladder.gap + 1) }
        return Ladder.trimmed(text)
    }

    private func line(of entry: JournalEntry) -> String? {
        switch entry.event {
        case .sent(let octets, _, _, _): return message(octets, entry)
        case .command(let text), .fault(let text): return remark(text, entry)
        case .started: return remark("starts", entry)
        case .interface(let interface, let fact):
            return Ladder.text(fact).map { remark(name(interface, entry.station) + " " + $0, entry) }
        case .probe(let text): return remark(text, entry)
        case .remark(let text): return remark("note: " + text, entry)
        case .note(let note) where note.event == .commandRefused:
            return remark("refused: " + (note.to ?? ""), entry)
        default: return nil
        }
    }

    private func message(_ octets: [UInt8], _ entry: JournalEntry) -> String? {
        guard let from = entry.station.flatMap({ lanes.firstIndex(of: $0) }) else { return nil }
        var report = ReadingReport()
        let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        if case .data = packet?.payload { return nil }
        var text = LadderWords.message(packet, octets, format)
        var target = from == 0 ? lanes.count - 1 : 0
        var isLost = false
        switch fates[entry.number] {
        case .delivered(let station): target = lanes.firstIndex(of: station) ?? from
        case .lost(let loss):
            isLost = true
            text += " (\(loss.sentence))"
        case nil: text += " (under way)"
        }
        return time(entry) + arrow(from: from, to: target, isLost: isLost) + text
    }

    private func remark(_ text: String, _ entry: JournalEntry) -> String {
        var cells = rails
        if let lane = entry.station.flatMap({ lanes.firstIndex(of: $0) }) {
            cells[lane * (Ladder.gap + 1)] = UInt8(ascii: "*")
        }
        let isLaneless = entry.station.map { !lanes.contains($0) } ?? false
        let name = isLaneless ? entry.station.map { lab.network[$0].name + ": " } ?? "" : ""
        return time(entry) + String(decoding: cells, as: UTF8.self) + name + text
    }

    private var rails: [UInt8] {
        var cells = [UInt8](repeating: UInt8(ascii: " "), count: lanes.count * (Ladder.gap + 1))
        for lane in lanes.indices { cells[lane * (Ladder.gap + 1)] = UInt8(ascii: "|") }
        return cells
    }

    private func arrow(from: Int, to: Int, isLost: Bool) -> String {
        var cells = rails
        guard from != to, !cells.isEmpty else { return String(decoding: cells, as: UTF8.self) }
        let start = from * (Ladder.gap + 1)
        var end = to * (Ladder.gap + 1)
        if isLost { end = start + (end - start) / 2 }
        let step = end > start ? 1 : -1
        for position in stride(from: start + step, to: end, by: step)
        where cells[position] == UInt8(ascii: " ") {
            cells[position] = UInt8(ascii: "-")
        }
        cells[end - step] = isLost ? UInt8(ascii: "x") : UInt8(ascii: step > 0 ? ">" : "<")
        return String(decoding: cells, as: UTF8.self)
    }

    private func time(_ entry: JournalEntry) -> String {
        Ladder.padded(Ladder.seconds(entry.time), to: 10, left: true) + "  "
    }

    private func name(_ interface: InterfaceIdentifier, _ station: StationReference?) -> String {
        station.map { lab.network[PortReference($0, interface: interface)].name } ?? ""
    }

    /// What a person wants to know of an interface; nil: no line for it.
    private static func text(_ fact: InterfaceFact) -> String? {
        switch fact {
        case .present(_, let up, _): up ? "up" : "down"
        case .address(let address, .preferred): "\(address)"
        case .address(let address, .deprecated): "\(address) deprecated"
        case .ipv4Address(let address): "\(address)"
        case .vanished: "gone"
        default: nil
        }
    }

    /// `12.345`: seconds and milliseconds.
    static func seconds(_ instant: Instant) -> String {
        let milliseconds = instant.nanoseconds / 1_000_000
        let fraction = String(milliseconds % 1000)
        let zeros = String(repeating: "0", count: max(0, 3 - fraction.utf8.count))
        return "\(milliseconds / 1000)." + zeros + fraction
    }

    private static func padded(_ text: String, to width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.utf8.count))
        return left ? space + text : text + space
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension Lab {
    /// A test packet and the way it took, in one line.
    public func text(of probe: Probe) -> String {
        let outcome =
            switch probe.outcome {
            case .underway: "under way"
            case .arrived: "arrived"
            case .lost(let loss): "lost: \(loss.rawValue)"
            }
        return "test packet to \(probe.flow.destination) \(outcome): "
            + hops(of: probe).joined(separator: ", ")
    }

    /// The way a test packet took: stations and interfaces by name, tunnels as `tunnel 2 2001:db8:b::100`.
    public func hops(of probe: Probe) -> [String] {
        probe.path.map { hop in
            switch hop {
            case .station(let station): network[station].name
            case .tunnel(let bid, let address): "tunnel \(bid.map { "\($0) " } ?? "")\(address)"
            case .routeOptimised(let bid, let address): "direct \(bid.map { "\($0) " } ?? "")\(address)"
            case .interface(let interface):
                lastStation(before: hop, of: probe).map {
                    network[PortReference($0, interface: interface)].name
                } ?? ""
            }
        }
    }

    private func lastStation(before hop: Probe.Hop, of probe: Probe) -> StationReference? {
        var last: StationReference?
        for candidate in probe.path {
            if candidate == hop { return last }
            if case .station(let station) = candidate { last = station }
        }
        return last
    }
}
