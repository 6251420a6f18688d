import MobilityWire
import Testing

@testable import LinuxHost

@Suite struct NodeMemoryTests {
    @Test func onlyTheNumberOfThisNodeAndAgentIsRecalled() throws {
        let home = try #require(IPv6Address("2001:db8:1::100"))
        let agent = try #require(IPv6Address("2001:db8:1::1"))
        let text = "sequence 2001:db8:1::100 2001:db8:1::1 65535\n"
        #expect(NodeMemory.sequence(in: text, home, agent) == 65535)
        #expect(NodeMemory.sequence(in: text, agent, home) == nil)
        for broken in ["", "sequence", "sequence 2001:db8:1::100 2001:db8:1::1 65536", text + text] {
            #expect(NodeMemory.sequence(in: broken, home, agent) == nil)
        }
    }
}
