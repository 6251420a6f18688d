import MobilityWire
import Nodes

// What fits into the node's tunnels: each device takes as much as its path does.

extension NodeHost {
    /// What goes into a tunnel from a care-of address by the link that it stands on: forty octets are for the outer
    /// header (RFC 2473 §7.1), and every link of IPv6 takes 1280.
    func linkSize(from careOfAddress: IPv6Address) -> Int {
        let link = machine.kernel.links.first { link in
            !machine.isOwn(link) && link.addresses.contains { $0.address == .ipv6(careOfAddress) }
        }
        return max(1280, (link?.mtu ?? 1500) - 40)
    }

    /// The MTU of a tunnel's device.
    func deviceMTU(of path: TunnelPath, on link: KernelState.Link) -> Int {
        guard let careOfAddress = path.ipv6?.local else { return max(1280, link.mtu - path.overhead) }
        sizes.add(homeAddress, at: careOfAddress) { linkSize(from: careOfAddress) }
        return sizes[careOfAddress] ?? 1280
    }

    /// A router on the way to the agent takes less than the link here (RFC 2473 §7.1): the device takes less from now on,
    /// so that programs are told what fits.
    func learn(_ tooBig: PacketTooBig) {
        guard sizes[tooBig.ends.local] != nil else { return }
        if !sizes.learn(tooBig.inside, towards: tooBig.ends.local, at: machine.now).isEmpty {
            machine.note(.probe("the path from \(tooBig.ends.local) takes packets of \(tooBig.mtu) octets"))
            fitDevices()
        }
        machine.relay(tooBig, from: homeAddress)
    }

    /// What was learned long ago is tried again.
    func forgetPaths() {
        if !sizes.forget(dueAt: machine.now).isEmpty { fitDevices() }
    }

    /// Links may take something else now.
    func followLinkSizes() {
        if !sizes.measure({ linkSize(from: $0) }).isEmpty { fitDevices() }
    }

    /// Gives each device the MTU of its path.
    private func fitDevices() {
        guard !machine.isDryRun else { return }
        for tunnel in tunnels {
            guard case .ipv6(let careOfAddress) = tunnel.wanted.careOfAddress, let size = sizes[careOfAddress]
            else { continue }
            let device = machine.settings.device(ofBid: tunnel.wanted.bid)
            guard machine.kernel.link(named: device)?.mtu != size else { continue }
            machine.attempt { () throws(KernelError) in try machine.changer.setMTU(size, of: device) }
        }
    }

    /// A care-of address that no tunnel has any more has no size.
    func forgetSize(of careOfAddress: CareOfAddress) {
        guard case .ipv6(let address) = careOfAddress,
            !tunnels.contains(where: { $0.wanted.careOfAddress == careOfAddress })
        else { return }
        sizes.remove(homeAddress, at: address)
    }
}
