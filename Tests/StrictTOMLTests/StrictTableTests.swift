import StrictTOML
import Testing

struct StrictTableTests {
    @Test func everyMethodReadsItsValue() throws {
        let sample = try Sample.read(Array(Sample.text.utf8))
        #expect(sample.role == .router)
        #expect(sample.homeAddress.text == "home")
        #expect(sample.homeAgent?.text == "agent")
        #expect(sample.profile.text == "draft")
        #expect(sample.lifetime == 256)
        #expect(sample.speed == 10)
        #expect(sample.jitter == 0.25)
        #expect(sample.scale == 2)
        #expect(sample.register)
        #expect(!sample.mcoa)
        #expect(sample.bulk == true)
        #expect(sample.returnHome == .router)
        #expect(sample.trace == .router)
        #expect(sample.title == "café \u{1F600} \"x\"")
        #expect(sample.note == "two\nlines")
        #expect(sample.unknownBid == 0)
        #expect(sample.words == ["a", "ß", "日本"])
        #expect(sample.ports == [1, 15, 3, 65535])
        #expect(sample.prefixes.isEmpty)
        #expect(sample.policy == 2)
        #expect(
            sample.interfaces == [
                Sample.Interface(name: "wlan*", bid: 1, priority: 10),
                Sample.Interface(name: "wwan0", bid: nil, priority: 5),
            ])
        #expect(sample.authentication == Sample.Authentication(spi: 256, keyFile: "mn.key", none: false))
    }

    @Test func namesAreInTheOrderOfTheText() throws {
        let sample = try Sample.read(Array(Sample.text.utf8))
        #expect(sample.palette == ["zebra=#000000", "a.b=#ffffff", "apple=#ff0000"])
    }

    @Test func whatMayBeLeftOutTakesItsDefault() throws {
        let text = """
            role = "mobile-node"
            home-address = "home"
            speed = 0
            register = false
            interface = [{ name = "a" }]
            authentication = { spi = 300, key-file = "k" }
            """
        let sample = try Sample.read(Array(text.utf8))
        #expect(sample.homeAgent == nil)
        #expect(sample.profile == Sample.Word())
        #expect(sample.lifetime == 60)
        #expect(sample.jitter == nil)
        #expect(sample.scale == 1)
        #expect(sample.mcoa)
        #expect(sample.bulk == nil)
        #expect(sample.returnHome == nil)
        #expect(sample.trace == .node)
        #expect(sample.title == "none")
        #expect(sample.note == nil)
        #expect(sample.unknownBid == 133)
        #expect(sample.words.isEmpty && sample.ports.isEmpty && sample.prefixes.isEmpty)
        #expect(sample.palette.isEmpty)
        #expect(sample.policy == nil)
    }

    @Test func anEmptyDocumentLacksWhatMustBeThereAndNothingInsideIt() {
        let problems = problems { try Sample.read([]) }
        #expect(
            problems.map(\.description) == [
                #"node.toml:1:1: missing key `role`; accepted: "mobile-node", "mobile-router""#,
                "node.toml:1:1: missing key `home-address`; accepted: a word of small letters",
                "node.toml:1:1: missing key `speed`; accepted: a number from 0 to 100",
                "node.toml:1:1: missing key `register`; accepted: true or false",
                "node.toml:1:1: missing key `interface`; accepted: tables, each under a header [[interface]], at least 1",
                "node.toml:1:1: missing key `authentication`; accepted: a table [authentication]",
            ])
    }

    @Test func allProblemsOfAFileComeAtOnceInTheOrderOfTheText() {
        let text = """
            role = "mobile-nod"
            home-address = "home"
            lifetme = 60
            speed = "fast"
            register = 1

            [[interface]]
            bid = 0
            name = "a"

            [[interface]]
            nam = "b"

            [authentication]
            spi = 255
            """
        let places = problems { try Sample.read(Array(text.utf8)) }.map { [$0.line, $0.column] }
        #expect(
            places == [[1, 8], [3, 1], [4, 9], [5, 12], [8, 7], [11, 1], [12, 1], [14, 1], [15, 7]])
    }

    @Test func aKeyAskedForTwiceIsOneProblem() throws {
        let document = try TOMLDocument("other = 1", file: "f")
        let problems = problems {
            try StrictTable.read(document) { [$0.string("name"), $0.string("name")] }
        }
        #expect(
            problems.map(\.description) == [
                "f:1:1: missing key `name`; accepted: a string",
                "f:1:1: unknown key `other`; accepted: `name`",
            ])
    }

    @Test func aLongListOfProblemsIsCut() throws {
        let text = (0..<60).map { "k\($0) = 1\n" }.joined()
        let document = try TOMLDocument(text, file: "f")
        let problems = TOMLProblems(problems { try StrictTable.read(document) { $0.contains("k") } })
        let lines = try #require(problems).description.split(separator: "\n")
        #expect(lines.count == 51)
        #expect(lines.last == "and 10 more problems")
    }

    @Test func whatAFileSaysCannotMoveTheCursor() throws {
        let text = #""\u001b[2J\u202e" = 1"# + "\n" + #"name = "\u0007\u0000\u009b""#
        let document = try TOMLDocument(text, file: "f")
        let problems = problems { try StrictTable.read(document) { $0.integer("name", in: 0...1) } }
        #expect(
            problems.map(\.description) == [
                #"f:1:1: unknown key `\u{1b}[2J\u{202e}`; accepted: `name`"#,
                #"f:2:8: `name` is the string "\u{7}\u{0}\u{9b}"; accepted: a whole number from 0 to 1"#,
            ])
    }

    @Test(arguments: [
        ("lifetme", "lifetime"), ("liftime", "lifetime"), ("lifeitme", "lifetime"), ("life-time", "lifetime"),
        ("home_agent", "home-agent"), ("Name", "name"), ("x", nil), ("completely-other", nil), ("bd", "bid"),
    ])
    func theNearestKeyIsNamed(written: String, meant: String?) throws {
        let document = try TOMLDocument("\(written) = 1", file: "f")
        let problems = problems {
            try StrictTable.read(document) { table in
                for key in ["lifetime", "home-agent", "name", "bid"] { _ = table.value(key) }
            }
        }
        let question = meant.map { ", did you mean `\($0)`? " } ?? "; "
        #expect(
            problems.map(\.description) == [
                "f:1:1: unknown key `\(written)`\(question)accepted: `lifetime`, `home-agent`, `name`, `bid`"
            ])
    }
}

/// What `body` throws; nothing where it throws nothing.
func problems<Value>(_ body: () throws -> Value) -> [TOMLProblem] {
    do {
        _ = try body()
        return []
    } catch let problems as TOMLProblems {
        return problems.problems
    } catch {
        Issue.record("unexpected error: \(error)")
        return []
    }
}
