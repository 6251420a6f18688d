import Foundation
import MobilityWire
import Nodes
import Runtime
import Testing
import Watching

/// Captures as other implementations leave them, made with layouts and checksums that are not ours (Captures/make.py): the
/// tables that follow from each.
@Suite struct OtherCapturesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Captures")

    private func session(_ name: String) throws -> CaptureSession {
        let file = OtherCapturesTests.folder.appending(path: name + ".pcap")
        let run = try Opened.run([UInt8](Data(contentsOf: file)))
        #expect(run.state == .ended)
        return CaptureSession(run)
    }

    /// `BID home-address care-of-address state` of the node that is looked at.
    private func bindings(_ run: CaptureSession) -> [String] {
        run.bindings(0..<100).rows.map { row in
            let bid = row.bid.map(String.init) ?? "-"
            return "\(bid) \(row.careOfAddress.map { "\($0)" } ?? "?") \(row.state.rawValue)"
        }
    }

    /// `BID care-of-address` of everybody's caches, as far as rows go.
    private func cached(_ run: CaptureSession) -> [String] {
        run.caches().flatMap { holder in
            run.cache(holder.party, 0..<100, order: .homeAddress).rows.map { row in
                "\(row.homeAddress) \(row.bid.map(String.init) ?? "-") \(row.destination)"
            }
        }
    }

    /// The run as it was after a message of the capture; the first is 1.
    private func after(_ message: Int, _ run: CaptureSession) throws -> CaptureSession {
        var run = run
        let entry =
            run.journal.exchangeRow(message - 1).flatMap { row in
                // What the message did is noted behind it.
                run.journal.entries.last { $0.number == row.number || $0.cause == row.number }?.number
            } ?? 0
        guard case .done = run.perform(.past(.entry(entry))) else {
            Issue.record("there is no way back to \(entry)")
            return run
        }
        return run
    }

    @Test(arguments: ["plain-handover", "vlan", "cooked", "raw", "loopback"])
    func aPlainNodeMovesAndKeepsItsBinding(_ name: String) throws {
        let run = try session(name)
        #expect(run.headline.homeAddress == IPv6Address("2001:db8:1::100"))
        #expect(run.headline.homeAgent == IPv6Address("2001:db8:1::1"))
        #expect(bindings(run) == ["- 2001:db8:b::100 registered"])
        #expect(cached(run) == ["2001:db8:1::100 - 2001:db8:b::100"])
        #expect(run.bindings(0..<9).rows.first?.sequenceAcknowledged == 10)
        #expect(bindings(try after(2, run)) == ["- 2001:db8:a::100 registered"])
        #expect(bindings(try after(4, run)) == ["- 2001:db8:b::100 registered"])
        // The refusal for a sequence number takes nothing away.
        #expect(cached(try after(6, run)) == ["2001:db8:1::100 - 2001:db8:b::100"])
        #expect(run.journal.exchangeRows.count >= 8)
    }

    @Test func atHomeAgainTheBindingIsGone() throws {
        let run = try session("plain-home-again")
        #expect(bindings(run) == [])
        #expect(cached(run) == [])
        #expect(cached(try after(8, run)) == ["2001:db8:1::100 - 2001:db8:b::100"])
    }

    @Test func anUpdateInFragmentsIsRead() throws {
        let run = try session("fragments")
        #expect(bindings(run) == ["- 2001:db8:a::100 registered"])
        #expect(run.bindings(0..<9).rows.first?.gaps == [])
    }

    @Test func whatESPHidesIsInventedByNobody() throws {
        let run = try session("esp")
        #expect(cached(run) == [])
        #expect(run.journal.exchangeRows.count == 2)
        let text = EntryText(parties: run.parties, format: run.format)
        let octets = run.journal.entries.compactMap { entry in
            if case .sent(let octets, _, _, _) = entry.event { octets } else { nil }
        }
        #expect(octets.map(text.message) == ["ESP spi 256 sequence 1", "ESP spi 257 sequence 1"])
        // Who has a home address is a mobile node; what its peer is nobody can see.
        #expect(run.headline.homeAddress == IPv6Address("2001:db8:1::100"))
        #expect(run.parties.map(\.kind) == [.mobileNode, .other])
    }

    @Test func aBulkRegistrationIsReadBidByBid() throws {
        let run = try session("rfc5648-bulk")
        // 3 was refused, 1 removed, 2 has another address of the same link.
        #expect(bindings(run) == ["2 2001:db8:b::200 registered"])
        #expect(run.bindings(0..<9).rows.first?.gaps == [])
        let begun = try after(2, run)
        #expect(bindings(begun) == ["1 2001:db8:a::100 registered", "2 2001:db8:b::100 registered"])
        #expect(bindings(try after(4, run)) == ["2 2001:db8:b::100 registered"])
    }

    @Test func theDraftsLayoutIsFoundOutByItself() throws {
        let run = try session("draft-06")
        #expect(run.headline.profile == .draft06)
        #expect(
            bindings(run) == [
                "1 2001:db8:a::100 registered", "2 2001:db8:b::100 registered",
                "3 2001:db8:c::100 registered",
            ])
        #expect(run.bindings(0..<9).rows.allSatisfy { $0.gaps.isEmpty })
    }

    @Test func theFirstImplementationsLayoutIsFoundOutByItself() throws {
        let run = try session("shisa")
        #expect(
            bindings(try after(4, run)) == ["1 2001:db8:a::100 registered", "2 2001:db8:b::100 registered"])
        #expect(bindings(run) == ["2 2001:db8:b::100 registered"])
    }

    @Test func behindATranslatorTheBindingIsToWhatTheTranslatorMade() throws {
        let run = try session("dual-stack")
        #expect(bindings(run) == ["- 203.0.113.9 registered"])
        let holder = try #require(run.caches().first)
        #expect(run.cache(holder.party, 0..<9, order: .homeAddress).rows.first?.behindNAT == true)
    }

    @Test func ofManyNodesTheChosenOneAndItsAgentHaveLanes() throws {
        var run = try session("many-nodes")
        #expect(run.caches().map(\.bindings) == [10, 2])
        let last = try #require(IPv6Address("2001:db8:1::20b"))
        guard case .done = run.perform(.chooseNode(last)) else {
            Issue.record("it is one of the nodes")
            return
        }
        #expect(run.parties.first?.address == last)
        let agents = run.parties.filter { $0.kind == .homeAgent }
        #expect(agents.first?.address == IPv6Address("2001:db8:1::2"))
        #expect(run.parties.contains { $0.isFolded && $0.kind == .mobileNode })
        #expect(run.parties.count { !$0.isFolded && $0.kind == .mobileNode } == 3)
    }
}
