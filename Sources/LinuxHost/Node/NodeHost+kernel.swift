internal import Glibc
import MobilityWire
import Nodes
import Runtime

// What the node asks for, done in the kernel.

/// The tunnel of a binding on this machine.
struct NodeTunnel {
    /// What the node wanted.
    var wanted: Action.Tunnel
    /// The device and its socket, where it is ours; nil in a dry run.
    var tunnel: UserTunnel?
    /// The device, where it is the kernel's.
    var kernelTunnel: KernelChange.Tunnel?
    /// The device that its packets leave by, where segment routing puts the outer header on.
    var link: String?
    /// The routes and rules of it.
    var changes: [KernelChange] = []

    /// By what packets are tunnelled.
    var kind: TunnelKind { link != nil ? .segmentRouting : kernelTunnel != nil ? .kernel : .ours }
}

extension NodeHost {
    private var everything: IPv6Prefix { IPv6Prefix(.unspecified, length: 0) }
    private var home: IPv6Prefix { IPv6Prefix(homeAddress, length: 128) }

    /// What has to be there from the start: the order in which tables are asked.
    func prepareKernel() {
        if machine.tunnels == .segmentRouting {
            machine.attempt { () throws(KernelError) in try prepareSegments() }
        }
        if node.configuration.mobileRouter != nil {
            // A router takes no advertisements unless told so (accept_ra = 2), and the order matters: first this.
            for link in machine.kernel.links where !link.isLoopback {
                machine.set("net/ipv6/conf/\(link.name)/accept_ra", to: "2")
            }
            machine.set("net/ipv6/conf/all/forwarding", to: "1")
        }
        apply(.rule(.init(preference: machine.settings.homeRule, from: home, table: machine.settings.table)))
        apply(.rule(.init(preference: machine.settings.onLinkRule, table: 254, passesDefaults: true)))
        apply(.rule(.init(preference: machine.settings.defaultRule, table: machine.settings.table)))
    }

    func apply(_ change: KernelChange) {
        machine.attempt { () throws(KernelError) in try machine.ledger.apply(change) }
    }

    func revert(_ change: KernelChange) {
        machine.attempt { () throws(KernelError) in try machine.ledger.revert(change) }
    }

    func change(_ action: Action) {
        switch action {
        case .send, .note, .keyExchange, .proxyNeighbour, .detectDuplicates, .probeNeighbour: break
        case .tunnel(.set(let tunnel), _): set(tunnel)
        case .tunnel(.remove(_, let bid), _): removeTunnel(bid)
        case .homeAddress(let change, _): place(change)
        case .defaultBinding(_, let bid, _):
            defaultBid = .some(bid)
            updateDefaultRoute()
        case .neighbour(let address, let linkLayer, let interface, _):
            setNeighbour(address, linkLayer, interface)
        case .prefixRoute(let prefix, _, let active, _):
            // RFC 3963 §5.5: through the tunnels while the home agent serves the network.
            let rule = KernelChange.rule(
                .init(
                    preference: machine.settings.networkRule, from: prefix, table: machine.settings.table))
            if active { apply(rule) } else { revert(rule) }
        case .ipv4HomeAddress: break
        case .interface(let interface, let shut, _):
            guard let link = machine.kernel.link(interface) else { return }
            if shut { apply(.down(device: link.name)) } else { revert(.down(device: link.name)) }
        }
    }

    private func setNeighbour(
        _ address: IPv6Address, _ linkLayer: LinkLayerAddress?, _ interface: InterfaceIdentifier?
    ) {
        guard let link = interface.flatMap({ machine.kernel.link($0) }) else { return }
        for change in machine.ledger.changes {
            if case .neighbour(address, _, link.name) = change { revert(change) }
        }
        if let linkLayer { apply(.neighbour(address, linkLayer, device: link.name)) }
    }

    // MARK: The home address

    /// Away, and while nothing is settled, the home address stands on the loopback interface: programs can use it, and
    /// no neighbour solicitation for it is answered on any link.
    private func place(_ change: Action.HomeAddressChange) {
        let new: KernelChange?
        var advertisesOn: InterfaceIdentifier?
        switch change {
        case .away(let address), .tentative(let address, _), .home(let address, _, defended: false):
            new = .address(address, length: 128, device: "lo")
        case .home(let address, let interface, defended: true):
            guard let link = machine.kernel.link(interface) else { return }
            new = .address(address, length: 128, device: link.name)
            advertisesOn = interface
        case .removed: new = nil
        }
        if let new { apply(new) }
        if let old = homeAddressPlace, old != new { revert(old) }
        homeAddressPlace = new
        let isAway = if case .away = change { true } else { false }
        let unreachable = KernelChange.rule(.init(preference: machine.settings.unreachableRule, from: home))
        if isAway { apply(unreachable) } else { revert(unreachable) }
        // The route's source hint went with the address: set again where it stands now.
        for tunnel in tunnels { for change in tunnel.changes where change.isRoute { reapply(change) } }
        if let defaultRoute { reapply(defaultRoute) }
        if let interface = advertisesOn { advertise(on: interface) }
    }

    private func reapply(_ change: KernelChange) {
        guard !machine.isDryRun else { return }
        machine.attempt { () throws(KernelError) in try machine.changer.apply(change) }
    }

    /// The home address is here again: neighbours that know the agent's link-layer address for it learn ours
    /// (RFC 6275 §11.5.5).
    private func advertise(on interface: InterfaceIdentifier) {
        guard let link = machine.kernel.link(interface), let hardware = link.linkLayerAddress else { return }
        var datagram = NeighbourMessage.advertisement(
            of: homeAddress, from: homeAddress, hardware, isRouter: node.configuration.mobileRouter != nil)
        datagram.interface = interface
        machine.send(datagram, because: Rule(78, "RFC 6275 §11.5.5"), cause: 0)
    }

    // MARK: Tunnels

    private func set(_ wanted: Action.Tunnel) {
        guard let path = path(of: wanted), let link = wanted.interface.flatMap({ machine.kernel.link($0) })
        else {
            machine.note(.fault("no tunnel from \(wanted.careOfAddress)"))
            return
        }
        if let index = tunnels.firstIndex(where: { $0.wanted.bid == wanted.bid }),
            tunnels[index].kind != kind(of: path)
        {
            // A care-of address of the other family: another device takes the place of the one there is.
            removeTunnel(wanted.bid)
        }
        if kind(of: path) == .segmentRouting, let ends = path.ipv6 {
            return setSegments(wanted, ends.local, on: link)
        }
        if let index = tunnels.firstIndex(where: { $0.wanted.bid == wanted.bid }) {
            let former = tunnels[index].wanted.careOfAddress
            tunnels[index].wanted = wanted
            forgetSize(of: former)
            reconnect(tunnels[index], path, link)
            return
        }
        machine.attempt { () throws(KernelError) in
            try make(wanted, path, link)
        }
    }

    /// By what packets of such a tunnel are tunnelled. Those in IPv4 are ours: only we know the ports of a NAT.
    private func kind(of path: TunnelPath) -> TunnelKind {
        path.ipv6 == nil || machine.tunnels == .none ? .ours : machine.tunnels
    }

    private func make(
        _ wanted: Action.Tunnel, _ path: TunnelPath, _ link: KernelState.Link
    ) throws(KernelError) {
        let device = machine.settings.device(ofBid: wanted.bid)
        var new = NodeTunnel(wanted: wanted)
        if kind(of: path) == .kernel, let ends = path.ipv6 {
            let tunnel = KernelChange.Tunnel(device: device, ends: ends, link: link.name)
            try machine.ledger.apply(.tunnel(tunnel))
            new.kernelTunnel = tunnel
        } else if !machine.isDryRun {
            new.tunnel = try UserTunnel(device: device, path, interface: link.name)
        }
        if !machine.isDryRun { try machine.changer.start(device, mtu: deviceMTU(of: path, on: link)) }
        let index = tunnels.firstIndex { ($0.wanted.bid ?? 0) > (wanted.bid ?? 0) } ?? tunnels.count
        tunnels.insert(new, at: index)
        setLanes()
        let table = machine.settings.table(ofBid: wanted.bid ?? 0)
        var changes = [
            KernelChange.route(
                .init(prefix: everything, table: table, device: device, source: homeAddress)),
            .rule(.init(preference: machine.settings.markRule, outputDevice: device, table: table)),
        ]
        if let bid = wanted.bid {
            changes.append(
                .rule(.init(preference: machine.settings.markRule, mark: UInt32(bid), table: table)))
        }
        tunnels[index].changes = changes
        for change in changes { apply(change) }
        updateDefaultRoute()
        updateFlowRules()
    }

    private func reconnect(_ tunnel: NodeTunnel, _ path: TunnelPath, _ link: KernelState.Link) {
        if let former = tunnel.kernelTunnel, let ends = path.ipv6 { return turn(former, ends, link) }
        guard let device = tunnel.tunnel else { return }
        machine.attempt { () throws(KernelError) in
            let former = try device.reconnect(path, interface: link.name)
            setLanes()
            close(former)
            try machine.changer.setMTU(deviceMTU(of: path, on: link), of: device.device)
        }
    }

    private func turn(_ former: KernelChange.Tunnel, _ ends: TunnelEnds, _ link: KernelState.Link) {
        let new = KernelChange.Tunnel(device: former.device, ends: ends, link: link.name)
        machine.attempt { () throws(KernelError) in
            try machine.ledger.turn(.tunnel(former), into: .tunnel(new)) { () throws(KernelError) in
                try machine.changer.turn(new)
            }
            try machine.changer.setMTU(deviceMTU(of: .ipv6(ends), on: link), of: new.device)
        }
        guard let index = tunnels.firstIndex(where: { $0.kernelTunnel == former }) else { return }
        if machine.ledger.changes.contains(.tunnel(new)) { tunnels[index].kernelTunnel = new }
    }

    private func removeTunnel(_ bid: UInt16?) {
        guard let index = tunnels.firstIndex(where: { $0.wanted.bid == bid }) else { return }
        let gone = tunnels.remove(at: index)
        forgetSize(of: gone.wanted.careOfAddress)
        updateDefaultRoute()
        updateFlowRules()
        for change in gone.changes.reversed() { revert(change) }
        setLanes()
        if let tunnel = gone.kernelTunnel { revert(.tunnel(tunnel)) }
        // A device of ours goes with the last reference to it, here.
    }

    private func setLanes() {
        machine.pump.set(tunnels.compactMap { $0.tunnel?.lane })
    }

    /// Leads what no rule names into the tunnel of the default binding.
    func updateDefaultRoute() {
        var new: KernelChange?
        if let bid = defaultBid, let tunnel = tunnels.first(where: { $0.wanted.bid == bid }) {
            new = .route(
                .init(
                    prefix: everything, table: machine.settings.table,
                    device: tunnel.link ?? machine.settings.device(ofBid: bid), source: homeAddress,
                    segment: tunnel.link == nil ? nil : .to(tunnel.wanted.homeAgent)))
        }
        let old = defaultRoute
        defaultRoute = new
        machine.attempt { () throws(KernelError) in try machine.ledger.replace(old, with: new) }
    }

    // MARK: Care-of addresses

    /// What has a care-of address for its source leaves by that address's interface.
    func updateCareOfRoutes(_ links: [KernelState.Link]) {
        var wanted: [KernelChange] = []
        for link in links where link.isUp {
            guard let gateway = machine.kernel.gateway(of: link.identifier) else { continue }
            let table = machine.settings.table(ofInterface: link.identifier.number)
            let addresses = link.addresses.compactMap { address -> IPv6Address? in
                guard case .ipv6(let value) = address.address, value.isRoutableUnicast, value != homeAddress,
                    address.state == .preferred || address.state == .deprecated
                else { return nil }
                return value
            }
            guard !addresses.isEmpty else { continue }
            wanted += machine.kernel.prefixes(of: link.identifier).map {
                .route(.init(prefix: $0, table: table, device: link.name))
            }
            wanted.append(
                .route(.init(prefix: everything, table: table, device: link.name, gateway: gateway)))
            if machine.tunnels == .segmentRouting {
                wanted.append(
                    .rule(
                        .init(
                            preference: machine.settings.boundRule, outputDevice: link.name, table: table)))
            }
            wanted += addresses.map {
                .rule(
                    .init(
                        preference: machine.settings.careOfRule, from: IPv6Prefix($0, length: 128),
                        table: table))
            }
        }
        machine.exchange(&careOfRoutes, for: wanted)
    }
}

extension KernelChange {
    fileprivate var isRoute: Bool {
        if case .route = self { true } else { false }
    }
}
