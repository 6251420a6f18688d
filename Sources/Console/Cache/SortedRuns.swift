/// A sorted list that grows by sorted pieces, kept in a few arrays of which none is much shorter than the next one: adding
/// costs little, and any window of the whole is found without looking at what is outside of it. No two elements are equal.
struct SortedRuns<Element: Comparable & Sendable>: Sendable {
    private var runs: [[Element]] = []
    /// How many elements there are.
    private(set) var count = 0

    /// Adds elements that are sorted.
    mutating func add(_ elements: [Element]) {
        guard !elements.isEmpty else { return }
        count += elements.count
        var run = elements
        while let last = runs.last, last.count <= 2 * run.count {
            runs.removeLast()
            run = SortedRuns.merged(last, run)
        }
        runs.append(run)
    }

    private static func merged(_ first: [Element], _ second: [Element]) -> [Element] {
        // What comes later in the cache is mostly later here too.
        if let last = first.last, let next = second.first, last < next { return first + second }
        var result: [Element] = []
        result.reserveCapacity(first.count + second.count)
        var (left, right) = (0, 0)
        while left < first.count, right < second.count {
            if second[right] < first[left] {
                result.append(second[right])
                right += 1
            } else {
                result.append(first[left])
                left += 1
            }
        }
        result.append(contentsOf: first[left...])
        result.append(contentsOf: second[right...])
        return result
    }

    /// The elements in some places of the order; places that there are not are left out.
    func elements(_ range: Range<Int>) -> [Element] {
        let range = range.clamped(to: 0..<count)
        guard !range.isEmpty else { return [] }
        var heads = places(before: range.lowerBound)
        var result: [Element] = []
        while result.count < range.count {
            var least: Int?
            for index in runs.indices where heads[index] < runs[index].count {
                if let best = least, !(runs[index][heads[index]] < runs[best][heads[best]]) { continue }
                least = index
            }
            guard let least else { break }
            result.append(runs[least][heads[least]])
            heads[least] += 1
        }
        return result
    }

    /// How many elements of each array are among the first `rank` of all.
    private func places(before rank: Int) -> [Int] {
        for run in runs {
            // In one of the arrays stands the element that has so many before it.
            var low = 0
            var high = run.count
            while low < high {
                let middle = low + (high - low) / 2
                if places(below: run[middle]).reduce(0, +) < rank { low = middle + 1 } else { high = middle }
            }
            guard low < run.count else { continue }
            let places = places(below: run[low])
            if places.reduce(0, +) == rank { return places }
        }
        return runs.map(\.count)
    }

    private func places(below element: Element) -> [Int] {
        runs.map { run in
            var low = 0
            var high = run.count
            while low < high {
                let middle = low + (high - low) / 2
                if run[middle] < element { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}
