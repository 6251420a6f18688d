import MobilityWire
import Nodes

/// What a router advertisement says of a home agent (RFC 6275 §7.1, §7.2, §7.4), whoever sends it: another careof with
/// radvd beside it, or any other agent.
struct HomeAgentAdvertisement: Hashable {
    /// Its address on the home link: from a prefix option with the R bit; else the source, which is link-local and of
    /// no use to a node far away.
    var address: IPv6Address
    /// Higher is preferred.
    var preference: Int16
    /// How long it is a home agent; zero: no longer.
    var lifetime: Interval

    /// Reads a packet; nil: it is no router advertisement with the H bit, or one that nobody may believe
    /// (RFC 4861 §6.1.2), or it names no address that a node could use.
    init?(_ octets: [UInt8]) {
        guard octets.count >= 56, octets[0] >> 4 == 6, octets[6] == 58, octets[7] == 255, octets[40] == 134,
            octets[41] == 0,
            // fe80::/10, and the H bit.
            octets[8] == 0xfe, octets[9] & 0xc0 == 0x80, octets[45] & 0x20 != 0
        else { return nil }
        // Without an option of its own: preference 0, and the lifetime of the router (RFC 6275 §7.4).
        var preference: Int16 = 0
        var seconds = Int64(octets[46]) << 8 | Int64(octets[47])
        var address: IPv6Address?
        var offset = 56
        while offset + 2 <= octets.count {
            let length = 8 * Int(octets[offset + 1])
            guard length > 0, offset + length <= octets.count else { return nil }
            switch (octets[offset], length) {
            case (3, 32) where octets[offset + 3] & 0x20 != 0:
                address = IPv6Address(network: octets[(offset + 16)...])
            case (8, 8):
                preference = Int16(bitPattern: UInt16(octets[offset + 4]) << 8 | UInt16(octets[offset + 5]))
                seconds = Int64(octets[offset + 6]) << 8 | Int64(octets[offset + 7])
            default: break
            }
            offset += length
        }
        guard let address, address.isRoutableUnicast else { return nil }
        self.address = address
        self.preference = preference
        lifetime = .seconds(seconds)
    }
}
