internal import CLinux
import MobilityWire
import Nodes

// What the agent asks for, done in the kernel.

extension AgentHost {
    /// The tunnel device of all bindings.
    private var device: String { machine.settings.device(ofBid: nil) }

    func prepareKernel() throws(KernelError) {
        guard machine.kernel.link(named: interface) != nil else {
            throw KernelError("interface \(interface)", code: 19)
        }
        guard machine.kernel.owns(agent.configuration.address) else {
            throw KernelError(
                "the agent's address \(agent.configuration.address) is on no interface", code: 99)
        }
        // What is sent to home addresses is intercepted (RFC 6275 §10.4.1) and forwarded; without delay, because the
        // agent knows that nobody else will answer.
        machine.set("net/ipv6/conf/all/forwarding", to: "1")
        machine.set("net/ipv6/conf/\(interface)/proxy_ndp", to: "1")
        machine.set("net/ipv6/neigh/\(interface)/proxy_delay", to: "0")
        if !machine.isDryRun { joinAnycasts() }
        if machine.tunnels == .kernel, try makeSharedTunnel() { return }
        guard !machine.isDryRun else { return }
        do {
            let tunnel = try UserTunnel(
                device: device, local: agent.configuration.address)
            try machine.changer.start(device, mtu: AgentHost.tunnelMTU)
            self.tunnel = tunnel
        } catch {
            // Bindings can be made and looked at all the same; what is forwarded to nobody is said.
            machine.tunnels = .none
            machine.note(.fault("\(error): tunnels are \(machine.tunnels.words)"))
        }
        publishTable()
    }

    /// Requests of nodes that look for home agents go to an anycast address of the home prefix (RFC 6275 §10.5). It goes
    /// with the process.
    private func joinAnycasts() {
        guard let home else { return }
        for prefix in agent.configuration.homePrefixes {
            let socket = careof_join_anycast(prefix.prefix.agentsAnycast.octets, home.identifier.number)
            if socket >= 0 {
                anycasts.append(socket)
            } else {
                machine.note(
                    .fault(KernelError(last: "the anycast address of \(prefix.prefix)").description))
            }
        }
    }

    /// Forty octets for the outer header (RFC 2473 §7.1) on the way to nodes, which nobody here knows better.
    static let tunnelMTU = 1460

    /// Makes the kernel's device; false where ours may take its place.
    private func makeSharedTunnel() throws(KernelError) -> Bool {
        do {
            sharedTunnel = try SharedTunnel(
                device: device, local: agent.configuration.address, mtu: AgentHost.tunnelMTU, on: machine)
            return true
        } catch {
            guard machine.settings.tunnels == .automatic else { throw error }
            machine.tunnels = .ours
            machine.note(.fault("\(error); tunnels are \(machine.tunnels.words)"))
            return false
        }
    }

    /// Gives the tunnels' thread the table of this moment.
    func publishTable() {
        guard let tunnel else { return }
        tunnel.lane.table = table
        machine.pump.set([tunnel.lane])
    }

    private func apply(_ change: KernelChange) {
        machine.attempt { () throws(KernelError) in try machine.ledger.apply(change) }
    }

    private func revert(_ change: KernelChange) {
        machine.attempt { () throws(KernelError) in try machine.ledger.revert(change) }
    }

    func change(_ action: Action) {
        switch action {
        case .send, .note, .homeAddress, .keyExchange, .ipv4HomeAddress, .interface: break
        case .tunnel(.set(let tunnel), _): set(tunnel)
        case .tunnel(.remove(let homeAddress, let bid), _): removeTunnel(homeAddress, bid)
        case .proxyNeighbour(let address, let active, _): setProxy(address, active)
        case .neighbour(let address, let linkLayer, let interface, _):
            setNeighbour(address, linkLayer, interface)
        case .detectDuplicates(let address, _): detectDuplicates(of: address)
        case .probeNeighbour(let address, let linkLayer, _): probe(address, linkLayer)
        case .prefixRoute(let prefix, let homeAddress, let active, _):
            table.set(prefix, of: homeAddress, active: active)
            if let sharedTunnel {
                return sharedTunnel.set(prefix, of: homeAddress, active: active, tunnels: table[homeAddress])
            }
            guard machine.tunnels != .none else { return }
            let route = KernelChange.route(.init(prefix: prefix, table: 254, device: device))
            if active { apply(route) } else { revert(route) }
        case .defaultBinding(let homeAddress, let bid, _):
            defaults[homeAddress] = bid ?? 0
            refresh(homeAddress)
        }
    }

    // MARK: Tunnels

    /// Brings the route to a home address up to date: there as long as something is bound, with the largest packet that
    /// goes to the preferred care-of address, so that the kernel tells senders of larger ones.
    private func updateRoute(to homeAddress: IPv6Address) {
        // The kernel's device has routes of its own, and learns by itself what a path takes.
        guard sharedTunnel == nil, machine.tunnels != .none else { return }
        var new: KernelChange?
        if bindings[homeAddress] != nil {
            let mtu = table[homeAddress]?.preferred.flatMap { pathMTUs[$0] }
            new = .route(
                .init(prefix: IPv6Prefix(homeAddress, length: 128), table: 254, device: device, mtu: mtu))
        }
        let old = homeRoutes[homeAddress]
        homeRoutes[homeAddress] = new
        machine.attempt { () throws(KernelError) in try machine.ledger.replace(old, with: new) }
    }

    /// A path takes less than its links (RFC 2473 §7.1). It is believed until the binding goes.
    func learn(_ tooBig: PacketTooBig) {
        guard tooBig.inside < pathMTUs[tooBig.remote] ?? .max,
            let homeAddress = bindings.first(where: { _, node in
                node.contains { $0.careOfAddress == tooBig.remote }
            })?.key
        else { return }
        pathMTUs[tooBig.remote] = tooBig.inside
        machine.note(.probe("the path to \(tooBig.remote) takes packets of \(tooBig.mtu) octets"))
        updateRoute(to: homeAddress)
    }

    private func set(_ tunnel: Action.Tunnel) {
        var node = bindings[tunnel.homeAddress] ?? []
        node.removeAll { $0.bid == tunnel.bid ?? 0 }
        let index = node.firstIndex { $0.bid > tunnel.bid ?? 0 } ?? node.count
        node.insert((tunnel.bid ?? 0, tunnel.end), at: index)
        bindings[tunnel.homeAddress] = node
        refresh(tunnel.homeAddress)
    }

    private func removeTunnel(_ homeAddress: IPv6Address, _ bid: UInt16?) {
        for gone in bindings[homeAddress] ?? [] where gone.bid == bid ?? 0 {
            pathMTUs[gone.careOfAddress] = nil
        }
        bindings[homeAddress]?.removeAll { $0.bid == bid ?? 0 }
        if bindings[homeAddress]?.isEmpty == true {
            bindings[homeAddress] = nil
            defaults[homeAddress] = nil
        }
        refresh(homeAddress)
    }

    /// Brings the table up to date with the bindings of a home address.
    private func refresh(_ homeAddress: IPv6Address) {
        defer { sharedTunnel?.update(homeAddress, table[homeAddress]) }
        guard let node = bindings[homeAddress], let first = node.first else {
            table[homeAddress] = nil
            updateRoute(to: homeAddress)
            return
        }
        let preferred = node.first { $0.bid == defaults[homeAddress] } ?? first
        table[homeAddress] = TunnelTable.Node(
            preferred: preferred.careOfAddress, careOfAddresses: node.map(\.careOfAddress.withoutPort))
        updateRoute(to: homeAddress)
    }

    // MARK: The home link

    private var home: KernelState.Link? { machine.kernel.link(named: interface) }

    /// Whether an address is answered for. The kernel answers who asks; those who know better already are told
    /// (RFC 6275 §10.4.1).
    private func setProxy(_ address: IPv6Address, _ active: Bool) {
        let change = KernelChange.proxy(address, device: interface)
        guard active else { return revert(change) }
        apply(change)
        guard let home, let hardware = home.linkLayerAddress else { return }
        send(
            NeighbourMessage.advertisement(
                of: address, from: agent.configuration.address, hardware, isRouter: false),
            on: home, because: Rule(0, "RFC 6275 §10.4.1"))
    }

    private func setNeighbour(
        _ address: IPv6Address, _ linkLayer: LinkLayerAddress?, _ interface: InterfaceIdentifier?
    ) {
        let link = interface.flatMap { machine.kernel.link($0) } ?? home
        guard let name = link?.name else { return }
        for change in machine.ledger.changes {
            if case .neighbour(address, _, name) = change { revert(change) }
        }
        if let linkLayer { apply(.neighbour(address, linkLayer, device: name)) }
    }

    private func send(_ datagram: Datagram, on link: KernelState.Link, because rule: Rule) {
        var datagram = datagram
        datagram.interface = link.identifier
        machine.send(datagram, because: rule, cause: 0)
    }

    /// RetransTimer and DupAddrDetectTransmits of RFC 4861 §10 and RFC 4862 §5.1: one question, one second.
    private static let patience = Interval.seconds(1)

    private func detectDuplicates(of address: IPv6Address) {
        inquiries.append(
            Inquiry(address: address, deadline: machine.now + AgentHost.patience, isDetection: true))
        guard let home else { return }
        send(NeighbourMessage.detection(of: address), on: home, because: Rule(0, "RFC 6275 §10.3.1"))
    }

    private func probe(_ address: IPv6Address, _ linkLayer: LinkLayerAddress?) {
        inquiries.append(
            Inquiry(address: address, deadline: machine.now + AgentHost.patience, isDetection: false))
        guard let home, let hardware = home.linkLayerAddress else { return }
        send(
            NeighbourMessage.probe(
                for: address, from: agent.configuration.address, hardware, to: linkLayer),
            on: home, because: Rule(0, "RFC 4861 §7.2.2"))
    }

    /// A neighbour spoke: it has the address (RFC 4862 §5.4.4), or wants it too (§5.4.3).
    func hear(_ isAdvertisement: Bool, _ source: IPv6Address, _ target: IPv6Address) {
        let inquiry = inquiries.take(target) { isAdvertisement || $0.isDetection && source == .unspecified }
        guard let inquiry else { return }
        settle(inquiry, isAnswered: true)
    }

    func settle(_ inquiry: Inquiry, isAnswered: Bool) {
        if inquiry.isDetection {
            let number = machine.note(.duplicatesDetected(inquiry.address, found: isAnswered))
            tell(.duplicateDetection(of: inquiry.address, isDuplicate: isAnswered), cause: number)
        } else {
            let number = machine.note(.neighbourProbed(inquiry.address, answered: isAnswered))
            tell(.neighbourProbe(inquiry.address, isReachable: isAnswered), cause: number)
        }
    }
}
