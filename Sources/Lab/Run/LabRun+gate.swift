import Nodes
public import Runtime

// What a person does with the messages that the gate holds.

extension LabRun {
    /// The messages that the gate holds.
    public var held: [HeldMessage] {
        lab.gate.held.map { held in held.view(costs: costs(of: held)) }
    }

    /// What it costs that a message waits. Time stands meanwhile, so it is what comes first when it is let go.
    private func costs(of held: Gate<Lab.Parcel>.Held) -> [HoldingCost] {
        HoldingCost.of(
            held.octets, since: held.since, format: format, node: node,
            agentRows: { address in lab.homeAgents.flatMap { $0.cacheRows(of: address, at: now) } },
            timeRuns: false, at: now)
    }

    mutating func carryOut(_ command: GateCommand) throws(Refusal) -> String {
        try stage.lab.carryOut(command)
    }
}
