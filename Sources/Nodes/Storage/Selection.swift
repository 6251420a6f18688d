extension Array where Element: Comparable {
    /// The elements that stand in `range` when all are sorted, sorted. Only they are: the rest is parted from them by
    /// quickselect, in a time that grows with the count (Hoare 1961).
    consuming func sorted(only range: Range<Int>) -> [Element] {
        var elements = self
        let range = range.clamped(to: 0..<elements.count)
        guard !range.isEmpty else { return [] }
        elements.part(at: range.lowerBound, within: 0..<elements.count)
        elements.part(at: range.upperBound - 1, within: range.lowerBound..<elements.count)
        return elements[range].sorted()
    }

    /// Moves elements so that at `target` stands what stands there when `bounds` is sorted, the lesser before it and the
    /// greater behind.
    private mutating func part(at target: Int, within bounds: Range<Int>) {
        var low = bounds.lowerBound
        var high = bounds.upperBound - 1
        while low < high {
            let pivot = medianOfThree(low, high)
            var left = low
            var right = high
            while left <= right {
                while self[left] < pivot { left += 1 }
                while pivot < self[right] { right -= 1 }
                if left <= right {
                    swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if target <= right {
                high = right
            } else if target >= left {
                low = left
            } else {
                return
            }
        }
    }

    private func medianOfThree(_ low: Int, _ high: Int) -> Element {
        let middle = low + (high - low) / 2
        let (first, second) = self[low] < self[middle] ? (low, middle) : (middle, low)
        if self[high] < self[first] { return self[first] }
        return self[high] < self[second] ? self[high] : self[second]
    }
}
