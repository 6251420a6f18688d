import MobilityWire

/// The one kernel tunnel device of an agent: routes say where each packet goes (`AgentRoutes`), a filter says which may
/// come in.
///
/// A device for each binding would cost much memory where there are thousands (one in external mode costs a route and
/// a filter). Its filters go with the device; its routes and the device itself stand in the ledger.
final class SharedTunnel {
    private let machine: Machine
    /// The device of tunnels in IPv4; nil: there are none.
    var ipv4Device: String?
    /// Nil in a dry run.
    private let filter: TunnelFilter?
    /// What the filter admits, by home address.
    private var admitted: [IPv6Address: [TunnelFilter.Entry]] = [:]

    /// Makes the device.
    init(device: String, mtu: Int, on machine: Machine) throws(KernelError) {
        self.machine = machine
        let tunnel = KernelChange.tunnel(.init(device: device, ends: nil, link: nil))
        try machine.ledger.apply(tunnel)
        guard !machine.isDryRun else {
            filter = nil
            return
        }
        do {
            filter = try TunnelFilter(device: device, machine.changer)
            try machine.changer.start(device, mtu: mtu)
        } catch {
            try? machine.ledger.revert(tunnel)
            throw error
        }
    }

    /// Lets in what a home address and its networks send by its care-of addresses.
    func admit(_ entries: [TunnelFilter.Entry], of homeAddress: IPv6Address) {
        for entry in entries where admitted[homeAddress]?.contains(entry) != true {
            machine.attempt { () throws(KernelError) in try filter?.admit(entry) }
        }
        admitted[homeAddress, default: []] += entries.filter {
            admitted[homeAddress]?.contains($0) != true
        }
    }

    /// Lets in nothing else of it.
    func refuseAll(but entries: [TunnelFilter.Entry], of homeAddress: IPv6Address) {
        for entry in admitted[homeAddress] ?? [] where !entries.contains(entry) {
            machine.attempt { () throws(KernelError) in try filter?.refuse(entry) }
        }
        admitted[homeAddress] = entries.isEmpty ? nil : entries
    }
}
