import Lab
import MobilityWire
import Nodes

/// Looks at every message a node sends and finds storms: more than MAX_UPDATE_RATE messages of one type to one peer in
/// a second (RFC 6275 §11.8).
struct RateWatch {
    private let node: StationReference
    private var nextEntry = 1
    private var recent: [(type: UInt8, time: Instant)] = []
    private(set) var problems: [String] = []

    init(_ node: StationReference) {
        self.node = node
    }

    mutating func look(at lab: Lab) {
        while nextEntry < lab.journal.nextNumber {
            defer { nextEntry += 1 }
            guard let entry = lab.journal[nextEntry], entry.station == node else { continue }
            // A machine that started anew cannot know what it sent before.
            if case .started = entry.event { recent = [] }
            guard case .sent(let octets, _, _, _) = entry.event, let type = Self.type(of: octets)
            else { continue }
            recent.removeAll { entry.time - $0.time >= .seconds(1) }
            recent.append((type, entry.time))
            let count = recent.count { $0.type == type }
            if count > ProtocolConstants.maximumUpdateRate, problems.count < 3 {
                problems.append(
                    "\(count) messages of type \(type) within a second at \(entry.time.nanoseconds) ns")
            }
        }
    }

    /// The Mobility Header type of a packet with at most a Home Address option before it.
    private static func type(of octets: [UInt8]) -> UInt8? {
        guard octets.count >= 48, octets[0] >> 4 == 6 else { return nil }
        if octets[6] == 135 { return octets[42] }
        if octets[6] == 60, octets.count >= 72, octets[40] == 135 { return octets[66] }
        return nil
    }
}
