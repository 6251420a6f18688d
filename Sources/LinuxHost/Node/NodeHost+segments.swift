import MobilityWire
import Nodes

// Tunnels by the kernel's segment routing: routes in the place of devices. On the wire it is IPv6 in IPv6 like any other.

extension NodeHost {
    /// What comes for a care-of address and has something inside has to be looked at before the kernel's rule for local
    /// addresses, which is the first. So that one moves; at no moment is it missing: it stands in its new place before it
    /// leaves the old one, and back in the old one before it leaves the new one.
    func prepareSegments() throws(KernelError) {
        try machine.ledger.apply(.rule(KernelChange.movedLocalRule))
        try machine.ledger.apply(.withoutRule(KernelChange.localRule))
        // What comes out is for the home address, or for the network behind a mobile router; for nobody else.
        let inner = machine.settings.segmentTables.inner
        let home = IPv6Prefix(homeAddress, length: 128)
        try machine.ledger.apply(
            .route(.init(prefix: home, table: inner, device: "lo", isLocal: true)))
        for (prefix, device) in insidePrefixes {
            try machine.ledger.apply(.route(.init(prefix: prefix, table: inner, device: device)))
        }
    }

    /// What a binding has in the kernel.
    func segmentChanges(
        _ wanted: Action.Tunnel, _ careOfAddress: IPv6Address, on link: KernelState.Link
    ) -> [KernelChange] {
        let table = machine.settings.table(ofBid: wanted.bid ?? 0)
        let tables = machine.settings.segmentTables
        let own = IPv6Prefix(careOfAddress, length: 128)
        var changes: [KernelChange] = [
            .route(
                .init(
                    prefix: own, table: tables.outer, device: link.name, segment: .off(table: tables.inner))),
            .rule(.init(preference: 0, to: own, transportProtocol: 41, table: tables.outer)),
            .route(
                .init(
                    prefix: IPv6Prefix(.unspecified, length: 0), table: table, device: link.name,
                    source: homeAddress, segment: .to(wanted.homeAgent))),
        ]
        if let bid = wanted.bid {
            changes.append(
                .rule(.init(preference: machine.settings.markRule, mark: UInt32(bid), table: table)))
        }
        return changes
    }

    /// Sets a tunnel of this kind, or turns it to another care-of address.
    func setSegments(
        _ wanted: Action.Tunnel, _ careOfAddress: IPv6Address, on link: KernelState.Link
    ) {
        // The outer header has an address of the interface that packets leave by, never the home address.
        machine.set("net/ipv6/conf/\(link.name)/use_oif_addrs_only", to: "1")
        let index: Int
        if let known = tunnels.firstIndex(where: { $0.wanted.bid == wanted.bid }) {
            index = known
            tunnels[index].wanted = wanted
        } else {
            index = tunnels.firstIndex { ($0.wanted.bid ?? 0) > (wanted.bid ?? 0) } ?? tunnels.count
            tunnels.insert(NodeTunnel(wanted: wanted), at: index)
        }
        machine.exchange(&tunnels[index].changes, for: segmentChanges(wanted, careOfAddress, on: link))
        tunnels[index].link = link.name
        updateDefaultRoute()
        updateFlowRules()
    }
}
