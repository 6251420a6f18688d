import ArgumentParser
import Grid
import StrictTOML
import Themes

/// `careof themes`: which are there, and what is wrong with one?
struct ThemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes",
        abstract: "List the themes, or check one.",
        discussion: """
            A theme is a TOML file; `--theme NAME` or `theme = "NAME"` in console.toml chooses it. Themes are looked for \
            in $XDG_CONFIG_HOME/careof/themes, in the share folder of the installation, in Themes/ of the source tree, \
            and in the program; a theme hides one of the same name further on.

            --check says with file, line and column what is wrong with a theme and what would be accepted: unknown keys, \
            roles and colours, a look without mono, themes that inherit from each other, text whose contrast is below \
            4.5:1.

            Exit status: 0 where nothing is wrong; 64 wrong usage; 65 a theme has problems; 66 there is no such theme, \
            or the file cannot be read.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Check these: names, or files that end in .toml.", valueName: "file"))
    var check: [String] = []

    @Flag(help: "List the roles that a theme can give a look to.")
    var roles = false

    func validate() throws {
        if roles, !check.isEmpty { throw ValidationError("--roles and --check do not go together.") }
    }

    func run() throws {
        if roles { return try printLines(Role.names) }
        if check.isEmpty { try list() } else { try checkAll() }
    }

    private func list() throws {
        let library = ThemeSearch.library
        var rows: [[String]] = []
        for listing in library.listings() {
            let variant: String
            do throws(ThemeError) {
                variant = try library.theme(listing.name).variant.rawValue
            } catch {
                variant = "broken"
            }
            rows.append([listing.name, variant, listing.file ?? "in the program"])
        }
        let width = rows.map { $0[0].count }.max() ?? 0
        try printLines(
            rows.map { row in
                row[0] + String(repeating: " ", count: width - row[0].count + 2)
                    + row[1] + String(repeating: " ", count: max(0, 8 - row[1].count) + 2) + row[2]
            })
    }

    private func checkAll() throws {
        let library = ThemeSearch.library
        var status: ExitStatus = .success
        for choice in check {
            do throws(ThemeError) {
                let problems = try library.problems(of: choice)
                if let problems = TOMLProblems(problems) {
                    complain(problems)
                    status = worse(status, .dataError)
                }
            } catch {
                _ = error.exit()
                status = worse(status, .noInput)
            }
        }
        if status != .success { throw ExitCode(status.rawValue) }
    }

    private func worse(_ first: ExitStatus, _ second: ExitStatus) -> ExitStatus {
        first.rawValue > second.rawValue ? first : second
    }
}
