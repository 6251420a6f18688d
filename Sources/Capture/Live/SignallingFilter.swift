/// The filter that the kernel applies, so that a busy router hands over signalling and not its traffic.
///
/// It lets through all that could be signalling by its first headers, and a little more; what it is in truth is found
/// out afterwards. It is written in the language of pcap-filter(7).
public enum SignallingFilter {
    /// Mobility Headers, directly or behind extension headers; discovery of home agents and prefixes; both of these in
    /// IPv6 tunnels and, for dual stack (RFC 5555 §4.1), in IPv4 and UDP of port 4191; fragments of them.
    public static var expression: String { text(withTraffic: false) }

    /// All of that, and whatever else goes through such tunnels: it tells that a binding is in use.
    public static var expressionWithTraffic: String { text(withTraffic: true) }

    /// What leads to a Mobility Header: itself, destination options, routing, fragment, authentication header.
    private static let leading = [135, 60, 43, 44, 51]

    private static func text(withTraffic: Bool) -> String {
        // Where the next header stands: in IPv6 octet 6, in a tunnel's inner header 40 octets later. IPv6 in IPv4 begins
        // behind a header of variable length, in UDP 8 octets further.
        let behindIPv4 = "((ip[0] & 0xf) << 2)"
        let inTunnel =
            withTraffic ? "ip6[6] = 41" : "(ip6[6] = 41 and (\(signalling("ip6", "40")) or ip6[46] = 41))"
        let inIPv4 =
            withTraffic
            ? "ip[9] = 41" : "(ip[9] = 41 and \(signalling("ip", behindIPv4)))"
        let inUDP =
            withTraffic
            ? "udp port 4191" : "(udp port 4191 and (udp[8] & 0xf0) = 0x60 and \(signalling("udp", "8")))"
        let inUDPOverIPv6 = "(ip6[6] = 17 and (ip6[40:2] = 4191 or ip6[42:2] = 4191))"
        return "(ip6 and (\(signalling("ip6", "0")) or \(inTunnel) or \(inUDPOverIPv6)))"
            // A fragment of UDP in IPv4 other than the first does not tell its port.
            + " or (ip and (\(inIPv4) or \(inUDP) or (ip[9] = 17 and (ip[6:2] & 0x3fff) != 0)))"
    }

    /// Whether the IPv6 header at `offset` of what `name` names leads to signalling.
    private static func signalling(_ name: String, _ offset: String) -> String {
        let next = "\(name)[\(offset) + 6]"
        let type = "\(name)[\(offset) + 40]"
        let direct = leading.map { "\(next) = \($0)" }.joined(separator: " or ")
        // Behind hop-by-hop options there is mostly ICMPv6 of multicast listeners.
        return "(\(direct) or (\(next) = 0 and \(type) != 58)"
            + " or (\(next) = 58 and \(type) >= 144 and \(type) <= 147))"
    }
}
