import Configuration
import Foundation
import Runtime
import StrictTOML
import Testing

/// `Broken/RULE.toml` breaks one rule of `console.toml`; `Broken/RULE.txt` holds the words that the reader says of it.
struct BrokenConfigurationTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Broken")

    /// A few commands of the table: the words of a problem list them, and must not change with every new command.
    static let commands = ["bulk-register", "register", "deregister", "write", "cancel", "quit"]

    static var rules: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
    }

    @Test(arguments: rules)
    func aBrokenConfigurationIsRefusedInTheExpectedWords(rule: String) throws {
        let octets = try Data(contentsOf: Self.folder.appending(path: rule + ".toml"))
        let file = Self.folder.appending(path: rule + ".txt")
        do {
            _ = try ConsoleConfiguration(
                Array(octets), file: rule + ".toml", commands: Self.commands)
            Issue.record("\(rule) was read")
        } catch let problems {
            if ProcessInfo.processInfo.environment["WRITE_EXPECTED"] != nil {
                try (problems.description + "\n").write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(problems.description + "\n" == (try String(contentsOf: file, encoding: .utf8)))
        }
    }

    @Test func thereIsAConfigurationForEachRule() {
        #expect(Self.rules.count >= 26)
        for command in Self.commands { #expect(CommandTable.standard[command] != nil, "\(command)") }
    }
}
