import MobilityWire
import Nodes

// IPv4 on a mobile node (RFC 5555): care-of addresses behind a NAT or not.

extension NodeHost {
    /// Between which ends a tunnel goes, and what stands between them; nil: it has no way.
    func path(of tunnel: Action.Tunnel) -> TunnelPath? {
        switch tunnel.careOfAddress {
        case .ipv6(let local): return .ipv6(TunnelEnds(local: local, remote: tunnel.homeAgent))
        case .ipv4(let local):
            guard let remote = node.configuration.dualStack?.homeAgent else { return nil }
            guard let ports = tunnel.ports else { return .ipv4(local: local, remote: remote) }
            return .udp(local: local, remote: remote, ports: ports)
        }
    }

    /// Whether a packet is for this node: signalling to its home address or one of its care-of addresses; in IPv4 to one
    /// of this machine's, with the home address inside.
    func isOurs(_ octets: [UInt8]) -> Bool {
        guard let ends = PacketEnds(octets) else { return false }
        if let outer = ends.ipv4Destination {
            return ends.destination == homeAddress && machine.kernel.owns(.ipv4(outer))
        }
        return ends.destination == homeAddress || machine.kernel.owns(ends.destination)
    }

    /// A kernel that believes packets only by the interface it would answer by (rp_filter = 1) would lose the tunnels of
    /// all care-of addresses but one; 2 believes those that it could answer at all (RFC 3704 §2.4).
    func loosenReversePaths(_ links: [KernelState.Link]) {
        guard node.configuration.dualStack != nil else { return }
        let common = KernelSetting.read("net/ipv4/conf/all/rp_filter")
        for link in links where link.addresses.contains(where: { $0.address.ipv4 != nil }) {
            let path = "net/ipv4/conf/\(link.name)/rp_filter"
            let own = KernelSetting.read(path)
            // The larger one counts.
            if common == "1" && own != "2" || common == "0" && own == "1" { machine.set(path, to: "2") }
        }
    }
}
