/// Whose tunnels a configuration wants.
public enum TunnelChoice: String, Hashable, Sendable {
    /// The kernel's where it has them, else ours.
    case automatic
    /// The kernel's; without them nothing begins.
    case kernel
    /// Ours.
    case ours
}

/// Whose tunnels are in use.
public enum TunnelKind: String, Sendable {
    /// Devices of the kernel's ip6_tunnel.
    case kernel
    /// TUN devices, and packets moved by this program.
    case ours
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
        }
    }

    /// For a log.
    var words: String {
        switch self {
        case .kernel: "the kernel's (ip6_tunnel)"
        case .ours: "ours (TUN devices)"
        case .none: "none: signalling only"
        }
    }
}
