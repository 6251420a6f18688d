// Addresses stay in the octets until they are asked for.

extension PacketView {
    /// Source of the innermost IP header; one of IPv4 as an IPv4-mapped address. `::` where no header could be read.
    @inlinable
    public var source: IPv6Address { address(inIPv6: 8, inIPv4: 12) }

    /// Destination of the innermost IP header; one of IPv4 as an IPv4-mapped address. `::` where no header could be
    /// read.
    @inlinable
    public var destination: IPv6Address { address(inIPv6: 24, inIPv4: 16) }

    /// The home address in a Home Address option of the innermost IPv6 header (RFC 6275 §6.3).
    @inlinable
    public var homeAddressOption: IPv6Address? {
        walked.homeAddressOffset == 0 ? nil : octets.ipv6Address(inside: Int(walked.homeAddressOffset))
    }

    /// The home address in a type 2 routing header of the innermost IPv6 header that has not been taken yet, that is
    /// with a segment left (RFC 6275 §6.4).
    @inlinable
    public var routingHeader: IPv6Address? {
        walked.routingAddressOffset == 0 ? nil : octets.ipv6Address(inside: Int(walked.routingAddressOffset))
    }

    /// Who sent it as Mobile IPv6 sees it: the home address where a Home Address option is present.
    @inlinable
    public var logicalSource: IPv6Address { homeAddressOption ?? source }

    /// Whom it is for as Mobile IPv6 sees it: the home address where a type 2 routing header is present.
    @inlinable
    public var logicalDestination: IPv6Address { routingHeader ?? destination }

    @inlinable
    func address(inIPv6: Int, inIPv4: Int) -> IPv6Address {
        guard walked.path.count > 0 else { return .unspecified }
        let header = Int(walked.header)
        return walked.isIPv6
            ? octets.ipv6Address(inside: header &+ inIPv6)
            : octets.ipv4Address(inside: header &+ inIPv4).mapped
    }
}
