extension PacketView {
    /// Where the payload is a part of a datagram: which part of which.
    public var fragment: Fragment? {
        guard walked.kind == .fragment else { return nil }
        let header = Int(walked.header)
        if walked.isIPv6 {
            let word = octets.number16(inside: walked.position - 6)
            return Fragment(
                identification: octets.number32(inside: walked.position - 4), offset: Int(word & 0xfff8),
                moreFollow: word & 1 != 0, headerOffset: header, unfragmentableEnd: walked.position - 8)
        }
        let word = octets.number16(inside: header + 6)
        return Fragment(
            identification: UInt32(octets.number16(inside: header + 4)), offset: 8 * Int(word & 0x1fff),
            moreFollow: word & 0x2000 != 0, headerOffset: header, unfragmentableEnd: walked.position)
    }

    /// Which part of which datagram a fragment is (RFC 8200 §4.5, RFC 791 §3.2).
    public struct Fragment: Hashable, Sendable {
        /// Tells datagrams between the same addresses apart: 32 bits in IPv6, 16 in IPv4.
        public var identification: UInt32
        /// Where the part stands in the datagram, in octets.
        public var offset: Int
        /// Whether further parts follow it.
        public var moreFollow: Bool
        /// Where the IP header begins that was fragmented, in octets from the beginning of the packet.
        public var headerOffset: Int
        /// Where the part ends that every fragment has: at the fragment header, or behind the IPv4 header.
        public var unfragmentableEnd: Int
    }
}
