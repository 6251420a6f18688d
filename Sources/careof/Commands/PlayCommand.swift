import ArgumentParser
import Crypto
import Lab
import MobilityWire
import Nodes
import StrictTOML

/// `careof run`: does an exchange go as it should?
struct PlayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Play a scenario in virtual time and say whether its expectations hold.",
        discussion: """
            Prints the exchange, a lane for each node and an arrow for each message, then each expectation and what came \
            of it. The same scenario and seed give the same output, octet for octet. Where a scenario carries a lesson, \
            each of its steps has to find its place in the exchange; --lesson prints it there.

            Exit status: 0 where all expectations and the lesson hold; 1 where one does not; 64 wrong usage; 65 the \
            scenario is broken, with file, line and column; 66 there is no such scenario, or the file cannot be read; \
            74 the output cannot be written.
            """)

    @Argument(help: "A scenario of the program (`careof scenarios` lists them), or a TOML file.")
    var scenario: String

    @Flag(help: "Print one JSON object a line: the journal, the expectations, the verdict.")
    var json = false

    @Flag(help: "Print the lesson of the scenario at its places in the exchange, the answers behind it.")
    var lesson = false

    @Option(help: ArgumentHelp("Stop at this instant, in seconds.", valueName: "seconds"))
    var until: Double?

    @Option(help: ArgumentHelp("The seed of all chance, in place of the scenario's.", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "rfc5648 or draft-06; without it the first that the scenario names.", valueName: "profile"))
    var profile: LabProfile?

    func validate() throws {
        if let until, !(0...86_400).contains(until) {
            throw ValidationError("--until takes seconds from 0 to 86400.")
        }
        if json, lesson { throw ValidationError("--json and --lesson exclude each other.") }
    }

    func run() throws {
        let scenario = try Scenario.read(scenario)
        let profile = profile?.wire ?? scenario.profiles.first ?? .rfc5648
        guard scenario.profiles.contains(profile) else {
            let names = scenario.profiles.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("The scenario \(scenario.name) is one of \(names).")
        }
        if lesson, scenario.lesson.isEmpty {
            throw ValidationError("The scenario \(scenario.name) has no lesson.")
        }
        let run: ScenarioRun
        do {
            run = try ScenarioRun(
                scenario, profile: profile, seed: seed,
                until: until.map { .zero + .milliseconds(Int64(($0 * 1000).rounded())) },
                cryptography: try OpenSSLCryptography())
        } catch {
            complain("\(scenario.name): \(error)")
            throw ExitCode(ExitStatus.dataError.rawValue)
        }
        let report = ScenarioReport(run, seed: seed ?? scenario.seed)
        try printLines(json ? report.json : lesson ? report.lessonText : report.text)
        if !run.holds { throw ExitCode(1) }
    }
}

/// `careof scenarios`: which are there?
struct Scenarios: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the scenarios of the program: name, profiles, title.")

    func run() throws {
        let width = ScenarioLibrary.names.map(\.utf8.count).max() ?? 0
        var lines: [String] = []
        for name in ScenarioLibrary.names {
            guard let scenario = try ScenarioLibrary.scenario(named: name) else { continue }
            let profiles = scenario.profiles.map(\.rawValue).joined(separator: ",")
            lines.append(padded(name, to: width) + "  " + padded(profiles, to: 16) + "  " + scenario.title)
        }
        try printLines(lines)
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
}

/// The profiles that nodes can have.
enum LabProfile: String, ExpressibleByArgument, CaseIterable {
    case rfc5648
    case draft06 = "draft-06"

    var wire: WireProfile {
        switch self {
        case .rfc5648: .rfc5648
        case .draft06: .draft06
        }
    }
}
