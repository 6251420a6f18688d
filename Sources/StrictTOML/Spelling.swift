/// Finding the word that somebody meant.
public enum Spelling {
    /// The candidate nearest to `word`, where one is near enough to be meant; of equally near ones the first.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        let limit = max(1, min(3, word.utf8.count / 3))
        var best: (candidate: String, distance: Int)?
        for candidate in candidates where candidate != word {
            let distance = distance(Array(word.utf8), Array(candidate.utf8))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// How many octets have to be put in, left out, exchanged or swapped with their neighbour to make one of the other
    /// (Damerau 1964, each place touched once). Words longer than any key of ours are nobody's slip.
    static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        guard first.count <= 64, second.count <= 64 else { return .max }
        var beforeLast = [Int]()
        var last = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let exchanged = last[column] + (first[row] == second[column] ? 0 : 1)
                var least = min(exchanged, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            beforeLast = last
            last = current
        }
        return last[second.count]
    }
}
