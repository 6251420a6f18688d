import Capture
import Decoding
import MobilityWire
import Nodes
import Testing
import Watching

/// What a message does to the tables of who watches.
struct WatchTests {
    /// The changes that packets bring about, by the packet's place.
    private func changes(_ packets: [SignallingPacket], seconds: [Double]? = nil) throws -> [[BindingChange]]
    {
        var watch = Watch()
        var reader = PassageReader()
        var found: [[BindingChange]] = []
        let timed = try packets.enumerated().map { place, packet in
            (1_000_000_000 + (seconds?[place] ?? Double(place)), try packet.wire)
        }
        try Wire.forEachFrame(of: Wire.capture(timed)) { frame in
            guard let passage = reader.read(frame) else { return found.append([]) }
            found.append(watch.take(passage, at: Instant(nanoseconds: passage.nanoseconds)))
        }
        return found
    }

    private func words(_ changes: [BindingChange]) -> [String] {
        changes.map { "\($0.kind.rawValue) \($0.binding.bid.map(String.init) ?? "-")" }
    }

    @Test func aBulkRegistrationIsAskedForThenThere() throws {
        let both = [(UInt16(1), Wire.first), (2, Wire.second)]
        let found = try changes([Wire.update(1, both), Wire.acknowledgement(1, [1, 2])])
        #expect(words(found[0]) == ["asked 1", "asked 2"])
        #expect(words(found[1]) == ["created 1", "created 2"])
        #expect(found[1].allSatisfy { $0.binding.evidence == .both && $0.binding.missing.isEmpty })
        #expect(found[1].map(\.homeAddress) == [Wire.home, Wire.home])
        #expect(found[1].map(\.peer) == [Wire.agent, Wire.agent])
    }

    @Test func aRefreshIsToldAsSuch() throws {
        let both = [(UInt16(1), Wire.first), (2, Wire.second)]
        let found = try changes([
            Wire.update(1, both), Wire.acknowledgement(1, [1, 2]),
            Wire.update(2, [(1, Wire.first)]), Wire.acknowledgement(2, [1]),
        ])
        #expect(words(found[3]) == ["refreshed 1"])
    }

    @Test func aDeregistrationTakesTheBindingAway() throws {
        let both = [(UInt16(1), Wire.first), (2, Wire.second)]
        let found = try changes([
            Wire.update(1, both), Wire.acknowledgement(1, [1, 2]),
            Wire.update(2, lifetime: 0, [(2, Wire.second)]), Wire.acknowledgement(2, lifetime: 0, [2]),
        ])
        #expect(words(found[3]) == ["removed 2"])
    }

    @Test func aRefusedRegistrationIsGone() throws {
        let found = try changes([
            Wire.update(1, [(1, Wire.first)]), Wire.acknowledgement(1, status: 129, lifetime: 0, [1]),
        ])
        #expect(words(found[1]) == ["removed 1"])
    }

    @Test func anAnswerWithoutItsQuestionNamesWhatIsMissing() throws {
        let found = try changes([Wire.acknowledgement(7, [3])])
        #expect(words(found[0]) == ["created 3"])
        #expect(found[0].first?.binding.missing == [.update, .careOfAddress])
    }

    @Test func aLifetimeThatEndsIsToldWithTheNextPacket() throws {
        let found = try changes(
            [
                Wire.update(1, [(1, Wire.first)]), Wire.acknowledgement(1, [1]),
                Wire.tunnelled(to: Wire.second),
            ], seconds: [0, 0.1, 61])
        #expect(words(found[2]).first == "expired 1")
    }

    @Test func trafficInATunnelTellsThatThereIsABinding() throws {
        let found = try changes([
            Wire.update(1, [(1, Wire.first)]), Wire.acknowledgement(1, [1]),
            Wire.tunnelled(to: Wire.second),
        ])
        #expect(words(found[2]) == ["created -"])
        #expect(found[2].first?.binding.evidence == .traffic)
    }

    @Test func aPacketThatIsSeenTwiceIsCountedOnce() throws {
        // The second sight of an Acknowledgement for lifetime 0 would be an answer to nothing: everything would go.
        let both = [(UInt16(1), Wire.first), (2, Wire.second)]
        let gone = Wire.acknowledgement(2, lifetime: 0, [])
        let found = try changes(
            [
                Wire.update(1, both), Wire.acknowledgement(1, [1, 2]),
                Wire.update(2, lifetime: 0, [(2, Wire.second)]), gone, gone,
            ], seconds: [0, 1, 2, 3, 3.001])
        #expect(words(found[3]).contains("removed 2"))
        #expect(found[4].isEmpty)
    }

    @Test func changesArePrintedForPeopleAndForPrograms() throws {
        let change = try #require(
            try changes([Wire.update(1, [(1, Wire.first)]), Wire.acknowledgement(1, [1])])[1].first)
        var out = OutputBuffer()
        let time = CaptureTime(ticks: 500_000_000, resolution: .nanoseconds, offset: 1_000_000_000)
        BindingChangePrinter(printsObjects: false).append(change, at: time, to: &out)
        BindingChangePrinter(printsObjects: true).append(change, at: time, to: &out)
        let lines = String(decoding: out.octets.withUnsafeBytes { Array($0) }, as: UTF8.self)
            .split(separator: "\n")
        let line = "          = created    BID 1  2001:db8:a::100  of 2001:db8:1::100 at 2001:db8:1::1  60 s"
        let object = """
            {"time":1000000000.500000000,"type":"binding","change":"created","home_address":"2001:db8:1::100",\
            "peer":"2001:db8:1::1","role":"home-agent","bid":1,"care_of_address":"2001:db8:a::100","granted":60,\
            "sequence":1,"home":false,"evidence":"both","missing":[]}
            """
        #expect(lines.map(String.init) == [line, object])
    }
}
