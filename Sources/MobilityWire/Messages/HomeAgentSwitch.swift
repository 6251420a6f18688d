/// Home Agent Switch (RFC 5142 §4): use one of these agents instead.
public struct HomeAgentSwitch: Hashable, Sendable {
    /// The agents to try in order; none: discover one. At most 255, and at most what 2048 octets hold.
    public var homeAgents: [IPv6Address]
    /// The mobility options in order.
    public var options: [MobilityOption]

    /// A Home Agent Switch naming these agents.
    public init(homeAgents: [IPv6Address], options: [MobilityOption] = []) {
        self.homeAgents = homeAgents
        self.options = options
    }
}
