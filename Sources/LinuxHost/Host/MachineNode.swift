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
    /// Who is heard first.
    func precedence(of datagram: Datagram) -> Precedence
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
    /// At most so many packets are done between two looks at everything else, and as many looked at as fit meanwhile.
    private static var packetsPerRound: Int { 256 }
    private static var looksPerRound: Int { 2048 }
    /// So many of those that wait are done in a round that does not see the end of what comes.
    private static var waitingPerRound: Int { 32 }

    /// Takes what the kernel and the network brought; whether that was anything. A link that went down is what a person
    /// waits for most: it comes before all packets.
    func takeWhatCame() -> Bool {
        var hasChanged = false
        if machine.followKernel() {
            kernelChanged()
            hasChanged = true
        }
        var done = 0
        var isEmpty = false
        for _ in 0..<Self.looksPerRound where done < Self.packetsPerRound {
            guard let datagram = machine.port.receive() else {
                isEmpty = true
                break
            }
            hasChanged = true
            let precedence = precedence(of: datagram)
            if precedence == .known {
                receive(datagram)
                done += 1
            } else {
                machine.waiting.append(datagram, precedence)
            }
        }
        takeWaiting(isEmpty ? Self.packetsPerRound : Self.waitingPerRound)
        roundEnded()
        return hasChanged
    }

    /// Does so many of those that wait.
    private func takeWaiting(_ limit: Int) {
        for _ in 0..<limit {
            guard let datagram = machine.waiting.next() else { break }
            receive(datagram)
        }
        machine.reportDropped()
    }

    /// Does what is due; whether that was anything.
    func passTime() -> Bool {
        var hasChanged = passGate()
        if !machine.waiting.isEmpty {
            takeWaiting(Self.waitingPerRound)
            hasChanged = true
        }
        if let deadline = nextDeadline, deadline <= machine.now {
            deadlinePassed()
            hasChanged = true
        }
        if hasChanged { roundEnded() }
        return hasChanged
    }

    /// Whoever has no flood to fear hears all alike.
    public func precedence(of datagram: Datagram) -> Precedence { .known }

    /// Nothing was kept for it.
    public func roundEnded() {}
}
