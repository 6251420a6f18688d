import MobilityWire
import Testing

@testable import Nodes

@Suite("Home agent: configuration")
struct AgentConfigurationTests {
    typealias Failure = HomeAgent.ConfigurationError

    @Test("what cannot work is refused with a reason when the agent is made")
    func refusals() {
        let link = IPv6Prefix(AgentHarness.agentAddress, length: 64)
        let entry = HomeAgent.NodeEntry(homeAddress: AgentHarness.home)
        let cases: [((inout HomeAgent.Configuration) -> Void, Failure)] = [
            ({ $0.address = .allNodes }, .addressNotRoutable(.allNodes)),
            ({ $0.address = AgentHarness.careOf[0] }, .addressOutsidePrefixes(AgentHarness.careOf[0])),
            ({ $0.homePrefixes = [] }, .noHomePrefix),
            (
                { $0.homePrefixes = [HomeAgent.HomePrefix(IPv6Prefix(.unspecified, length: 0))] },
                .homePrefix(IPv6Prefix(.unspecified, length: 0))
            ),
            (
                { $0.ipv4Address = IPv4Address(0xe000_0001) },
                .ipv4AddressNotRoutable(IPv4Address(0xe000_0001))
            ),
            (
                { $0.nodes = [HomeAgent.NodeEntry(homeAddress: AgentHarness.careOf[0])] },
                .homeAddressOutsidePrefixes(AgentHarness.careOf[0])
            ),
            (
                { $0.nodes = [HomeAgent.NodeEntry(homeAddress: AgentHarness.agentAddress)] },
                .homeAddressIsAgent(AgentHarness.agentAddress)
            ),
            (
                { $0.nodes = [HomeAgent.NodeEntry(homeAddress: .loopback)] },
                .homeAddressNotRoutable(.loopback)
            ),
            ({ $0.nodes = [entry, entry] }, .equalHomeAddresses(AgentHarness.home)),
            (
                { $0.nodes = [HomeAgent.NodeEntry(homeAddress: AgentHarness.home, prefixes: [link])] },
                .mobileNetworkPrefix(link)
            ),
            (
                {
                    $0.security = .authentication(
                        HomeAgent.SecurityAssociation(spi: 255, key: SecretKey([1])))
                }, .reservedSPI(255)
            ),
            (
                {
                    $0.nodes = [
                        HomeAgent.NodeEntry(
                            homeAddress: AgentHarness.home,
                            security: .authentication(
                                HomeAgent.SecurityAssociation(spi: 256, key: SecretKey([]))))
                    ]
                }, .emptyKey
            ),
            ({ $0.flowRules = [FlowRule(name: "all", bid: 0)] }, .flowRuleWithoutBid(name: "all")),
            ({ $0.administration.maximumLifetime = .seconds(3) }, .maximumLifetime(.seconds(3))),
            ({ $0.administration.maximumLifetime = .seconds(300_000) }, .maximumLifetime(.seconds(300_000))),
            ({ $0.administration.minimumLifetime = .seconds(7200) }, .minimumLifetime(.seconds(7200))),
            ({ $0.administration.maximumBindings = 0 }, .limit("bindings")),
            ({ $0.administration.maximumBindingsPerNode = 0 }, .limit("bindings-per-node")),
            ({ $0.administration.refreshAdvice = 100 }, .refreshAdvice(100)),
            ({ $0.administration.refreshRequestLead = .zero }, .refreshRequestLead(.zero)),
            ({ $0.administration.refuseWith = 5 }, .refusalStatus(5)),
            ({ $0.ipv4HomePool = HomeAgent.IPv4Pool(first: IPv4Address(0xffff_fff0), count: 32) }, .ipv4Pool),
            ({ $0.homeProbeInterval = .zero }, .homeProbeInterval(.zero)),
            ({ $0.policies.unknownBidStatus = 7 }, .policy("unknown-bid")),
        ]
        for (index, (change, expected)) in cases.enumerated() {
            #expect(throws: expected, "case \(index)") { try AgentHarness(.rfc5648, change) }
        }
    }

    @Test("rules that cannot work are refused at run time as well, and the old ones stay")
    func refusedCommands() throws {
        var test = try AgentHarness(.rfc5648)
        var rules = HomeAgent.Administration()
        rules.maximumBindings = -1
        test.handle(.command(.setAdministration(rules)))
        #expect(test.agent.configuration.administration == HomeAgent.Administration())
        test.handle(.command(.setNode(homeAddress: AgentHarness.careOf[0], prefixes: [], isAllowed: true)))
        #expect(test.agent.entries.count == 0)
        test.handle(.command(.setNode(homeAddress: AgentHarness.home, prefixes: [], isAllowed: false)))
        #expect(test.update(1, [test.bid(1, at: 0)])?.status == 129)
    }
}
