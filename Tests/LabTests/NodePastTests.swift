import Crypto
import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Lab

/// What a machine keeps of its node: the node after any entry, though its chance is nobody's seed.
struct NodePastTests {
    /// A node that is told what the lab's node was told, with chance from the kernel, and what it was after each step.
    private struct Played {
        var past: NodePast<MobileNode>
        var states: [(entry: Int, node: MobileNode)] = []
    }

    private static func played(_ rounds: Int, capacity: Int) throws -> Played {
        let lab = try LabRun(seed: 5, cryptography: OpenSSLCryptography()).lab
        var node = try MobileNode(
            try #require(lab.mobileNodes.first).configuration, cryptography: OpenSSLCryptography())
        var played = Played(past: NodePast(capacity: capacity))
        var random = CryptographicGenerator()
        var now = Instant.zero
        var entry = 1
        func tell(_ input: MobileNode.Input?) {
            var actions: [Action] = []
            if let input {
                played.past.handle(&node, input, entry: entry, at: now, random: &random, into: &actions)
            } else {
                played.past.deadlinePassed(&node, entry: entry, at: now, random: &random, into: &actions)
            }
            played.states.append((entry, node))
            // Some steps leave several entries, some none.
            entry += actions.count
        }
        tell(.started)
        let address = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x100)
        let interface = InterfaceIdentifier(1)
        tell(
            .interface(
                interface,
                .present(name: "eth0", up: true, linkLayerAddress: LinkLayerAddress([2, 0, 0, 0, 0, 1]))))
        tell(.interface(interface, .address(address, state: .preferred)))
        for round in 0..<rounds {
            now = now + .milliseconds(700)
            if let deadline = node.nextDeadline, deadline <= now { tell(nil) }
            switch round % 5 {
            case 0: tell(.command(.registerBulk([])))
            case 1: tell(.command(.register(1)))
            case 2:
                tell(
                    .datagram(
                        Datagram(
                            octets: [UInt8](repeating: UInt8(round & 0xff), count: 90), interface: interface))
                )
            case 3: tell(.command(.setOverwrite(round.isMultiple(of: 2))))
            default: tell(.command(.deregisterAll))
            }
        }
        return played
    }

    private static func words(_ node: MobileNode) -> String {
        var text = ""
        dump(node, to: &text)
        return text
    }

    @Test func theNodeAfterAnyEntryIsWhatItWas() throws {
        let played = try Self.played(400, capacity: 1 << 20)
        #expect(played.past.firstEntry == 1)
        var random = SystemRandomNumberGenerator()
        let last = try #require(played.states.last?.entry)
        for _ in 0..<60 {
            let entry = Int.random(in: 1...last, using: &random)
            let then = try #require(played.states.last { $0.entry <= entry }).node
            let again = try #require(played.past.node(at: entry))
            let isSame = Self.words(again) == Self.words(then)
            #expect(isSame, "entry \(entry)")
        }
    }

    @Test func whatIsTooOldIsNotKept() throws {
        let played = try Self.played(400, capacity: 20_000)
        let first = try #require(played.past.firstEntry)
        #expect(first > 100)
        #expect(played.past.node(at: first - 2) == nil)
        let then = try #require(played.states.last { $0.entry <= first }).node
        let again = try #require(played.past.node(at: first))
        let isSame = Self.words(again) == Self.words(then)
        #expect(isSame)
        #expect(NodePast<MobileNode>().node(at: 1) == nil && NodePast<MobileNode>().firstEntry == nil)
    }
}
