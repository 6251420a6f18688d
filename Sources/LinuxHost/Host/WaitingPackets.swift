import Nodes

/// Who is heard first. Under a flood the time goes to those who are known; what a forger sends costs them nothing.
public enum Precedence: Int {
    /// A node that is bound, by its seal or else by where it is bound, and everything that is no request of a node.
    case known
    /// Perhaps a node that is bound: nothing is sealed, and it comes from elsewhere. It may have moved.
    case moved
    /// Anybody else.
    case stranger
}

/// Packets that wait until those with a higher precedence are done. Who asks before each keeps them few: what is not
/// admitted is dropped unread, and counted.
struct WaitingPackets {
    /// So many of each kind wait; a burst of ten thousand first registrations fits beside what the socket holds.
    private static let limit = 8192

    private var queues: [Queue] = [Queue(), Queue()]
    private var dropped = 0
    private var reportedSecond: Int64 = 0

    private struct Queue {
        var packets: [Datagram] = []
        var head = 0
        var count: Int { packets.count - head }
    }

    /// Whether nothing waits.
    var isEmpty: Bool { queues.allSatisfy { $0.count == 0 } }

    /// Whether one more of this kind can wait; where not, one is dropped.
    mutating func admits(_ precedence: Precedence) -> Bool {
        guard precedence != .known, queues[index(precedence)].count >= WaitingPackets.limit else {
            return true
        }
        dropped += 1
        return false
    }

    /// One more waits.
    mutating func append(_ datagram: Datagram, _ precedence: Precedence) {
        queues[index(precedence)].packets.append(datagram)
    }

    private func index(_ precedence: Precedence) -> Int { precedence == .moved ? 0 : 1 }

    /// The next one, of those who moved before strangers.
    mutating func next() -> Datagram? {
        guard let index = queues.firstIndex(where: { $0.count > 0 }) else { return nil }
        let datagram = queues[index].packets[queues[index].head]
        queues[index].head += 1
        if queues[index].count == 0 {
            queues[index].packets.removeAll(keepingCapacity: queues[index].head < 1024)
            queues[index].head = 0
        } else if queues[index].head >= 4096 {
            queues[index].packets.removeFirst(queues[index].head)
            queues[index].head = 0
        }
        return datagram
    }

    /// How many were dropped in a second that is over, and how many the kernel had no room for; nil: none, or it is not
    /// over.
    ///
    /// - Parameter lost: how many that were since it was asked last.
    mutating func report(at now: Instant, lost: () -> Int) -> (dropped: Int, lost: Int)? {
        let second = now.nanoseconds / 1_000_000_000
        guard second != reportedSecond else { return nil }
        reportedSecond = second
        let lost = lost()
        defer { dropped = 0 }
        return dropped + lost > 0 ? (dropped, lost) : nil
    }
}
