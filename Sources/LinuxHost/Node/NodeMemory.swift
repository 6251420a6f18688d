import MobilityWire
import Nodes

/// What a node on this machine remembers over restarts: the sequence number used last with its home agent.
///
/// One line, `sequence HOME-ADDRESS HOME-AGENT NUMBER`, replaced as a whole. What is not of this node, or makes no
/// sense, counts for nothing: then the node starts as one without a past.
struct NodeMemory {
    private let path: String
    private var kept: UInt16?

    /// The memory in a state folder.
    init(folder: String) {
        path = folder + "/node.state"
    }

    /// The number that was kept for this node and agent.
    mutating func recall(_ homeAddress: IPv6Address, at agent: IPv6Address?) -> UInt16? {
        guard let agent, let octets = try? SmallFile.read(path) else { return nil }
        kept = NodeMemory.sequence(in: String(decoding: octets, as: UTF8.self), homeAddress, agent)
        return kept
    }

    /// Keeps a number, where it is another one.
    mutating func keep(
        _ sequence: UInt16?, _ homeAddress: IPv6Address, at agent: IPv6Address?
    ) throws(KernelError) {
        guard let sequence, sequence != kept, let agent else { return }
        kept = sequence
        try SmallFile.replace(path, with: Array("sequence \(homeAddress) \(agent) \(sequence)\n".utf8))
    }

    /// What a text holds for this node and agent.
    static func sequence(in text: String, _ homeAddress: IPv6Address, _ agent: IPv6Address) -> UInt16? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard words.count == 4, words[0] == "sequence", IPv6Address(String(words[1])) == homeAddress,
            IPv6Address(String(words[2])) == agent
        else { return nil }
        return UInt16(words[3])
    }
}
