/// A care-of address: IPv6, or IPv4 where the node sits in an IPv4-only network (RFC 5648 §4.2, RFC 5555).
public enum CareOfAddress: Hashable, Comparable, Sendable {
    /// An IPv6 care-of address, 16 octets in a Binding Identifier option.
    case ipv6(IPv6Address)
    /// An IPv4 care-of address, 4 octets in a Binding Identifier option.
    case ipv4(IPv4Address)

    /// The IPv6 address, if it is one.
    public var ipv6: IPv6Address? {
        if case .ipv6(let address) = self { return address }
        return nil
    }

    /// The IPv4 address, if it is one.
    public var ipv4: IPv4Address? {
        if case .ipv4(let address) = self { return address }
        return nil
    }

    /// Whether a binding may be made to it (RFC 5648 §6.2: "unicast routable").
    public var isRoutableUnicast: Bool {
        switch self {
        case .ipv6(let address): address.isRoutableUnicast
        case .ipv4(let address): address.isRoutableUnicast
        }
    }

    /// Size on the wire in octets: 16 or 4.
    public var size: Int {
        switch self {
        case .ipv6: 16
        case .ipv4: 4
        }
    }
}
