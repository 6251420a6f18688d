import ArgumentParser
import Configuration
import Console
import Runtime
import StrictTOML
import Terminal
import Themes

/// What every command with a screen takes, and the person's `console.toml` under it.
struct ConsoleArguments: ParsableArguments {
    @Option(help: ArgumentHelp("A theme: a name (`careof themes` lists them) or a file.", valueName: "theme"))
    var theme: String?

    @Option(help: ArgumentHelp("How many colours: auto, never, 8, 16, 256 or direct.", valueName: "colours"))
    var color: ConsoleConfiguration.ColourChoice?

    @Flag(help: "Draw lines and arrows with ASCII.")
    var ascii = false

    @Flag(help: "Look, and change nothing.")
    var readOnly = false

    @Flag(help: "Mask addresses, each always alike.")
    var privacy = false

    @Flag(help: "Leave the mouse to the terminal, which selects text with it.")
    var noMouse = false

    @Option(help: ArgumentHelp("A file like console.toml that stands above it.", valueName: "file"))
    var keys: String?

    /// Puts arguments, environment and `console.toml` together; the former stand above the latter.
    ///
    /// - Throws: an exit status, when what is wrong has been said on standard error.
    func look() throws -> ScreenLook {
        let configuration = try configuration()
        let library = ThemeSearch.library
        let name =
            theme ?? Surroundings.variable("CAREOF_THEME") ?? configuration.theme ?? ThemeLibrary.defaultName
        let theme: Theme
        do throws(ThemeError) {
            theme = try library.theme(name)
        } catch {
            throw error.exit()
        }
        let console = ConsoleOptions(
            isReadOnly: readOnly || configuration.isReadOnly ?? false,
            isPrivate: privacy || configuration.isPrivate ?? false, keys: configuration.keys,
            themes: library.listings().map(\.name), theme: theme.name)
        return ScreenLook(
            theme: theme, library: library, depth: depth(configuration),
            isASCII: ascii ? true : configuration.isASCII,
            usesMouse: !noMouse && configuration.usesMouse ?? true, console: console)
    }

    /// `console.toml` of the person, or else of the machine, and the file of `--keys` above it.
    private func configuration() throws -> ConsoleConfiguration {
        var configuration = ConsoleConfiguration()
        let folders = [Surroundings.configurationFolder, "/etc/careof"].compactMap { $0 }
        if let file = folders.map({ $0 + "/console.toml" }).first(where: Surroundings.exists) {
            configuration = try ConsoleArguments.read(file, over: configuration)
        }
        if let keys { configuration = try ConsoleArguments.read(keys, over: configuration) }
        return configuration
    }

    private static func read(
        _ file: String, over before: ConsoleConfiguration
    ) throws -> ConsoleConfiguration {
        do {
            return try ConsoleConfiguration(
                try WholeFile.octets(file, upTo: TOMLDocument.maximumSize), file: file, over: before,
                commands: CommandTable.standard.rows.map(\.name))
        } catch let problems as TOMLProblems {
            complain(problems)
            throw ExitCode(ExitStatus.dataError.rawValue)
        } catch let problem as WholeFile.Problem {
            complain("\(file): \(problem)")
            throw ExitCode(ExitStatus.noInput.rawValue)
        }
    }

    /// `--color` stands above `NO_COLOR` (no-color.org), and that above the configuration.
    private func depth(_ configuration: ConsoleConfiguration) -> ColourDepth? {
        if color == nil, Surroundings.variable("NO_COLOR") != nil { return ColourDepth.none }
        switch color ?? configuration.colour ?? .automatic {
        case .automatic: return nil
        case .never: return ColourDepth.none
        case .eight: return .eight
        case .sixteen: return .sixteen
        case .palette: return .palette
        case .direct: return .direct
        }
    }
}

extension ConsoleConfiguration.ColourChoice: ExpressibleByArgument {}

extension ThemeError {
    /// Says on standard error what is wrong, and gives the status to end with.
    func exit() -> ExitCode {
        switch self {
        case .unknown(_, _):
            complain(description)
            return ExitCode(ExitStatus.noInput.rawValue)
        case .unreadable:
            complain(description)
            return ExitCode(ExitStatus.noInput.rawValue)
        case .refused(let problems):
            complain(problems)
            return ExitCode(ExitStatus.dataError.rawValue)
        }
    }
}
