import Crypto
import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Lab

/// Messages made and changed by hand in the lab: what is foreseen is what comes, authenticators are made again, and a
/// recording of it all runs again.
struct EditingTests {
    private struct Hand {
        var session: LabSession
        private var machine = Instant(nanoseconds: 5_000_000_000)

        init(_ run: LabRun) { session = LabSession(run) }

        mutating func pass(_ seconds: Double) {
            let end = machine + Interval(nanoseconds: Int64(seconds * 1e9))
            while machine < end {
                machine = min(end, machine + .milliseconds(10))
                session.advance(to: machine)
            }
        }

        @discardableResult
        mutating func line(_ text: String) throws -> Outcome {
            let action = try CommandTable.standard.parse(text, vocabulary: session.vocabulary())
            guard case .run(let command) = action else { return .refused("\(text) is no command of the run") }
            return session.perform(command)
        }

        /// What an Acknowledgement after an entry says: the status of the whole, and of each BID.
        func statuses(after entry: Int) -> [String]? {
            for number in entry..<session.journal.nextNumber {
                guard let entry = session.journal[number], entry.kind == .sent, let octets = entry.octets
                else {
                    continue
                }
                var answer = ForeseenAnswer()
                answer.tellOfStatuses(octets, format: session.format)
                if !answer.lines.isEmpty { return answer.lines.map(\.text) }
            }
            return nil
        }

        var foreseen: [String] {
            session.opened(.any, trying: nil)?.answer.lines.filter { $0.kind == .status }.map(\.text) ?? []
        }

        var cache: [String] {
            session.caches().flatMap { session.cache($0.party, 0..<99, order: .homeAddress).rows }.map {
                "\($0.bid.map(String.init) ?? "-") \($0.destination)"
            }
        }
    }

    private static func hand(_ profile: WireProfile = .rfc5648) throws -> Hand {
        Hand(try LabRunTests.opened(profile))
    }

    /// The lab of a shipped scenario in which messages are signed.
    private static func signed() throws -> Hand {
        let scenario = try #require(try ScenarioLibrary.scenario(named: "authentication"))
        var run = try LabRun(scenario, cryptography: OpenSSLCryptography())
        run.advance(to: Instant(nanoseconds: 5_000_000_000))
        return Hand(run)
    }

    @Test(
        "What would the agent say to this?",
        arguments: [
            // What is done to an empty Binding Update, and how its answer begins.
            ([String](), "whole message: 0"),
            (["add bid", "add bid", "flags/o on"], "BID 2: 0"),
            // R-028: 0 is reserved.
            (["add bid", "bid:1/bid 0"], "164 MCOA MALFORMED"),
            // RFC 6275 §10.3.1: a home address that is not of the agent's link.
            (["home-address 2001:db8:99::1"], "whole message: 132"),
        ])
    func whatIsForeseenIsWhatComes(_ edits: [String], _ expected: String) throws {
        var hand = try Self.hand()
        try hand.line("compose bu wlan0")
        for edit in edits {
            guard case .done = try hand.line("edit \(edit)") else {
                Issue.record("\(edit)")
                return
            }
        }
        let now = hand.session.now
        hand.pass(3)
        #expect(hand.session.now == now, "time stands while a message is made")
        let foreseen = hand.foreseen
        let version = hand.session.journal.nextNumber
        _ = hand.foreseen
        #expect(hand.session.journal.nextNumber == version, "looking ahead leaves no trace")
        try hand.line("send")
        hand.pass(3)
        #expect(hand.statuses(after: version) ?? [] == foreseen)
        #expect(foreseen.contains { $0.contains(expected) }, "\(foreseen)")
    }

    /// Without the held update the node would ask again within the time that is looked ahead, and the agent bind it then:
    /// a first binding is a new one all the same.
    @Test func ofAFirstRegistrationThatIsHeldAddingIsForeseen() throws {
        var hand = try Self.hand()
        try hand.line("step-mode out")
        hand.session.perform(.registerBulk([]))
        hand.pass(1)
        let effects = try #require(hand.session.opened(.any, trying: nil)).answer.lines
            .filter { $0.kind == .effect }.map(\.text)
        #expect(
            effects.filter { $0.contains(" adds BID ") }.count == 3
                && !effects.contains { $0.contains("renews") }, "\(effects)")
    }

    @Test func aNewBidGetsTheAddressThatTheMessageComesFrom() throws {
        var hand = try Self.hand()
        for (interface, address) in [("wlan0", "2001:db8:b::100"), ("eth0", "2001:db8:a::100")] {
            try hand.line("compose bu \(interface)")
            try hand.line("edit add bid 9")
            let octets = try #require(hand.session.opened(.composed, trying: nil)).editor.octets
            var report = ReadingReport()
            let packet = try SignallingPacket(reading: octets.span.bytes, format: .rfc5648, report: &report)
            let care = try #require(IPv6Address(address))
            #expect(packet.source == care)
            guard case .bindingUpdate(let update)? = packet.message else {
                Issue.record("no Binding Update")
                return
            }
            let told = update.options.compactMap { option -> CareOfAddress? in
                if case .bindingIdentifier(let identifier) = option { identifier.careOfAddress } else { nil }
            }
            #expect(told == [.ipv6(care)], "by \(interface)")
            try hand.line("discard")
        }
    }

    @Test(
        "RFC 6275 §11.7.1: a number that was used by hand is used; the next one, of a hand or of the node, is a later one",
        arguments: [WireProfile.rfc5648, .draft06])
    func theNextNumberIsALaterOne(_ profile: WireProfile) throws {
        var hand = try Self.hand(profile)
        hand.session.perform(.registerBulk([]))
        hand.pass(3)
        for interface in ["wlan0", "wwan0", "eth0"] {
            try hand.line("compose bu \(interface)")
            try hand.line("edit add bid 2")
            #expect(hand.foreseen.allSatisfy { !$0.contains("135") }, "\(hand.foreseen)")
            let before = hand.session.journal.nextNumber
            try hand.line("send")
            hand.pass(3)
            #expect(hand.statuses(after: before)?.contains { $0.contains("135") } == false)
        }
        // What it did there the node does not know, until its own next one is answered.
        #expect(hand.session.bindings(0..<9).rows.contains { $0.bid == 1 && $0.isDoubtful })
        let before = hand.session.journal.nextNumber
        hand.session.perform(.registerBulk([]))
        hand.pass(3)
        #expect(hand.statuses(after: before)?.contains { $0.contains("135") } == false)
        #expect(hand.session.bindings(0..<9).rows.allSatisfy { !$0.isDoubtful })
    }

    @Test(
        "R-054: in the draft a refresh of one BID is foreseen to renew all; R-045: in the RFC the others stay",
        arguments: [WireProfile.rfc5648, .draft06])
    func whatOneDoesToTheOthersIsForeseen(_ profile: WireProfile) throws {
        var hand = try Self.hand(profile)
        hand.session.perform(.registerBulk([]))
        hand.pass(30)
        try hand.line("compose bu eth0")
        try hand.line("edit add bid 1")
        let effects = try #require(hand.session.opened(.any, trying: nil)).answer.lines
            .filter { $0.kind == .effect }.map(\.text)
        if profile == .draft06 {
            #expect(
                [1, 2, 3].allSatisfy { bid in effects.contains { $0.contains("renews BID \(bid)") } },
                "\(effects)")
        } else {
            #expect(effects.contains { $0.contains("BID 2, BID 3") && $0.contains("R-045") }, "\(effects)")
        }
    }

    @Test func whatHoldingCostsIsAboutTheMessage() throws {
        var hand = try Self.signed()
        try hand.line("compose next")
        let octets = try #require(hand.session.opened(.composed, trying: nil)).editor.octets
        func costs(_ milliseconds: Int64, timeRuns: Bool = true) -> [HoldingCost] {
            HoldingCost.of(
                octets, since: .zero, format: hand.session.format, node: nil, agentRows: { _ in [] },
                timeRuns: timeRuns, at: .zero + .milliseconds(milliseconds))
        }
        // At an agent: the peer's time-out (RFC 6275 §12), and the age of the timestamp (RFC 4285 §5.1).
        #expect(costs(1500).first?.at == .zero + .seconds(2))
        let late = { (cost: HoldingCost) in cost.words.contains("timestamp") }
        #expect(costs(1500).first(where: late)?.at == .zero + .seconds(7))
        #expect(!costs(8000).contains(where: late) && !costs(1500, timeRuns: false).contains(where: late))
    }

    @Test func theAnswerToTheSameOctetsIsNotLookedForAgain() throws {
        var hand = try Self.hand()
        try hand.line("compose bu")
        var known = try #require(hand.session.opened(.composed, trying: nil))
        let answer = known.answer
        #expect(!answer.lines.isEmpty)
        known.answer = ForeseenAnswer(.remark, "known")
        func foreseen(_ edit: MessageEdit?, _ known: OpenedMessage?) -> ForeseenAnswer? {
            hand.session.opened(.composed, trying: edit, known: known)?.answer
        }
        #expect(foreseen(nil, known) == known.answer)
        // What cannot be done changes nothing either.
        #expect(foreseen(.set(field: "sequence", value: "x"), known) == known.answer)
        for edit in [
            MessageEdit.set(field: "sequence", value: "77"), .set(field: "interface", value: "wlan0"),
            .add(option: "bid", value: nil, after: nil),
        ] {
            #expect(foreseen(edit, known) == foreseen(edit, nil), "\(edit)")
            #expect(foreseen(edit, known) != known.answer, "\(edit)")
        }
        // A held one is another message, whatever its octets.
        try hand.line("discard")
        try hand.line("step-mode out")
        hand.session.perform(.registerBulk([]))
        hand.pass(1)
        let held = try #require(hand.session.opened(.any, trying: nil))
        var same = held
        same.target = .composed
        same.answer = known.answer
        #expect(hand.session.opened(.any, trying: nil, known: same)?.answer == held.answer)
    }

    @Test func anOptionIsAddedBehindTheChosenOneUnlessOneHasToBeLast() throws {
        var hand = try Self.signed()
        try hand.line("compose next")
        let editor = try #require(hand.session.opened(.composed, trying: nil)).editor
        let fields = editor.fields
        let bid = try #require(fields.first { $0.path == "mobility-header/binding-identifier" })
        let inside = try #require(fields.first { $0.path == "mobility-header/binding-identifier/status" })
        let authenticator = try #require(
            fields.first { $0.path == "mobility-header/mobility-message-authentication" })
        #expect(editor.placeToAdd("bid", at: bid) == bid.path)
        #expect(editor.placeToAdd("alt-coa", at: inside) == bid.path)
        #expect(editor.placeToAdd("bid", at: authenticator) == nil)
        #expect(editor.placeToAdd("auth", at: bid) == nil)
        #expect(editor.placeToAdd("bid", at: fields[0]) == nil)
    }

    @Test func aComposedMessageLeavesByAnyInterface() throws {
        var hand = try Self.hand()
        for name in ["eth0", "wlan0", "wwan0"] {
            try hand.line("compose bu")
            #expect(try hand.line("edit interface \(name)") == .done(entry: 0, "it leaves by \(name)"))
            #expect(hand.session.opened(.composed, trying: nil)?.interface == name)
            let before = hand.session.journal.nextNumber
            try hand.line("send")
            let sent = (before..<hand.session.journal.nextNumber).compactMap { hand.session.journal[$0] }
                .first { $0.kind == .sent }
            guard case .sent(let octets, let interface, _, _)? = sent?.event else {
                Issue.record("nothing was sent")
                return
            }
            let view = hand.session.interfaces().first { $0.name == name }
            #expect(interface == view?.id)
            var problems: [Problem] = []
            let packet = PacketView(octets.span.bytes, problems: &problems)
            #expect(view?.addresses.contains { $0.address == .ipv6(packet.source) } == true)
            #expect(packet.checksum == .correct)
            hand.pass(3)
        }
        #expect(hand.cache.count == 1 && hand.cache[0].hasPrefix("- "), "\(hand.cache)")
        guard case .refused(let words) = try hand.line("send") else {
            Issue.record("nothing was sent")
            return
        }
        #expect(words.contains("No message is composed"))
    }

    @Test func whatTheNodeWouldSendNextAndCopiesOfThePast() throws {
        var hand = try Self.hand()
        try hand.line("compose next")
        let fields = try #require(hand.session.opened(.any, trying: nil)).editor.fields
        #expect(fields.count { $0.field.name == "Binding Identifier" } == 3)
        #expect(hand.session.journal.entries.allSatisfy { $0.kind != .sent || $0.octets == nil })
        try hand.line("discard")
        hand.session.perform(.registerBulk([]))
        hand.pass(3)
        let update = try #require(
            hand.session.journal.entries.first { GateFilter.name(of: $0.octets ?? []) == "BU" })
        try hand.line("compose \(update.number)")
        let opened = try #require(hand.session.opened(.composed, trying: nil))
        #expect(opened.editor.octets == update.octets)
        // RFC 6275 §9.5.1: the number of a copy was used before.
        #expect(hand.foreseen.first?.hasPrefix("whole message: 135") == true, "\(hand.foreseen)")
        // Something that is only tried changes nothing.
        let tried = hand.session.opened(.composed, trying: .set(field: "sequence", value: "9"))
        #expect(tried?.editor.isChanged == true)
        #expect(
            hand.session.opened(.composed, trying: .set(field: "sequence", value: "x"))?.refusal.isEmpty
                == false)
        #expect(hand.session.opened(.composed, trying: nil)?.editor.isChanged == false)
        guard case .refused(let words) = try hand.line("compose 1") else {
            Issue.record("entry 1 is no message")
            return
        }
        #expect(words.contains("Entry 1 is no message of signalling"))
    }

    @Test func theEffectOnTheBindingCacheIsShownBeforeAndComesTrue() throws {
        var hand = try Self.hand()
        hand.session.perform(.registerBulk([]))
        hand.pass(3)
        try hand.line("step-mode in BU")
        hand.session.perform(.register(2))
        hand.pass(1)
        // On its way to the agent the refresh of one becomes the removal of another.
        try hand.line("edit bid:2/bid 3")
        try hand.line("edit lifetime 0")
        let effects = hand.session.opened(.any, trying: nil)?.answer.lines.filter { $0.kind == .effect }.map(
            \.text)
        #expect(effects?.contains { $0.contains("ha1 removes BID 3") } == true, "\(effects ?? [])")
        #expect(hand.cache.count == 3)
        try hand.line("release")
        hand.pass(1)
        #expect(hand.cache.contains { $0.hasPrefix("3 ") } == false, "\(hand.cache)")
    }

    @Test func authenticatorsAreMadeAgainOrLeftWrong() throws {
        var hand = try Self.signed()
        try hand.line("compose bu")
        let context = try #require(hand.session.opened(.any, trying: nil))
        #expect(context.state(of: .authenticator) == "made right")
        try hand.line("edit add bid")
        try hand.line("edit lifetime 40s")
        // RFC 4285 §5: the agent takes it, changed as it is.
        #expect(hand.foreseen.first?.hasPrefix("whole message: 0") == true, "\(hand.foreseen)")
        try hand.line("edit correct authenticator off")
        try hand.line("edit lifetime 44s")
        #expect(hand.session.opened(.any, trying: nil)?.state(of: .authenticator) == "left as typed")
        // 146: the authenticator is wrong.
        #expect(hand.foreseen.first?.hasPrefix("whole message: 146") == true, "\(hand.foreseen)")
        #expect(
            hand.session.opened(.any, trying: nil)?.problems.contains {
                $0.words.contains("authenticator is wrong")
            }
                == true)
        try hand.line("edit correct authenticator on")
        #expect(hand.foreseen.first?.hasPrefix("whole message: 0") == true, "\(hand.foreseen)")
        try hand.line("edit authentication-data 000000000000000000000000")
        #expect(hand.foreseen.first?.hasPrefix("whole message: 146") == true, "\(hand.foreseen)")
        try hand.line("edit correct authenticator on")
        // Nobody here shares a key of this name.
        try hand.line("edit mobility-spi 999")
        #expect(
            hand.session.opened(.any, trying: nil)?.state(of: .authenticator)
                == "left as it is: no key is known for SPI 999 of 2001:db8:1::100")
    }

    @Test func bindingAuthorizationDataIsMadeAgainWhereTheTokensAreKnown() throws {
        var hand = try Self.hand()
        hand.session.perform(.registerBulk([]))
        hand.pass(3)
        try hand.line("step-mode out BU")
        hand.session.perform(.registerAtCorrespondent(1, peer: nil))
        hand.pass(3)
        let held = try #require(hand.session.held.first)
        // RFC 6275 §6.2.7: what is changed is covered by the authenticator.
        try hand.line("edit lifetime 100s")
        let opened = try #require(hand.session.opened(.any, trying: nil))
        #expect(opened.state(of: .authenticator) == "made right")
        #expect(opened.editor.octets.count == held.octets.count)
        #expect(hand.foreseen.first?.hasPrefix("whole message: 0") == true, "\(opened.answer.lines)")
        try hand.line("release")
        hand.pass(2)
        #expect(
            hand.session.bindings(0..<99).rows.contains {
                $0.role == "correspondent" && $0.grantedLifetime == 100
            })
    }

    @Test("A recording of edits and compositions runs again", arguments: [WireProfile.rfc5648, .draft06])
    func recordingsRunAgain(_ profile: WireProfile) throws {
        var hand = try Self.hand(profile)
        try hand.line("compose bu wwan0")
        for edit in [
            "add bid", "add bid", "add alt-coa", "move bid:2 first", "remove alt-coa", "lifetime 80s",
        ] {
            try hand.line("edit \(edit)")
        }
        try hand.line("undo")
        try hand.line("redo")
        try hand.line("edit interface eth0")
        hand.pass(1)
        try hand.line("send")
        hand.pass(3)
        try hand.line("step-mode in BA")
        hand.session.perform(.registerBulk([]))
        hand.pass(2)
        let held = try #require(hand.session.held.first).number
        try hand.line("edit #\(held) bid:2/status 164")
        try hand.line("edit #\(held) add bid 7 after bid:1")
        try hand.line("edit #\(held) remove bid:3")
        try hand.line("edit #\(held) checksum 0")
        try hand.line("edit #\(held) correct checksum on")
        try hand.line("compose next")
        try hand.line("discard")
        try hand.line("step-mode off")
        hand.pass(20)
        var encoder = RecordingEncoder()
        let recording = try Recording(encoder.octets(of: hand.session, isLast: true))
        let again = try #require(try LabSession(replaying: recording, cryptography: OpenSSLCryptography()))
        #expect(again.present.difference(from: recording) == nil)
        #expect(again.journal.nextNumber == hand.session.journal.nextNumber)
    }

    @Test func anyChangesOfMessagesOfARunNeverTrapTheLab() throws {
        for seed in UInt64(1)...3 {
            var random = SeededRandom(seed: seed)
            var hand = try Self.hand(seed.isMultiple(of: 2) ? .rfc5648 : .draft06)
            try hand.line("step-mode both")
            hand.session.perform(.registerBulk([]))
            for _ in 0..<40 {
                guard let opened = hand.session.opened(.any, trying: nil) else {
                    hand.pass(0.5)
                    _ = try hand.line(
                        "compose \(["bu", "ba", "bri", "hoti", "be", "has"].randomElement(using: &random) ?? "bu")"
                    )
                    continue
                }
                let path = opened.editor.fields.randomElement(using: &random)?.path ?? "sequence"
                let number = UInt32.random(in: .min ... .max, using: &random)
                let lines = [
                    "edit \(path) \(number % 256)", "edit \(path) \(number)", "edit remove \(path)",
                    "edit add \(number % 256)", "edit add bid", "edit move \(path) up", "undo", "release",
                    "send",
                    "edit @\(number % 200) \(["00", "ff", "3b"].randomElement(using: &random) ?? "00")",
                ]
                let line = lines.randomElement(using: &random) ?? "undo"
                _ = try? hand.line(line)
            }
            hand.pass(5)
            #expect(hand.session.journal.nextNumber > 1, "seed \(seed)")
        }
    }
}
