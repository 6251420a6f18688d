import Nodes

/// What is going to happen, earliest first; at the same instant in the order in which it was asked for.
///
/// A binary heap in an array: a value like everything in the lab, so that a copy of it is a copy of all that is in
/// flight.
struct EventQueue<Event: Sendable>: Sendable {
    private struct Entry: Sendable {
        var time: Instant
        var order: UInt64
        var event: Event

        func precedes(_ other: Entry) -> Bool {
            time == other.time ? order < other.order : time < other.time
        }
    }

    private var heap: [Entry] = []
    private var nextOrder: UInt64 = 0

    /// How many events are waiting.
    var count: Int { heap.count }

    /// When the earliest event happens; nil: nothing is going to.
    var nextTime: Instant? { heap.first?.time }

    /// Adds an event. Two of the same instant happen in the order of their `schedule` calls.
    mutating func schedule(_ event: Event, at time: Instant) {
        heap.append(Entry(time: time, order: nextOrder, event: event))
        nextOrder &+= 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest event out.
    mutating func popFirst() -> (time: Instant, event: Event)? {
        guard let last = heap.indices.last else { return nil }
        heap.swapAt(0, last)
        let first = heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].precedes(heap[least]) {
                least = child
            }
            guard least != parent else { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return (first.time, first.event)
    }
}
