import Foundation
import StrictTOML
import Testing
import Themes

/// `Broken/RULE.toml` breaks one rule of themes; `Broken/RULE.txt` holds the words that the linter says of it.
struct BrokenThemeTests {
    static let folder = Folders.here + "Broken"

    static var rules: [String] {
        Folders().names(in: folder).filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
    }

    @Test(arguments: rules)
    func aBrokenThemeIsRefusedInTheExpectedWords(rule: String) throws {
        let library = ThemeLibrary(folders: [], files: Folders())
        let problems = try library.problems(of: "\(Self.folder)/\(rule).toml")
        let words = problems.map { $0.description + "\n" }.joined()
            .replacing(Self.folder + "/", with: "")
        let path = "\(Self.folder)/\(rule).txt"
        if ProcessInfo.processInfo.environment["WRITE_EXPECTED"] != nil {
            try words.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(!words.isEmpty)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == words)
    }

    @Test func thereIsAThemeForEachRule() {
        #expect(Self.rules.count >= 30)
    }
}
