import MobilityWire

/// Remembers which entries of the journal asked for something, so that answers can name what they answer.
///
/// A fixed number of places, one for each remainder of what a question is known by; a later question takes the place of
/// an earlier one.
struct RecentUpdates: Sendable {
    private struct Key: Equatable {
        var node: IPv6Address
        var peer: IPv6Address
        var sequence: UInt16
        var kind: Kind

        /// One of the places.
        var place: Int {
            let mixed =
                (node.low ^ node.high &* 31 ^ peer.low &* 7 ^ UInt64(sequence) << 20 ^ UInt64(kind.rawValue))
                &* 0x9e37_79b9_7f4a_7c15
            return Int(truncatingIfNeeded: mixed >> 51)
        }
    }

    private enum Kind: UInt8 {
        case registration, revocation, homeTest, careOfTest
    }

    private var questions = [(key: Key?, entry: Int)](repeating: (nil, 0), count: 1 << 13)

    /// What a packet answers; 0: nothing that is known. What asks is remembered.
    mutating func cause(of packet: SignallingPacket, entry: Int) -> Int {
        guard case .mobility(let message) = packet.payload else { return 0 }
        switch message {
        case .bindingUpdate(let update):
            remember(packet.logicalSource, packet.destination, update.sequence, .registration, entry)
        case .bindingAcknowledgement(let answer):
            return question(packet.logicalDestination, packet.source, answer.sequence, .registration)
        case .bindingRevocationIndication(let indication):
            remember(packet.logicalDestination, packet.source, indication.sequence, .revocation, entry)
        case .bindingRevocationAcknowledgement(let answer):
            return question(packet.logicalSource, packet.destination, answer.sequence, .revocation)
        case .homeTestInit: remember(packet.source, packet.destination, 0, .homeTest, entry)
        case .homeTest: return question(packet.logicalDestination, packet.source, 0, .homeTest)
        case .careOfTestInit: remember(packet.source, packet.destination, 0, .careOfTest, entry)
        case .careOfTest: return question(packet.destination, packet.source, 0, .careOfTest)
        default: break
        }
        return 0
    }

    private mutating func remember(
        _ node: IPv6Address, _ peer: IPv6Address, _ sequence: UInt16, _ kind: Kind, _ entry: Int
    ) {
        let key = Key(node: node, peer: peer, sequence: sequence, kind: kind)
        questions[key.place] = (key, entry)
    }

    private func question(
        _ node: IPv6Address, _ peer: IPv6Address, _ sequence: UInt16, _ kind: Kind
    ) -> Int {
        let key = Key(node: node, peer: peer, sequence: sequence, kind: kind)
        return questions[key.place].key == key ? questions[key.place].entry : 0
    }
}
