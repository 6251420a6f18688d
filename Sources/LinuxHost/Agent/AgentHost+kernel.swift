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
        outlook = presentOutlook
        if machine.tunnels == .kernel, try makeSharedTunnel() {
            routes = AgentRoutes(on: machine, local: agent.configuration.address)
            return
        }
        routes = AgentRoutes(on: machine, local: nil)
        guard !machine.isDryRun else { return }
        do {
            let tunnel = try UserTunnel(
                device: device, local: agent.configuration.address)
            try machine.changer.start(device, mtu: deviceMTU)
            self.tunnel = tunnel
        } catch {
            // Bindings can be made and looked at all the same; what is forwarded to nobody is said.
            machine.tunnels = .none
            routes = nil
            machine.note(.fault("\(error): tunnels are \(machine.tunnels.words)"))
        }
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

    /// Makes the kernel's device; false where ours may take its place.
    private func makeSharedTunnel() throws(KernelError) -> Bool {
        do {
            sharedTunnel = try SharedTunnel(device: device, mtu: deviceMTU, on: machine)
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
        var lanes = [tunnel.lane]
        for (_, tunnel) in flowTunnels.sorted(by: { $0.key < $1.key }) {
            tunnel.lane.table = table
            lanes.append(tunnel.lane)
        }
        machine.pump.set(lanes)
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
            networks[homeAddress, default: []].removeAll { $0 == prefix }
            if active { networks[homeAddress, default: []].append(prefix) }
            if networks[homeAddress]?.isEmpty == true { networks[homeAddress] = nil }
            updateRoutes(to: homeAddress)
        case .defaultBinding(let homeAddress, let bid, _):
            defaults[homeAddress] = bid
            refresh(homeAddress)
        }
    }

    // MARK: Tunnels

    /// Brings what leads to a mobile node's addresses up to date. What may come in comes first, then what goes out: no
    /// answer is lost.
    func updateRoutes(to homeAddress: IPv6Address) {
        let node = table[homeAddress]
        let entries = prefixes(of: homeAddress).flatMap { prefix in
            (node?.careOfAddresses ?? []).filter { !$0.isIPv4End }.map {
                TunnelFilter.Entry(source: prefix, careOfAddress: $0)
            }
        }
        sharedTunnel?.admit(entries, of: homeAddress)
        routes?.update(homeAddress, node.map { ways(to: homeAddress, $0) } ?? [])
        sharedTunnel?.refuseAll(but: entries, of: homeAddress)
    }

    private func prefixes(of homeAddress: IPv6Address) -> [IPv6Prefix] {
        [IPv6Prefix(homeAddress, length: 128)] + (networks[homeAddress] ?? [])
    }

    /// Whether the binding that is preferred has no tunnel: it is the one of the home link.
    private func prefersHomeLink(_ homeAddress: IPv6Address) -> Bool {
        guard let bid = defaults[homeAddress] else { return false }
        return bindings[homeAddress]?.contains { $0.bid == bid } == false
    }

    private func ways(to homeAddress: IPv6Address, _ node: TunnelTable.Node) -> [AgentRoutes.Way] {
        let prefixes = prefixes(of: homeAddress)
        var ways: [AgentRoutes.Way] = []
        for (bid, careOfAddress) in node.flows.sorted(by: { $0.key < $1.key }) {
            // The kernel's device serves IPv6 alone.
            let isOfTheKernel = sharedTunnel != nil && !careOfAddress.isIPv4End
            guard isOfTheKernel || machine.isDryRun || flowTunnels[bid] != nil else { continue }
            ways.append(
                AgentRoutes.Way(
                    prefixes: prefixes, table: machine.settings.table(ofBid: bid),
                    device: isOfTheKernel ? device : machine.settings.device(ofBid: bid),
                    careOfAddress: careOfAddress, mtu: sizes[careOfAddress]))
        }
        guard let preferred = node.preferred else { return ways }
        let isOther = sharedTunnel != nil && preferred.isIPv4End
        if let main = isOther ? sharedTunnel?.ipv4Device : device {
            // What goes on the home link needs no route there; mobile networks stay reachable by a tunnel.
            let tunnelled = prefersHomeLink(homeAddress) ? Array(prefixes.dropFirst()) : prefixes
            ways.append(
                AgentRoutes.Way(
                    prefixes: tunnelled, table: 254, device: main, careOfAddress: preferred,
                    mtu: sizes[preferred]))
        }
        return ways
    }

    private func set(_ tunnel: Action.Tunnel) {
        var node = bindings[tunnel.homeAddress] ?? []
        let former = node.first { $0.bid == tunnel.bid ?? 0 }?.careOfAddress
        node.removeAll { $0.bid == tunnel.bid ?? 0 }
        let index = node.firstIndex { $0.bid > tunnel.bid ?? 0 } ?? node.count
        node.insert((tunnel.bid ?? 0, tunnel.end), at: index)
        bindings[tunnel.homeAddress] = node
        sizes.add(tunnel.homeAddress, at: tunnel.end) { linkSize(towards: tunnel.end) }
        if let former { release(former, of: tunnel.homeAddress) }
        refresh(tunnel.homeAddress)
    }

    private func removeTunnel(_ homeAddress: IPv6Address, _ bid: UInt16?) {
        let gone = bindings[homeAddress]?.first { $0.bid == bid ?? 0 }?.careOfAddress
        bindings[homeAddress]?.removeAll { $0.bid == bid ?? 0 }
        // Until the agent names another one, any of those that are left serves.
        if defaults[homeAddress] == bid { defaults[homeAddress] = nil }
        if let gone { release(gone, of: homeAddress) }
        if bindings[homeAddress]?.isEmpty == true { bindings[homeAddress] = nil }
        refresh(homeAddress)
    }

    /// A binding to a care-of address is gone; another one may stand.
    private func release(_ careOfAddress: IPv6Address, of homeAddress: IPv6Address) {
        guard bindings[homeAddress]?.contains(where: { $0.careOfAddress == careOfAddress }) != true else {
            return
        }
        sizes.remove(homeAddress, at: careOfAddress)
    }

    /// Brings the table and the kernel up to date with the bindings of a home address.
    func refresh(_ homeAddress: IPv6Address) {
        let former = table[homeAddress]?.flows ?? [:]
        table[homeAddress] = bindings[homeAddress].flatMap { node in
            guard let first = node.first else { return nil }
            let preferred = node.first { $0.bid == defaults[homeAddress] } ?? first
            let flows = node.filter { flowBids.contains($0.bid) }.map { ($0.bid, $0.careOfAddress) }
            return TunnelTable.Node(
                preferred: preferred.careOfAddress, careOfAddresses: node.map(\.careOfAddress.withoutPort),
                flows: Dictionary(flows) { one, _ in one })
        }
        for bid in former.keys { flowNodes[bid, default: 0] -= 1 }
        for bid in table[homeAddress]?.flows.keys ?? [:].keys { flowNodes[bid, default: 0] += 1 }
        updateRoutes(to: homeAddress)
    }

    // MARK: The home link

    private var home: KernelState.Link? { machine.kernel.link(named: interface) }

    /// Whether an address is answered for. The kernel answers who asks; those who know better already are told
    /// (RFC 6275 §10.4.1).
    private func setProxy(_ address: IPv6Address, _ active: Bool) {
        let change = KernelChange.proxy(address, device: interface)
        guard active else { return revert(change) }
        apply(change)
        advertise(address)
    }

    private func advertise(_ address: IPv6Address) {
        guard let home, let hardware = home.linkLayerAddress else { return }
        send(
            NeighbourMessage.advertisement(
                of: address, from: agent.configuration.address, hardware, isRouter: false),
            on: home, because: Rule(0, "RFC 6275 §10.4.1"))
    }

    /// The home link is back: what the kernel forgot with it is put there again, and neighbours are told.
    func restoreHomeLink() {
        guard !machine.isDryRun else { return }
        for change in machine.ledger.changes {
            switch change {
            case .proxy(let address, interface):
                // One that is still there is what is wanted.
                machine.attempt { () throws(KernelError) in
                    do throws(KernelError) {
                        try machine.changer.apply(change)
                    } catch {
                        if !error.isPresence { throw error }
                    }
                }
                advertise(address)
            case .neighbour(_, _, interface):
                machine.attempt { () throws(KernelError) in try machine.changer.apply(change) }
            default: break
            }
        }
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
