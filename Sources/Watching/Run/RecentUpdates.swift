import MobilityWire

/// Remembers which entries of the journal asked for something, so that answers can name what they answer.
///
/// A fixed number of places, one for each remainder of what a question is known by; a later question takes the place of
/// an earlier one.
struct RecentUpdates: Sendable {
    /// What a question is known by, in few octets, so that all places lie near at hand: looking into a large table takes
    /// longer than the rest of it.
    private struct Key: Equatable {
        private var ends: UInt64
        private var sequence: UInt16
        private var kind: Kind

        init(_ node: IPv6Address, _ peer: IPv6Address, _ sequence: UInt16, _ kind: Kind) {
            self.sequence = sequence
            self.kind = kind
            // Each word turns the sum of those before it over; what is equal in 64 bits is equal.
            var sum: UInt64 = 0x9e37_79b9_7f4a_7c15
            func add(_ word: UInt64) {
                sum = (sum ^ word) &* 0xff51_afd7_ed55_8ccd
                sum ^= sum >> 29
            }
            add(node.high)
            add(node.low)
            add(peer.high)
            add(peer.low)
            ends = sum
        }

        /// One of the places.
        var place: Int {
            let mixed = (ends ^ UInt64(sequence) << 20 ^ UInt64(kind.rawValue)) &* 0x9e37_79b9_7f4a_7c15
            return Int(truncatingIfNeeded: mixed >> 51)
        }
    }

    private enum Kind: UInt8 {
        case nothing, registration, revocation, homeTest, careOfTest
    }

    private var questions = [(key: Key, entry: UInt32)](
        repeating: (Key(.unspecified, .unspecified, 0, .nothing), 0), count: 1 << 13)

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
        let key = Key(node, peer, sequence, kind)
        questions[key.place] = (key, UInt32(clamping: entry))
    }

    private func question(
        _ node: IPv6Address, _ peer: IPv6Address, _ sequence: UInt16, _ kind: Kind
    ) -> Int {
        let key = Key(node, peer, sequence, kind)
        let question = questions[key.place]
        return question.key == key ? Int(question.entry) : 0
    }
}
