import MobilityWire

/// Which home address to look at when. An entry is never changed: who finds it checks whether it still holds.
struct Schedule: Sendable {
    /// A binary heap, the earliest first.
    private var heap: [Entry] = []
    private var serial: UInt64 = 0

    private struct Entry: Sendable {
        var instant: Instant
        /// Equal instants keep their order.
        var serial: UInt64
        var homeAddress: IPv6Address

        func precedes(_ other: Entry) -> Bool {
            instant != other.instant ? instant < other.instant : serial < other.serial
        }
    }

    /// The earliest instant.
    var next: Instant? { heap.first?.instant }

    /// Notes a home address.
    mutating func add(_ homeAddress: IPv6Address, at instant: Instant) {
        guard instant != .distantFuture else { return }
        heap.append(Entry(instant: instant, serial: serial, homeAddress: homeAddress))
        serial &+= 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out the earliest home address whose instant has come.
    mutating func popDue(at now: Instant) -> (Instant, IPv6Address)? {
        guard let first = heap.first, first.instant <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var parent = 0
            while true {
                var least = parent
                for child in [2 * parent + 1, 2 * parent + 2]
                where child < heap.count && heap[child].precedes(heap[least]) {
                    least = child
                }
                if least == parent { break }
                heap.swapAt(parent, least)
                parent = least
            }
        }
        return (first.instant, first.homeAddress)
    }
}
