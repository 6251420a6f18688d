import MobilityWire
import Nodes
import Runtime

/// The last messages of one mobile node, looked for from the newest back, a slice of the exchange at a time.
struct NodeMessages: Sendable {
    /// How many are shown at most.
    static let limit = 100
    /// So many rows of the exchange are looked at in one go: about a millisecond.
    static let slice = 1_000

    private(set) var homeAddress: IPv6Address?
    /// The entries found, ascending.
    private(set) var numbers = AscendingNumbers()
    /// The rows of the exchange that were looked at.
    private var searched = 0..<0
    /// Whether as many as are shown were found, or all there is was looked at.
    private(set) var isComplete = false

    /// Looks at so many rows more, what came since first.
    mutating func search(_ wanted: IPv6Address, _ run: some Run, atMost limit: Int = slice) {
        let journal = run.journal
        let all = journal.exchangeRows
        if wanted != homeAddress || searched.upperBound > all.upperBound
            || searched.upperBound < all.lowerBound
        {
            self = NodeMessages()
            homeAddress = wanted
            searched = all.upperBound..<all.upperBound
        }
        numbers.forget(below: journal.numbers.lowerBound)
        var left = limit
        while left > 0, searched.upperBound < all.upperBound {
            if let number = message(searched.upperBound, of: wanted, journal) { numbers.add(newest: number) }
            searched = searched.lowerBound..<searched.upperBound + 1
            left -= 1
        }
        while left > 0, searched.lowerBound > all.lowerBound, numbers.count < NodeMessages.limit {
            if let number = message(searched.lowerBound - 1, of: wanted, journal) {
                numbers.add(oldest: number)
            }
            searched = searched.lowerBound - 1..<searched.upperBound
            left -= 1
        }
        isComplete =
            searched.upperBound == all.upperBound
            && (searched.lowerBound <= all.lowerBound || numbers.count >= NodeMessages.limit)
    }

    /// The entry of a row, where it is a message to or from the node.
    private func message(_ row: Int, of homeAddress: IPv6Address, _ journal: Journal) -> Int? {
        guard let number = journal.exchangeRow(row)?.number, let octets = journal[number]?.octets else {
            return nil
        }
        var problems = ProblemCounter()
        let packet = PacketView(octets.span.bytes, problems: &problems)
        let isOfNode = packet.logicalSource == homeAddress || packet.logicalDestination == homeAddress
        return isOfNode ? number : nil
    }
}
