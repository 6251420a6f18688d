import Foundation
import Lab
import StrictTOML
import Testing

/// `Broken/RULE.toml` breaks one rule of scenario files; `Broken/RULE.txt` holds the words that the reader says of it.
struct BrokenScenarioTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Broken")

    static var rules: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
    }

    @Test(arguments: rules)
    func aBrokenScenarioIsRefusedInTheExpectedWords(rule: String) throws {
        let octets = try Data(contentsOf: Self.folder.appending(path: rule + ".toml"))
        let expected = try String(contentsOf: Self.folder.appending(path: rule + ".txt"), encoding: .utf8)
        do {
            _ = try Scenario(Array(octets), name: rule, file: rule + ".toml")
            Issue.record("\(rule) was read")
        } catch let problems {
            #expect(problems.description + "\n" == expected)
        }
    }

    @Test func thereIsAScenarioForEachRule() {
        #expect(Self.rules.count >= 24)
    }
}
