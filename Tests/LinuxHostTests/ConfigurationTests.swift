import MobilityWire
import Nodes
import Runtime
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

    private static let policies = PolicySetting.all.map { policy in (policy, policy.choices.last ?? "200") }

    /// The [policy] of a file in which every choice is made.
    private static let policyTable =
        "[policy]\n"
        + policies.map { policy, word in
            let value =
                policy.choices == ["on", "off"]
                ? "\(word == "on")" : Int(word) == nil ? "\"\(word)\"" : word
            return "\(policy.key) = \(value)\n"
        }.joined()

    @Test(
        "A1–A19: each choice where the texts are open can be made in the file of each role",
        arguments: ["rfc5648", "draft-06"])
    func policiesOfEachRole(_ profile: String) throws {
        func text(_ rest: String) -> [UInt8] {
            Array("profile = \"\(profile)\"\n\(rest)\(Self.policyTable)".utf8)
        }
        let security = "[authentication]\nnone = true\n"
        let node = try NodeFile(text(Self.node + security), file: "node.toml", defaultState: "/s")
            .configuration(folder: "/", epoch: 0).policies
        let agent = try AgentFile(
            text(
                "role = \"home-agent\"\ninterface = \"home0\"\naddress = \"2001:db8:1::1\"\n"
                    + "home-prefix = \"2001:db8:1::/64\"\n" + security),
            file: "agent.toml", defaultState: "/s"
        ).configuration(folder: "/", epoch: 0).policies
        let peer = try CorrespondentFile(
            text("role = \"correspondent\"\naddress = \"2001:db8:5::5\"\n"), file: "agent.toml",
            defaultState: "/s"
        ).node.policies
        for (policy, word) in Self.policies {
            #expect([node, agent, peer].map(policy.value) == [word, word, word], "\(policy.key)")
        }
        // What is not said is as the profile has it.
        let plain = try NodeFile(
            Array("profile = \"\(profile)\"\n\(Self.node)\(security)[policy]\n".utf8), file: "node.toml",
            defaultState: "/s"
        ).configuration(folder: "/", epoch: 0).policies
        #expect(plain == Policies(profile: WireProfile(rawValue: profile) ?? .shisa))
    }

    @Test func aPolicyThatCannotBeIsRefused() {
        for (line, words) in [
            ("new-bid = \"perhaps\"", "accepted: \"move\", \"add\""), ("unknown-bid = 134", "133, 167, 0"),
            ("bid-option-number = 1", "from 2 to 255"), ("split-bulk = \"on\"", "true or false"),
            ("newbid = \"add\"", "new-bid"), ("unknown-bit = 133", "unknown-bid"),
        ] {
            let problem = problems(Self.node + "[authentication]\nnone = true\n[policy]\n\(line)\n")
            #expect(problem.contains("node.toml:7") && problem.contains(words), "\(line): \(problem)")
        }
    }

    @Test func problemsNameLineAndColumn() {
        let text = Self.node + "lifetime = 2\nregistr = \"automatic\"\n[authentication]\nnone = true\n"
        #expect(problems(text).contains("node.toml:4:12"))
        #expect(problems(text).contains("node.toml:5:1"))
    }

    /// R-160: an agent looks at who sends, which segment routing does not.
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
