import MobilityWire
import Nodes

// What fits into tunnels.

extension AgentHost {
    /// Octets of the outer header.
    private static let outerHeader = 40
    /// Every link of IPv6 takes so much.
    private static let smallest = 1280

    /// What the size of outer packets depends on.
    struct Outlook: Equatable {
        /// What each link takes, by its number.
        var links: [UInt32: Int] = [:]
        var routes: [KernelState.Route] = []
    }

    /// What the links are now.
    var presentOutlook: Outlook {
        var outlook = Outlook(routes: machine.kernel.routes)
        for link in machine.kernel.links where !link.isLoopback && !machine.isOwn(link) {
            // Routers may say less than the link is made for (RFC 4861 §4.6.4).
            let said = KernelSetting.read("net/ipv6/conf/\(link.name)/mtu").flatMap { Int($0) }
            outlook.links[link.identifier.number] = min(link.mtu, said ?? .max)
        }
        return outlook
    }

    /// What a tunnel device takes: as much as the best link does. The routes into it say what each path takes.
    var deviceMTU: Int {
        let best = presentOutlook.links.values.max() ?? 1500
        // The device of both families takes what goes into the smaller header, of IPv4.
        let header = agent.configuration.ipv4Address == nil ? AgentHost.outerHeader : 20
        return AgentHost.inside(min(best, 65_000), header)
    }

    private static func inside(_ size: Int, _ header: Int) -> Int { max(smallest, size - header) }

    /// What goes into a tunnel to a care-of address by the link that its outer packets leave by.
    func linkSize(towards careOfAddress: IPv6Address) -> Int {
        if careOfAddress.isIPv4End {
            let own = machine.kernel.links.first { link in
                link.addresses.contains { $0.address.ipv4 == agent.configuration.ipv4Address }
            }
            return AgentHost.inside(own?.mtu ?? 1500, careOfAddress.isUDPEnd ? 28 : 20)
        }
        let way = try? machine.changer.way(to: careOfAddress, from: agent.configuration.address)
        let link = way.flatMap { outlook.links[$0.link] } ?? 1500
        return AgentHost.inside(min(link, way?.mtu ?? .max), AgentHost.outerHeader)
    }

    /// Links or routes may have changed: then the sizes of tunnels do.
    func followLinks() {
        let present = presentOutlook
        guard present != outlook else { return }
        outlook = present
        guard !machine.isDryRun, machine.tunnels != .none else { return }
        let mtu = deviceMTU
        for device in devices where machine.kernel.link(named: device)?.mtu != mtu {
            machine.attempt { () throws(KernelError) in try machine.changer.setMTU(mtu, of: device) }
        }
        for homeAddress in sizes.measure({ linkSize(towards: $0) }) { updateRoutes(to: homeAddress) }
    }

    /// A router on a path takes less than the links here (RFC 2473 §7.1): the kernel then tells the senders of larger
    /// packets what fits.
    func learn(_ tooBig: PacketTooBig) {
        guard sizes[tooBig.ends.remote] != nil else { return }
        let changed = sizes.learn(tooBig.inside, towards: tooBig.ends.remote, at: machine.now)
        if !changed.isEmpty {
            machine.note(
                .probe("the path to \(tooBig.ends.remote) takes packets of \(tooBig.mtu) octets"))
        }
        for homeAddress in changed { updateRoutes(to: homeAddress) }
        machine.relay(tooBig, from: agent.configuration.address)
    }

    /// What was learned long ago is tried again.
    func forgetPaths() {
        for homeAddress in sizes.forget(dueAt: machine.now) { updateRoutes(to: homeAddress) }
    }
}
