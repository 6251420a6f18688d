import MobilityWire
import Nodes
import StrictTOML
import Testing

@testable import LinuxHost

@Suite struct ConfigurationTests {
    @Test func theExamplesAreConfigurations() throws {
        for example in ExampleConfiguration.allCases {
            let octets = Array(example.text.utf8)
            if example == .agent {
                let file = try AgentFile(octets, file: "agent.toml", defaultState: "/var/lib/careof")
                #expect(file.interface == "home0")
            } else if example == .correspondent {
                #expect(CorrespondentFile.isMeant(by: octets))
                let file = try CorrespondentFile(octets, file: "agent.toml", defaultState: "/var/lib/careof")
                #expect(file.node.address == IPv6Address("2001:db8:5::5"))
            } else {
                let file = try NodeFile(octets, file: "node.toml", defaultState: "/var/lib/careof")
                #expect(file.inside == (example == .router ? ["lan0"] : []))
            }
        }
    }

    private static let node = """
        role = "mobile-node"
        home-address = "2001:db8:1::100/64"
        home-agent = "2001:db8:1::1"

        """

    private func problems(_ text: String) -> String {
        do {
            _ = try NodeFile(Array(text.utf8), file: "node.toml", defaultState: "/s")
            return ""
        } catch {
            return error.description
        }
    }

    @Test func protectionIsNeverLeftOutBySilence() {
        #expect(problems(Self.node).contains("authentication"))
        #expect(problems(Self.node + "[authentication]\n").contains("none = true"))
        #expect(problems(Self.node + "[authentication]\nnone = true\nspi = 256\n").contains("one of both"))
        #expect(problems(Self.node + "[authentication]\nnone = true\n") == "")
    }

    @Test func problemsNameLineAndColumn() {
        let text = Self.node + "lifetime = 2\nregistr = \"automatic\"\n[authentication]\nnone = true\n"
        #expect(problems(text).contains("node.toml:4:12"))
        #expect(problems(text).contains("node.toml:5:1"))
    }

    /// an agent looks at who sends, which segment routing does not.
    @Test func segmentRoutingIsForNodes() throws {
        let kernel = "[kernel]\ntunnels = \"segment-routing\"\n"
        #expect(problems(Self.node + "[authentication]\nnone = true\n" + kernel) == "")
        let agent = ExampleConfiguration.agent.text.replacing(
            "tunnels = \"automatic\"", with: "tunnels = \"segment-routing\"")
        #expect(throws: TOMLProblems.self) {
            _ = try AgentFile(Array(agent.utf8), file: "agent.toml", defaultState: "/s")
        }
    }

    @Test func aMobileRouterHasPrefixesAndANodeHasNone() {
        let none = "[authentication]\nnone = true\n"
        let prefix = "[[prefix]]\nprefix = \"2001:db8:f::/48\"\ninterface = \"lan0\"\n"
        let router = Self.node.replacing("mobile-node", with: "mobile-router")
        #expect(problems(router + none).contains("without [[prefix]]"))
        #expect(problems(router + none + prefix) == "")
        #expect(problems(Self.node + none + prefix).contains("of a mobile node"))
    }

    @Test func anAgentThatServesAnyoneSaysHowTheyAreProtected() {
        let agent = """
            role = "home-agent"
            interface = "home0"
            address = "2001:db8:1::1"
            home-prefix = "2001:db8:1::/64"

            """
        func problems(_ text: String) -> String {
            do {
                _ = try AgentFile(Array(text.utf8), file: "agent.toml", defaultState: "/s")
                return ""
            } catch {
                return error.description
            }
        }
        #expect(problems(agent) == "")
        #expect(problems(agent + "serve-unlisted = true\n").contains("without [authentication]"))
        #expect(
            problems(agent + "[[node]]\nhome-address = \"2001:db8:1::100\"\n").contains("no authentication"))
        #expect(problems(agent + "serve-unlisted = true\n[authentication]\nnone = true\n") == "")
    }
}
