/// What Linux gives when capturing on "any", and on links whose header it hides.
///
/// Version 1, 16 octets: packet type 2, hardware type 2, address length 2, address 8, protocol 2.
/// Version 2, 20 octets: protocol 2, reserved 2, interface index 4, hardware type 2, packet type 1, address length 1,
/// address 8. All in network byte order.
enum LinuxCooked {
    /// `ARPHRD_NETLINK`: the protocol field is a netlink family, not an EtherType.
    static let netlink: UInt16 = 824
    /// `LINUX_SLL_P_802_2`: an LLC header follows.
    static let logicalLinkControl: UInt16 = 4

    static func networkLayer(ofVersion1 frame: RawSpan) -> NetworkLayer {
        networkLayer(of: frame, header: 16, type: 14, hardware: 2)
    }

    static func networkLayer(ofVersion2 frame: RawSpan) -> NetworkLayer {
        networkLayer(of: frame, header: 20, type: 0, hardware: 8)
    }

    private static func networkLayer(of frame: RawSpan, header: Int, type: Int, hardware: Int) -> NetworkLayer
    {
        guard frame.byteCount >= header else {
            return .missing(.tooShort(expected: header, found: frame.byteCount))
        }
        guard frame.number16(at: hardware, .bigEndian) != netlink else {
            return .other(etherType: 0, offset: header)
        }
        let type = frame.number16(at: type, .bigEndian)
        guard type != logicalLinkControl else { return Ethernet.subnetworkAccess(at: header, in: frame) }
        // Below the least EtherType stand Linux' own numbers for links that carry no IP.
        guard type >= Ethernet.leastEtherType else { return .other(etherType: 0, offset: header) }
        return EtherType.networkLayer(type, at: header, in: frame)
    }
}
