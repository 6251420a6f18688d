import MobilityWire
import Nodes

/// A question on the home link that an answer, or silence until a moment, settles.
struct Inquiry {
    var address: IPv6Address
    var deadline: Instant
    /// Whether it is duplicate address detection, or a probe of a neighbour.
    var isDetection: Bool
}

/// Questions that wait, the oldest first: all wait equally long, so the oldest is due first. One question about an
/// address at a time; a newer one takes its place.
struct InquiryQueue {
    private var queue: [IPv6Address] = []
    private var head = 0
    private var waiting: [IPv6Address: Inquiry] = [:]

    /// Asks.
    mutating func append(_ inquiry: Inquiry) {
        waiting[inquiry.address] = inquiry
        queue.append(inquiry.address)
    }

    /// When the oldest is due; nil: none waits.
    var deadline: Instant? {
        guard let address = queue[head...].first(where: { waiting[$0] != nil }) else { return nil }
        return waiting[address]?.deadline
    }

    /// Takes the oldest where it is due.
    mutating func takeFirst(dueAt now: Instant) -> Inquiry? {
        while head < queue.count {
            guard let inquiry = waiting[queue[head]] else {
                advance()
                continue
            }
            guard inquiry.deadline <= now else { return nil }
            waiting[inquiry.address] = nil
            advance()
            return inquiry
        }
        return nil
    }

    /// Takes the question about an address where it is one that is answered so.
    mutating func take(_ address: IPv6Address, where isAnswered: (Inquiry) -> Bool) -> Inquiry? {
        guard let inquiry = waiting[address], isAnswered(inquiry) else { return nil }
        waiting[address] = nil
        return inquiry
    }

    private mutating func advance() {
        head += 1
        guard head == queue.count || head > 4096 else { return }
        queue.removeFirst(head)
        head = 0
    }
}
