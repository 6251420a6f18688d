/// Whose tunnels a configuration wants.
public enum TunnelChoice: String, Hashable, Sendable {
    /// The kernel's where it has them, else ours.
    case automatic
    /// The kernel's; without them nothing begins.
    case kernel
    /// Ours.
    case ours
    /// The kernel's segment routing, which asks for a change of its first routing rule. For nodes.
    case segmentRouting
}

/// Whose tunnels are in use.
public enum TunnelKind: String, Sendable {
    /// Devices of the kernel's ip6_tunnel.
    case kernel
    /// TUN devices, and packets moved by this program.
    case ours
    /// Routes of the kernel's segment routing, which put the outer header on and take it off.
    case segmentRouting = "segment routing"
    /// None could be made: signalling only.
    case none

    /// What the choice means on this kernel.
    init(_ choice: TunnelChoice, _ changer: KernelChanger) throws(KernelError) {
        switch choice {
        case .ours: self = .ours
        case .automatic: self = changer.makesTunnels() ? .kernel : .ours
        case .kernel:
            guard changer.makesTunnels() else {
                throw KernelError(
                    "[kernel] tunnels = \"kernel\", and this kernel has no ip6_tunnel", code: 95)
            }
            self = .kernel
        case .segmentRouting:
            guard changer.routesSegments() else {
                throw KernelError(
                    "[kernel] tunnels = \"segment-routing\", and this kernel has no such routes (seg6)",
                    code: 95)
            }
            if let obstacle = try changer.obstacleToMovingLocalRule() {
                throw KernelError("\(obstacle) is in the way of tunnels = \"segment-routing\"", code: 17)
            }
            self = .segmentRouting
        }
    }

    /// For a log.
    var words: String {
        switch self {
        case .kernel: "the kernel's (ip6_tunnel)"
        case .ours: "ours (TUN devices)"
        case .segmentRouting: "the kernel's (segment routing)"
        case .none: "none: signalling only"
        }
    }
}
