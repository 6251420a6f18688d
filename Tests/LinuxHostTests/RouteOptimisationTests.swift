import MobilityWire
import Testing

@testable import LinuxHost

/// What xfrm is told for data that goes straight (RFC 6275 §6.3, §6.4).
struct RouteOptimisationTests {
    private func route(by careOfAddress: String?) throws -> RouteOptimisation {
        RouteOptimisation(
            homeAddress: try #require(IPv6Address("2001:db8:1::100")),
            correspondent: try #require(IPv6Address("2001:db8:5::5")),
            careOfAddress: try careOfAddress.map { try #require(IPv6Address($0)) })
    }

    @Test func aNodeUnderstandsWhatComesBeforeAnythingLeaves() throws {
        let commands = try route(by: "2001:db8:11::9").changesOnNode.map(\.command)
        #expect(
            commands == [
                "ip xfrm state add src 2001:db8:5::5 dst 2001:db8:1::100 proto route2 mode ro coa ::",
                "ip xfrm policy add dir in src 2001:db8:5::5/128 dst 2001:db8:1::100/128 priority 1 tmpl proto route2 mode ro",
                "ip xfrm state add src 2001:db8:1::100 dst 2001:db8:5::5 proto hao mode ro coa 2001:db8:11::9",
                "ip xfrm policy add dir out src 2001:db8:1::100/128 dst 2001:db8:5::5/128 proto 255 priority 0",
                "ip xfrm policy add dir out src 2001:db8:1::100/128 dst 2001:db8:5::5/128 priority 1 tmpl proto hao mode ro",
            ])
        #expect(try route(by: nil).changesOnNode.map(\.command) == Array(commands.prefix(2)))
    }

    /// a Home Address option is taken from the care-of address that is bound, and from no other.
    @Test func aCorrespondentTakesTheOptionFromTheBoundAddressOnly() throws {
        let changes = try route(by: "2001:db8:11::9").changesOnCorrespondent
        let states = changes.compactMap { if case .transform(let state) = $0 { state } else { nil } }
        #expect(states.map(\.kind) == [.type2RoutingHeader, .homeAddressOption])
        #expect(states.allSatisfy { $0.careOfAddress == IPv6Address("2001:db8:11::9") })
        #expect(try route(by: nil).changesOnCorrespondent.isEmpty)
        // Of several that are bound, from the one that the node uses; answers go to the one that was named last.
        var several = try route(by: "2001:db8:11::9")
        several.sender = IPv6Address("2001:db8:12::9")
        let addresses = several.changesOnCorrespondent.compactMap {
            if case .transform(let state) = $0 { state.careOfAddress } else { nil as IPv6Address? }
        }
        #expect(addresses == [IPv6Address("2001:db8:11::9"), IPv6Address("2001:db8:12::9")])
    }

    @Test func everyChangeIsReadBackFromItsCommand() throws {
        let route = try route(by: "2001:db8:11::9")
        for change in route.changesOnNode + route.changesOnCorrespondent {
            #expect(KernelChange(command: change.command) == change)
        }
    }
}
