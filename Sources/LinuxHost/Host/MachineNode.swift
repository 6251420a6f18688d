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
    /// When `deadlinePassed` has to be called at the latest.
    var nextDeadline: Instant? { get }
    /// A moment came for which the node asked.
    func deadlinePassed()
    /// A person wants something.
    func perform(_ command: RunCommand) -> Outcome
    /// The names that arguments of commands can have now.
    var vocabulary: Vocabulary { get }
}
