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
    private var refused = 0
    private var buffer = [UInt8](repeating: 0, count: 2048)

    init(count: Int) throws {
        self.count = count
        sender = careof_open_packet_sender()
        receiver = careof_open_packet_receiver()
        guard sender >= 0, receiver >= 0 else { throw Failure(description: "no raw sockets: not root?") }
        sequences = [UInt16](repeating: 0, count: count)
        departures = [Int64](repeating: 0, count: count)
        for node in 0..<count { numbers[UpdateTemplate.homeAddress(UInt32(node)).low] = node }
    }

    /// Registers all nodes, then refreshes them for so many seconds; whether the bounds are kept.
    mutating func measure(seconds: Int) throws -> Bool {
        var report = Report()
        let first = try registerAll()
        report.judge(
            "\(count) first registrations, beyond one second of detection", first - 1, atMost: 10, "s")
        let template = try UpdateTemplate(bids: [1], withAddress: false)
        let begin = careof_boot_time()
        let end = begin + Int64(seconds) * 1_000_000_000
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
        let duration = Double(careof_boot_time() - begin) / 1e9
        let patience = careof_boot_time() + 2_000_000_000
        while outstanding > 0, careof_boot_time() < patience { _ = takeAnswers() }
        report.judge("refreshes answered a second", Double(answered) / duration, atLeast: 20_000, "")
        report.judge("without an answer", Double(outstanding), atMost: 0, "")
        report.judge("refused", Double(refused), atMost: 0, "")
        return report.holds
    }

    /// Seconds until all nodes have an answer; what is not answered within three seconds is sent again.
    private mutating func registerAll() throws -> Double {
        let template = try UpdateTemplate(bids: [1], withAddress: true)
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
            var arrival = careof_arrival()
            let length = careof_receive_packet(receiver, &buffer, buffer.count, &arrival)
            guard length > 0 else { return answers }
            // A type 2 routing header with the home address, then a Mobility Header of type 6.
            guard arrival.packet_type == 0, length >= 76, buffer[6] == 43, buffer[66] == 6 else { continue }
            let low = buffer[56..<64].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            let sequence = UInt16(buffer[72]) << 8 | UInt16(buffer[73])
            guard let node = numbers[low], departures[node] != 0, sequence == sequences[node] else {
                continue
            }
            if buffer[70] >= 128 { refused += 1 }
            departures[node] = 0
            outstanding -= 1
            answers += 1
        }
    }
}
