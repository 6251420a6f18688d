import Foundation
import Testing

/// Each requirement has a test that carries its number, in each text that it is in.
///
/// Numbers count that stand in the name of a test (`@Test("R-054 draft-06: …")`) or beside an expectation of a
/// scenario (`# R-054`). A name that says `draft-06` or `rfc5648` counts for that text alone, a scenario for the
/// profiles that it names.
struct RequirementTests {
    static let profiles = ["rfc5648", "draft-06"]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The numbers that tests and scenarios carry, by profile.
    static let covered: [String: Set<Int>] = {
        var covered: [String: Set<Int>] = [:]
        for file in files(under: "Tests", ending: ".swift") where !file.path.contains("RequirementTests") {
            for name in testNames(in: text(of: file)) {
                add(numbers(in: name), for: profiles(in: name), to: &covered)
            }
        }
        for file in files(under: "Sources/Lab/Scenarios", ending: ".toml") {
            let scenario = text(of: file)
            let said =
                scenario.split(separator: "\n").first { $0.hasPrefix("profiles") }.map(String.init) ?? ""
            for line in scenario.split(separator: "\n") {
                guard let comment = line.split(separator: "#", maxSplits: 1).dropFirst().first else {
                    continue
                }
                add(numbers(in: String(comment)), for: profiles.filter(said.contains), to: &covered)
            }
        }
        return covered
    }()

    @Test func everyRequirementIsThereOnce() {
        #expect(Requirement.all.map(\.number) == Array(1...161))
    }

    @Test func everyTestableRequirementHasATest() {
        var lines: [String] = []
        for profile in Self.profiles {
            let asked = Requirement.all.filter { $0.texts.contains(profile) && $0.untestable == nil }
            let without = asked.filter { Self.covered[profile]?.contains($0.number) != true }
            for requirement in without {
                Issue.record("\(requirement.name) has no test in \(profile): \(requirement.words)")
            }
            lines.append(
                "requirements in \(profile): \(asked.count - without.count) of \(asked.count) testable ones have a test"
            )
        }
        let statements = Requirement.all.compactMap { requirement in
            requirement.untestable.map { "\(requirement.name): \($0)" }
        }
        // `make test` shows these lines at its end.
        print(
            (lines + ["requirements not testable: \(statements.count)"] + statements).joined(separator: "\n"))
    }

    @Test func whatIsNotTestableIsFewAndHasAReason() {
        let statements = Requirement.all.filter { $0.untestable != nil }
        #expect(statements.map(\.number) == [1, 18, 97, 98])
        #expect(statements.allSatisfy { ($0.untestable?.count ?? 0) > 30 })
    }

    @Test func noTestCarriesANumberThatDoesNotExist() {
        let numbers = Self.covered.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        #expect(numbers.filter { !(1...161).contains($0) }.isEmpty)
    }

    /// A1–A19: the decisions of this project where the texts are open (`Policies`).
    @Test func everyDecisionHasATest() {
        let numbers = Self.files(under: "Tests", ending: ".swift").flatMap { file in
            Self.testNames(in: Self.text(of: file)).flatMap(Self.decisions)
        }
        #expect(Set(1...19).subtracting(numbers).sorted() == [])
        #expect(Self.decisions(in: "R-122 A1 A19: two, and not BA5") == [1, 19])
    }

    @Test func numbersAreFoundInNamesOfTests() {
        let text = """
            @Test("R-001 draft-06: one")
            @Test(
                "R-002 R-003…R-005: several", arguments: [1])
            // R-099 in a comment does not count
            @Test func plain() {}
            """
        let names = Self.testNames(in: text)
        #expect(names.map { Self.numbers(in: $0) } == [[1], [2, 3, 4, 5]])
        #expect(Self.profiles(in: names[0]) == ["draft-06"])
        #expect(Self.profiles(in: names[1]) == Self.profiles)
    }

    // MARK: Reading

    private static func add(_ numbers: Set<Int>, for profiles: [String], to covered: inout [String: Set<Int>])
    {
        for profile in profiles { covered[profile, default: []].formUnion(numbers) }
    }

    private static func files(under folder: String, ending: String) -> [URL] {
        let files = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.path.hasSuffix(ending) }
    }

    private static func text(of file: URL) -> String {
        (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }

    /// The names in `@Test("…")`, on one line or several.
    static func testNames(in text: String) -> [String] {
        text.matches(of: /@Test\(\s*"((?:[^"\\]|\\.)*)"/).map { String($0.1) }
    }

    /// `R-002`, `R-003…R-005`.
    static func numbers(in text: String) -> Set<Int> {
        var numbers = Set(text.matches(of: /R-(\d{3})/).compactMap { Int($0.1) })
        for range in text.matches(of: /R-(\d{3})…R-(\d{3})/) {
            if let first = Int(range.1), let last = Int(range.2), first < last {
                numbers.formUnion(first...last)
            }
        }
        return numbers
    }

    /// `A7`.
    static func decisions(in text: String) -> [Int] {
        text.matches(of: /\bA(\d+)\b/).compactMap { Int($0.1) }
    }

    /// For which texts a name of a test counts.
    static func profiles(in name: String) -> [String] {
        let said = profiles.filter(name.contains)
        return said.isEmpty ? profiles : said
    }
}
