import MobilityWire
import Nodes
import Testing

@testable import Runtime

/// The gate as a value, without a world.
struct GateTests {
    /// A Binding Update as octets, the least that is one: an IPv6 header and a Mobility Header of type 5.
    private static func update(type: UInt8 = 5) -> [UInt8] {
        let header: [UInt8] = [0x60, 0, 0, 0, 0, 16, 135, 64]
        let addresses = [UInt8](repeating: 0x20, count: 32)
        return header + addresses + [59, 1, type, 0, 0, 0, 0, 1, 0xc0, 0, 0, 15, 1, 2, 0, 0]
    }

    private static func held(_ number: Int, at milliseconds: Int64 = 0) -> Gate<Int>.Held {
        Gate.Held(
            number: number, isIncoming: false, party: nil, octets: update(),
            since: .zero + .milliseconds(milliseconds), parcel: number)
    }

    @Test func messagesAreHeldByDirectionAndType() {
        var gate = Gate<Int>()
        let open = gate.wants(Self.update(), incoming: false)
        #expect(!open, "an open gate holds nothing")
        _ = gate.set(GateFilter(outgoing: true, incoming: false, messages: ["BU"]))
        let answers = [
            gate.wants(Self.update(), incoming: false), gate.wants(Self.update(), incoming: true),
            gate.wants(Self.update(type: 6), incoming: false), gate.wants([], incoming: false),
            gate.wants([0x60], incoming: false),
        ]
        #expect(answers == [true, false, false, false, false], "another direction, another type, no packet")
        #expect(GateFilter.name(of: Self.update(type: 6)) == "BA")
    }

    @Test func aFloodFindsALimitAndIsCounted() {
        var gate = Gate<Int>()
        _ = gate.set(GateFilter(outgoing: true, incoming: true))
        for number in 0..<100_000 where gate.wants(Self.update(), incoming: true) {
            gate.hold(Self.held(number))
        }
        #expect(gate.held.count == Gate<Int>.limit)
        let passedBy = [gate.takePassedBy(), gate.takePassedBy()]
        #expect(passedBy == [100_000 - Gate<Int>.limit, 0])
        let all = gate.empty().map(\.number)
        #expect(all == Array(0..<Gate<Int>.limit), "in the order in which they came")
        #expect(gate.filter.isOpen && gate.held.isEmpty)
    }

    @Test func anyMessageIsTakenOutAndWrongNumbersAreNamed() throws {
        var gate = Gate<Int>()
        for number in [7, 9, 12] { gate.hold(Self.held(number)) }
        guard case .goesOn(let second, copies: 1) = try gate.perform(.release(9)) else {
            Issue.record("it is let go")
            return
        }
        #expect(second.number == 9)
        do {
            _ = try gate.perform(.drop(9))
            Issue.record("there is no such message")
        } catch {
            #expect(error.words == "No message with departure 9 is held: expected 7, 12.")
        }
        #expect(gate.held.map(\.number) == [7, 12])
        guard case .isLost(let first) = try gate.perform(.drop(nil)) else {
            Issue.record("it is lost")
            return
        }
        #expect(first.number == 7)
    }

    @Test func whatIsLateGoesByItselfAndIsNotMeantByAKey() throws {
        var gate = Gate<Int>()
        gate.hold(Self.held(1), until: .zero + .seconds(3))
        gate.hold(Self.held(2), until: .zero + .seconds(2))
        gate.hold(Self.held(3))
        #expect(gate.nextDeadline == .zero + .seconds(2))
        let early = gate.takeDue(at: .zero + .milliseconds(1999))?.number
        #expect(early == nil)
        let due = (0..<3).map { _ in gate.takeDue(at: .zero + .seconds(5))?.number }
        #expect(due == [2, 1, nil])
        gate.hold(Self.held(4), until: .zero + .seconds(9))
        gate.hold(Self.held(5))
        // An open gate lets go what waits; what is late stays late.
        let gone = gate.set(.open).map(\.number)
        #expect(gone == [3, 5])
        #expect(gate.held.map(\.number) == [4] && gate.words == "off, 1 held")
        guard case .goesOn(let late, copies: 2) = try gate.perform(.duplicate(nil)) else {
            Issue.record("one that is late can be let go at once")
            return
        }
        #expect(late.number == 4)
    }

    @Test func aHeldAcknowledgementSaysWhenTheNodeResends() {
        // Nobody of this run waits for it, so it is what RFC 6275 §12 says: 1 s, then twice that.
        let update = Self.update()
        let costs = HoldingCost.of(
            update, since: .zero, format: .rfc5648, node: nil, agentRows: { _ in [] }, at: .zero)
        #expect(costs.isEmpty, "its checksum is wrong: nobody will read it")
    }
}
