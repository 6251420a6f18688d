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
    /// Who is heard first, by the octets of a packet.
    func precedence(of octets: RawSpan) -> Precedence
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
    /// About so many packets are done at most between two looks at everything else, and as many looked at as fit
    /// meanwhile: what comes at once is taken whole.
    private static var packetsPerRound: Int { 256 }
    private static var looksPerRound: Int { 2048 }
    /// So many of those that wait are done in a round: few, so that those who are known wait for a millisecond at most;
    /// fewer in a round that does not see the end of what comes.
    private static var waitingPerRound: Int { 32 }
    private static var waitingPerFullRound: Int { 8 }

    /// Takes what the kernel and the network brought; whether that was anything. A link that went down is what a person
    /// waits for most: it comes before all packets.
    func takeWhatCame() -> Bool {
        var hasChanged = false
        if machine.followKernel() {
            kernelChanged()
            hasChanged = true
        }
        var (looks, done) = (0, 0)
        var isEmpty = false
        var arrived: [Arrival] = []
        while looks < Self.looksPerRound, done < Self.packetsPerRound, !isEmpty {
            let count = machine.port.receive(
                { octets in
                    let precedence = precedence(of: octets)
                    return machine.waiting.admits(precedence) ? precedence : nil
                }, into: &arrived)
            looks += count
            isEmpty = count == 0
            for arrival in arrived {
                if arrival.precedence == .known {
                    receive(arrival.datagram)
                    done += 1
                } else {
                    machine.waiting.append(arrival.datagram, arrival.precedence)
                }
            }
            arrived.removeAll(keepingCapacity: true)
        }
        hasChanged = hasChanged || looks > 0
        takeWaiting(isEmpty ? Self.waitingPerRound : Self.waitingPerFullRound)
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
            takeWaiting(Self.waitingPerFullRound)
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
    public func precedence(of octets: RawSpan) -> Precedence { .known }

    /// Nothing was kept for it.
    public func roundEnded() {}
}
