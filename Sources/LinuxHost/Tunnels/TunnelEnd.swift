import MobilityWire
import Nodes

// The far end of a tunnel as sixteen octets, so that a table and a batch hold ends of both families alike: an IPv6 address,
// or an IPv4-mapped one (RFC 4291 §2.5.5.2), whose seventh and eighth octet are the UDP port where the tunnel is in UDP.
// No mapped address comes in or goes out by IPv6, so the two cannot be mistaken for each other.

extension IPv6Address {
    /// An end in IPv4; the port is 0 where packets stand in IPv4 directly.
    init(tunnelEnd address: IPv4Address, port: UInt16 = 0) {
        self.init(high: UInt64(port), low: address.mapped.low)
    }

    /// Whether it is an end in IPv4.
    var isIPv4End: Bool { high <= 0xffff && low >> 32 == 0xffff }

    /// Whether it is an end in UDP in IPv4.
    var isUDPEnd: Bool { isIPv4End && high != 0 }

    /// The end without its port: by which port a packet comes is a NAT's business (R-160 names addresses).
    var withoutPort: IPv6Address { isIPv4End ? IPv6Address(high: 0, low: low) : self }
}

extension Action.Tunnel {
    /// The far end as an agent sees it.
    var end: IPv6Address {
        switch careOfAddress {
        case .ipv6(let address): address
        case .ipv4(let address): IPv6Address(tunnelEnd: address, port: ports?.remote ?? 0)
        }
    }
}
