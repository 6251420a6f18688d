internal import MobilityWire

/// Tells signalling that ESP hides from traffic that it hides, by the only thing that can be seen: how often it comes.
///
/// A node sends three Binding Updates a second at most for each binding (RFC 6275 §12, MAX_UPDATE_RATE); traffic by route
/// optimization in ESP comes as it likes. Bounded: an association that shares its place with another begins anew.
struct HiddenSignalling: Sendable {
    private struct Association {
        var spi: UInt32 = 0
        var destination = IPv6Address.unspecified
        /// When its second began, in nanoseconds, and how many packets came since.
        var begin = Int64.min
        var packets = 0
    }

    private var associations = [Association](repeating: Association(), count: 256)
    /// What comes more often than this within a second is traffic: some bindings refreshed at once come less often.
    static let mostPerSecond = 16
    private static let second: Int64 = 1_000_000_000

    /// Whether a packet of a security association may be signalling; it is counted.
    mutating func mayBe(_ spi: UInt32, to destination: IPv6Address, at time: Int64) -> Bool {
        let octets = destination.octets
        let hash = octets.reduce(spi) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        let place = Int(hash % UInt32(associations.count))
        var association = associations[place]
        let (age, overflow) = time.subtractingReportingOverflow(association.begin)
        if association.spi != spi || association.destination != destination || overflow
            || !(0..<HiddenSignalling.second).contains(age)
        {
            association = Association(spi: spi, destination: destination, begin: time)
        }
        association.packets += 1
        associations[place] = association
        return association.packets <= HiddenSignalling.mostPerSecond
    }
}
