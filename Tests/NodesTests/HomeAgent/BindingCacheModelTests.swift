import MobilityWire
import Testing

@testable import Nodes

/// The cache and its pages against plain dictionaries that cannot be wrong.
@Suite("Binding cache")
struct BindingCacheModelTests {
    struct Number: PagedValue, Equatable {
        var number: Int
        /// Several rows, or none.
        var rows: Int { number % 4 }
    }

    /// Its guess is bad as often as good: the search must not depend on it.
    struct Key: PagedKey, Hashable {
        var number: Int

        init(_ number: Int) { self.number = number }

        static func < (left: Key, right: Key) -> Bool { left.number < right.number }

        func steps(from first: Key, to last: Key, of steps: Int) -> Int { number &* 31 % 97 }
    }

    @Test("pages hold what a dictionary holds, in order, whatever is entered and removed; copies keep theirs")
    func pagesAgainstADictionary() {
        let seed = TestSeed.value
        var random = SeededRandom(seed: seed)
        for keys in [50, 3000, 40_000] {
            var pages = OrderedPages<Key, Number>()
            var model: [Key: Number] = [:]
            var earlier: [(OrderedPages<Key, Number>, [Key: Number])] = []
            for step in 0..<30_000 {
                // First it grows, then it shrinks.
                let removes = Int.random(in: 0..<100, using: &random) < (step < 18_000 ? 20 : 75)
                let key = Key(Int.random(in: 0..<keys, using: &random))
                if removes {
                    #expect(pages.remove(key) == model.removeValue(forKey: key), "seed \(seed)")
                } else {
                    let value = Number(number: Int.random(in: 0..<1000, using: &random))
                    pages.set(key, to: value)
                    model[key] = value
                }
                if step % 6000 == 0 { earlier.append((pages, model)) }
            }
            earlier.append((pages, model))
            for (pages, model) in earlier { check(pages, model, seed) }
        }
    }

    private func check(_ pages: OrderedPages<Key, Number>, _ model: [Key: Number], _ seed: UInt64) {
        let sorted = model.sorted { $0.key < $1.key }
        var walked: [(Key, Number)] = []
        pages.forEach { walked.append(($0, $1)) }
        #expect(walked.map(\.0) == sorted.map(\.key), "seed \(seed)")
        #expect(walked.map(\.1) == sorted.map(\.value), "seed \(seed)")
        #expect(pages.count == model.count)
        #expect(pages.rows == sorted.reduce(0) { $0 + $1.value.rows })
        #expect(pages.first?.key == sorted.first?.key)
        #expect(sorted.allSatisfy { pages[$0.key] == $0.value })
        // A window in the middle starts at the right row.
        let middle = pages.rows / 2
        var row = 0
        var expected: [Key] = []
        for entry in sorted {
            if entry.value.rows > 0, row < middle + 10, row + entry.value.rows > middle {
                expected.append(entry.key)
            }
            row += entry.value.rows
        }
        var found: [Key] = []
        pages.forEach(inRows: middle..<(middle + 10)) { _, key, _ in found.append(key) }
        #expect(found == expected, "seed \(seed)")
        // Pages stay small, and not all of them nearly empty.
        let filled = pages.sections.flatMap(\.pages)
        #expect(filled.allSatisfy { (1...OrderedPages<Key, Number>.pageCapacity).contains($0.keys.count) })
        #expect(filled.count <= 8 + model.count / 8)
    }

    @Test(
        "bindings entered, changed, removed and expired: the cache holds what a dictionary holds, and says when"
    )
    func cacheAgainstADictionary() {
        let seed = TestSeed.value
        var random = SeededRandom(seed: seed)
        var cache = BindingCache()
        var model: [IPv6Address: [UInt16: Instant]] = [:]
        var now = Instant.zero
        for step in 0..<20_000 {
            let homeAddress = IPv6Address(high: 1, low: UInt64.random(in: 0..<400, using: &random))
            let bid = UInt16.random(in: 1...6, using: &random)
            if Int.random(in: 0..<10, using: &random) == 0 {
                now = now + .seconds(Int64.random(in: 0...20, using: &random))
            }
            expire(&cache, &model, now)
            var node = cache.checkOut(homeAddress)
            if Int.random(in: 0..<3, using: &random) == 0 {
                node.bindings.removeAll { $0.bid == bid }
                model[homeAddress]?[bid] = nil
            } else {
                let expiry = now + .seconds(Int64.random(in: 1...60, using: &random))
                node.set(
                    CachedBinding(
                        bid: bid, sequence: 0, lifetime: 1, priority: 0, marks: [],
                        careOfAddress: .ipv6(homeAddress), since: now, verified: now, expiry: expiry))
                model[homeAddress, default: [:]][bid] = expiry
            }
            if model[homeAddress]?.isEmpty == true { model[homeAddress] = nil }
            cache.checkIn(node)
            let held = cache[homeAddress]?.bindings.map { Pair(bid: $0.bid, expiry: $0.expiry) } ?? []
            let expected = (model[homeAddress] ?? [:]).map { Pair(bid: $0.key, expiry: $0.value) }.sorted {
                $0.bid < $1.bid
            }
            #expect(held == expected, "step \(step), seed \(seed)")
            #expect(cache.nodeCount == model.count)
            #expect(cache.bindingCount == model.reduce(0) { $0 + $1.value.count })
            // The noted instant is never later than the first that is due.
            let first = model.values.flatMap(\.values).min()
            if let first { #expect(cache.nextDeadline.map { $0 <= first } == true) }
        }
        now = now + .seconds(100)
        expire(&cache, &model, now)
        #expect(cache.nodeCount == 0)
        #expect(cache.nextDeadline == nil)
    }

    struct Pair: Equatable {
        var bid: UInt16
        var expiry: Instant
    }

    private func expire(
        _ cache: inout BindingCache, _ model: inout [IPv6Address: [UInt16: Instant]], _ now: Instant
    ) {
        while var node = cache.checkOutDue(at: now) {
            node.bindings.removeAll { $0.expiry <= now }
            cache.checkIn(node)
        }
        model = model.mapValues { $0.filter { $0.value > now } }.filter { !$0.value.isEmpty }
    }

    @Test("quickselect finds what sorting finds")
    func selection() {
        let seed = TestSeed.value
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let count = Int.random(in: 0...60, using: &random)
            let numbers = (0..<count).map { _ in Int.random(in: 0..<20, using: &random) }
            let low = Int.random(in: 0...count, using: &random)
            let high = Int.random(in: low...count, using: &random)
            #expect(numbers.sorted(only: low..<high) == Array(numbers.sorted()[low..<high]), "seed \(seed)")
        }
    }
}
