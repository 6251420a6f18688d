import Crypto
import Foundation
@testable import Lab
import MobilityWire
import Nodes
import Runtime
import Testing

/// Back in time: the run as it was at an entry, and what becomes of it from there.
struct RewindTests {
    /// A lab in which somebody does this and that for a while, with the states that it went through; with a gate also
    /// with messages that wait in it, and what becomes of them.
    private func played(
        _ seed: UInt64, steps: Int, snapshots: Bool = true, gate: Bool = false
    ) throws -> (session: LabSession, past: [LabRun]) {
        var session = LabSession(try LabRun(seed: seed, cryptography: OpenSSLCryptography()))
        var past: [LabRun] = []
        var random = SeededRandom(seed: seed)
        var machine = Instant.zero
        session.advance(to: machine)
        var commands: [RunCommand] = [
            .registerBulk([]), .register(2), .deregister([1]), .setOverwrite(nil),
            .loss(link: "b", percent: 30),
            .trap(.drop, message: "BA"), .plug(interface: "eth0", link: "home"),
            .plug(interface: "eth0", link: "a"), .registerAtCorrespondent(1, peer: nil),
            .unplug(interface: "wlan0"),
            .plug(interface: "wlan0", link: "b"), .probe(from: "cn1", port: 7), .reject(129), .reject(nil),
            .set("lifetime", "20"), .reboot("ha1"), .speed(5), .speed(1),
        ]
        if gate {
            let deeds: [GateCommand] = [
                .hold(GateFilter(outgoing: true, incoming: true)), .hold(.open), .release(nil), .release(nil),
                .release(nil), .drop(nil), .duplicate(nil), .delay(nil, .milliseconds(300)),
            ]
            commands += deeds.map(RunCommand.gate)
        }
        for _ in 0..<steps {
            session.perform(commands[Int.random(in: 0..<commands.count, using: &random)])
            for _ in 0..<Int.random(in: 1..<40, using: &random) {
                machine = machine + .milliseconds(Int64.random(in: 1..<90, using: &random))
                session.advance(to: machine)
            }
            if snapshots { past.append(session.present) }
        }
        return (session, past)
    }

    private func machineTime(_ session: LabSession) -> Instant { session.machineTime ?? .zero }

    private var seed: UInt64 {
        ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) }
            ?? .random(in: 0...1_000_000)
    }

    /// All that a lab is made of but its journal and the rules of the world, in words.
    private func digest(_ run: LabRun) -> String {
        var text = ""
        for child in Mirror(reflecting: run.lab).children where child.label != "journal" {
            dump(child.value, to: &text, name: child.label, maxDepth: 40)
        }
        return text
    }

    private func lines(_ run: LabRun, through entry: Int = .max) -> [String] {
        JournalJSON(parties: run.parties, format: run.format).lines(of: run.journal).enumerated()
            .filter { $0.offset < entry }.map(\.element)
    }

    private func books(_ run: LabRun) -> String {
        "\(run.bindings(0..<99)) \(run.interfaces()) \(run.peers()) \(run.flows()) \(run.headline.overwritesNext)"
            + run.caches().map { "\(run.cache($0.party, 0..<999, order: .homeAddress).rows)" }.joined()
    }

    /// The first line in which two differ, in words; nil: none.
    private func difference(_ one: [String], _ other: [String]) -> String? {
        let longest = max(one.count, other.count)
        return (0..<longest).first { $0 >= min(one.count, other.count) || one[$0] != other[$0] }.map { line in
            let sides = [one, other].map { $0.indices.contains(line) ? $0[line] : "nothing" }
            return "line \(line): \(sides[0]) is not \(sides[1])"
        }
    }

    private func difference(_ one: String, _ other: String) -> String? {
        difference(one.components(separatedBy: "\n"), other.components(separatedBy: "\n"))
    }

    /// A run without checkpoints, stopped at an entry.
    private func fresh(_ session: LabSession, seed: UInt64, at entry: Int) throws -> LabRun {
        let beginning = try LabRun(seed: seed, cryptography: OpenSSLCryptography())
        let again = beginning.replayed(through: entry, of: session.present)
        return try #require(again, "entry \(entry) did not happen again")
    }

    @Test(arguments: [false, true])
    func anyEntryIsTheRunThatStoppedThere(gate: Bool) throws {
        let seed = seed
        print("seed \(seed)")
        var (session, _) = try played(seed, steps: 120, snapshots: false, gate: gate)
        let journal = session.present.journal
        let all = lines(session.present)
        var random = SeededRandom(seed: seed &+ 1)
        #expect(journal.count > 100)
        for _ in 0..<25 {
            let entry = Int.random(in: 20..<journal.nextNumber, using: &random)
            #expect(session.perform(.past(.entry(entry))) == .done(entry: entry, ""))
            let past = session.shown
            // All of the step is there, and nothing behind it.
            #expect(past.journal.nextNumber > entry)
            #expect(past.now == journal[entry]?.time)
            #expect(difference(lines(past), Array(all[..<(past.journal.nextNumber - 1)])) == nil)
            let fresh = try fresh(session, seed: seed, at: entry)
            #expect(difference(lines(fresh), lines(past)) == nil, "entry \(entry)")
            #expect(difference(books(fresh), books(past)) == nil, "entry \(entry)")
            #expect(difference(digest(fresh), digest(past)) == nil, "entry \(entry)")
            #expect(fresh.inputs == past.inputs)
        }
    }

    /// Not only the same twice: what really was.
    @Test func whatWasIsReachedAgain() throws {
        let seed = seed
        print("seed \(seed)")
        let (session, snapshots) = try played(seed, steps: 40)
        for snapshot in snapshots {
            let last = snapshot.journal.nextNumber - 1
            guard last >= 20, var past = session.run(at: last) else { continue }
            #expect(past.journal.nextNumber == snapshot.journal.nextNumber)
            // From its last entry to when it was seen nothing happened that left a trace.
            past.stage.lab.run(until: snapshot.now)
            #expect(difference(lines(past), lines(snapshot)) == nil)
            #expect(difference(books(past), books(snapshot)) == nil)
        }
    }

    /// A packet on its way through routers leaves no entry: what is said at that very instant is said after it.
    @Test func whatIsSaidIsSaidAfterAllThatHadHappened() throws {
        var before = LabSession(try LabRun(seed: 9, cryptography: OpenSSLCryptography()))
        before.advance(to: .zero)
        before.advance(to: .zero + .seconds(3))
        before.perform(.registerBulk([]))
        var silent = 0
        for milliseconds in Int64(1)...50 {
            let turns = before.present.turns
            let entry = before.journal.nextNumber
            before.advance(to: .zero + .seconds(3) + .milliseconds(milliseconds))
            if before.present.turns > turns, before.journal.nextNumber == entry { silent += 1 }
            var session = before
            // Two at one instant: what the first one sends is not on its way yet when the second one is said.
            session.perform(.register(1))
            session.perform(.plug(interface: "wlan0", link: "b"))
            session.advance(to: .zero + .seconds(5))
            let again = try fresh(session, seed: 9, at: session.journal.nextNumber - 1)
            #expect(difference(lines(again), lines(session.present)) == nil, "\(milliseconds) ms")
            #expect(again.inputs == session.inputs)
        }
        #expect(silent >= 2)
    }

    @Test func aTimeIsThatTimeAndNotThatOfTheEntryBefore() throws {
        var session = LabSession(try LabRun(seed: 4, cryptography: OpenSSLCryptography()))
        session.advance(to: .zero)
        session.advance(to: .zero + .seconds(3))
        session.perform(.registerBulk([]))
        for step in 1...30 { session.advance(to: .zero + .seconds(3) + .milliseconds(500 * Int64(step))) }
        let then = Instant.zero + .milliseconds(15_250)
        #expect(!session.journal.entries.contains { $0.time == then })
        session.perform(.past(.time(then)))
        #expect(session.now == then && session.past?.time == then)
        // Lifetimes are those of that time.
        var other = LabSession(try LabRun(seed: 4, cryptography: OpenSSLCryptography()))
        other.advance(to: .zero)
        other.advance(to: .zero + .seconds(3))
        other.perform(.registerBulk([]))
        other.advance(to: then)
        #expect(difference(books(other.present), books(session.shown)) == nil)
        #expect(difference(digest(other.present), digest(session.shown)) == nil)
        guard case .done = session.perform(.past(.branch)) else {
            Issue.record("no branch")
            return
        }
        #expect(session.now == then)
        // Later than the present there is nothing to go to.
        session.perform(.past(.goToBranch("1")))
        session.perform(.past(.time(.zero + .seconds(900))))
        #expect(session.now == session.present.now)
    }

    @Test func aBranchLeavesTheFormerRunAsItWas() throws {
        var (session, _) = try played(11, steps: 20, snapshots: false)
        let before = session.present
        let entry = before.journal.count / 2
        session.perform(.past(.entry(entry)))
        #expect(session.perform(.register(1)) != .done(entry: 0, ""))
        guard case .done = session.perform(.past(.branch)) else {
            Issue.record("no branch")
            return
        }
        #expect(session.past == nil)
        let shared = session.present.journal.nextNumber - 1
        #expect(shared >= entry)
        #expect(session.branchViews.map(\.isShown) == [false, true])
        #expect(session.branchViews[1].lastShared == shared)
        // What was said later is not said on the branch.
        #expect(session.inputs.allSatisfy { $0.entry <= entry })
        #expect(session.headline.isPaused)
        session.perform(.deregisterAll)
        session.perform(.pause(false))
        var machine = machineTime(session)
        for _ in 0..<200 {
            machine = machine + .milliseconds(50)
            session.advance(to: machine)
        }
        #expect(session.journal.nextNumber > shared + 1)
        #expect(session.branchViews[1].firstInput == "deregister-all")
        // And back to the run as it was left.
        session.perform(.past(.goToBranch("1")))
        #expect(lines(session.present) == lines(before))
        #expect(session.present.now == before.now)
        #expect(digest(session.present) == digest(before))
        // The past of the branch is that of the run up to where it left.
        session.perform(.past(.goToBranch("2")))
        session.perform(.past(.entry(30)))
        #expect(lines(session.shown, through: 30) == Array(lines(before).prefix(30)))
    }

    @Test func nothingHappensWhileThePastIsShown() throws {
        var (session, _) = try played(3, steps: 8, snapshots: false)
        let before = session.present
        session.perform(.rewind(-5))
        let shown = session.now
        for command in [
            RunCommand.registerBulk([]), .pause(false), .speed(4), .reboot("ha1"), .setOverwrite(nil),
        ] {
            guard case .refused(let words) = session.perform(command) else {
                Issue.record("\(command) was done")
                continue
            }
            #expect(words.contains(":branch"))
            #expect(session.preview(command).refusal == words)
        }
        session.advance(to: machineTime(session) + .seconds(60))
        #expect(session.now == shown)
        #expect(session.nextTime == nil)
        session.perform(.past(.present))
        // The minute that was spent looking did not pass.
        session.advance(to: machineTime(session))
        #expect(session.present.now == before.now)
        #expect(digest(session.present) == digest(before))
    }

    @Test func outsideTheJournalSaysWhatThereIs() throws {
        var session = LabSession(try LabRun(seed: 1, cryptography: OpenSSLCryptography()))
        session.advance(to: .zero)
        session.perform(.registerBulk([]))
        for step in 1...100 { session.advance(to: .zero + .milliseconds(20 * Int64(step))) }
        guard case .refused(let words) = session.perform(.past(.entry(100_000))) else {
            Issue.record("done")
            return
        }
        #expect(words.contains("expected"))
        guard case .refused = session.perform(.past(.goToBranch("7"))) else {
            Issue.record("done")
            return
        }
        guard case .refused = session.perform(.past(.branch)) else {
            Issue.record("done")
            return
        }
        #expect(session.perform(.past(.time(.distantFuture))) != .refused(""))
        #expect(session.past?.entry == session.present.journal.nextNumber - 1)
    }

    @Test(arguments: ScenarioLibrary.names) func everyScenarioGoesBack(name: String) throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: name))
        var session = LabSession(try LabRun(scenario, cryptography: OpenSSLCryptography()))
        session.advance(to: .zero)
        let end = scenario.lastInstant.nanoseconds / 50_000_000
        var states: [Int: String] = [:]
        for step in 1...max(1, min(end, 2000)) {
            let before = session.journal.nextNumber
            session.advance(to: .zero + .milliseconds(50 * step))
            if session.journal.nextNumber != before, step % 7 == 0 {
                states[session.journal.nextNumber - 1] = lines(session.present).last
            }
        }
        for (entry, line) in states.sorted(by: { $0.key < $1.key }).prefix(12) {
            let past = session.run(at: entry)
            #expect(past.map { lines($0, through: entry).last } == line)
        }
    }

    @Test func aRecordingGoesBackToo() throws {
        let (session, _) = try played(5, steps: 20, snapshots: false)
        var encoder = RecordingEncoder()
        let recording = try Recording(encoder.octets(of: session, isLast: true))
        var again = try #require(
            try LabSession(replaying: recording, cryptography: OpenSSLCryptography()))
        #expect(again.present.difference(from: recording) == nil)
        let entry = session.journal.count / 3
        again.perform(.past(.entry(entry)))
        let was = try #require(session.run(at: entry))
        #expect(digest(again.shown) == digest(was))
        #expect(books(again.shown) == books(was))
    }

    @Test func ofTwoThatStandAtDifferentTimesTheLaterOneIsAsItWasThen() throws {
        var (session, _) = try played(29, steps: 10, snapshots: false)
        // Between two entries: the branch stands in no instant of which a part is still to come.
        let entry = try #require(
            (session.journal.count / 2..<session.journal.nextNumber - 1).first { number in
                guard let one = session.journal[number], let next = session.journal[number + 1] else {
                    return false
                }
                return next.time - one.time > .milliseconds(100)
            })
        let time = try #require(session.journal[entry]?.time)
        session.perform(.past(.time(time + .milliseconds(50))))
        session.perform(.past(.branch))
        #expect(session.branches[0].run.now > session.now)
        // Nothing was done on the branch yet: up to where it stands both are the same.
        let comparison = session.comparison(with: .branch("1"))
        #expect(comparison.differences == 0)
        let at = "at \(session.now.secondsText) s"
        #expect(comparison.left == "branch 2 \(at)" && comparison.right == "the run \(at)")
    }

    @Test func aBranchThatDoesTheSameIsAlike() throws {
        var (session, _) = try played(17, steps: 10, snapshots: false)
        let entry = session.journal.count / 2
        session.perform(.past(.entry(entry)))
        session.perform(.past(.branch))
        // What the run was told after the entry, the branch is told at the same instants.
        let later = session.branches[0].run.inputs.filter { $0.entry >= session.journal.nextNumber }
        #expect(!later.isEmpty)
        let last = session.branches[0].run.journal.nextNumber - 1
        let again = try #require(session.present.replayed(through: last, of: session.branches[0].run))
        session.present = again
        let comparison = session.comparison(with: .branch("1"))
        #expect(comparison.refusal == nil)
        #expect(comparison.differences == 0)
        #expect(comparison.parts.count >= 3)
    }

    @Test func theSameSettingAsItIsMakesNoDifference() throws {
        let (session, _) = try played(23, steps: 12, snapshots: false)
        // One that nothing here depends on: what follows is what was, but for the word itself.
        let comparison = session.comparison(with: .setting("home-flag-without-lifetime", "nonsense"))
        #expect(comparison.refusal?.contains("expected one of") == true)
        let other = session.comparison(with: .setting("profile", "draft-06"))
        #expect(other.refusal == nil)
        #expect(other.differences > 0)
        #expect(session.comparison(with: .setting("no-such", "1")).refusal != nil)
    }
}
