import MobilityWire

/// Remembers which entries of the journal asked for something, so that answers can name what they answer.
struct RecentUpdates: Sendable {
    private struct Key: Hashable {
        var node: IPv6Address
        var peer: IPv6Address
        var sequence: UInt16
        var kind: UInt8
    }

    private var entries: [Key: Int] = [:]
    private var order: [Key] = []
    private var oldest = 0
    private static let limit = 8192

    /// What a packet answers; 0: nothing that is known. What asks is remembered.
    mutating func cause(of packet: SignallingPacket, entry: Int) -> Int {
        switch packet.payload {
        case .mobility(.bindingUpdate(let update)):
            remember(
                Key(node: packet.logicalSource, peer: packet.destination, sequence: update.sequence, kind: 0),
                entry)
        case .mobility(.bindingAcknowledgement(let answer)):
            return entries[
                Key(node: packet.logicalDestination, peer: packet.source, sequence: answer.sequence, kind: 0)]
                ?? 0
        case .mobility(.bindingRevocationIndication(let indication)):
            remember(
                Key(
                    node: packet.logicalDestination, peer: packet.source, sequence: indication.sequence,
                    kind: 1),
                entry)
        case .mobility(.bindingRevocationAcknowledgement(let answer)):
            return entries[
                Key(node: packet.logicalSource, peer: packet.destination, sequence: answer.sequence, kind: 1)]
                ?? 0
        case .mobility(.homeTestInit):
            remember(Key(node: packet.source, peer: packet.destination, sequence: 0, kind: 2), entry)
        case .mobility(.homeTest):
            return entries[Key(node: packet.logicalDestination, peer: packet.source, sequence: 0, kind: 2)]
                ?? 0
        case .mobility(.careOfTestInit):
            remember(Key(node: packet.source, peer: packet.destination, sequence: 0, kind: 3), entry)
        case .mobility(.careOfTest):
            return entries[Key(node: packet.destination, peer: packet.source, sequence: 0, kind: 3)] ?? 0
        default: break
        }
        return 0
    }

    private mutating func remember(_ key: Key, _ entry: Int) {
        if entries.updateValue(entry, forKey: key) != nil { return }
        if order.count < RecentUpdates.limit {
            order.append(key)
        } else {
            entries[order[oldest]] = nil
            order[oldest] = key
            oldest = (oldest + 1) % RecentUpdates.limit
        }
    }
}
