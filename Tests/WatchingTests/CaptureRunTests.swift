import Capture
import Foundation
import MobilityWire
import Nodes
import Runtime
import Testing
import Watching

/// A capture as a run: tables from what was seen, gaps by name.
struct CaptureRunTests {
    private func bindings(_ run: CaptureRun) -> [MobileNode.BindingRow] { run.bindings(0..<100).rows }

    @Test func whatAnotherImplementationDidHasTheRightBindings() throws {
        let run = try Opened.run([UInt8](Data(contentsOf: Opened.umip)))
        #expect(run.state == .ended)
        #expect(run.headline.homeAddress == IPv6Address("2001:db8:1::1234"))
        #expect(run.headline.homeAgent == IPv6Address("2001:db8:1::1"))
        let rows = bindings(run)
        #expect(rows.map(\.bid) == [nil])
        let row = try #require(rows.first)
        // After the handover the second care-of address is bound, by the last of four registrations.
        let second = try #require(IPv6Address("2001:db8:b:0:287a:ceff:fe4b:bb53"))
        #expect(row.careOfAddress == .ipv6(second))
        #expect(row.state == .bound)
        #expect(row.grantedLifetime == 86384)
        #expect(row.sequenceAcknowledged == 19855)
        #expect(row.interfaceName == "CoA2")
        #expect(row.gaps.isEmpty)
        let cache = run.caches()
        #expect(cache.map(\.bindings) == [1])
        #expect(cache.map(\.isInferred) == [true])
        let entry = try #require(run.cache(cache[0].party, 0..<9, order: .homeAddress).rows.first)
        #expect(entry.careOfAddress == .ipv6(second))
        // Every message is a row of the exchange, and answers name what they answer.
        #expect(run.journal.exchangeRows.count == 10)
        let answer = try #require(run.journal.exchangeRow(1).flatMap { run.journal[$0.number] })
        #expect(answer.cause == 1)
    }

    @Test func aBulkRegistrationIsTwoBindingsWithTheirAccesses() throws {
        let run = try Opened.run([
            Wire.update(1, [(1, Wire.first), (2, Wire.second)]), Wire.acknowledgement(1, [1, 2]),
        ])
        let rows = bindings(run)
        #expect(rows.map(\.bid) == [1, 2])
        #expect(rows.map(\.state) == [.bound, .bound])
        #expect(rows.map(\.careOfAddress) == [.ipv6(Wire.first), .ipv6(Wire.second)])
        #expect(run.interfaces().map(\.bid) == [1])
        #expect(run.parties.map(\.kind) == [.mobileNode, .homeAgent])
    }

    @Test func whatWasNeverSeenIsNamed() throws {
        let answered = try Opened.run([Wire.acknowledgement(7, [3])])
        let row = try #require(bindings(answered).first)
        #expect(row.bid == 3)
        #expect(row.gaps.contains("Binding Update"))
        let why = answered.why(.binding(peer: Wire.agent, bid: 3))
        #expect(why.state.contains("inferred from its Binding Acknowledgement"))
        #expect(why.state.contains("Never seen: "))

        let asked = try Opened.run([Wire.update(7, [(3, Wire.first)])])
        #expect(bindings(asked).map(\.state) == [.waiting])
        #expect(asked.why(.binding(peer: Wire.agent, bid: 3)).state.contains("no answer was seen"))
        // What nobody is known to hold is in no cache.
        #expect(asked.caches().map(\.bindings) == [0])
    }

    @Test func bindingsEndWithTheTimeOfTheCapture() throws {
        let packets: [(Double, [UInt8])] = [
            (1_000_000_000, try Wire.update(1, [(1, Wire.first)]).wire),
            (1_000_000_001, try Wire.acknowledgement(1, [1]).wire),
            (1_000_000_100, try Wire.update(2, [(2, Wire.first)]).wire),
        ]
        let run = try Opened.run(try Wire.capture(packets))
        #expect(bindings(run).map(\.bid) == [2])
        let expired = run.journal.entries.contains { entry in
            if case .note(let note) = entry.event { note.to == "expired" && note.bid == 1 } else { false }
        }
        #expect(expired)
    }

    @Test func whatNobodyRefreshesEndsAtItsTimeWithARow() throws {
        let both = [(UInt16(1), Wire.first), (2, Wire.second)]
        let packets: [(Double, [UInt8])] = [
            (1_000_000_000, try Wire.update(1, lifetime: 5, both).wire),
            (1_000_000_000.5, try Wire.acknowledgement(1, lifetime: 5, [1, 2]).wire),
            (1_000_000_015, try Wire.update(2, lifetime: 5, [(1, Wire.first)]).wire),
            (1_000_000_015.5, try Wire.acknowledgement(2, lifetime: 5, [1]).wire),
            (1_000_000_030, try Wire.update(3, lifetime: 5, [(1, Wire.first)]).wire),
            (1_000_000_060, try Wire.update(4, lifetime: 5, [(1, Wire.first)]).wire),
        ]
        var session = CaptureSession(try Opened.run(try Wire.capture(packets)))
        let journal = session.journal
        let rows = journal.exchangeRows.compactMap { journal.exchangeRow($0) }.compactMap {
            journal[$0.number]
        }
        #expect(
            rows.map { $0.time.nanoseconds / 1_000_000 }
                == [0, 500, 15_000, 15_500, 20_500, 30_000, 35_500, 60_000])
        let agent = try #require(session.parties.first { $0.kind == .homeAgent })
        #expect(rows[4].event == .probe("BID 2 ends: no refresh was seen (\(Wire.second) of \(Wire.home))"))
        #expect(rows[4].party == agent.id)
        // What asked for a refresh is named where there was something.
        let gap = "BID 1 ends: Binding Update 3 has no answer that was seen (\(Wire.first) of \(Wire.home))"
        #expect(rows[6].event == .probe(gap))
        guard case .note(let note)? = journal[rows[4].cause]?.event else {
            Issue.record("the row has no cause")
            return
        }
        #expect(note.bid == 2)
        #expect(note.to == "expired")
        // The past knows it, too.
        session.perform(.past(.entry(rows[4].number)))
        #expect(session.bindings(0..<9).rows.map(\.bid) == [1])
        #expect(session.now == .zero + .milliseconds(20_500))
        session.perform(.past(.entry(rows[4].cause - 1)))
        #expect(session.bindings(0..<9).rows.map(\.bid) == [1, 2])
    }

    @Test func ofSeveralNodesAnotherOneCanBeLookedAt() throws {
        let other = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x200)
        var run = try Opened.run([
            Wire.update(1, [(1, Wire.first)]), Wire.acknowledgement(1, [1]),
            Wire.update(1, [(9, Wire.second)], from: Wire.second, of: other),
            Wire.acknowledgement(1, [9], to: Wire.second, of: other),
        ])
        #expect(bindings(run).map(\.bid) == [1])
        #expect(run.perform(.chooseNode(other)) == .done(entry: 0, "bindings of \(other)"))
        #expect(bindings(run).map(\.bid) == [9])
        #expect(run.headline.homeAddress == other)
        #expect(run.parties.first?.address == other)
        guard case .refused = run.perform(.chooseNode(Wire.agent)) else {
            Issue.record("an agent is no mobile node")
            return
        }
    }

    @Test func nothingCanBeSent() throws {
        var run = try Opened.run([Wire.update(1, [(1, Wire.first)])])
        let before = run.journal.nextNumber
        for command in [RunCommand.registerBulk([]), .deregisterAll, .setOverwrite(true), .pause(true)] {
            #expect(
                run.perform(command) == .refused("This only watches: nothing can be sent or changed here."))
        }
        #expect(run.journal.nextNumber == before)
    }

    @Test func cutAtEveryOctetItShowsWhatCouldBeRead() throws {
        for format in [CaptureFormat.pcap, .pcapng] {
            let packets = try [
                Wire.update(1, [(1, Wire.first), (2, Wire.second)]), Wire.acknowledgement(1, [1, 2]),
                Wire.update(2, lifetime: 0, [(2, Wire.second)]), Wire.acknowledgement(2, lifetime: 0, [2]),
            ].enumerated().map { (1_000_000_000 + Double($0.offset), try $0.element.wire) }
            let octets = try Wire.capture(packets, format: format)
            var messages = 0
            for length in 0...octets.count {
                let run = try Opened.run(Array(octets[..<length]))
                let seen = run.journal.entries.count { $0.kind == .sent }
                #expect(seen >= messages)
                messages = seen
                // Either whole, or it says where it breaks off.
                if case .broken(let words) = run.state {
                    #expect(!words.isEmpty)
                    #expect(run.journal.entries.last?.kind == .probe)
                } else {
                    #expect(run.state == .ended)
                }
            }
            #expect(messages == 4)
        }
    }

    @Test func anyOctetMayBeWrong() throws {
        var random = SystemRandomNumberGenerator()
        let seed =
            ProcessInfo.processInfo.environment["CAREOF_SEED"].flatMap { UInt64($0) } ?? random.next()
        print("seed \(seed)")
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let octets = [UInt8](try Data(contentsOf: Opened.umip))
        for _ in 0..<300 {
            var broken = octets
            for _ in 0...next(4) { broken[next(broken.count)] = UInt8(next(256)) }
            let run = try Opened.run(broken)
            // Whatever came of it can be shown.
            for row in run.bindings(0..<50).rows { _ = run.why(.binding(peer: row.peer, bid: row.bid)) }
            for number in run.journal.numbers { _ = run.why(.entry(number)) }
            for holder in run.caches() { _ = run.cache(holder.party, 0..<50, order: .lifetime) }
        }
    }

    @Test func theJournalIsBounded() throws {
        let packets = try (0..<4000).map { index in
            (1_000_000_000 + Double(index), try Wire.update(UInt16(index), [(1, Wire.first)]).wire)
        }
        let run = try Opened.run(try Wire.capture(packets), capacity: 64 << 10)
        #expect(run.journal.dropped > 0)
        #expect(run.journal.size <= 128 << 10)
        guard let first = run.journal.numbers.first else { return }
        #expect(run.why(.entry(first - 1)).state.contains("no longer kept"))
    }

    @Test func anEmptyCaptureAndOneWithoutMobilitySayso() throws {
        let empty = try Opened.run(try Wire.capture([]))
        #expect(empty.state == .ended)
        #expect(empty.journal.entries.map(\.event) == [.probe("the capture is empty")])
        let other = try Opened.run(
            try Wire.capture([
                (1_000_000_000, [0x60, 0, 0, 0, 0, 0, 59, 64] + [UInt8](repeating: 0, count: 32))
            ]))
        #expect(other.journal.entries.map(\.event) == [.probe("no Mobile IPv6 among 1 frame")])
    }

    @Test func aLinkTypeThatIsNotReadIsTheFirstThingSaid() throws {
        var encoder = try CaptureEncoder(
            format: .pcapng,
            interfaces: [
                CaptureInterface(linkType: LinkType(rawValue: 147)), CaptureInterface(linkType: .raw),
            ])
        try encoder.append([1, 2, 3], nanoseconds: 0, interface: 0)
        let alone = try Opened.run(encoder.take())
        #expect(alone.journal.entries.map(\.event) == [.probe("1 frame of 1 cannot be read: link type 147")])
        encoder = try CaptureEncoder(
            format: .pcapng,
            interfaces: [
                CaptureInterface(linkType: LinkType(rawValue: 147)), CaptureInterface(linkType: .raw),
            ])
        try encoder.append([1, 2, 3], nanoseconds: 0, interface: 0)
        let other = [0x60, 0, 0, 0, 0, 0, 59, 64] + [UInt8](repeating: 0, count: 32)
        try encoder.append(other, nanoseconds: 1, interface: 1)
        let both = try Opened.run(encoder.take())
        #expect(
            both.journal.entries.map(\.event) == [
                .probe("1 frame of 2 cannot be read: link type 147"),
                .probe("no Mobile IPv6 among the other 1 frame"),
            ])
    }

    @Test func aCaptureThatEndsInItsFirstPacketIsOne() throws {
        let capture = try Wire.capture([(1, Wire.update(1, [(1, Wire.first)]).wire)])
        let cut = try Opened.run(Array(capture.prefix(100)))
        #expect(cut.isCapture)
        #expect(cut.headline.remark == "BREAKS OFF")
        #expect(try !Opened.run(Array(capture.prefix(20))).isCapture)
        #expect(try !Opened.run([1, 2, 3, 4, 5]).isCapture)
    }
}
