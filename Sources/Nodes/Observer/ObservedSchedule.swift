/// When something is due, of many things: the earliest is found at once, and entering or taking one costs what the
/// logarithm of their number does.
struct ObservedSchedule<Key: Sendable>: Sendable {
    /// A heap: nobody is later than the two behind it, at twice its place and one more, and at the place after that.
    private var heap: [(time: Instant, key: Key)] = []

    /// The earliest of all times; nil: nothing is due, ever.
    var earliest: Instant? { heap.first?.time }
    /// How many things there are.
    var count: Int { heap.count }

    /// Enters something.
    mutating func enter(_ key: Key, at time: Instant) {
        heap.append((time, key))
        var place = heap.count - 1
        while place > 0, heap[place].time < heap[(place - 1) / 2].time {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes out the earliest, where it is not later than `now`.
    mutating func take(until now: Instant) -> (time: Instant, key: Key)? {
        guard let first = heap.first, first.time <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].time < heap[least].time {
                least = child
            }
            guard least != place else { return first }
            heap.swapAt(place, least)
            place = least
        }
    }
}
