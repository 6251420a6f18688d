// Arrays of BIDs are kept ascending, so that a Binding Update with 84 of them costs no more than it must.

extension [UInt16] {
    /// Whether an ascending array has this element.
    func contains(sorted element: UInt16) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == element
    }

    /// The elements in ascending order, each once.
    func sortedOnce() -> [UInt16] {
        var result: [UInt16] = []
        for element in sorted() where element != result.last { result.append(element) }
        return result
    }
}
