import Crypto
import Foundation
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing

/// Recordings: what was recorded comes back, wherever the file ends.
struct RecordingTests {
    /// A lab in which a person did this and that.
    private func played() throws -> LabRun {
        var run = try LabRun(seed: 7, cryptography: OpenSSLCryptography())
        run.advance(to: .zero)
        var machine = Instant.zero
        func wait(_ milliseconds: Int64) {
            for _ in 0..<max(1, milliseconds / 10) {
                machine = machine + .milliseconds(10)
                run.advance(to: machine)
            }
        }
        wait(2000)
        run.perform(.loss(link: "b", percent: 30))
        run.perform(.registerBulk([]))
        wait(3000)
        run.perform(.trap(.delay(.milliseconds(250)), message: "BA"))
        run.perform(.speed(2))
        run.perform(.deregister([2]))
        wait(1500)
        run.perform(.note("now home"))
        run.perform(.plug(interface: "eth0", link: "home"))
        wait(2500)
        run.perform(.setOverwrite(nil))
        run.perform(.registerAtCorrespondent(1, peer: nil))
        run.perform(.addFlow(name: "ssh", bid: 1, transportProtocol: 6, port: 22, peer: nil))
        wait(4000)
        return run
    }

    private func octets(of run: LabRun) -> [UInt8] {
        var encoder = RecordingEncoder()
        return encoder.octets(of: run, isLast: true)
    }

    private func lines(of journal: Journal, _ run: some Run) -> [String] {
        JournalJSON(parties: run.parties, format: run.format).lines(of: journal)
    }

    @Test func aLabReplaysToAnIdenticalJournal() throws {
        let run = try played()
        #expect(run.journal.count > 60)
        let recording = try Recording(octets(of: run))
        #expect(recording.breaksOff == nil)
        #expect(lines(of: recording.journal, run) == lines(of: run.journal, run))
        #expect(recording.inputs == run.inputs)
        let remarks = lines(of: recording.journal, run).filter { $0.contains(#""kind":"remark""#) }
        #expect(remarks.count == 1 && remarks[0].contains(#""text":"now home""#))
        let again = try #require(
            try LabRun(replaying: recording, cryptography: OpenSSLCryptography()))
        #expect(again.difference(from: recording) == nil)
        #expect(lines(of: again.journal, again) == lines(of: run.journal, run))
        // Not only what is written: what nodes hold.
        #expect(again.bindings(0..<99).rows.map(\.state) == run.bindings(0..<99).rows.map(\.state))
        #expect(again.headline.isPaused)
    }

    @Test(arguments: ScenarioLibrary.names) func everyScenarioReplays(name: String) throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: name))
        var run = try LabRun(scenario, cryptography: OpenSSLCryptography())
        run.advance(to: .zero)
        let end = scenario.lastInstant.nanoseconds / 10_000_000
        for step in 1...max(1, min(end, 6000)) { run.advance(to: .zero + .milliseconds(10 * step)) }
        let recording = try Recording(octets(of: run))
        let again = try #require(
            try LabRun(replaying: recording, cryptography: OpenSSLCryptography()))
        #expect(again.difference(from: recording) == nil)
    }

    @Test func whatIsAddedAsTheRunGoesOnIsOneRecording() throws {
        var run = try LabRun(seed: 3, cryptography: OpenSSLCryptography())
        var encoder = RecordingEncoder()
        var octets = encoder.octets(of: run)
        run.advance(to: .zero)
        run.perform(.registerBulk([]))
        for step in 1...500 {
            run.advance(to: .zero + .milliseconds(10 * Int64(step)))
            octets += encoder.octets(of: run)
        }
        octets += encoder.octets(of: run, isLast: true)
        let recording = try Recording(octets)
        #expect(recording.breaksOff == nil)
        #expect(lines(of: recording.journal, run) == lines(of: run.journal, run))
    }

    @Test func cutAtEveryOctetItOpensUpToTheCut() throws {
        var run = try LabRun(seed: 3, cryptography: OpenSSLCryptography())
        var encoder = RecordingEncoder()
        var octets = encoder.octets(of: run)
        run.advance(to: .zero)
        run.perform(.registerBulk([]))
        for step in 1...40 {
            run.advance(to: .zero + .milliseconds(100 * Int64(step)))
            octets += encoder.octets(of: run)
        }
        octets += encoder.octets(of: run, isLast: true)
        let all = lines(of: run.journal, run)
        var entries = 0
        for length in 0..<octets.count {
            guard length >= 8 else {
                #expect(throws: Recording.Problem.notARecording) { try Recording(Array(octets[..<length])) }
                continue
            }
            let recording = try Recording(Array(octets[..<length]))
            #expect(recording.breaksOff != nil)
            #expect(recording.journal.count >= entries)
            guard recording.journal.count > entries || length == octets.count - 1 else { continue }
            entries = recording.journal.count
            #expect(lines(of: recording.journal, run) == Array(all[..<entries]))
            // What is there of it runs again to just that.
            let again = try LabRun(replaying: recording, cryptography: OpenSSLCryptography())
            #expect(again?.difference(from: recording) == nil)
        }
        #expect(entries == all.count)
    }

    @Test func oneThatBreaksOffSaysSo() throws {
        var session = LabSession(try LabRun(seed: 6, cryptography: OpenSSLCryptography()))
        session.advance(to: .zero)
        var encoder = RecordingEncoder()
        var octets = encoder.octets(of: session, isLast: false)
        session.perform(.registerBulk([]))
        for step in 1...40 { session.advance(to: .zero + .milliseconds(50 * Int64(step))) }
        octets += encoder.octets(of: session, isLast: true)
        func opened(_ octets: [UInt8]) throws -> LabSession {
            let recording = try Recording(octets)
            return try #require(try LabSession(replaying: recording, cryptography: OpenSSLCryptography()))
        }
        let whole = try opened(octets)
        #expect(whole.breaksOff == nil && !whole.headline.isCutOff)
        let cut = try opened(Array(octets.dropLast(40)))
        #expect(cut.breaksOff?.contains("breaks off after") == true && cut.headline.isCutOff)
        var damaged = octets
        damaged[octets.count - 60] ^= 0xff
        let other = try opened(damaged)
        #expect(other.breaksOff?.contains("damaged behind octet") == true && other.headline.isCutOff)
    }

    @Test func anotherVersionIsRefusedInWords() throws {
        var octets = octets(of: try played())
        octets[8] = 9
        #expect(throws: Recording.Problem.version(9)) { try Recording(octets) }
        #expect(
            Recording.Problem.version(9).description
                == "a recording of version 9; this program reads version 2")
        #expect(throws: Recording.Problem.notARecording) { try Recording([1, 2, 3]) }
    }

    /// The CRC finds what is wrong; where it was made to fit, what was read is checked again.
    @Test func anyOctetMayBeWrong() throws {
        let octets = octets(of: try played())
        let seed =
            ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for round in 0..<400 {
            var broken = octets
            for _ in 0...next(4) { broken[9 + next(broken.count - 9)] = UInt8(next(256)) }
            if round % 2 == 0 { broken = RecordingTests.withRightSums(broken) }
            let recording = try Recording(broken)
            let text = EntryText(parties: recording.parties, format: recording.format)
            let json = JournalJSON(parties: recording.parties, format: recording.format)
            for entry in recording.journal.entries {
                _ = text.line(of: entry)
                _ = json.line(of: entry)
                _ = recording.journal.causes(of: entry.number)
            }
            // Whether it runs again or not: in a time that somebody can wait for.
            if round % 40 == 0 {
                let again = try? LabRun(
                    replaying: recording, cryptography: OpenSSLCryptography(), budget: 2000)
                _ = again?.difference(from: recording)
            }
        }
    }

    @Test func aTimeThatNeverComesIsNotWaitedFor() throws {
        struct Far: Run {
            var base: LabRun
            var inputs: [RecordedInput] {
                [
                    RecordedInput(time: .zero, turn: 0, entry: 2, line: "bulk-register"),
                    RecordedInput(
                        time: Instant(nanoseconds: .max - 5), turn: .max, entry: 9,
                        line: "bulk-register"),
                ]
            }
            var now: Instant { base.now }
            var version: UInt64 { base.version }
            var headline: Headline { base.headline }
            var journal: Journal { base.journal }
            var parties: [Party] { base.parties }
            var format: WireFormat { base.format }
            var origin: RunOrigin? { base.origin }
            func interfaces() -> [InterfaceView] { base.interfaces() }
            func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> { base.bindings(window) }
            func peers() -> [MobileNode.PeerRow] { base.peers() }
            func flows() -> [FlowView] { base.flows() }
            func caches() -> [CacheHolder] { base.caches() }
            func cache(_ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder)
                -> HomeAgent.CacheWindow
            { base.cache(holder, window, order: order) }
            func why(_ subject: Subject) -> Explanation { base.why(subject) }
            func preview(_ command: RunCommand) -> Preview { base.preview(command) }
            func settings() -> [Setting] { base.settings() }
            func vocabulary() -> Vocabulary { base.vocabulary() }
            mutating func perform(_ command: RunCommand) -> Outcome { base.perform(command) }
            mutating func advance(to instant: Instant) { base.advance(to: instant) }
            var nextTime: Instant? { base.nextTime }
        }
        var encoder = RecordingEncoder()
        let far = Far(base: try LabRun(cryptography: OpenSSLCryptography()))
        let recording = try Recording(encoder.octets(of: far, isLast: true))
        let again = try #require(
            try LabRun(
                replaying: recording, cryptography: OpenSSLCryptography(), budget: 5000))
        #expect(again.difference(from: recording) != nil)
    }

    /// Every part with the sum that its octets have now.
    private static func withRightSums(_ octets: [UInt8]) -> [UInt8] {
        var octets = octets
        var position = 9
        while octets.count - position >= 9 {
            let length = (0..<4).reduce(0) { $0 | Int(octets[position + 1 + $1]) << (8 * $1) }
            guard octets.count - position - 9 >= length else { break }
            let end = position + 5 + length
            var sum: UInt32 = 0xffff_ffff
            for octet in octets[position..<end] {
                sum ^= UInt32(octet)
                for _ in 0..<8 { sum = sum & 1 == 1 ? 0xedb8_8320 ^ (sum >> 1) : sum >> 1 }
            }
            for index in 0..<4 { octets[end + index] = UInt8(truncatingIfNeeded: ~sum >> UInt32(8 * index)) }
            position = end + 4
        }
        return octets
    }

    @Test func keysAreNoPartOfIt() throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: "authentication"))
        var run = try LabRun(scenario, cryptography: OpenSSLCryptography())
        run.advance(to: .zero)
        for step in 1...600 { run.advance(to: .zero + .milliseconds(10 * Int64(step))) }
        let octets = octets(of: run)
        // The key that nodes of the lab share.
        let key = Array("careof lab secre".utf8)
        let holdsKey = octets.indices.contains { octets[$0...].starts(with: key) }
        #expect(!holdsKey)
    }

    @Test func everyCommandIsTheLineThatSaysIt() throws {
        let address = try #require(IPv6Address("2001:db8::7"))
        let commands: [RunCommand] = [
            .registerBulk([]), .registerBulk([1, 3]), .register(2), .deregister([1]), .deregisterAll,
            .setOverwrite(nil), .setOverwrite(true), .changeBid(from: 1, to: 7),
            .registerAtCorrespondent(1, peer: nil), .registerAtCorrespondent(1, peer: "cn1"),
            .deregisterAtCorrespondent(2, peer: "cn1"), .setPriority(1, 20), .setRegistration(.manual),
            .setRegistration(.automatic), .forgetPeer("cn1"), .returnHome(.both), .returnHome(.homeOnly),
            .leaveHome, .discoverHomeAgents, .solicitPrefixes, .useHomeAgent(address), .chooseNode(address),
            .requestRefresh([]), .revoke([2]), .switchAgent(nil), .switchAgent(address),
            .addFlow(name: "ssh", bid: 2, transportProtocol: 6, port: 22, peer: nil),
            .addFlow(
                name: "x", bid: 2, transportProtocol: nil, port: nil,
                peer: IPv6Prefix(address, length: 64)), .probe(from: "cn1", port: 7), .note("lunch"),
            .plug(interface: "eth0", link: "home"), .unplug(interface: "eth0"),
            .loss(link: "a", percent: 30), .delay(link: "a", .milliseconds(12)), .silence(link: "a", true),
            .partition(link: "b", false), .reject(130), .reject(nil), .mute(true),
            .trap(.drop, message: "BU"),
            .trap(.duplicate, message: "any"), .trap(.delay(.milliseconds(250)), message: "BA"),
            .reboot("ha1"),
        ]
        var run = try LabRun(cryptography: OpenSSLCryptography())
        run.advance(to: .zero)
        for command in commands {
            let line = try #require(command.line)
            #expect(
                try CommandTable.standard.parse(line, vocabulary: run.vocabulary()) == .run(command),
                "\(line)")
        }
        for command in [RunCommand.pause(nil), .speed(2), .faster, .slower] { #expect(command.line == nil) }
    }
}
