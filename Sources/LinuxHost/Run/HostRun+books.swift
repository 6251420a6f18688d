import MobilityWire
import Nodes
public import Runtime

// What the node believes, what the kernel has, what the agent confirmed.

extension HostRun {
    /// The bindings at the home agent in three books.
    public func books() -> [BindingBooks] {
        if glance != nil { return formerBooks }
        guard let host = host as? NodeHost, let agent = host.node.homeAgent else { return [] }
        let machine = host.machine
        let rows = host.node.bindings(at: now).filter {
            $0.peer == agent && $0.role == "home-agent" && !$0.home
        }
        // A tunnel of which the node knows nothing any more is what a person wants to see most.
        let bids = Set(rows.map(\.bid) + host.tunnels.map(\.wanted.bid)).sorted { ($0 ?? 0) < ($1 ?? 0) }
        return bids.map { bid in
            let row = rows.first { $0.bid == bid }
            let tunnel = host.tunnels.first { $0.wanted.bid == bid }
            let kernel = tunnel.flatMap { host.kernelEnd(of: $0) }
            let believed = row?.careOfAddress
            let path = believed.flatMap { host.probes?.path(from: $0) }
            var books = BindingBooks(
                peer: agent, bid: bid, believed: believed, kernel: kernel,
                kernelWords: tunnel.map { host.kernelWords(of: $0) }
                    ?? (machine.isDryRun ? "dry run" : "no tunnel"),
                confirmed: row?.confirmedCareOfAddress, roundTrip: path?.roundTrip,
                isSilent: row?.isSilent ?? false)
            books.isDoubtful = row?.isDoubtful ?? false
            return books
        }
    }
}

extension HostRun {
    /// What stood in them then: the kernel's devices as it told them, the round trips of paths are not kept.
    private var formerBooks: [BindingBooks] {
        guard let node = glance?.mobileNode, let agent = node.homeAgent else { return [] }
        return node.bindings(at: now).filter { $0.peer == agent && $0.role == "home-agent" && !$0.home }.map {
            row in
            let kernel = glance?.kernel
            let device = kernel?.link(named: host.machine.settings.device(ofBid: row.bid))
            var end: CareOfAddress?
            if let device, device.isEnabled, case .ipv6(let address)? = row.careOfAddress,
                kernel?.owns(address) ?? false
            {
                end = row.careOfAddress
            }
            var books = BindingBooks(
                peer: agent, bid: row.bid, believed: row.careOfAddress, kernel: end,
                kernelWords: kernel == nil
                    ? "not kept" : device.map { "\($0.name), MTU \($0.mtu)" } ?? "no tunnel",
                confirmed: row.confirmedCareOfAddress, roundTrip: nil, isSilent: row.isSilent)
            books.isDoubtful = row.isDoubtful
            return books
        }
    }
}

extension NodeHost {
    private func device(of tunnel: NodeTunnel) -> KernelState.Link? {
        machine.kernel.link(named: machine.settings.device(ofBid: tunnel.wanted.bid))
    }

    /// The care-of address that packets in a tunnel leave from, as the kernel says it: the device is up, and the address
    /// is on an interface; nil: none leave.
    fileprivate func kernelEnd(of tunnel: NodeTunnel) -> CareOfAddress? {
        guard machine.kernel.owns(tunnel.wanted.careOfAddress)
        else { return nil }
        if let name = tunnel.link {
            guard machine.kernel.link(named: name)?.isUp == true else { return nil }
        } else {
            guard device(of: tunnel)?.isEnabled == true else { return nil }
        }
        return tunnel.wanted.careOfAddress
    }

    /// What the kernel has of a tunnel, in words.
    fileprivate func kernelWords(of tunnel: NodeTunnel) -> String {
        let isDefault = defaultBid == .some(tunnel.wanted.bid)
        if let link = tunnel.link { return "segments by \(link)" + (isDefault ? ", default" : "") }
        let name = machine.settings.device(ofBid: tunnel.wanted.bid)
        guard let device = device(of: tunnel) else { return "\(name) is gone" }
        var words = "\(name)\(device.isEnabled ? "" : " down"), MTU \(device.mtu)"
        if case .ipv4 = tunnel.wanted.careOfAddress {
            words += tunnel.wanted.ports == nil ? ", in IPv4" : ", in UDP"
        }
        if isDefault { words += ", default" }
        return words
    }
}
