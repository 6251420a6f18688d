import Foundation
import StrictTOML
import Testing

/// `Broken/RULE.toml` breaks one rule; `Broken/RULE.txt` holds the words that the reader says of it.
struct BrokenDocumentTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Broken")

    static var rules: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
    }

    @Test(arguments: rules)
    func aBrokenDocumentIsRefusedInTheExpectedWords(rule: String) throws {
        let octets = try Data(contentsOf: Self.folder.appending(path: rule + ".toml"))
        let expected = try String(contentsOf: Self.folder.appending(path: rule + ".txt"), encoding: .utf8)
        let found = problems { try Sample.read(Array(octets), file: rule + ".toml") }
        #expect(found.map { $0.description + "\n" }.joined() == expected)
    }

    @Test func thereIsADocumentForEachRule() {
        #expect(Self.rules.count >= 40)
    }
}
