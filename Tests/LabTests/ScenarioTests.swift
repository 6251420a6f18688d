import Crypto
import Lab
import MobilityWire
import Nodes
import StrictTOML
import Testing

/// Every scenario of the program, in each of the profiles that it names.
struct ScenarioTests {
    /// A scenario in one of its profiles.
    struct Play: CustomTestStringConvertible {
        let scenario: Scenario
        let profile: WireProfile

        var testDescription: String { "\(scenario.name) in \(profile.rawValue)" }
    }

    static let plays = ScenarioLibrary.names.flatMap { name -> [Play] in
        guard let scenario = try? ScenarioLibrary.scenario(named: name) else { return [] }
        return scenario.profiles.map { Play(scenario: scenario, profile: $0) }
    }

    @Test func everyScenarioIsReadAndTeaches() throws {
        #expect(ScenarioLibrary.names.count >= 24)
        #expect(ScenarioLibrary.names == ScenarioLibrary.names.sorted())
        for name in ScenarioLibrary.names {
            let scenario = try #require(try ScenarioLibrary.scenario(named: name))
            #expect(scenario.paragraph.count > 100, "\(name) teaches too little")
            #expect(
                name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(name) is not kebab case")
        }
    }

    @Test("A scenario holds", arguments: plays)
    func holds(play: Play) throws {
        let run = try ScenarioRun(
            play.scenario, profile: play.profile, cryptography: try OpenSSLCryptography())
        for verdict in run.verdicts where !verdict.holds {
            Issue.record("line \(verdict.expectation.line): \(verdict.claim): \(verdict.found)")
        }
        #expect(run.verdicts.count == play.scenario.expectations.count)
        #expect(run.lab.defects == [])
        if !run.holds { for line in Ladder(run.lab, format: run.format).lines { print(line) } }
    }
}
