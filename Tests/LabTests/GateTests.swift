import Crypto
import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Lab

/// Messages held in the air: looked into, changed, let go, lost, doubled, late; and the run goes on accordingly.
struct GateTests {
    private static func session(_ profile: WireProfile = .rfc5648) throws -> LabSession {
        LabSession(try LabRunTests.opened(profile))
    }

    private static func pass(_ seconds: Double, _ session: inout LabSession) {
        var machine = session.machine
        let end = machine + Interval(nanoseconds: Int64(seconds * 1e9))
        while machine < end {
            machine = min(end, machine + .milliseconds(10))
            session.advance(to: machine)
        }
    }

    private static func line(_ text: String, _ session: inout LabSession) throws -> Outcome {
        let action = try CommandTable.standard.parse(text, vocabulary: session.vocabulary())
        guard case .run(let command) = action else {
            Issue.record("\(text) is no command of the run")
            return .refused("")
        }
        return session.perform(command)
    }

    private static func bound(_ session: LabSession) -> [UInt16] {
        session.bindings(0..<100).rows.filter {
            [.bound, .refreshing].contains($0.state) && $0.role != "correspondent"
        }
        .compactMap(\.bid)
    }

    /// A bulk registration of three whose Acknowledgement is held before the node.
    private static func answered(_ profile: WireProfile = .rfc5648) throws -> LabSession {
        var session = try session(profile)
        session.perform(.setOverwrite(false))
        _ = try line("step-mode in BA", &session)
        session.perform(.registerBulk([]))
        pass(3, &session)
        return session
    }

    @Test func whyOfAHeldMessageSaysWhereItStands() throws {
        var session = try Self.session()
        _ = try Self.line("step-mode both", &session)
        session.perform(.registerBulk([]))
        for place in [
            "The gate holds it at mr1, which sent it, before it leaves",
            "The gate holds it before ha1 sees it",
        ] {
            Self.pass(1, &session)
            var held = try #require(session.held.first)
            let state = session.why(.entry(held.number)).state
            #expect(
                state.contains(place + ", and time stands meanwhile: it goes on when somebody lets it go."),
                "\(state)")
            #expect(!state.contains("under way"))
            // On a machine time goes on; somebody changed it, and put it off.
            held.isEdited = true
            held.goesAt = held.since + .milliseconds(4_500)
            let later = Explainer(
                journal: session.journal, parties: session.parties, format: session.format,
                now: held.since + .milliseconds(3_200), node: nil, party: PartyIdentifier(0), held: [held]
            ).explanation(of: .entry(held.number)).state
            #expect(
                later.contains(
                    place + ", for 3 s now; it was changed by hand: it goes on by itself in 1300 ms."),
                "\(later)")
            session.perform(.gate(.release(held.number)))
        }
        let first = try #require(session.journal.exchangeRow(0)).number
        let arrived = try #require(
            session.journal.entries.first { $0.kind == .sent && $0.number >= first })
        #expect(session.why(.entry(arrived.number)).state.contains("It came to ha1"))
    }

    @Test func aBulkRegistrationIsSteppedThroughByHand() throws {
        var session = try Self.session()
        _ = try Self.line("step-mode both", &session)
        session.perform(.registerBulk([]))
        let began = session.now
        // Out of the node, into the agent, out of the agent, into the node.
        for (step, isIncoming) in [false, true, false, true].enumerated() {
            #expect(session.held.count == 1, "step \(step)")
            #expect(session.held.first?.isIncoming == isIncoming, "step \(step)")
            let now = session.now
            Self.pass(5, &session)
            #expect(session.now == now, "time stands while a message is held")
            #expect(session.nextTime == nil)
            #expect(session.headline.gate == "both, 1 held")
            #expect(Self.bound(session).isEmpty)
            session.perform(.gate(.release(nil)))
            Self.pass(2, &session)
        }
        #expect(session.held.isEmpty)
        #expect(Self.bound(session) == [1, 2, 3])
        // Two seconds between each, and none of those that were spent waiting.
        #expect(session.now - began < .seconds(9))
    }

    @Test func aHeldMessageIsLostDoubledOrLate() throws {
        var lost = try Self.answered()
        #expect(try Self.line("drop", &lost) != .refused(""))
        #expect(lost.held.isEmpty)
        #expect(lost.journal.entries.contains { $0.kind == .lost })
        Self.pass(4, &lost)
        // R-046, RFC 6275 §11.8: without an answer it is sent again, and that answer is held too.
        #expect(lost.held.count == 1)

        var doubled = try Self.answered()
        let before = doubled.journal.nextNumber
        _ = try Self.line("duplicate", &doubled)
        #expect((before..<doubled.journal.nextNumber).count { doubled.journal[$0]?.kind == .delivered } == 2)
        #expect(Self.bound(doubled) == [1, 2, 3])

        var late = try Self.answered()
        let now = late.now
        _ = try Self.line("delay 200ms", &late)
        #expect(late.held.isEmpty && Self.bound(late).isEmpty)
        Self.pass(1, &late)
        #expect(Self.bound(late) == [1, 2, 3])
        let arrival = late.journal.entries.last { $0.kind == .delivered && $0.time > now }
        #expect(arrival?.time == now + .milliseconds(200))
    }

    @Test func changesAreTakenBackAndTheChecksumIsRightUnlessItIsWhatWasChanged() throws {
        var session = try Self.answered()
        let octets = try #require(session.held.first).octets
        _ = try Self.line("edit status 130", &session)
        let changed = try #require(session.held.first).octets
        #expect(changed != octets)
        var problems: [Problem] = []
        #expect(PacketView(changed.span.bytes, problems: &problems).checksum == .correct)
        _ = try Self.line("edit checksum 0xdead", &session)
        let wrong = try #require(session.held.first).octets
        #expect(PacketView(wrong.span.bytes, problems: &problems).checksum == .incorrect)
        _ = try Self.line("undo", &session)
        #expect(session.held.first?.octets == changed)
        _ = try Self.line("undo", &session)
        #expect(session.held.first?.octets == octets)
        #expect(try Self.line("undo", &session) == .refused("Nothing was changed in it."))
        guard case .refused(let words) = try Self.line("edit bid:2/status 256", &session) else {
            Issue.record("256 was taken")
            return
        }
        #expect(words.contains("0 to 255"))
        guard case .refused(let unknown) = try Self.line("edit colour 1", &session) else {
            Issue.record("a field that is not there was changed")
            return
        }
        #expect(unknown.contains("there is no field \"colour\"") && unknown.contains("status"))
        // Bits of one octet: the flags beside it stay.
        _ = try Self.line("edit bid:2/bid-pri 20", &session)
        _ = try Self.line("undo", &session)
        guard case .refused = try Self.line("edit @100000 00", &session) else {
            Issue.record("an octet behind the end was changed")
            return
        }
        #expect(session.held.first?.octets == octets)
        // Octets by their place, for the brave.
        _ = try Self.line("edit @0 00", &session)
        session.perform(.gate(.release(nil)))
        #expect(Self.bound(session).isEmpty)
    }

    @Test func anOpenedGateLetsEverythingGo() throws {
        var session = try Self.session()
        session.perform(.registerBulk([]))
        Self.pass(3, &session)
        _ = try Self.line("step-mode", &session)
        session.perform(.register(1))
        session.perform(.register(2))
        #expect(session.held.count == 2)
        #expect(
            try Self.line("release 999999", &session)
                == .refused(
                    "No message with departure 999999 is held: expected "
                        + session.held.map { "\($0.number)" }.joined(separator: ", ") + "."))
        // In any order.
        let second = try #require(session.held.last).number
        _ = try Self.line("release \(second)", &session)
        #expect(session.held.count == 1)
        _ = try Self.line("step-mode", &session)
        #expect(session.held.isEmpty && session.headline.gate == "open")
        Self.pass(3, &session)
        #expect(Self.bound(session) == [1, 2, 3])
    }

    @Test func aRecordingOfHeldAndChangedMessagesRunsAgain() throws {
        var session = try Self.answered()
        _ = try Self.line("edit bid:2/status 130", &session)
        session.perform(.gate(.release(nil)))
        _ = try Self.line("step-mode off", &session)
        Self.pass(20, &session)
        var encoder = RecordingEncoder()
        let octets = encoder.octets(of: session, isLast: true)
        let recording = try Recording(octets)
        let again = try #require(try LabSession(replaying: recording, cryptography: OpenSSLCryptography()))
        #expect(again.present.difference(from: recording) == nil)
        #expect(again.journal.nextNumber == session.journal.nextNumber)
    }

    @Test func theGateIsOpenForPreviews() throws {
        var session = try Self.session()
        _ = try Self.line("step-mode", &session)
        let preview = session.preview(.registerBulk([]))
        #expect(preview.messages.count == 1)
        #expect(preview.effects.contains { $0.contains("adds BID 1") })
        #expect(session.held.isEmpty)
    }
}

extension LabSession {
    /// The machine's time at which it is.
    fileprivate var machine: Instant { machineTime ?? Instant(nanoseconds: 5_000_000_000) }
}
