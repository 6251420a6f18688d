import Console
import Crypto
import Grid
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing
import Themes

/// A console on a lab, used as a person would use it: by keys, lines and waiting.
struct Stage {
    var run: LabSession
    var console: Console
    var columns: Int
    var rows: Int
    /// What the console asked of the program.
    var effects: [ConsoleEffect] = []
    private var machine = Instant.zero

    init(
        columns: Int = 120, rows: Int = 40, ascii: Bool = false, profile: WireProfile = .rfc5648,
        options: ConsoleOptions = ConsoleOptions()
    ) throws {
        run = LabSession(try LabRun(profile: profile, seed: 1, cryptography: OpenSSLCryptography()))
        var options = options
        options.isASCII = ascii
        options.themes = ["default-dark", "mono"]
        options.theme = "default-dark"
        console = Console(options: options)
        self.columns = columns
        self.rows = rows
        run.advance(to: .zero)
        wait(2)
    }

    /// The lesson of a scenario of the program, as `careof lab --lesson` shows it.
    init(lesson name: String, columns: Int = 120, rows: Int = 40, ascii: Bool = false) throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: name))
        run = LabSession(try LabRun(scenario, cryptography: OpenSSLCryptography()))
        run.waitsForLesson = true
        console = Console(options: ConsoleOptions(isASCII: ascii, showsLesson: true))
        self.columns = columns
        self.rows = rows
        run.advance(to: .zero)
    }

    /// The BIDs that the home agent has, ascending.
    var registered: [UInt16] {
        run.bindings(0..<100).rows.filter {
            $0.role != "correspondent" && [.bound, .refreshing].contains($0.state)
        }
        .compactMap(\.bid)
        .sorted()
    }

    /// Lets time pass.
    mutating func wait(_ seconds: Double, by step: Interval = .milliseconds(10)) {
        let end = machine + Interval(nanoseconds: Int64(seconds * 1e9))
        while machine < end {
            machine = min(end, machine + step)
            run.advance(to: machine)
        }
    }

    /// Presses keys by their names, divided by blanks.
    mutating func press(_ names: String) {
        for name in names.split(separator: " ") {
            guard let key = Key(name: String(name)) else { continue }
            press(key)
        }
    }

    mutating func press(_ key: Key) {
        effects += console.handle(key, run: &run, columns: columns, rows: rows)
    }

    /// Types a line behind `:` and Enter.
    mutating func type(_ line: String) {
        press(":")
        for scalar in line.unicodeScalars { press(.character(scalar, alt: false)) }
        press("enter")
    }

    var screen: Grid { console.draw(run, columns: columns, rows: rows) }
    var text: String { screen.plainText }
}
