public import Nodes
public import Runtime

/// A node on this machine: a mobile node, or a home agent.
public protocol MachineNode: AnyObject {
    /// The machine.
    var machine: Machine { get }
    /// It begins: what has to be in the kernel from the start is put there.
    func begin()
    /// The kernel's facts changed.
    func kernelChanged()
    /// A packet came.
    func receive(_ datagram: Datagram)
    /// The node is told of a packet that is for it.
    ///
    /// - Parameter departure: the entry of its departure, where the gate held it; nil: it has none yet.
    func deliver(_ datagram: Datagram, departure: Int?)
    /// When `deadlinePassed` has to be called at the latest.
    var nextDeadline: Instant? { get }
    /// A moment came for which the node asked.
    func deadlinePassed()
    /// All that came at once was told.
    func roundEnded()
    /// A person wants something.
    func perform(_ command: RunCommand) -> Outcome
    /// The names that arguments of commands can have now.
    var vocabulary: Vocabulary { get }
    /// What can be set, with the values of this moment.
    func settings() -> [Setting]
}

extension MachineNode {
    /// At most so many packets between two looks at everything else.
    private static var packetsPerRound: Int { 256 }

    /// Takes what the kernel and the network brought; whether that was anything. A link that went down is what a person
    /// waits for most: it comes before all packets.
    func takeWhatCame() -> Bool {
        var hasChanged = false
        if machine.followKernel() {
            kernelChanged()
            hasChanged = true
        }
        for _ in 0..<Self.packetsPerRound {
            guard let datagram = machine.port.receive() else { break }
            receive(datagram)
            hasChanged = true
        }
        roundEnded()
        return hasChanged
    }

    /// Does what is due; whether that was anything.
    func passTime() -> Bool {
        let hasChanged = passGate()
        guard let deadline = nextDeadline, deadline <= machine.now else {
            if hasChanged { roundEnded() }
            return hasChanged
        }
        deadlinePassed()
        roundEnded()
        return true
    }

    /// Nothing was kept for it.
    public func roundEnded() {}
}
