import Crypto
import Lab
import LabTestSupport
import MobilityWire

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Plays random schedules: `Schedules [COUNT] [FIRST SEED]`, or `Schedules --seed SEED` for one with its whole end.
///
/// Seeds count up from the first, which is drawn where none is given and printed always. `Schedules --scenario NAME
/// PROFILE` plays a scenario of the library and prints what `careof run --json` prints, so that a release build of all
/// of careof is not needed to compare.
@main
struct Schedules {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let cryptography = try OpenSSLCryptography()
        if arguments.first == "--seed", let seed = arguments.dropFirst().first.flatMap(UInt64.init) {
            var schedule = try RandomSchedule(seed: seed, cryptography: cryptography)
            let problems = schedule.play()
            print(schedule.setting)
            for line in schedule.tail { print(line) }
            for problem in problems { print("WRONG \(problem)") }
            exit(problems.isEmpty ? 0 : 1)
        }
        if arguments.first == "--scenario" {
            return try play(scenario: Array(arguments.dropFirst()), cryptography)
        }
        let count = arguments.first.flatMap(UInt64.init) ?? 10_000
        let first = arguments.dropFirst().first.flatMap(UInt64.init) ?? UInt64.random(in: 1...1_000_000_000)
        print("\(count) random schedules, seeds from \(first)")
        let memoryBefore = residentPages()
        var failures = 0
        for seed in first..<first + count {
            var schedule = try RandomSchedule(seed: seed, cryptography: cryptography)
            let problems = schedule.play()
            guard !problems.isEmpty else { continue }
            failures += 1
            print("seed \(seed) FAILS: \(schedule.setting)")
            for problem in problems { print("  \(problem)") }
            guard failures < 20 else { break }
            guard failures <= 2 else { continue }
            for line in schedule.tail { print("    \(line)") }
        }
        let growth = (residentPages() - memoryBefore) * 4
        print("\(failures) failed; resident memory grew by \(growth) KiB")
        // What one schedule needs stays with the allocator; what all of them leave would be a leak.
        guard failures == 0, growth < 65_536 else { exit(1) }
    }

    /// One scenario in one profile, as JSON.
    private static func play(scenario words: [String], _ cryptography: OpenSSLCryptography) throws {
        guard words.count == 2, let profile = WireProfile(rawValue: words[1]),
            let scenario = try ScenarioLibrary.scenario(named: words[0])
        else {
            print("usage: Schedules --scenario NAME PROFILE")
            exit(64)
        }
        let run = try ScenarioRun(scenario, profile: profile, cryptography: cryptography)
        for line in ScenarioReport(run, seed: scenario.seed).json { print(line) }
        guard run.holds else { exit(1) }
    }

    /// Resident pages of 4 KiB, from the kernel.
    private static func residentPages() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
