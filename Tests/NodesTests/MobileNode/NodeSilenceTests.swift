import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: silent paths")
struct NodeSilenceTests {
    @Test("R-011: a silent path is left for the next binding, which the agent hears of; its own is kept")
    func left() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        #expect(bench.node.summary.defaultBid == 1)
        bench.give(.path(.ipv6(IPv6Address(text: CareOf.one)), isSilent: true))
        #expect(bench.node.summary.defaultBid == 2)
        #expect(try bench.row(1).isSilent)
        let sent = try bench.takeUpdate()
        #expect(sent.bids == [2])
        #expect(sent.update?.lifetime != 0)
        #expect(sent.packet.source == IPv6Address(text: CareOf.two))
        try bench.answer(sent)
        #expect(bench.state(1) == .bound)
        bench.give(.path(.ipv6(IPv6Address(text: CareOf.one)), isSilent: false))
        #expect(bench.node.summary.defaultBid == 1)
        #expect(try bench.takeUpdate().bids == [1])
    }

    @Test("A silent binding is not refreshed; it runs out, and comes back when the path answers")
    func runsOut() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.give(.path(.ipv6(IPv6Address(text: CareOf.one)), isSilent: true))
        for _ in 0..<120 {
            for sent in bench.takeSent() {
                #expect(sent.bids == [2])
                try bench.answer(sent)
            }
            bench.advance(by: .seconds(1))
        }
        #expect(bench.state(1) != .bound)
        #expect(bench.state(2) == .bound)
        bench.give(.path(.ipv6(IPv6Address(text: CareOf.one)), isSilent: false))
        bench.gather()
        #expect(bench.takeSent().contains { $0.bids == [1] })
    }

    @Test("A link that goes down is reported at once, an address that goes waits for its successor")
    func atOnce() throws {
        var bench = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        bench.fact(1, .present(name: "wlan1", up: false, linkLayerAddress: nil))
        #expect(try bench.takeUpdate().bids == [1])
        var other = try MobileNodeBench.registered([CareOf.one, CareOf.two])
        other.fact(1, .addressGone(IPv6Address(text: CareOf.one)))
        #expect(other.takeSent().isEmpty)
        other.gather()
        #expect(try other.takeUpdate().bids == [1])
    }
}
