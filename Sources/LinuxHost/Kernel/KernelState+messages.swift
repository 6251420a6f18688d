internal import CLinux
internal import CNetlink
internal import Glibc
import MobilityWire
import Nodes

// What messages of rtnetlink change.

extension KernelState {
    /// Asks the kernel for everything.
    init(of socket: NetlinkSocket) throws(KernelError) {
        for message in try socket.dump(Int(RTM_GETLINK), family: AF_UNSPEC) { apply(message) }
        for message in try socket.dump(Int(RTM_GETADDR), family: AF_INET6) { apply(message) }
        for message in try socket.dump(Int(RTM_GETADDR), family: AF_INET) { apply(message) }
        for message in try socket.dump(Int(RTM_GETROUTE), family: AF_INET6) { apply(message) }
        for message in try socket.dump(Int(RTM_GETNEIGH), family: AF_INET6) { apply(message) }
    }

    /// Takes in what a message says.
    mutating func apply(_ message: NetlinkMessage) {
        switch Int(message.type) {
        case Int(RTM_NEWLINK): applyLink(message)
        case Int(RTM_DELLINK): removeLink(message)
        case Int(RTM_NEWADDR), Int(RTM_DELADDR): applyAddress(message)
        case Int(RTM_NEWROUTE), Int(RTM_DELROUTE): applyRoute(message)
        case Int(RTM_NEWNEIGH), Int(RTM_DELNEIGH): applyNeighbour(message)
        default: break
        }
    }

    // MARK: Links

    private mutating func applyLink(_ message: NetlinkMessage) {
        guard let fixed = message.fixed(as: ifinfomsg.self) else { return }
        let attributes = message.attributes(after: ifinfomsg.self)
        guard let name = attributes[Int(IFLA_IFNAME)]?.text, fixed.ifi_family != AF_BRIDGE else { return }
        let flags = fixed.ifi_flags
        let enabled = flags & LinkFlag.up != 0
        let hardware = attributes[Int(IFLA_ADDRESS)].map(Array.init) ?? []
        var link = Link(
            identifier: InterfaceIdentifier(UInt32(fixed.ifi_index)), name: name,
            isUp: enabled && flags & LinkFlag.carrier != 0, isEnabled: enabled,
            hasCarrier: flags & LinkFlag.carrier != 0,
            isLoopback: flags & LinkFlag.loopback != 0,
            linkLayerAddress: hardware.count == 6 ? LinkLayerAddress(hardware) : nil,
            mtu: Int(attributes[Int(IFLA_MTU)]?.native(UInt32.self) ?? 0))
        if let counters = attributes[Int(IFLA_STATS64)]?.native(rtnl_link_stats64.self) {
            link.counters = Counters(
                receivedOctets: counters.rx_bytes, sentOctets: counters.tx_bytes,
                receivedPackets: counters.rx_packets, sentPackets: counters.tx_packets)
        }
        if let index = links.firstIndex(where: { $0.identifier == link.identifier }) {
            link.addresses = links[index].addresses
            links[index] = link
        } else {
            let index = links.firstIndex { $0.identifier > link.identifier } ?? links.count
            links.insert(link, at: index)
        }
    }

    private mutating func removeLink(_ message: NetlinkMessage) {
        guard let fixed = message.fixed(as: ifinfomsg.self), fixed.ifi_family != AF_BRIDGE else { return }
        let identifier = InterfaceIdentifier(UInt32(fixed.ifi_index))
        links.removeAll { $0.identifier == identifier }
        routes.removeAll { $0.interface == identifier }
        neighbours.removeAll { $0.interface == identifier }
    }

    // MARK: Addresses

    private mutating func applyAddress(_ message: NetlinkMessage) {
        guard let fixed = message.fixed(as: ifaddrmsg.self) else { return }
        let attributes = message.attributes(after: ifaddrmsg.self)
        let octets = attributes[Int(IFA_LOCAL)] ?? attributes[Int(IFA_ADDRESS)] ?? []
        let identifier = InterfaceIdentifier(fixed.ifa_index)
        guard let index = links.firstIndex(where: { $0.identifier == identifier }) else { return }
        let value: CareOfAddress
        switch Int32(fixed.ifa_family) {
        case AF_INET6:
            guard let address = IPv6Address(network: octets) else { return }
            value = .ipv6(address)
        case AF_INET:
            guard let bits = octets.native(UInt32.self) else { return }
            value = .ipv4(IPv4Address(UInt32(bigEndian: bits)))
        default: return
        }
        guard Int(message.type) == Int(RTM_NEWADDR) else {
            links[index].addresses.removeAll { $0.address == value }
            return
        }
        let flags = attributes[Int(IFA_FLAGS)]?.native(UInt32.self) ?? UInt32(fixed.ifa_flags)
        let lifetimes = attributes[Int(IFA_CACHEINFO)]?.native(ifa_cacheinfo.self)
        let address = Address(
            address: value, prefixLength: Int(fixed.ifa_prefixlen), state: KernelState.state(flags),
            isTemporary: flags & UInt32(IFA_F_TEMPORARY) != 0,
            isOptimistic: flags & UInt32(IFA_F_OPTIMISTIC) != 0,
            validUntil: KernelState.end(lifetimes?.ifa_valid),
            preferredUntil: KernelState.end(lifetimes?.ifa_prefered))
        if let known = links[index].addresses.firstIndex(where: { $0.address == value }) {
            links[index].addresses[known] = address
        } else {
            links[index].addresses.append(address)
        }
    }

    /// When a lifetime ends of which so many seconds are left now; nil: never.
    private static func end(_ seconds: UInt32?) -> Instant? {
        guard let seconds, seconds != .max else { return nil }
        return Instant(nanoseconds: careof_boot_time()) + .seconds(Int64(seconds))
    }

    private static func state(_ flags: UInt32) -> AddressState? {
        if flags & UInt32(IFA_F_DADFAILED) != 0 { return nil }
        // An optimistic address may not be used for Binding Updates before its detection is over (RFC 4429 §3.3).
        if flags & UInt32(IFA_F_TENTATIVE) != 0 { return .tentative }
        return flags & UInt32(IFA_F_DEPRECATED) != 0 ? .deprecated : .preferred
    }

    // MARK: Routes and neighbours

    private mutating func applyRoute(_ message: NetlinkMessage) {
        guard let fixed = message.fixed(as: rtmsg.self), Int32(fixed.rtm_family) == AF_INET6,
            fixed.rtm_protocol != KernelChanger.origin, Int(fixed.rtm_type) == Int(RTN_UNICAST),
            fixed.rtm_flags & UInt32(RTM_F_CLONED) == 0
        else { return }
        let attributes = message.attributes(after: rtmsg.self)
        let table = attributes[Int(RTA_TABLE.rawValue)]?.native(UInt32.self) ?? UInt32(fixed.rtm_table)
        guard table == UInt32(RT_TABLE_MAIN.rawValue) else { return }
        let destination = IPv6Address(network: attributes[Int(RTA_DST.rawValue)] ?? []) ?? .unspecified
        let metric = attributes[Int(RTA_PRIORITY.rawValue)]?.native(UInt32.self) ?? 0
        var hops: [(UInt32, IPv6Address?)] = []
        if let interface = attributes[Int(RTA_OIF.rawValue)]?.native(UInt32.self) {
            hops.append((interface, IPv6Address(network: attributes[Int(RTA_GATEWAY.rawValue)] ?? [])))
        }
        hops += KernelState.hops(attributes[Int(RTA_MULTIPATH.rawValue)] ?? [])
        for (interface, gateway) in hops {
            let route = Route(
                prefix: IPv6Prefix(destination, length: Int(fixed.rtm_dst_len)),
                interface: InterfaceIdentifier(interface), gateway: gateway, metric: metric,
                origin: fixed.rtm_protocol)
            routes.removeAll {
                $0.prefix == route.prefix && $0.interface == route.interface && $0.gateway == gateway
                    && $0.metric == metric
            }
            if Int(message.type) == Int(RTM_NEWROUTE) { routes.append(route) }
        }
    }

    /// The next hops of a route with several.
    private static func hops(_ octets: ArraySlice<UInt8>) -> [(UInt32, IPv6Address?)] {
        var rest = octets
        var hops: [(UInt32, IPv6Address?)] = []
        while let hop = rest.native(rtnexthop.self), hop.rtnh_len >= 8, Int(hop.rtnh_len) <= rest.count {
            let attributes = NetlinkAttributes(rest.dropFirst(8).prefix(Int(hop.rtnh_len) - 8))
            hops.append(
                (UInt32(hop.rtnh_ifindex), IPv6Address(network: attributes[Int(RTA_GATEWAY.rawValue)] ?? [])))
            rest = rest.dropFirst((Int(hop.rtnh_len) + 3) & ~3)
        }
        return hops
    }

    private mutating func applyNeighbour(_ message: NetlinkMessage) {
        guard let fixed = message.fixed(as: ndmsg.self), Int32(fixed.ndm_family) == AF_INET6,
            Int32(fixed.ndm_flags) & NTF_PROXY == 0
        else { return }
        let attributes = message.attributes(after: ndmsg.self)
        guard let address = IPv6Address(network: attributes[Int(NDA_DST)] ?? []) else { return }
        let identifier = InterfaceIdentifier(UInt32(fixed.ndm_ifindex))
        neighbours.removeAll { $0.address == address && $0.interface == identifier }
        let unusable = NUD_FAILED | NUD_INCOMPLETE
        guard Int(message.type) == Int(RTM_NEWNEIGH), Int32(fixed.ndm_state) & unusable == 0,
            let octets = attributes[Int(NDA_LLADDR)], octets.count == 6
        else { return }
        neighbours.append(
            Neighbour(
                address: address, interface: identifier, linkLayerAddress: LinkLayerAddress(Array(octets))))
    }
}

/// Flags of a link (linux/if.h, which says them twice, so that they are not imported).
enum LinkFlag {
    /// IFF_UP.
    static let up: UInt32 = 1
    /// IFF_LOOPBACK.
    static let loopback: UInt32 = 8
    /// IFF_LOWER_UP.
    static let carrier: UInt32 = 1 << 16
}

extension IPv6Address {
    /// An address from its 16 octets in network order; nil where there are not so many.
    init?(network octets: ArraySlice<UInt8>) {
        guard let halves = octets.native((UInt64, UInt64).self) else { return nil }
        self.init(high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1))
    }
}
