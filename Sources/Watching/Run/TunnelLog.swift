import MobilityWire

/// What went through tunnels between the entries of a journal, which has no entries for it: so that an access can be shown
/// with what it had carried at some entry. Bounded: when it is full, what comes counts to what came before.
struct TunnelLog: Sendable {
    /// Packets of one access, one way, between two entries.
    struct Record: Sendable {
        /// The entry before them; 0: none.
        var entry: Int
        var homeAddress: IPv6Address
        var careOfAddress: CareOfAddress
        var isSent: Bool
        var packets = 1

        /// Whether another one is of the same access and way.
        func isAlike(_ other: Record) -> Bool {
            isSent == other.isSent && careOfAddress == other.careOfAddress
                && homeAddress == other.homeAddress
        }
    }

    /// Ascending by their entries.
    private(set) var records: [Record] = []
    private static let limit = 1 << 16
    /// So many records are looked through for one that a packet adds to: as many accesses are in use at once, about.
    private static let reach = 16

    /// One more packet.
    mutating func add(_ record: Record) {
        let isFull = records.count >= TunnelLog.limit
        for index in records.indices.suffix(TunnelLog.reach).reversed() {
            if !isFull, records[index].entry != record.entry { break }
            if records[index].isAlike(record) {
                records[index].packets += 1
                return
            }
        }
        if !isFull { records.append(record) }
    }
}
