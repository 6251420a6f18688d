import StrictTOML
import TestSupport
import Testing

/// Whatever stands in a file, reading it gives a value or problems that lie inside it.
struct RobustnessTests {
    let text = Array(Sample.text.utf8)

    /// Reads, and looks at what comes back; nothing here may trap.
    private func read(_ octets: [UInt8], _ what: @autoclosure () -> String) {
        let lines = octets.count { $0 == 10 } + 1
        let problems = problems { try Sample.read(octets) }
        let good = problems.allSatisfy { problem in
            (1...lines).contains(problem.line) && problem.column >= 1 && problem.column <= octets.count + 1
                && problem.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
        }
        if !good { Issue.record("\(what()): \(problems)") }
    }

    @Test func everyTruncatedPrefixIsRead() {
        for count in 0...text.count { read(Array(text[..<count]), "first \(count) octets") }
    }

    @Test func everyOctetLeftOutIsRead() {
        for index in text.indices {
            var changed = text
            changed.remove(at: index)
            read(changed, "without octet \(index)")
        }
    }

    @Test func everyOctetChangedIsRead() {
        var random = SplitMix.ofThisRun()
        let telling: [UInt8] = [
            0, 9, 10, 13, 0x22, 0x27, 0x2e, 0x3d, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x80, 0xff,
        ]
        for index in text.indices {
            for octet in telling + [text[index] ^ 0x20, UInt8.random(in: 0...255, using: &random)] {
                var changed = text
                changed[index] = octet
                read(changed, "octet \(index) is \(octet)")
            }
        }
    }

    @Test func garbageIsRead() {
        var random = SplitMix.ofThisRun()
        let pieces = [
            "[", "]", "[[", "]]", "{", "}", "\"", "'", "\"\"\"", "'''", "=", ".", ",", "#", "\n", "\r\n", " ",
            "a",
            "role", "interface", "1", "-", "+", "_", "0x", "1e", ":", "T", "nan", "true", "\\u12", "\\", "ä",
            "日",
            "\u{feff}", "\u{2028}", "\u{85}", "\0", "\u{10ffff}",
        ].map { Array($0.utf8) }
        for _ in 0..<4000 {
            let count = Int.random(in: 0...60, using: &random)
            let octets = (0..<count).flatMap { _ in
                Int.random(in: 0..<20, using: &random) == 0
                    ? [UInt8.random(in: 0...255, using: &random)]
                    : pieces[Int.random(in: pieces.indices, using: &random)]
            }
            read(octets, "\(octets)")
        }
    }

    @Test func partsOfTheTextInAnyOrderAreRead() {
        var random = SplitMix.ofThisRun()
        let lines = text.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) + [10] }
        for _ in 0..<500 {
            let chosen = (0..<20).flatMap { _ in lines[Int.random(in: lines.indices, using: &random)] }
            read(chosen, String(decoding: chosen, as: UTF8.self))
        }
    }
}
