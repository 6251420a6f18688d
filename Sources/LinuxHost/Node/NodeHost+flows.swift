import MobilityWire
import Nodes

// The flow table, as rules of the kernel.

extension NodeHost {
    /// Brings the kernel's rules up to date with the flow table. A rule whose binding has no tunnel is passed over, so
    /// that its packets take the default binding (RFC 6089 §5.1).
    func updateFlowRules() {
        var wanted: [KernelChange] = []
        for (number, flow) in node.configuration.flowRules.enumerated()
        where tunnels.contains(where: { $0.wanted.bid == flow.bid }) {
            wanted.append(
                .rule(
                    .init(
                        preference: machine.settings.flowRule(number), to: flow.peer,
                        transportProtocol: flow.transportProtocol, port: flow.port, mark: flow.mark,
                        table: machine.settings.table(ofBid: flow.bid))))
        }
        machine.exchange(&flowRules, for: wanted)
    }
}
