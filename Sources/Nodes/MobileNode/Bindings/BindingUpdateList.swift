import MobilityWire

/// The binding update list (RFC 6275 §11.1): all peers with their entries, the current home agent first once there is
/// one, then in the order in which they were met.
struct BindingUpdateList: Hashable, Sendable {
    /// The peers.
    private(set) var peers: [Peer] = []
    /// Numbers the exchanges.
    private var lastExchange: UInt32 = 0

    /// An empty list.
    init() {}

    /// Where a peer of this address and role stands.
    func index(of address: IPv6Address, _ role: Peer.Role) -> Int? {
        peers.firstIndex { $0.address == address && $0.role == role }
    }

    /// The peer at a position.
    subscript(index: Int) -> Peer {
        get { peers[index] }
        _modify { yield &peers[index] }
    }

    /// The position of a peer, which is entered where it is new.
    mutating func enter(_ address: IPv6Address, _ role: Peer.Role) -> Int {
        if let index = index(of: address, role) { return index }
        peers.append(Peer(address: address, role: role))
        return peers.count - 1
    }

    /// Takes peers away.
    mutating func removePeers(where condition: (Peer) -> Bool) {
        peers.removeAll(where: condition)
    }

    /// A number that no exchange had lately.
    mutating func nextExchange() -> UInt32 {
        lastExchange &+= 1
        return lastExchange
    }
}
