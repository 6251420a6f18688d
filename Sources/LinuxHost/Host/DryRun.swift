/// What would be done on this machine, besides what the ledger says.
public enum DryRun {
    /// Lets a node begin, with nothing carried out, and says what the ledger does not.
    public static func lines(of node: any MachineNode) -> [String] {
        node.begin()
        let machine = node.machine
        var lines: [String] = []
        if machine.port.kind == .packet {
            lines.append(
                "nft: table ip6 of this process in the input hook: drop Mobility Headers and type 2 routing headers"
            )
        } else {
            lines += KernelChange.mobilityStates.map(\.command)
        }
        if machine.port.usesIPv4 {
            lines.append(
                "nft: table ip of this process in the output hook: drop Unreachable messages about tunnels in IPv4 and our UDP port"
            )
        }
        for number in machine.journal.numbers {
            guard let entry = machine.journal[number],
                case .sent(let octets, let interface, _, _) = entry.event
            else { continue }
            let name = interface.flatMap { machine.parties[0].interfaceName($0) } ?? "the routing's choice"
            lines.append("send \(octets.count) octets by \(name)")
        }
        let table = machine.settings.table
        if machine.tunnels == .segmentRouting {
            lines.append(
                "for each binding that is granted: use_oif_addrs_only=1 on its interface, rules before the one for local addresses, routes in tables from \(table) on"
            )
        } else {
            lines.append(
                "for each binding that is granted: a \(machine.tunnels == .kernel ? "tunnel" : "TUN") device \(machine.settings.device)N, its routes and rules in tables from \(table) on"
            )
        }
        if machine.optimisesRoutes {
            lines.append("for each binding at a correspondent: states and policies of xfrm (mode ro)")
        }
        return lines
    }
}
