import MobilityWire

/// Which home address to look at when: instants in order, each with the home addresses noted for it, in pages. The next
/// one is known at once; noting, forgetting and taking out cost a search.
struct Schedule: Sendable {
    private var entries = OrderedPages<Entry, Nothing>()

    private struct Entry: PagedKey {
        var instant: Instant
        var homeAddress: IPv6Address

        static func < (left: Entry, right: Entry) -> Bool {
            left.instant != right.instant
                ? left.instant < right.instant : left.homeAddress < right.homeAddress
        }
    }

    private struct Nothing: PagedValue {}

    /// How many notes there are.
    var count: Int { entries.count }

    /// The earliest instant.
    var next: Instant? { entries.first?.key.instant }

    /// Notes a home address for an instant; the distant future never comes.
    mutating func add(_ homeAddress: IPv6Address, at instant: Instant) {
        guard instant != .distantFuture else { return }
        entries.set(Entry(instant: instant, homeAddress: homeAddress), to: Nothing())
    }

    /// Forgets a home address for an instant.
    mutating func remove(_ homeAddress: IPv6Address, at instant: Instant) {
        entries.remove(Entry(instant: instant, homeAddress: homeAddress))
    }

    /// Takes out the earliest home address whose instant has come.
    mutating func popDue(at now: Instant) -> (instant: Instant, homeAddress: IPv6Address)? {
        guard let first = entries.first?.key, first.instant <= now else { return nil }
        entries.remove(first)
        return (first.instant, first.homeAddress)
    }
}

extension Instant {
    /// An unsigned number in the order of instants.
    fileprivate var order: UInt64 { UInt64(bitPattern: nanoseconds) ^ (1 << 63) }
}
