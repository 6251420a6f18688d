import Foundation
import Testing

/// `careof themes` from outside, and the manual page that goes with the program.
struct ThemesCommandTests {
    private let theme = """
        [meta]
        name = "mine"
        variant = "dark"
        inherits = "default-dark"

        [palette]
        leaf = "#00ff00"

        """

    @Test func theThemesOfTheProgramAreListed() throws {
        let result = try Program.run(["themes"])
        #expect(result.status == 0)
        let names = result.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(
            names.starts(with: [
                "default-dark", "default-light", "high-contrast", "deuteranopia", "tritanopia", "terminal16",
                "mono",
            ]))
    }

    @Test func aThemeOfThePersonIsFoundInTheirFolder() throws {
        let scratch = try Scratch()
        let folder = scratch.folder.appending(path: "careof/themes")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try theme.write(to: folder.appending(path: "mine.toml"), atomically: true, encoding: .utf8)
        let result = try Program.shell(
            "export XDG_CONFIG_HOME='\(scratch.folder.path)'; careof themes && careof themes --check mine")
        #expect(result.status == 0)
        #expect(result.output.contains("mine           dark      \(folder.path)/mine.toml\n"))
    }

    @Test func aBrokenThemeIsRefusedWithPlaceAndWords() throws {
        let scratch = try Scratch()
        let broken = theme + "[roles]\n\"binding.lost\" = { foreground = \"leaf\" }\n"
        let path = try scratch.path("mine.toml", holding: Array(broken.utf8))
        let result = try Program.run(["themes", "--check", path])
        #expect(result.status == 65)
        #expect(result.complaint.hasPrefix("careof: \(path):9:18: missing key `mono`; accepted: "))
    }

    @Test func whatIsNotThereHasItsStatus() throws {
        #expect(try Program.run(["themes", "--check", "no/such.toml"]).status == 66)
        #expect(try Program.run(["themes", "--check", "no-such"]).status == 66)
        #expect(try Program.run(["themes", "--check", "/"]).status == 66)
        #expect(try Program.run(["themes", "--roles", "--check", "mono"]).status == 64)
    }

    @Test func everyRoleIsListed() throws {
        let output = try Program.run(["themes", "--roles"]).output
        #expect(output.hasPrefix("text\n"))
        #expect(output.contains("\nbinding.registered\n"))
    }

    /// A command or an option that the manual page does not know would be found by nobody.
    @Test func theManualPageKnowsEveryCommandAndOption() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/careof/Manual/careof.1")
        let manual = try String(contentsOf: page, encoding: .utf8).replacing("\\-", with: "-")
        let commands = try words(after: "", in: Program.run(["--help"]).output)
        #expect(commands.contains("decode"))
        for command in commands where command != "help" {
            #expect(manual.contains("careof \(command)"), "\(command)")
            for option in try words(after: "--", in: Program.run([command, "--help"]).output)
            where option != "help" && option != "version" {
                #expect(manual.contains("--\(option)"), "\(command) --\(option)")
            }
        }
    }

    /// The first words of the indented lines of help that begin with `prefix`, without it.
    private func words(after prefix: String, in help: String) -> [String] {
        help.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
            let words = line.split(whereSeparator: { " ,/".contains($0) }).map(String.init)
            guard let word = words.first(where: { $0.hasPrefix(prefix) }), prefix != "" || word == words.first
            else { return nil }
            let name = String(word.dropFirst(prefix.count))
            return name.first.map { $0.isLowercase } == true ? name : nil
        }
    }
}
