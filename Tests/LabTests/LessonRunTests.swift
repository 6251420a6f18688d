import Crypto
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing

/// A lab that waits for its lesson, as a class has it on the screen.
struct LessonRunTests {
    private static let names = ScenarioLibrary.names

    /// Lets the machine's time pass as a loop does until time stands still or the scenario is over.
    private func goOn(_ run: inout LabRun, _ machine: inout Instant, until end: Instant) {
        while run.now < end, !run.headline.isPaused {
            machine = min(run.nextTime ?? machine + .seconds(1), machine + .seconds(1))
            run.advance(to: machine)
        }
    }

    @Test("Time waits at each step that waits, and the exchange is the same as without", arguments: names)
    func timeWaitsAndTheExchangeIsTheSame(name: String) throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: name))
        let profile = try #require(scenario.profiles.first)
        var run = try LabRun(scenario, cryptography: try OpenSSLCryptography())
        run.waitsForLesson = true
        var machine = Instant(nanoseconds: 7_000_000_000)
        run.advance(to: machine)
        var stops: [LessonProgress.Reached] = []
        while run.now < scenario.lastInstant {
            goOn(&run, &machine, until: scenario.lastInstant)
            guard run.headline.isPaused else { break }
            let progress = try #require(run.lesson)
            let reached = try #require(progress.current.flatMap { progress.reached[$0] })
            stops.append(reached)
            #expect(run.now == reached.time, "\(name): waits at another instant")
            if reached.entry > 0 {
                // The message is in the air: sent, and nothing became of it yet.
                #expect(run.journal[reached.entry]?.kind == .sent)
                #expect(!run.journal.entries.contains { $0.kind == .delivered && $0.cause == reached.entry })
            }
            let held = run.journal.nextNumber
            machine = machine + .seconds(30)
            run.advance(to: machine)
            #expect(run.journal.nextNumber == held, "\(name): something happens although time stands")
            run.perform(.pause(false))
        }
        let played = try ScenarioRun(
            scenario, profile: profile, until: run.now, cryptography: try OpenSSLCryptography())
        #expect(stops == played.lesson.compactMap(\.reached), "\(name): waits at other places")
        let json = JournalJSON(parties: run.parties, format: run.format)
        #expect(json.lines(of: run.journal) == json.lines(of: played.lab.journal))
    }

    @Test func aLessonIsFollowedWithoutWaitingWhereNobodyAskedForIt() throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: "bulk-registration"))
        var run = try LabRun(scenario, cryptography: try OpenSSLCryptography())
        var machine = Instant(nanoseconds: 7_000_000_000)
        run.advance(to: machine)
        #expect(run.lesson?.current == nil)
        goOn(&run, &machine, until: .zero + .seconds(4))
        #expect(!run.headline.isPaused)
        #expect(run.lesson?.reached.allSatisfy { $0 != nil } == true)
    }

    @Test func theLabWithoutAScenarioHasNoLesson() throws {
        #expect(try LabRun(cryptography: try OpenSSLCryptography()).lesson == nil)
    }
}
