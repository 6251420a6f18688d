import MobilityWire

/// A key that gives a number for itself at little cost.
protocol ObservedKey: Equatable, Sendable {
    /// The key's bits, mixed by a multiplier that nobody outside knows.
    func mixed(by multiplier: UInt64) -> UInt64
}

extension IPv6Address: ObservedKey {
    func mixed(by multiplier: UInt64) -> UInt64 {
        let first = (low ^ 0x9e37_79b9_7f4a_7c15) &* multiplier
        let second = (high ^ (first >> 29)) &* (multiplier | 1)
        return (first ^ (first >> 32)) &+ (second ^ (second >> 31))
    }
}

/// What is known of many things, each found by its key in one step; bounded by whoever fills it.
///
/// Slots find a place and an array holds what stands there, in the order in which it came: nothing depends on the order
/// of the slots. They are found by a number that is chosen anew for each run of the program, so that nobody can send
/// addresses which all fall into one.
struct ObservedTable<Key: ObservedKey, Value: Sendable>: Sendable {
    /// What is known, in the order in which it came.
    private(set) var values: [Value] = []
    private var keys: [Key] = []
    /// Places counted from 1; 0: nothing. At most half of them are taken.
    private var slots = [UInt32](repeating: 0, count: 64)
    private let multiplier = observedMultiplier

    var count: Int { values.count }

    /// Where something stands; nil: nothing is known of it.
    func place(of key: Key) -> Int? {
        var slot = Int(truncatingIfNeeded: key.mixed(by: multiplier)) & (slots.count - 1)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if keys[place] == key { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    subscript(place: Int) -> Value {
        get { values[place] }
        _modify { yield &values[place] }
    }

    /// Enters something new; its place.
    mutating func append(_ value: Value, for key: Key) -> Int {
        values.append(value)
        keys.append(key)
        if 2 * values.count > slots.count {
            slots = [UInt32](repeating: 0, count: 2 * slots.count)
            for place in keys.indices { enter(place) }
        } else {
            enter(values.count - 1)
        }
        return values.count - 1
    }

    private mutating func enter(_ place: Int) {
        var slot = Int(truncatingIfNeeded: keys[place].mixed(by: multiplier)) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(place + 1)
    }

    /// Removes those that were silent longest, a sixteenth of all, so that finding them costs little each; how many.
    mutating func removeOldest(by time: (Value) -> Instant) -> Int {
        let times = values.map(time).sorted()
        let excess = max(1, values.count / 16)
        guard excess <= times.count else { return 0 }
        let last = times[excess - 1]
        var left = excess
        var kept: [(Key, Value)] = []
        kept.reserveCapacity(values.count)
        for (place, value) in values.enumerated() {
            if left > 0, time(value) <= last {
                left -= 1
            } else {
                kept.append((keys[place], value))
            }
        }
        keys = kept.map(\.0)
        values = kept.map(\.1)
        slots = [UInt32](repeating: 0, count: slots.count)
        for place in keys.indices { enter(place) }
        return excess - left
    }
}

/// An odd number that differs from run to run of the program.
private let observedMultiplier = UInt64.random(in: .min ... .max) | 1
