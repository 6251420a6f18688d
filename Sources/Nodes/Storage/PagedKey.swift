import MobilityWire

/// A key by which pages are sorted. It helps the search: where among sorted keys it may stand is guessed, and looked for
/// around there. A good guess touches one or two cache lines, where halving touches four or five.
protocol PagedKey: Comparable, Sendable {
    /// How far this key lies from `first` towards `last`, in `steps`; any number will do, a close one is fast.
    func steps(from first: Self, to last: Self, of steps: Int) -> Int
}

extension PagedKey {
    func steps(from first: Self, to last: Self, of steps: Int) -> Int { steps / 2 }
}

extension UInt64 {
    /// How far this number lies from `first` towards `last`, in steps.
    func steps(from first: UInt64, to last: UInt64, of steps: Int) -> Int {
        guard self > first, last > first else { return 0 }
        guard self < last else { return steps }
        return Int(Double(self - first) / Double(last - first) * Double(steps))
    }
}

extension IPv6Address: PagedKey {
    func steps(from first: IPv6Address, to last: IPv6Address, of steps: Int) -> Int {
        // Home addresses mostly have their prefix in common.
        first.high == last.high
            ? low.steps(from: first.low, to: last.low, of: steps)
            : high.steps(from: first.high, to: last.high, of: steps)
    }
}

extension IPv4Address: PagedKey {
    func steps(from first: IPv4Address, to last: IPv4Address, of steps: Int) -> Int {
        UInt64(value).steps(from: UInt64(first.value), to: UInt64(last.value), of: steps)
    }
}

extension IPv6Prefix: PagedKey {}

extension Array where Element: PagedKey {
    /// The first index whose key is not less than `key`, in an array that is sorted; `count` if there is none.
    func firstIndex(notBelow key: Element) -> Int {
        guard count > 8, let first, let last else {
            var index = 0
            while index < count, self[index] < key { index += 1 }
            return index
        }
        let guess = Swift.min(Swift.max(key.steps(from: first, to: last, of: count - 1), 0), count - 1)
        // From the guess in steps that double, until the key is between two of them; then by halving.
        var low = 0
        var high = count
        var step = 1
        if self[guess] < key {
            low = guess + 1
            while low + step <= count, low + step - 1 < count, self[low + step - 1] < key {
                low += step
                step *= 2
            }
            high = Swift.min(count, low + step)
        } else {
            high = guess
            while high - step >= 0, !(self[high - step] < key) {
                high -= step
                step *= 2
            }
            low = Swift.max(0, high - step)
        }
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The index of the last key that is not above `key`; 0 if there is none.
    func lastIndex(notAbove key: Element) -> Int {
        let index = firstIndex(notBelow: key)
        return index < count && self[index] == key ? index : Swift.max(0, index - 1)
    }
}
