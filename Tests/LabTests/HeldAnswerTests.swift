import Crypto
import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Lab

/// The answer to a bulk registration of three is held before the node, the status of one BID changed, and let go: the
/// node does what RFC 5648 §5.7 and RFC 6275 §11.7.3 ask for. What is expected here is from the texts, status by status.
struct HeldAnswerTests {
    private static let profiles = [WireProfile.rfc5648, .draft06]

    /// A lab whose node has an answer before it that is held, and what was done since.
    private struct Stage {
        var session: LabSession
        /// The first entry after the release.
        var released = 0

        init(_ profile: WireProfile) throws {
            session = LabSession(try LabRunTests.opened(profile))
        }

        /// The answer to a bulk registration of three without O, the status of BID 2 in it changed, let go.
        init(_ profile: WireProfile, bid2 status: UInt8) throws {
            try self.init(profile)
            session.perform(.setOverwrite(false))
            try line("step-mode in BA")
            session.perform(.registerBulk([]))
            pass(3)
            try release("edit bid:2/status \(status)")
        }

        mutating func line(_ text: String) throws {
            let action = try CommandTable.standard.parse(text, vocabulary: session.vocabulary())
            guard case .run(let command) = action else {
                Issue.record("\(text) is no command of the run")
                return
            }
            if case .refused(let words) = session.perform(command) { Issue.record("\(text): \(words)") }
        }

        /// Changes the held message, lets it go, and opens the gate.
        mutating func release(_ edit: String) throws {
            #expect(session.held.count == 1 && session.held.first?.isIncoming == true)
            try line(edit)
            #expect(session.held.first?.isEdited == true)
            released = session.journal.nextNumber
            session.perform(.gate(.release(nil)))
            try line("step-mode off")
        }

        mutating func pass(_ seconds: Double) {
            var machine = session.machineTime ?? Instant(nanoseconds: 5_000_000_000)
            let end = machine + Interval(nanoseconds: Int64(seconds * 1e9))
            while machine < end {
                machine = min(end, machine + .milliseconds(10))
                session.advance(to: machine)
            }
        }

        func state(_ bid: UInt16?) -> BindingState? {
            session.bindings(0..<100).rows.first { $0.bid == bid && $0.peer == LabRunTests.agent }?.state
        }

        /// The Binding Updates that left for the agent since the release.
        var updates: [BindingUpdate] {
            (released..<session.journal.nextNumber).compactMap { number in
                guard let entry = session.journal[number], entry.kind == .sent, let octets = entry.octets
                else {
                    return nil
                }
                var report = ReadingReport()
                let packet = try? SignallingPacket(
                    reading: octets.span.bytes, format: session.format, report: &report)
                guard case .bindingUpdate(let update)? = packet?.message,
                    packet?.destination == LabRunTests.agent
                else { return nil }
                return update
            }
        }

        /// The statuses that the node read since the release.
        var statuses: [(bid: UInt16?, status: Int64?)] {
            (released..<session.journal.nextNumber).compactMap { number in
                guard case .note(let note) = session.journal[number]?.event, note.event == .statusReceived
                else { return nil }
                return (note.bid, note.number)
            }
        }

        /// What was done with the home address since the release.
        var places: Int {
            (released..<session.journal.nextNumber).count { number in
                if case .action(.homeAddress) = session.journal[number]?.event { true } else { false }
            }
        }
    }

    // MARK: What is seen of it

    @Test("What was changed is explained as it came", arguments: profiles, [UInt8(129), 166])
    func explained(_ profile: WireProfile, _ status: UInt8) throws {
        var stage = try Stage(profile)
        stage.session.perform(.setOverwrite(false))
        try stage.line("step-mode in BA")
        stage.session.perform(.registerBulk([]))
        stage.pass(3)
        let number = try #require(stage.session.held.first?.number)
        try stage.release("edit bid:2/status \(status)")
        let why = stage.session.why(.entry(number))
        #expect(
            why.state.contains("changed on its way") && why.state.contains("Status \(status)"), "\(why.state)"
        )
        #expect(why.chain.contains { $0.kind == .field && $0.text.hasPrefix("Status \(status)") })
        let row = stage.session.bindings(0..<9).rows.first { $0.bid == 2 }
        #expect(row?.lastStatus == status)
    }

    @Test("All that an answer does is foreseen", arguments: [UInt8(165), 166])
    func foreseen(_ status: UInt8) throws {
        var stage = try Stage(.rfc5648)
        stage.session.perform(.setOverwrite(false))
        try stage.line("step-mode in BA")
        stage.session.perform(.registerBulk([]))
        stage.pass(3)
        try stage.line("edit status \(status)")
        let effects = try #require(stage.session.opened(.any, trying: nil)).answer.lines
            .filter { $0.kind == .effect }.map(\.text)
        let before = stage.session.bindings(0..<9).rows
        try stage.release("edit status \(status)")
        stage.pass(4)
        for row in stage.session.bindings(0..<9).rows {
            let former = before.first { $0.bid == row.bid }
            let name = row.bid.map { "BID \($0)" } ?? "the ordinary binding"
            guard former?.state != row.state else { continue }
            #expect(
                effects.contains { $0.contains("\(name) ") && $0.hasSuffix(" \(row.state.rawValue)") },
                "\(effects)")
        }
    }

    // MARK: Below 128

    @Test(
        "R-086: below 128 the BID is registered; 4 says nothing of it, 5 nothing of what is not the home link",
        arguments: profiles, [UInt8(4), 5])
    func accepted(_ profile: WireProfile, _ status: UInt8) throws {
        var stage = try Stage(profile, bid2: status)
        #expect(stage.statuses.map(\.bid) == [1, 2, 3])
        #expect(stage.statuses.map(\.status) == [0, Int64(status), 0])
        #expect([1, 2, 3].allSatisfy { stage.state($0) == .bound })
        stage.pass(20)
        #expect(stage.updates.isEmpty, "nothing is left to ask for")
        #expect(stage.places == 0, "R-079 is about the home link")
    }

    // MARK: Refused for itself

    @Test(
        "R-086: that BID failed, the others are registered, and nothing is asked again by itself",
        arguments: profiles, [UInt8(129), 131, 132, 133, 134, 164, 167, 169])
    func refused(_ profile: WireProfile, _ status: UInt8) throws {
        var stage = try Stage(profile, bid2: status)
        #expect(stage.statuses.map(\.status) == [0, Int64(status), 0])
        #expect(stage.state(2) == .failed)
        #expect(stage.state(1) == .bound && stage.state(3) == .bound)
        stage.pass(100)
        // 131 to 133 make a node look for another agent (RFC 6275 §11.7.3), but not one that it is registered at.
        #expect(stage.session.headline.homeAgent == LabRunTests.agent)
        #expect(stage.state(2) == .failed)
        #expect(
            [.bound, .refreshing].contains(stage.state(1)) && [.bound, .refreshing].contains(stage.state(3)))
        #expect(!stage.updates.isEmpty && stage.updates.allSatisfy { !$0.bids.contains(2) })
        #expect(stage.updates.allSatisfy { !$0.overwrites(profile) })
    }

    @Test(
        "RFC 6275 §11.7.3: 128 and 130 may pass: that BID alone is asked for again after 32 s",
        arguments: profiles, [UInt8(128), 130])
    func refusedForNow(_ profile: WireProfile, _ status: UInt8) throws {
        var stage = try Stage(profile, bid2: status)
        #expect(stage.state(2) == .failed && stage.state(1) == .bound && stage.state(3) == .bound)
        stage.pass(31)
        #expect(stage.updates.isEmpty)
        stage.pass(3)
        #expect(stage.updates.map(\.bids) == [[2]])
        #expect(stage.state(2) == .bound)
    }

    @Test("R-101 RFC 6275 §11.7.3: 135 means again, with a greater number", arguments: profiles)
    func outOfWindow(_ profile: WireProfile) throws {
        var stage = try Stage(profile, bid2: 135)
        let answered = try #require(stage.session.bindings(0..<9).rows.first { $0.bid == 1 }?.sequenceSent)
        #expect(stage.state(1) == .bound && stage.state(3) == .bound)
        stage.pass(1)
        #expect(stage.updates.map(\.bids) == [[2]])
        #expect(stage.updates.first?.sequence == answered &+ 1)
        #expect(stage.updates.first?.options.bindingIdentifiers.first?.careOfAddress != nil)
        #expect(stage.state(2) == .bound)
    }

    // MARK: About the way of registering

    @Test(
        "R-090 R-129: 165: an ordinary binding is there, so all are registered again with O",
        arguments: profiles)
    func ordinaryBindingExists(_ profile: WireProfile) throws {
        var stage = try Stage(profile, bid2: 165)
        #expect([1, 2, 3].allSatisfy { stage.state($0) != .bound }, "nothing with a BID can be there")
        stage.pass(2)
        let update = try #require(stage.updates.first)
        #expect(stage.updates.count == 1 && update.bids == [1, 2, 3])
        #expect(update.overwrites(profile))
        #expect([1, 2, 3].allSatisfy { stage.state($0) == .bound })
    }

    @Test("R-087: 166: no more BIDs there, one ordinary binding takes their place", arguments: profiles)
    func prohibited(_ profile: WireProfile) throws {
        var stage = try Stage(profile, bid2: 166)
        stage.pass(120)
        #expect(stage.updates.count > 1, "it is refreshed")
        #expect(stage.updates.allSatisfy { $0.bids.isEmpty && $0.lifetime > 0 })
        #expect([.bound, .refreshing].contains(stage.state(nil)))
        #expect([1, 2, 3].allSatisfy { stage.state($0) == .idle })
    }

    @Test(
        "R-088: 168: none of the bulk counts as registered, and they follow one by one", arguments: profiles)
    func bulkRefused(_ profile: WireProfile) throws {
        var stage = try Stage(profile, bid2: 168)
        #expect([1, 2, 3].allSatisfy { stage.state($0) == .waiting })
        stage.pass(3)
        #expect(stage.updates.map(\.bids) == [[1], [2], [3]])
        #expect(
            stage.updates.allSatisfy { $0.options.bindingIdentifiers.allSatisfy { $0.careOfAddress != nil } })
        #expect([1, 2, 3].allSatisfy { stage.state($0) == .bound })
        stage.pass(120)
        #expect(stage.updates.allSatisfy { $0.bids.count == 1 }, "no bulk to it any more")
    }

    // MARK: Where a status means more than in a bulk of visited links

    @Test("R-091: 167 in answer to an option without care-of address: again, with it", arguments: profiles)
    func unknownCareOfAddress(_ profile: WireProfile) throws {
        var stage = try Stage(profile)
        stage.session.perform(.registerBulk([]))
        stage.pass(3)
        try stage.line("step-mode in BA")
        stage.session.perform(.register(2))
        stage.pass(0.5)
        try stage.release("edit bid:2/status 167")
        stage.pass(0.5)
        #expect(stage.updates.map(\.bids) == [[2]])
        #expect(stage.updates.first?.options.bindingIdentifiers.first?.careOfAddress != nil)
        #expect(stage.state(2) == .bound && stage.state(1) == .bound && stage.state(3) == .bound)
    }

    @Test(
        "R-122 A1: 133 and 167 for a removal mean that it is gone", arguments: profiles,
        [UInt8(133), 167])
    func removed(_ profile: WireProfile, _ status: UInt8) throws {
        var stage = try Stage(profile)
        stage.session.perform(.registerBulk([]))
        stage.pass(3)
        try stage.line("step-mode in BA")
        stage.session.perform(.deregister([2]))
        stage.pass(0.5)
        try stage.release("edit bid:2/status \(status)")
        #expect(stage.state(2) == .idle)
        #expect(stage.state(1) == .bound && stage.state(3) == .bound)
        stage.pass(20)
        #expect(stage.updates.isEmpty)
    }

    @Test("R-081: 169 for the home link: one side only, as the node is configured", arguments: profiles)
    func simultaneousRefused(_ profile: WireProfile) throws {
        var stage = try Stage(profile)
        stage.session.perform(.registerBulk([]))
        stage.pass(3)
        try stage.line("step-mode in BA")
        try stage.line("go-home eth0")
        stage.pass(3)
        try stage.release("edit bid:1/status 169")
        stage.pass(3)
        let place = stage.session.headline.place
        #expect(!place.contains("both"), "\(place)")
        #expect(stage.updates.allSatisfy { $0.options.bindingIdentifiers.allSatisfy { !$0.home } })
    }
}

extension BindingUpdate {
    fileprivate var bids: [UInt16] { options.bindingIdentifiers.map(\.bid) }

    fileprivate func overwrites(_ profile: WireProfile) -> Bool {
        options.bindingIdentifiers.contains(where: \.overwrite)
            || profile == .rfc5648 && flags.contains(.overwrite)
    }
}

extension [MobilityOption] {
    fileprivate var bindingIdentifiers: [BindingIdentifier] {
        compactMap { if case .bindingIdentifier(let identifier) = $0 { identifier } else { nil } }
    }
}
