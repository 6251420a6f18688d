import Crypto
import Lab
import LabTestSupport
import MobilityWire
import Nodes
import Runtime
import Testing

/// What nodes send in all scenarios, held against the rules of the wire.
struct MessagesOfScenariosTests {
    @Test(
        "R-025 R-026 R-042 R-143: no message of a node breaks a rule of the wire, reserved bits are zero",
        arguments: ScenarioTests.plays)
    func messagesKeepTheRules(play: ScenarioTests.Play) throws {
        let run = try ScenarioRun(
            play.scenario, profile: play.profile, cryptography: try OpenSSLCryptography())
        let nodes = (run.lab.mobileNodes.count, run.lab.homeAgents.count, run.lab.correspondents.count)
        #expect(nodes.0 == 1 && nodes.1 >= 1)
        var count = 0
        for entry in run.lab.journal.entries {
            // What strangers send has no rule behind it.
            guard case .sent(let octets, _, _, let rule) = entry.event, !rule.text.isEmpty else { continue }
            var report = ReadingReport()
            let packet = try SignallingPacket(
                reading: octets.span.bytes, format: run.format, report: &report)
            #expect(
                report.problems.isEmpty,
                "entry \(entry.number): \(MessageText(packet).line): \(report.problems.map(\.rule.message))")
            count += 1
        }
        #expect(count > 0)
    }
}

/// The same, again and again.
struct DeterminismTests {
    @Test(arguments: ScenarioTests.plays)
    func sameScenarioAndSeedGiveTheSameOutput(play: ScenarioTests.Play) throws {
        let lines = try (0..<2).map { _ in
            let run = try ScenarioRun(
                play.scenario, profile: play.profile, seed: 7, cryptography: try OpenSSLCryptography())
            let report = ScenarioReport(run, seed: 7)
            return report.json + report.text
        }
        #expect(lines[0] == lines[1])
    }

    @Test func anotherSeedGivesAnotherCourse() throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: "lossy-link"))
        let courses = try [UInt64(1), 2].map { seed in
            let run = try ScenarioRun(
                scenario, profile: .rfc5648, seed: seed, cryptography: try OpenSSLCryptography())
            return JournalJSON(run.lab, format: run.format).lines(of: run.lab.journal)
        }
        #expect(courses[0] != courses[1])
    }

    @Test(
        "A world taken back to a copy at every step, with all that is in flight, goes the same way",
        arguments: 1...12)
    func rewinding(seed: UInt64) throws {
        let cryptography = try OpenSSLCryptography()
        var straight = try RandomSchedule(seed: seed, cryptography: cryptography)
        var rewound = straight
        rewound.rewinds = true
        #expect(straight.play() == rewound.play())
        #expect(straight.tail.count > 10)
        #expect(straight.tail == rewound.tail)
    }

    @Test func aCopyOfALabGoesTheSameWayAndKnowsNothingOfTheOther() throws {
        var world = try SmallWorld(.rfc5648)
        world.lab.run(until: .zero + .milliseconds(500))
        var copy = world.lab
        world.lab.unplug(world.eth0)
        world.lab.run(until: .zero + .seconds(100))
        copy.run(until: .zero + .seconds(100))
        var again = try SmallWorld(.rfc5648)
        again.lab.run(until: .zero + .seconds(100))
        let lines = [copy, again.lab, world.lab].map {
            JournalJSON($0, format: .rfc5648).lines(of: $0.journal)
        }
        #expect(lines[0] == lines[1])
        #expect(lines[0] != lines[2])
    }
}
