import MobilityWire
import Nodes

// IPv4 on a home agent (RFC 5555): tunnels to care-of addresses behind NATs or not.

extension AgentHost {
    /// Makes what tunnels in IPv4 need: sockets beside the one of IPv6, or where the device of IPv6 is the kernel's a
    /// device of their own, because the kernel's serves IPv6 alone.
    func prepareIPv4() throws(KernelError) {
        guard let address = agent.configuration.ipv4Address else { return }
        guard machine.kernel.owns(.ipv4(address)) else {
            throw KernelError("the agent's IPv4 address \(address) is on no interface", code: 99)
        }
        try machine.useIPv4(port: ProtocolConstants.dualStackPort)
        guard !machine.isDryRun, machine.tunnels != .none else { return }
        if let tunnel {
            tunnel.lane.others = try TunnelPath.openIPv4(of: address)
        } else if let sharedTunnel {
            let device = machine.settings.device + "4"
            do {
                let tunnel = try UserTunnel(device: device, local: address)
                try machine.changer.start(device, mtu: deviceMTU)
                self.tunnel = tunnel
                sharedTunnel.ipv4Device = device
            } catch {
                // Bindings can be made and looked at all the same.
                machine.note(.fault("\(error): nothing is forwarded to IPv4 care-of addresses"))
            }
        }
    }

    /// Whether a packet is for this agent: signalling to its address, a discovery to the anycast address; in IPv4 to its
    /// IPv4 address, with its IPv6 address inside. All else in tunnels (41) is forwarded by the tunnel itself, tests
    /// of nodes among it (RFC 6275 §10.4.5).
    func isOurs(_ octets: [UInt8]) -> Bool {
        guard let ends = PacketEnds(octets) else { return false }
        if let outer = ends.ipv4Destination {
            return outer == agent.configuration.ipv4Address && ends.destination == agent.configuration.address
        }
        return octets.count > 40 && octets[6] != ProtocolNumber.ipv6
            && (ends.destination == agent.configuration.address || machine.kernel.owns(ends.destination)
                || agent.configuration.homePrefixes.contains { $0.prefix.agentsAnycast == ends.destination })
    }
}
