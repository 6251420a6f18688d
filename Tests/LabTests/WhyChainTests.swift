import Crypto
import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Lab

/// The chain from a message's octets by the rows of the tables to what came of it.
struct WhyChainTests {
    private static func fields(_ why: Explanation) -> [String] {
        why.chain.filter { $0.kind == .field }.map(\.text)
    }

    private static func rows(_ why: Explanation) -> [String] {
        why.chain.filter { $0.kind == .row }.map { String($0.text.prefix { $0 != ":" }) }
    }

    private static func outcomes(_ why: Explanation) -> [String] {
        why.chain.filter { $0.kind == .outcome }.map(\.text)
    }

    /// The last message of a party that has this word in its line.
    private static func last(_ word: String, of name: String, _ run: LabRun) throws -> JournalEntry {
        let text = EntryText(parties: run.parties, format: run.format)
        return try #require(
            run.journal.entries.last {
                $0.kind == .sent && $0.party.map { run.parties.name(of: $0) } == name
                    && text.line(of: $0).contains(word)
            })
    }

    @Test(
        "R-017 R-085: for each status, from its octet to what became of the binding",
        arguments: [WireProfile.rfc5648, .draft06],
        [UInt8(128), 129, 130, 131, 132, 133, 134, 135, 139, 164, 165, 166, 167, 168, 169])
    func refusals(_ profile: WireProfile, _ status: UInt8) throws {
        var run = try LabRunTests.opened(profile)
        run.perform(.reject(status))
        run.perform(.register(2))
        LabRunTests.pass(1, &run)
        let answer = try Self.last("BID 2", of: "ha1", run)
        let octets = try #require(answer.octets)
        let why = run.why(.entry(answer.number))
        // Each field is where it says, and has the octets that it says.
        for step in why.chain where step.kind == .field {
            let offset = try #require(step.offset)
            guard !step.octets.isEmpty else { continue }
            let there = step.octets.split(separator: " ").compactMap { UInt8($0, radix: 16) }
            #expect(Array(octets[offset..<offset + there.count]) == there, "\(step)")
        }
        let row = BindingStatus(rawValue: status).row
        let own = try #require(why.chain.first { $0.text == "Status \(status) \(row.name)" })
        #expect(own.octets == (status < 16 ? "0" : "") + String(status, radix: 16))
        #expect(Self.fields(why).contains("BID 2"))
        let expected =
            switch status {
            case 135: "node 4"
            case 165, 166: "node 5"
            default: "node 6"
            }
        #expect(Self.rows(why).first == expected, "\(why.chain)")
        #expect(!why.texts.isEmpty)
        // What the agent looked at is told of the Binding Update.
        let update = run.why(.entry(try Self.last("BU", of: "mr1", run).number))
        #expect(Self.fields(update).contains { $0.hasPrefix("Lifetime") })
        #expect(Self.fields(update).contains { $0.hasPrefix("Flags") })
    }

    @Test(
        "R-117: of a bulk the rows tell why one failed and how that is said",
        arguments: [WireProfile.rfc5648, .draft06])
    func partOfABulk(_ profile: WireProfile) throws {
        var run = try LabRunTests.opened(profile)
        run.perform(.set("bindings-per-node", "2"))
        run.perform(.registerBulk([]))
        LabRunTests.pass(3, &run)
        let update = run.why(.entry(try Self.last("BU", of: "mr1", run).number))
        #expect(
            Self.rows(update).contains("receiver 9") && Self.rows(update).contains("receiver 10"),
            "\(update.chain)")
        #expect(Self.outcomes(update).contains { $0.contains("BA") })
        let answer = run.why(.entry(try Self.last("BA", of: "ha1", run).number))
        #expect(Self.rows(answer) == ["node 6"])
        #expect(Self.outcomes(answer).contains { $0.contains("BID 3") && $0.contains("refused") })
        #expect(answer.texts.contains { $0.number == 85 } && answer.texts.contains { $0.number == 86 })
        // Asked of the binding, the same message answers, of that BID alone.
        let third = run.why(.binding(peer: LabRunTests.agent, bid: 3))
        #expect(Self.fields(third).contains("BID 3") && !Self.fields(third).contains("BID 1"))
        #expect(Self.fields(third).contains { $0.hasPrefix("Status 130") })
        #expect(Self.rows(third) == ["node 6", "state refused"])
    }

    @Test("R-022 R-128 R-129: O and an ordinary binding are told by their rows")
    func overwriting() throws {
        var run = try LabRunTests.opened()
        run.perform(.registerBulk([]))
        LabRunTests.pass(3, &run)
        let update = run.why(.entry(try Self.last("BU", of: "mr1", run).number))
        #expect(Self.rows(update) == ["receiver 8", "receiver 12"])
        let texts = update.texts
        #expect(texts.contains { $0.number == 128 })
        #expect(Set(texts.map(\.number)).count == texts.count)
    }

    @Test("Every state of a binding has its row, and the message that led to it where there is one")
    func states() throws {
        var run = try LabRunTests.opened()
        func rows(_ bid: UInt16) -> [String] {
            Self.rows(run.why(.binding(peer: LabRunTests.agent, bid: bid)))
        }
        #expect(rows(1) == ["state unregistered"])
        run.perform(.mute(true))
        run.perform(.register(1))
        LabRunTests.pass(1, &run)
        #expect(rows(1) == ["state registering"])
        run.perform(.mute(false))
        LabRunTests.pass(40, &run)
        #expect(rows(1) == ["node 6", "state registered"])
        run.perform(.mute(true))
        run.perform(.register(1))
        LabRunTests.pass(1, &run)
        #expect(rows(1).last == "state refreshing")
        run.perform(.deregister([1]))
        LabRunTests.pass(1, &run)
        #expect(rows(1).last == "state deregistering")
    }

    // MARK: What else

    private static func session(_ profile: WireProfile = .rfc5648) throws -> LabSession {
        LabSession(try LabRunTests.opened(profile))
    }

    private static func pass(_ seconds: Int64, _ session: inout LabSession) {
        var machine = session.machineTime ?? Instant(nanoseconds: 5_000_000_000)
        let end = machine + .seconds(seconds)
        while machine < end {
            machine = min(end, machine + .milliseconds(50))
            session.advance(to: machine)
        }
    }

    private static func part(_ word: String, _ comparison: Comparison) -> Comparison.Part? {
        comparison.parts.first { $0.title.contains(word) }
    }

    @Test("R-054 A2: a refresh of one BID, under the other profile and the other policy")
    func refreshOfOne() throws {
        var session = try Self.session(.draft06)
        session.perform(.registerBulk([]))
        Self.pass(10, &session)
        session.perform(.register(1))
        Self.pass(2, &session)
        session.perform(.set("registration", "manual"))
        Self.pass(55, &session)
        // The refresh renewed BID 2 as well, whose own registration was 67 s ago.
        let version = session.version
        let comparison = session.comparison(with: .choices(.binding(peer: LabRunTests.agent, bid: 2)))
        #expect(comparison.refusal == nil && comparison.left == "as it is")
        for word in ["profile rfc5648", "A2 refresh-renews-all off"] {
            let part = try #require(Self.part(word, comparison), "\(comparison.parts.map(\.title))")
            #expect(part.rows.contains { $0.differs && $0.left.hasPrefix("ha1: BID 2") && $0.right.isEmpty })
        }
        let alike = try #require(Self.part("No difference", comparison)?.rows.first)
        #expect(alike.left.contains("A3") && !alike.left.contains("A2 "))
        #expect(session.version == version, "the run knows nothing of it")
    }

    @Test("A1 R-122: what the agent would have said of an unknown BID, at the time of that message")
    func ofAMessage() throws {
        var session = try Self.session()
        session.perform(.registerBulk([]))
        Self.pass(3, &session)
        let bulk = try #require(
            session.journal.entries.last { $0.kind == .sent && $0.party == PartyIdentifier(1) })
        session.perform(.deregisterAll)
        Self.pass(3, &session)
        let comparison = session.comparison(with: .choices(.entry(bulk.number)))
        let legacy = try #require(Self.part("legacy rfc6275", comparison))
        // Although all of it went later, the message is judged at its own time.
        #expect(
            legacy.rows.contains { $0.differs && $0.left.contains("BID 2") && $0.left.contains("registered") }
        )
        #expect(legacy.rows.contains { $0.differs && $0.right.contains("ordinary") })
        #expect(Self.part("bulk off", comparison) != nil)
    }

    @Test func whatIsTooLongToBeTriedIsSaidWithItsNumbers() throws {
        var session = try Self.session()
        session.perform(.registerBulk([]))
        // So that each of the choices would be more than the most in all.
        while session.journal.nextNumber < 6_000 {
            session.perform(.registerBulk([]))
            Self.pass(1, &session)
        }
        let entries = session.journal.nextNumber - 1
        let comparison = session.comparison(with: .choices(.binding(peer: LabRunTests.agent, bid: 1)))
        let words = try #require(Self.part("Not tried", comparison)?.rows.first?.left)
        #expect(words.contains("\(entries) entries") && words.contains("200000"), "\(words)")
        #expect(comparison.parts.contains { $0.title.contains("profile") || $0.title == "No difference" })
        #expect(LabSession.runAgainRefusal(entries: 199_999) == nil)
        let refusal = LabSession.runAgainRefusal(entries: 200_000)?.refusal
        #expect(refusal?.contains("200000 entries") == true && refusal?.contains("go back first") == true)
    }

    @Test func nothingToCompare() throws {
        let session = try Self.session()
        let nothing = session.comparison(with: .choices(.interface(InterfaceIdentifier(99))))
        #expect(nothing.refusal?.contains("select a binding") == true)
    }

    @Test(
        "A policy is named by its number, too; numbers are taken, and what does not fit is refused in words")
    func policyNumbers() throws {
        var session = try Self.session()
        session.perform(.registerBulk([]))
        Self.pass(3, &session)
        let action = try CommandTable.standard.parse("what-if a2 on", vocabulary: session.vocabulary())
        #expect(action == .view("what-if", ["refresh-renews-all", "on"]))
        let set = try CommandTable.standard.parse("set A1 167", vocabulary: session.vocabulary())
        #expect(set == .run(.set("unknown-bid", "167")))
        for (key, value) in [
            ("unknown-bid", "167"), ("lifetime", "40"), ("bid-option-number", "200"), ("max-lifetime", "8"),
        ] {
            let comparison = session.comparison(with: .setting(key, value))
            #expect(comparison.refusal == nil, "\(key): \(comparison.refusal ?? "")")
            #expect(comparison.right == "\(key) \(value)")
        }
        #expect(session.comparison(with: .setting("lifetime", "40")).differences > 0)
        for (key, value) in [
            ("unknown-bid", "134"), ("lifetime", "0"), ("bid-option-number", "0"), ("lifetime", "x"),
        ] {
            #expect(
                session.comparison(with: .setting(key, value)).refusal?.contains("expected") == true, "\(key)"
            )
        }
    }
}
