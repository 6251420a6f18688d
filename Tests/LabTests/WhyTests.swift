import Crypto
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing

/// What "why" says, on the lab's own world.
struct WhyTests {
    private static let wordsOfStates: [(BindingState, String)] = [
        (.idle, "is not registered"), (.waiting, "waits for an acknowledgement"), (.bound, "is registered"),
        (.failed, "refused"),
    ]

    private static func why(_ bid: UInt16, _ run: LabRun) -> Explanation {
        run.why(.binding(peer: LabRunTests.agent, bid: bid))
    }

    @Test("R-046: what waits says since when, because of what, and when it is sent again")
    func aBindingThatWaits() throws {
        var run = try LabRunTests.opened()
        let before = Self.why(3, run)
        #expect(before.state == "BID 3 is not registered: the home agent knows nothing of 2001:db8:c::100.")
        #expect(before.next?.contains("manual") == true)
        run.perform(.mute(true))
        run.perform(.register(3))
        LabRunTests.pass(2, &run)
        let why = Self.why(3, run)
        #expect(why.title == "BID 3 at the home agent")
        #expect(why.state.hasPrefix("BID 3 waits for an acknowledgement of Binding Update"))
        #expect(why.since != nil)
        #expect(why.because.last?.text == "mr1 is told: register 3")
        #expect(why.nextTime.map { $0 > run.now } == true)
        #expect(why.ifNothing?.contains("others are untouched") == true)
        #expect(why.rules.contains { $0.requirement == 3 })
        run.perform(.mute(false))
        LabRunTests.pass(40, &run)
        let bound = Self.why(3, run)
        #expect(
            bound.state
                == "BID 3 is registered: the home agent sends packets for the home address to 2001:db8:c::100."
        )
        #expect(bound.ifNothing?.contains("ends in") == true)
    }

    @Test(
        "What a refusal means and what a node does then, for each status", arguments: UInt8(128)...UInt8(255))
    func refusals(status: UInt8) throws {
        var run = try LabRunTests.opened()
        run.perform(.reject(status))
        run.perform(.register(1))
        LabRunTests.pass(1, &run)
        let answer = try #require(
            run.journal.entries.last {
                $0.kind == .sent && $0.party.map { run.parties.name(of: $0) } == "ha1"
            })
        let why = run.why(.entry(answer.number))
        let row = BindingStatus(rawValue: status).row
        #expect(why.state.contains("\(row.meaning)"))
        #expect(why.state.lowercased().contains("\(row.reaction)".lowercased()))
    }

    @Test func aBindingWhoseAddressIsLostSaysSinceWhenAndWhatComesNext() throws {
        var run = try LabRunTests.opened()
        run.perform(.registerBulk([]))
        LabRunTests.pass(3, &run)
        run.perform(.unplug(interface: "eth0"))
        LabRunTests.pass(3, &run)
        let why = Self.why(1, run)
        #expect(why.title == "BID 1 at the home agent")
        #expect(why.state.contains("no longer registered"))
        #expect(why.since.map { $0 < run.now } == true)
        #expect(why.because.first?.text.contains("gets BA") == true)
        #expect(why.next?.contains("as soon as its interface has an address") == true)
        run.perform(.plug(interface: "eth0", link: "a"))
        LabRunTests.pass(5, &run)
        #expect(Self.why(1, run).state.contains("is registered"))
    }

    @Test func aMessageTellsItsPurposeAndItsFate() throws {
        var run = try LabRunTests.opened()
        run.perform(.trap(.drop, message: "BU"))
        run.perform(.registerBulk([1, 2]))
        LabRunTests.pass(5, &run)
        let rows = run.journal.exchangeRows.compactMap(run.journal.exchangeRow(_:))
        let updates = rows.filter { run.journal.kind(of: $0.number) == .sent }
        let lost = run.why(.entry(updates[0].number))
        #expect(lost.state.contains("It asks to hold BID 1, 2 for 60 s in one message, in bulk (R-046)."))
        #expect(lost.state.contains("O: every binding it does not name goes (R-022)."))
        #expect(lost.state.contains("It was lost: a fault that was asked for."))
        let arrived = run.why(.entry(updates[1].number))
        #expect(arrived.state.contains("It came to ha1 after"))
        // From either end it is the same message.
        #expect(run.why(.entry(updates[1].fate)) == arrived)
        #expect(run.why(.entry(0)).state.contains("no longer kept"))
        #expect(run.why(.entry(1 << 40)).state == "There is no such entry.")
    }

    @Test func anInterfaceTellsItsPlace() throws {
        var run = try LabRunTests.opened()
        let eth0 = run.interfaces()[0].id
        #expect(run.why(.interface(eth0)).state.hasPrefix("It is on a visited link, a. Its address can be"))
        run.perform(.unplug(interface: "eth0"))
        LabRunTests.pass(1, &run)
        #expect(run.why(.interface(eth0)).state.hasPrefix("It is plugged in nowhere."))
        run.perform(.plug(interface: "eth0", link: "home"))
        LabRunTests.pass(3, &run)
        #expect(run.why(.interface(eth0)).state.hasPrefix("It is on the home link"))
        #expect(run.why(.interface(InterfaceIdentifier(99))).state == "There is no such interface.")
    }

    @Test func everyEntryOfEveryScenarioCanBeExplained() throws {
        for name in ScenarioLibrary.names {
            let scenario = try #require(try ScenarioLibrary.scenario(named: name))
            var run = try LabRun(scenario, cryptography: try OpenSSLCryptography())
            run.advance(to: .zero)
            run.advance(to: scenario.lastInstant)
            for number in run.journal.numbers.suffix(100) {
                let why = run.why(.entry(number))
                #expect(!why.title.isEmpty && why.state.count > 3, "\(name) \(number)")
            }
            for row in run.bindings(0..<100).rows {
                let why = run.why(.binding(peer: row.peer, bid: row.bid))
                #expect(why.state.count > 10 && why.next != nil, "\(name) \(why)")
            }
        }
    }
}
