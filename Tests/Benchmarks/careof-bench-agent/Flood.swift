import CLinux
import Glibc
import MobilityWire

/// Forged Binding Updates as fast as this machine makes them: of bound nodes with a wrong key, from elsewhere and from
/// where they are bound, of nodes that nobody knows, and of strangers without any key.
struct Flood {
    private let packets: [[UInt8]]
    private let sender: Int32

    init(nodes: Int) throws {
        sender = careof_open_packet_sender()
        guard sender >= 0 else { throw Failure(description: "no raw socket: not root?") }
        let forged = try UpdateTemplate(bids: [1], withAddress: true, key: "a wrong key")
        let bare = try UpdateTemplate(bids: [1], withAddress: true)
        var packets: [[UInt8]] = []
        for number in 0..<UInt32(1000) {
            let bound = number * 7919 % UInt32(nodes)
            packets.append(Flood.moved(forged.packet(node: bound, sequence: 0x7777)))
            packets.append(forged.packet(node: UInt32(nodes) + number, sequence: 0x7777))
            packets.append(Flood.moved(bare.packet(node: UInt32(nodes) + 5000 + number, sequence: 0x7777)))
            // One in thirteen even from the right address.
            if number % 4 == 0 { packets.append(forged.packet(node: bound, sequence: 0x7777)) }
        }
        self.packets = packets
    }

    /// The same from another network (bb for aa); the authenticator was wrong before.
    private static func moved(_ packet: [UInt8]) -> [UInt8] {
        var packet = packet
        packet[13] = 0xbb
        return packet
    }

    /// Sends for so many seconds; how many a second left, and how many could not.
    func run(seconds: Int) -> (rate: Double, unsent: Int) {
        let begin = careof_boot_time()
        let end = begin + Int64(seconds) * 1_000_000_000
        var (count, unsent) = (0, 0)
        let destination = UpdateTemplate.agent.octets
        while careof_boot_time() < end {
            for packet in packets {
                if careof_send_packet(sender, packet, packet.count, destination, 0) == packet.count {
                    count += 1
                } else {
                    unsent += 1
                }
            }
        }
        return (Double(count) / (Double(careof_boot_time() - begin) / 1e9), unsent)
    }
}

/// A flood in a process of its own.
struct FloodProcess {
    private var process = pid_t()

    init(nodes: Int, seconds: Int) throws {
        let words = ["/proc/self/exe", "flood", String(nodes), String(seconds)]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        guard posix_spawn(&process, words[0], nil, nil, &arguments, environ) == 0 else {
            throw Failure(description: "the flood cannot be started")
        }
    }

    /// Whether it is still on.
    mutating func isRunning() -> Bool {
        guard process != 0 else { return false }
        var status: Int32 = 0
        if waitpid(process, &status, WNOHANG) == process { process = 0 }
        return process != 0
    }
}
