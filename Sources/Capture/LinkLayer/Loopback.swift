/// BSD loopback: an address family of 4 octets, in `null` of the byte order of the machine that captured, in `loop`
/// of the network's.
///
/// Families are small numbers, so the octets themselves tell the order; the `loop` files of careless writers are
/// read as well.
enum Loopback {
    static let header = 4

    static func networkLayer(of frame: RawSpan) -> NetworkLayer {
        guard frame.byteCount >= header else {
            return .missing(.tooShort(expected: header, found: frame.byteCount))
        }
        let inNetworkOrder = frame.number32(at: 0, .bigEndian)
        let family = min(inNetworkOrder, inNetworkOrder.byteSwapped)
        return switch family {
        case 2: .ipv4(offset: header)
        // AF_INET6 of Linux; of NetBSD and OpenBSD; of FreeBSD; of macOS.
        case 10, 24, 28, 30: .ipv6(offset: header)
        default: .missing(.unknownFamily(inNetworkOrder))
        }
    }
}
