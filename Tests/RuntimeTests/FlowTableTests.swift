import Nodes
import Runtime
import Testing

/// Commands that change the flow table.
struct FlowTableTests {
    private static func rule(_ name: String, _ bid: UInt16, _ port: UInt16? = nil) -> FlowRule {
        FlowRule(name: name, peer: nil, transportProtocol: nil, port: port, bid: bid)
    }

    private static func add(_ rule: FlowRule) -> RunCommand {
        .addFlow(
            name: rule.name, bid: rule.bid, transportProtocol: rule.transportProtocol, port: rule.port,
            peer: rule.peer)
    }

    @Test func aRuleOfANameThatIsThereTakesItsPlace() throws {
        let rules = [Self.rule("ssh", 1, 22), Self.rule("web", 2, 443)]
        #expect(
            try rules.after(Self.add(Self.rule("ssh", 3))) == [Self.rule("ssh", 3), Self.rule("web", 2, 443)])
        #expect(try rules.after(Self.add(Self.rule("dns", 1, 53))) == rules + [Self.rule("dns", 1, 53)])
    }

    @Test func whatIsNotThereDoesNotGo() throws {
        let rules = [Self.rule("ssh", 1, 22), Self.rule("web", 2, 443)]
        #expect(try rules.after(.removeFlow("ssh")) == [Self.rule("web", 2, 443)])
        #expect(throws: Refusal(words: "There is no flow rule \"dns\": there are ssh, web.")) {
            try rules.after(.removeFlow("dns"))
        }
        #expect(throws: Refusal(words: "There is no flow rule \"dns\": there is none.")) {
            try [FlowRule]().after(.removeFlow("dns"))
        }
    }
}
