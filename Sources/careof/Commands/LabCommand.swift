import ArgumentParser
import Crypto
import Lab
import MobilityWire
import Nodes
import Runtime

/// `careof lab`, and `careof` alone: the console on a world in memory.
struct LabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Open the console on a lab in memory: no root, no network, no configuration.",
        discussion: """
            The lab has a mobile node with three accesses, a home agent and a correspondent. Nothing is registered when it \
            opens; `b` registers all accesses at once, and ? names all keys. With --scenario the world is that of a \
            scenario, and its steps happen in time.

            Exit status: 0; that of a signal which ends it (143 for SIGTERM); 64 wrong usage; 65 the scenario, a theme or \
            a configuration is broken, with file, line and column; 66 there is no such scenario, or a file cannot be \
            read; 69 there is no screen to draw on.
            """)

    @Option(
        help: ArgumentHelp(
            "A scenario of the program (`careof scenarios` lists them), or a TOML file.",
            valueName: "scenario"))
    var scenario: String?

    @Option(help: ArgumentHelp("The seed of all chance.", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("How many seconds of the lab pass in one second.", valueName: "factor"))
    var speed: Double = 1

    @Option(
        help: ArgumentHelp(
            "rfc5648 or draft-06; without it the first that the scenario names.", valueName: "profile"))
    var profile: LabProfile?

    @Flag(help: "Show the lesson of the scenario; time stands where it waits.")
    var lesson = false

    @OptionGroup var console: ConsoleArguments

    func validate() throws {
        if !(0.01...1000).contains(speed) {
            throw ValidationError("--speed takes a factor from 0.01 to 1000.")
        }
        if lesson, scenario == nil { throw ValidationError("--lesson needs a --scenario.") }
    }

    func run() throws {
        var look = try console.look()
        var run = try open()
        if lesson {
            guard run.lesson != nil else {
                throw ValidationError("The scenario \(scenario ?? "") has no lesson.")
            }
            run.waitsForLesson = true
            look.console.showsLesson = true
        }
        if speed != 1 { run.perform(.speed(speed)) }
        try show(LabSession(run), look: look)
    }

    private func open() throws -> LabRun {
        let cryptography = try OpenSSLCryptography()
        guard let scenario else {
            return try LabRun(profile: profile?.wire ?? .rfc5648, seed: seed ?? 1, cryptography: cryptography)
        }
        let read = try Scenario.read(scenario)
        if let profile, !read.profiles.contains(profile.wire) {
            let names = read.profiles.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("The scenario \(read.name) is one of \(names).")
        }
        do {
            return try LabRun(read, profile: profile?.wire, seed: seed, cryptography: cryptography)
        } catch {
            complain("\(read.name): \(error)")
            throw ExitCode(ExitStatus.dataError.rawValue)
        }
    }
}
