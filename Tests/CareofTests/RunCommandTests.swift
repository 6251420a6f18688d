import Foundation
import Testing

/// `careof run` and `careof scenarios` from outside: names, files, output, exit statuses.
struct RunCommandTests {
    @Test func aBackslashIsSaidAsItWasTyped() throws {
        let scratch = try Scratch()
        let path = try scratch.path("a.toml", holding: Array(#"title = "a\qb""#.utf8))
        let result = try Program.run(["run", path])
        #expect(result.status == 65)
        #expect(
            result.complaint
                == "careof: \(path):1:12: unknown escape sequence '\\q', while reading a string\n")
    }

    private let scenario = """
        title = "Short"
        teaches = "Nothing."
        profiles = ["draft-06"]

        [[step]]
        at = 1.0
        do = "register"
        bid = 1

        [[expect]]
        at = 3.0
        that = "cache"
        rows = [{ bid = 1, care-of = "eth0" }]
        """

    private func file(_ text: String, in scratch: Scratch) throws -> String {
        try scratch.path("short.toml", holding: Array(text.utf8))
    }

    @Test func aScenarioOfTheProgramIsPlayedAndJudged() throws {
        let result = try Program.run(["run", "first-registration"])
        #expect(result.status == 0)
        #expect(result.complaint.isEmpty)
        #expect(result.output.contains("|--------->|"))
        #expect(result.output.contains("BU 40518 A H O 60 s, BID 1 = 2001:db8:a::100"))
        #expect(result.output.hasSuffix(" expectations hold\n"))
    }

    @Test func aFileIsPlayedInTheProfileItNames() throws {
        let scratch = try Scratch()
        let result = try Program.run(["run", try file(scenario, in: scratch)])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("short: Short (draft-06, seed 1)\n"))
    }

    @Test func anExpectationThatFailsIsOne() throws {
        let scratch = try Scratch()
        let wrong = scenario.replacingOccurrences(of: "care-of = \"eth0\"", with: "care-of = \"wlan0\"")
        let result = try Program.run(["run", try file(wrong, in: scratch)])
        #expect(result.status == 1)
        #expect(result.output.contains("FAILS"))
        #expect(result.output.contains("found 1 2001:db8:a::100"))
        #expect(result.output.hasSuffix("0 of 1 expectations hold\n"))
    }

    @Test func jsonIsOneObjectALineAndTheSameEachTime() throws {
        let results = try (0..<2).map { _ in try Program.run(["run", "lossy-link", "--json", "--seed", "9"]) }
        #expect(results[0].output == results[1].output)
        var kinds: Set<String> = []
        for line in results[0].output.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            kinds.insert(try #require(object?["kind"] as? String))
        }
        #expect(kinds.isSuperset(of: ["sent", "delivered", "lost", "expectation", "verdict", "interface"]))
    }

    @Test func untilEndsItEarlier() throws {
        let result = try Program.run(["run", "first-registration", "--until", "1.2"])
        #expect(result.status == 0)
        #expect(result.output.hasSuffix("0 of 0 expectations hold\n"))
    }

    @Test func aBrokenScenarioIsBadDataWithItsPlace() throws {
        let scratch = try Scratch()
        let path = try file(
            scenario.replacingOccurrences(of: "bid = 1\n\n", with: "bid = 0\n\n"), in: scratch)
        let result = try Program.run(["run", path])
        #expect(result.status == 65)
        #expect(result.output.isEmpty)
        #expect(
            result.complaint
                == "careof: \(path):8:7: `bid` is 0; accepted: a whole number from 1 to 65535\n")
    }

    @Test func whatIsNotThereIsNoInput() throws {
        let unknown = try Program.run(["run", "first-registratoin"])
        #expect(unknown.status == 66)
        #expect(unknown.complaint.contains("`careof scenarios` lists"))
        #expect(try Program.run(["run", "/nowhere/at.toml"]).status == 66)
        let directory = try Program.run(["run", "/"])
        #expect(directory.status == 66)
        #expect(directory.complaint == "careof: /: is a directory\n")
    }

    @Test(arguments: [
        ["run"], ["run", "first-registration", "--until", "-1"],
        ["run", "first-registration", "--until", "nan"],
        ["run", "first-registration", "--seed", "x"], ["run", "first-registration", "--profile", "shisa"],
        ["run", "return-home-both-draft", "--profile", "rfc5648"], ["scenarios", "x"],
        ["run", "first-registration", "--json", "--lesson"],
    ])
    func wrongUsageHasItsStatus(arguments: [String]) throws {
        let result = try Program.run(arguments)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
    }

    // MARK: Lessons

    private let lesson = """


        [[lesson]]
        message = "BU"
        title = "Look here"
        text = "The node tells where it is."
        question = "Where is it?"
        answer = "At the address of eth0."
        sections = ["RFC 5648 §5.2"]
        """

    @Test func aLessonIsPrintedInTheExchangeWithItsAnswersBehind() throws {
        let scratch = try Scratch()
        let result = try Program.run(["run", try file(scenario + lesson, in: scratch), "--lesson"])
        #expect(result.status == 0)
        let places = [
            "short: Short", "BU 40518", "1  Look here", "Question: Where is it?", "BA 40518", "Answers",
        ]
        .compactMap { result.output.range(of: $0)?.lowerBound }
        #expect(places.count == 6 && places == places.sorted())
        #expect(result.output.contains("\n   At the address of eth0.\n   See RFC 5648 §5.2\n"))
        #expect(result.output.hasSuffix("1 of 1 steps of the lesson hold\n1 of 1 expectations hold\n"))
    }

    @Test func aLessonThatNoLongerHoldsIsOne() throws {
        let scratch = try Scratch()
        let wrong = (scenario + lesson).replacingOccurrences(of: "message = \"BU\"", with: "message = \"BE\"")
        let path = try file(wrong, in: scratch)
        let result = try Program.run(["run", path])
        #expect(result.status == 1)
        #expect(
            result.output.hasSuffix(
                """
                FAILS  line 17  lesson step 1, Look here, at BE 1; no such message
                0 of 1 steps of the lesson hold
                1 of 1 expectations hold

                """))
        let last = try #require(try Program.run(["run", path, "--json"]).output.split(separator: "\n").last)
        #expect(last.contains("\"expectations\":1,\"lesson\":1,\"holds\":false"))
    }

    @Test func stepsOfALessonAreOneObjectEach() throws {
        let scratch = try Scratch()
        let path = try file(scenario + lesson, in: scratch)
        let with = try Program.run(["run", path, "--json"]).output.split(separator: "\n").map(String.init)
        let without = try Program.run(["run", try file(scenario, in: scratch), "--json"]).output
            .split(separator: "\n").map(String.init)
        let added = with.filter { $0.hasPrefix("{\"kind\":\"lesson\"") }
        #expect(added.count == 1)
        #expect(added.first?.contains("\"step\":1,\"title\":\"Look here\"") == true)
        // All else is as it was, but for the count in the last line.
        #expect(with.filter { !added.contains($0) }.dropLast() == without.dropLast())
    }

    @Test func aScenarioWithoutALessonHasNoneToPrint() throws {
        let scratch = try Scratch()
        let result = try Program.run(["run", try file(scenario, in: scratch), "--lesson"])
        #expect(result.status == 64)
        #expect(result.complaint.contains("has no lesson"))
    }

    @Test func scenariosAreListedOneALine() throws {
        let result = try Program.run(["scenarios"])
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count >= 45)
        #expect(
            lines.contains { $0.hasPrefix("first-registration ") && $0.hasSuffix("  First registration") })
        #expect(lines.allSatisfy { $0.contains("rfc5648") || $0.contains("draft-06") })
    }

    @Test func anOutputThatIsFullIsTold() throws {
        let result = try Program.shell("careof run first-registration > /dev/full")
        #expect(result.status == 74)
    }

    @Test func aTitleDoesNotSteerTheTerminal() throws {
        let scratch = try Scratch()
        let result = try Program.run([
            "run", try file(scenario.replacingOccurrences(of: "Short", with: "\\u001b[2J"), in: scratch),
        ])
        #expect(!result.output.contains("\u{1b}"))
    }
}
