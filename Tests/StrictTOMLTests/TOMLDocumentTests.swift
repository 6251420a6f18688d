import StrictTOML
import Testing

struct TOMLDocumentTests {
    private func content(_ value: String) throws -> TOMLValue.Content? {
        try TOMLDocument("value = \(value)", file: "f").root["value"]?.content
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("+17", 17), ("1_000_000", 1_000_000), ("0xdead_BEEF", 0xdead_beef),
        ("0o755", 0o755), ("0b1101", 13), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
    ])
    func wholeNumbersOfEveryNotation(text: String, number: Int) throws {
        #expect(try content(text) == .integer(number))
    }

    @Test(arguments: [
        ("1.5", 1.5), ("-0.25", -0.25), ("5e+22", 5e22), ("1_0.5", 10.5), ("6.626e-34", 6.626e-34),
        ("inf", .infinity), ("-inf", -Double.infinity),
    ])
    func numbersWithAFraction(text: String, number: Double) throws {
        #expect(try content(text) == .float(number))
    }

    @Test(arguments: [
        "1979-05-27T07:32:00Z", "1979-05-27T00:32:00.999999-07:00", "1979-05-27T07:32:00", "1979-05-27",
        "07:32:00",
    ])
    func datesAndTimesComeAsTheirText(text: String) throws {
        #expect(try content(text) == .dateTime(text))
    }

    @Test func notANumberLiesInNoRange() throws {
        let document = try TOMLDocument("speed = nan", file: "f")
        let problems = problems { try StrictTable.read(document) { $0.number("speed", in: 0...1) } }
        #expect(problems.map(\.description) == ["f:1:9: `speed` is nan; accepted: a number from 0 to 1"])
    }

    @Test(arguments: [
        ("99999999999999999999", "1:29"), ("9223372036854775808", "1:28"), ("0x8000000000000000", "1:27"),
        ("-9223372036854775809", "1:29"), ("1e999", "1:14"),
    ])
    func aNumberOutOfRangeIsAProblemAndNoTrap(text: String, place: String) {
        let problems = problems { try content(text) }
        #expect(problems.map { "\($0.line):\($0.column)" } == [place])
    }

    @Test func positionsCountLinesAndScalars() throws {
        let text = "'ä' = 1\n\"日本\" = [ 'é', \"x\" ]\n[t]\nk.l = true # ö\n  m =\t{ n = 1.0 }"
        let root = try TOMLDocument(text, file: "f").root
        #expect(
            listing(TOMLValue(.table(root), at: .start)) == [
                "ä 1:1 1:7", "日本 2:1 2:8", "- 2:10", "- 2:15", "t 3:2 3:1", "k 4:1 4:1", "l 4:3 4:7",
                "m 5:3 5:7",
                "n 5:9 5:13",
            ])
    }

    /// Each key with its place and that of its value, inner ones behind their outer ones.
    private func listing(_ value: TOMLValue) -> [String] {
        func place(_ position: TOMLPosition) -> String { "\(position.line):\(position.column)" }
        switch value.content {
        case .array(let array): return array.flatMap { ["- \(place($0.position))"] + listing($0) }
        case .table(let table):
            return table.entries.flatMap {
                ["\($0.key) \(place($0.position)) \(place($0.value.position))"] + listing($0.value)
            }
        default: return []
        }
    }

    @Test func carriageReturnsBelongToTheLineEnd() throws {
        let document = try TOMLDocument("a = 1\r\nbb =  2\r\n\r\n[t]\r\nc = '''\r\nx\r\ny'''\r\n", file: "f")
        #expect(document.root.entry("bb")?.position == TOMLPosition(line: 2, column: 1))
        #expect(document.root["bb"]?.position == TOMLPosition(line: 2, column: 7))
        #expect(document.root["t"]?.position == TOMLPosition(line: 4, column: 1))
    }

    @Test func aByteOrderMarkIsNoPartOfTheText() throws {
        let document = try TOMLDocument([0xef, 0xbb, 0xbf] + Array("a = 1".utf8), file: "f")
        #expect(document.root.entry("a")?.position == TOMLPosition(line: 1, column: 1))
        #expect(document.root["a"] == TOMLValue(.integer(1), at: TOMLPosition(line: 1, column: 5)))
    }

    @Test func entriesAreInTheOrderOfTheText() throws {
        let text = "z = 1\nm.y = 1\na = 1\nm.b = 2\n[t.q]\n[[s]]\n[t.a]\n[[s]]\n[c]\n"
        let root = try TOMLDocument(text, file: "f").root
        #expect(root.entries.map(\.key) == ["z", "m", "a", "t", "s", "c"])
        guard case .table(let t) = root["t"]?.content, case .table(let m) = root["m"]?.content,
            case .array(let s) = root["s"]?.content
        else {
            Issue.record("not the tables that were written")
            return
        }
        #expect(t.entries.map(\.key) == ["q", "a"])
        #expect(m.entries.map(\.key) == ["y", "b"])
        #expect(s.map(\.position.line) == [6, 8])
        #expect(s.map(\.content) == [.table(TOMLTable()), .table(TOMLTable())])
    }

    @Test func nestingIsBounded() throws {
        func arrays(_ depth: Int) -> String {
            "a = " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        func parts(_ count: Int) -> String { (0..<count).map { "k\($0)" }.joined(separator: " . ") }
        #expect(problems { try TOMLDocument(arrays(16), file: "f") }.isEmpty)
        #expect(problems { try TOMLDocument("\(parts(16)) = 1\n[\(parts(16))]", file: "f") }.count == 1)
        #expect(problems { try TOMLDocument("\(parts(16)) = 1.5", file: "f") }.isEmpty)
        #expect(problems { try TOMLDocument("[\(parts(16))]\n\(parts(16)) = 1.5", file: "f") }.isEmpty)
        let tooDeep = problems { try TOMLDocument(arrays(17), file: "f") }
        #expect(
            tooDeep.map(\.description) == [
                "f:1:21: exceeded maximum nested value depth of 16, while reading a value"
            ])
        // Enough to overflow a stack, were it read.
        for depth in [17, 1000, 500_000] {
            #expect(problems { try TOMLDocument(arrays(depth), file: "f") }.count == 1)
        }
        for text in ["", "x = 1\n"] {
            let key = text + "a" + String(repeating: ".a", count: 500_000)
            #expect(
                problems { try TOMLDocument(key, file: "f") }.map(\.description) == [
                    "f:\(text.isEmpty ? 1 : 2):32: a key of more than 16 parts"
                ])
        }
        let braces = "a = " + String(repeating: "{a=", count: 300_000)
        #expect(problems { try TOMLDocument(braces, file: "f") }.count == 1)
    }

    @Test func dotsInStringsAndCommentsMakeNoKeyDeep() throws {
        let dots = String(repeating: ".", count: 40)
        let text = """
            a = "\(dots)\\"\(dots)" # \(dots) "
            b = '\(dots)\\'
            c = \"\"\"\(dots)"\(dots)
            \(dots)\\\"\"\"\(dots)\"\"\"\"\"
            d = '''\(dots)''\(dots)'''''
            'x\(dots)'.'\(dots)' = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]
            """
        let root = try TOMLDocument(text, file: "f").root
        #expect(root.entries.map(\.key) == ["a", "b", "c", "d", "x\(dots)"])
    }

    @Test func aTextTooLargeIsRefused() {
        let large = [UInt8](repeating: UInt8(ascii: "\n"), count: TOMLDocument.maximumSize)
        #expect(problems { try TOMLDocument(large, file: "f") }.isEmpty)
        #expect(
            problems { try TOMLDocument(large + [10], file: "f") }.map(\.description) == [
                "f:1:1: 1048577 octets; accepted: at most 1048576"
            ])
    }
}
