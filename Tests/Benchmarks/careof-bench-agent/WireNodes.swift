import CLinux
import Glibc
import MobilityWire

/// Mobile nodes on the wire: whole packets from a raw socket, answers from a packet socket.
struct WireNodes {
    private let count: Int
    private let sender: Int32
    private let receiver: Int32
    private var sequences: [UInt16]
    /// The node of the low half of a home address.
    private var numbers: [UInt64: Int] = [:]
    /// When the Binding Update left that is not answered yet; 0: none.
    private var departures: [Int64]
    private var outstanding = 0
    /// Binding Updates that were not answered within the bound below. Nothing is expected of them any more.
    private var lost = 0
    private var refused = 0
    /// How long answers took, in nanoseconds, while that is asked for.
    private var delays: [Int64]?
    private var buffer = [UInt8](repeating: 0, count: slot * Int(careof_batch_limit))
    private var arrivals = [careof_arrival](repeating: careof_arrival(), count: Int(careof_batch_limit))
    private static let slot = 512
    /// What is answered within a second costs a node nothing: it would send again then (INITIAL_BINDACK_TIMEOUT,
    /// RFC 6275 §12).
    private static let patience: Int64 = 1_000_000_000

    init(count: Int) throws {
        self.count = count
        sender = careof_open_packet_sender()
        receiver = careof_open_packet_receiver()
        guard sender >= 0, receiver >= 0 else { throw Failure(description: "no raw sockets: not root?") }
        sequences = [UInt16](repeating: 0, count: count)
        departures = [Int64](repeating: 0, count: count)
        for node in 0..<count { numbers[UpdateTemplate.homeAddress(UInt32(node)).low] = node }
    }

    /// The key of all nodes.
    private static let key = "a key of all"

    /// Registers all nodes, then refreshes them for so many seconds, then a few a second without and with a flood of
    /// forged ones; whether the bounds are kept.
    mutating func measure(seconds: Int) throws -> Bool {
        var report = Report()
        let first = try registerAll()
        report.judge(
            "\(count) first registrations, beyond one second of detection", first - 1, atMost: 10, "s")
        // They wait for the detection of duplicates.
        lost = 0
        let template = try UpdateTemplate(bids: [1], withAddress: false, key: WireNodes.key)
        let answered = refresh(template, seconds: seconds)
        report.judge("refreshes answered a second", answered / Double(seconds), atLeast: 20_000, "")
        judgeLost(&report)
        report.judge("refused", Double(refused), atMost: 0, "")
        _ = paced(template, seconds: 3, while: { true })
        report.fact("answered, 99 of 100, at 2,000 refreshes a second", milliseconds(), "ms")
        judgeLost(&report)
        var flood = try FloodProcess(nodes: count, seconds: 5)
        let sent = paced(template, seconds: 10, while: { flood.isRunning() })
        report.fact("answered, 99 of 100, during the flood", milliseconds(), "ms")
        report.judge("refreshes during the flood", Double(sent), atLeast: 1000, "")
        judgeLost(&report)
        report.judge("refused", Double(refused), atMost: 0, "")
        // Every binding is still what it was: refreshes without an address are for BIDs that are bound.
        var bound = 0
        for node in 0..<count {
            send(node, template)
            if node % 256 == 255 || node == count - 1 { bound += settle() }
        }
        report.judge("nodes still bound after the flood", Double(bound), atLeast: Double(count), "")
        report.judge("refused", Double(refused), atMost: 0, "")
        return report.holds
    }

    /// Judges how many were not answered since it was asked last. What this process itself had no room for is said: it is
    /// no fault of the agent.
    private mutating func judgeLost(_ report: inout Report) {
        report.judge("without an answer in a second", Double(lost), atMost: 0, "")
        let unread = careof_lost_packets(receiver)
        if unread > 0 { report.fact("packets that the nodes had no room for", String(unread), "") }
        lost = 0
    }

    /// Refreshes as many as the agent answers; how many it did.
    private mutating func refresh(_ template: UpdateTemplate, seconds: Int) -> Double {
        let end = careof_boot_time() + Int64(seconds) * 1_000_000_000
        var answered = 0
        var node = 0
        while careof_boot_time() < end {
            // A window, so that the agent always has work and no queue overflows.
            while outstanding < 512 {
                if departures[node] == 0 { send(node, template) }
                node = (node + 1) % count
            }
            answered += takeAnswers()
        }
        _ = settle()
        return Double(answered)
    }

    /// Refreshes two every millisecond, which any agent can do, as long as something goes on; how many.
    private mutating func paced(
        _ template: UpdateTemplate, seconds: Int, while goesOn: () -> Bool
    ) -> Int {
        delays = []
        let begin = careof_boot_time()
        var sent = 0
        while careof_boot_time() - begin < Int64(seconds) * 1_000_000_000, goesOn() {
            while Int64(sent) * 500_000 < careof_boot_time() - begin {
                let node = sent % count
                if departures[node] != 0, careof_boot_time() - departures[node] > WireNodes.patience {
                    lose(node)
                }
                if departures[node] == 0 { send(node, template) }
                sent += 1
            }
            _ = takeAnswers()
        }
        _ = settle()
        return sent
    }

    private mutating func lose(_ node: Int) {
        lost += 1
        departures[node] = 0
        outstanding -= 1
    }

    /// The time in which 99 of 100 answers came.
    private mutating func milliseconds() -> String {
        let sorted = (delays ?? []).sorted()
        delays = nil
        guard !sorted.isEmpty else { return "?" }
        return String(Double(sorted[sorted.count * 99 / 100] / 10_000) / 100)
    }

    /// Takes answers until all are there, or those that are not there are late.
    private mutating func settle() -> Int {
        let end = careof_boot_time() + WireNodes.patience
        var answers = 0
        while outstanding > 0, careof_boot_time() < end { answers += takeAnswers() }
        if outstanding > 0 { for node in 0..<count where departures[node] != 0 { lose(node) } }
        return answers
    }

    /// Seconds until all nodes have an answer; what is not answered within three seconds is sent again.
    private mutating func registerAll() throws -> Double {
        let template = try UpdateTemplate(bids: [1], withAddress: true, key: WireNodes.key)
        let begin = careof_boot_time()
        var answered = 0
        var next = 0
        while answered < count {
            guard careof_boot_time() - begin < 60_000_000_000 else {
                throw Failure(description: "\(answered) of \(count) registered after a minute")
            }
            for _ in 0..<64 where next < count {
                send(next, template)
                next += 1
            }
            answered += takeAnswers()
            guard next == count else { continue }
            for node in 0..<count
            where departures[node] != 0 && careof_boot_time() - departures[node] > 3_000_000_000 {
                outstanding -= 1
                send(node, template)
            }
        }
        return Double(careof_boot_time() - begin) / 1e9
    }

    private mutating func send(_ node: Int, _ template: UpdateTemplate) {
        sequences[node] &+= 1
        let packet = template.packet(node: UInt32(node), sequence: sequences[node])
        departures[node] = careof_boot_time()
        outstanding += 1
        while careof_send_packet(sender, packet, packet.count, Array(packet[24..<40]), 0) != packet.count {
            guard errno == EAGAIN || errno == ENOBUFS else { return }
        }
    }

    /// Binding Acknowledgements that came; those that answer what is out count.
    private mutating func takeAnswers() -> Int {
        var ready = [false]
        _ = careof_wait([receiver], &ready, 1, 1_000_000)
        var answers = 0
        while true {
            let came = Int(
                careof_receive_packets(
                    receiver, &buffer, WireNodes.slot, Int32(careof_batch_limit), &arrivals))
            guard came > 0 else { return answers }
            for index in 0..<came { answers += takeAnswer(at: index * WireNodes.slot, arrivals[index]) }
        }
    }

    /// One packet; 1: it answers what is out.
    private mutating func takeAnswer(at start: Int, _ arrival: careof_arrival) -> Int {
        // A type 2 routing header with the home address, then a Mobility Header of type 6.
        guard arrival.packet_type == 0, arrival.length >= 76, buffer[start + 6] == 43, buffer[start + 66] == 6
        else { return 0 }
        let low = buffer[start + 56..<start + 64].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let sequence = UInt16(buffer[start + 72]) << 8 | UInt16(buffer[start + 73])
        guard let node = numbers[low], departures[node] != 0, sequence == sequences[node] else { return 0 }
        if buffer[start + 70] >= 128 { refused += 1 }
        let delay = careof_boot_time() - departures[node]
        if delay > WireNodes.patience { lost += 1 }
        delays?.append(delay)
        departures[node] = 0
        outstanding -= 1
        return 1
    }
}
