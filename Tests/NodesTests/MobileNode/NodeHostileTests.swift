import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: whatever happens to it")
struct NodeHostileTests {
    /// Random links, commands, answers, strangers and torn octets; afterwards quiet, with an agent that accepts.
    ///
    /// The seed is the argument of the case, so that a failed one says how to repeat it.
    @Test(
        "Random schedules: no trap, no storm, time always passes, and in the end all that is wanted is registered",
        arguments: 1...120)
    func schedules(seed: Int) throws {
        var dice = SeededRandom(seed: UInt64(seed))
        let profile: WireProfile = seed % 2 == 0 ? .rfc5648 : .draft06
        var bench = try MobileNodeBench(
            .test(profile) {
                $0.returnHome = MobileNode.ReturnHomeMode.allCases[seed % 3]
                $0.dualStack = seed % 5 == 0 ? .init(homeAgent: IPv4Address(0xc633_6401)) : nil
            }, seed: UInt64(seed))
        var departures: [Instant] = []
        var seen: [MobileNodeBench.Sent] = []
        for _ in 0..<150 {
            step(&bench, &dice)
            let sent = bench.takeSent()
            departures += sent.filter { $0.update != nil && $0.packet.destination == .agent }.map(\.at)
            seen += sent
            try answer(&seen, &bench, &dice)
            try disturb(sent, &bench, &dice)
            bench.advance(by: .milliseconds(Int64.random(in: 0...3000, using: &dice)))
        }
        for (index, departure) in departures.enumerated() where index + 3 < departures.count {
            #expect(departures[index + 3] - departure >= .seconds(1), "more than three in a second")
        }
        try quietDown(&bench)
    }

    private func step(_ bench: inout MobileNodeBench, _ dice: inout SeededRandom) {
        let interface = UInt32.random(in: 1...3, using: &dice)
        let bid = UInt16.random(in: 0...4, using: &dice)
        let address = IPv6Address(text: "2001:db8:a\(interface)::\(Int.random(in: 1...3, using: &dice))")
        switch Int.random(in: 0..<22, using: &dice) {
        case 0...4: bench.fact(interface, .address(address, state: .preferred))
        case 5: bench.fact(interface, .addressGone(address))
        case 6: bench.fact(interface, .vanished)
        case 7: bench.attachHome(interface)
        case 8: bench.fact(interface, .routersGone)
        case 9: bench.command(.register(bid))
        case 10: bench.command(.registerBulk([]))
        case 11: bench.command(.deregister([bid]))
        case 12: bench.command(.deregisterAll)
        case 13: bench.command(.setOverwrite([true, false, nil].randomElement(using: &dice) ?? nil))
        case 14:
            bench.command(
                .returnHome(MobileNode.ReturnHomeMode.allCases.randomElement(using: &dice) ?? .both))
        case 15: bench.command(.leaveHome)
        case 16: bench.command(.changeBid(from: bid, to: UInt16.random(in: 0...9, using: &dice)))
        case 17: bench.command(.registerAtCorrespondent(bid, peer: .correspondent))
        case 18: bench.command(.deregisterAtCorrespondent(bid, peer: .correspondent))
        case 19: bench.command(.setRegistration(Bool.random(using: &dice) ? .automatic : .manual))
        case 20: bench.fact(interface, .ipv4Address(IPv4Address(0xc000_0200 + interface)))
        default: bench.command(.forgetPeer(.agent))
        }
    }

    /// The agent answers some of what it saw, late, twice, and with any status.
    private func answer(
        _ seen: inout [MobileNodeBench.Sent], _ bench: inout MobileNodeBench, _ dice: inout SeededRandom
    ) throws {
        for one in seen where one.update != nil && one.packet.destination == .agent {
            guard Int.random(in: 0..<3, using: &dice) > 0 else { continue }
            let statuses: [UInt8] = [
                0, 0, 0, 0, 0, 0, 1, 4, 5, 128, 129, 130, 133, 134, 135, 139, 144, 164, 165, 166, 167, 168,
                169,
            ]
            var perBid: [UInt16: UInt8] = [:]
            for bid in one.bids where Int.random(in: 0..<4, using: &dice) == 0 {
                perBid[bid] = statuses.randomElement(using: &dice)
            }
            try bench.answer(
                one, status: statuses.randomElement(using: &dice) ?? 0, bidStatus: perBid,
                sequence: Int.random(in: 0..<20, using: &dice) == 0
                    ? .random(in: 0 ... .max, using: &dice) : nil,
                identifiers: Int.random(in: 0..<25, using: &dice) > 0)
        }
        if Bool.random(using: &dice) { seen.removeAll() }
    }

    /// Torn and twisted copies of what went by come in.
    private func disturb(
        _ sent: [MobileNodeBench.Sent], _ bench: inout MobileNodeBench, _ dice: inout SeededRandom
    ) throws {
        for one in sent.prefix(3) {
            var octets = one.datagram.octets
            for _ in 0..<3 {
                octets[Int.random(in: 0..<octets.count, using: &dice)] = .random(in: 0 ... .max, using: &dice)
            }
            octets.removeLast(Int.random(in: 0..<octets.count, using: &dice))
            bench.give(.datagram(Datagram(octets: octets)))
        }
    }

    /// Two links, an agent that accepts, some minutes.
    private func quietDown(_ bench: inout MobileNodeBench) throws {
        for interface in 1...3 { bench.fact(UInt32(interface), .vanished) }
        bench.command(.setRegistration(.automatic))
        bench.command(.forgetPeer(.agent))
        bench.attach(7, CareOf.one)
        bench.attach(8, CareOf.two)
        for _ in 0..<240 {
            try bench.acceptAllFromAgent()
            _ = bench.takeSent()
            bench.advance(by: .milliseconds(500))
        }
        let bound = bench.node.bindings(at: bench.now).filter {
            $0.role == "home-agent" && $0.state == .bound
        }
        #expect(bound.count == 2, "\(bench.node.bindings(at: bench.now)) \(bench.node.summary)")
    }
}
