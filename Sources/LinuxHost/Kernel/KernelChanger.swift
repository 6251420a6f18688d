internal import CNetlink
internal import Glibc
import MobilityWire
import Nodes

/// Carries changes out, and takes them back.
struct KernelChanger {
    /// The conversation with the kernel.
    let socket: NetlinkSocket
    /// The conversation about xfrm; nil where the kernel has none.
    var transforms: NetlinkSocket?

    /// RTPROT of our routes, a number that no one else has in Debian's rt_protos: marks them as ours.
    static let origin: UInt8 = 135

    /// Puts a change in. A route takes the place of one with the same prefix in the same table.
    func apply(_ change: KernelChange) throws(KernelError) { try perform(change, adding: true) }

    /// Takes a change out.
    func revert(_ change: KernelChange) throws(KernelError) { try perform(change, adding: false) }

    private func perform(_ change: KernelChange, adding: Bool) throws(KernelError) {
        let what = (adding ? "" : "undo: ") + change.command
        switch change {
        case .address(let address, let length, let device):
            try perform(addressMessage(address, length, try index(of: device), adding: adding), what)
        case .route(let route):
            try perform(routeMessage(route, try index(of: route.device), adding: adding), what)
        case .rule(let rule):
            if !adding, rule == KernelChange.movedLocalRule { try demandLocalRule() }
            try perform(ruleMessage(rule, from: KernelChanger.origin, adding: adding), what)
        case .withoutRule(let rule):
            do {
                try perform(ruleMessage(rule, from: UInt8(RTPROT_KERNEL), adding: !adding), what)
            } catch {
                // Where it never went, nothing has to come back.
                guard !adding, error.isPresence else { throw error }
            }
        case .proxy(let address, let device):
            try perform(
                neighbourMessage(address, nil, try index(of: device), isProxy: true, adding: adding), what)
        case .neighbour(let address, let linkLayer, let device):
            try perform(
                neighbourMessage(address, linkLayer, try index(of: device), isProxy: false, adding: adding),
                what)
        case .setting(let path, let value, let former):
            try KernelSetting.write(adding ? value : former, to: path)
        case .down(let device): try setEnabled(device, !adding)
        case .tunnel(let tunnel): try adding ? make(tunnel) : remove(tunnel)
        case .transform(let transform): try performTransform(transform.message(adding: adding), what)
        case .transformPolicy(let policy): try performTransform(policy.message(adding: adding), what)
        }
    }

    private func perform(_ message: NetlinkMessage, _ what: String) throws(KernelError) {
        try socket.perform(message, what)
    }

    private func performTransform(_ message: NetlinkMessage, _ what: String) throws(KernelError) {
        guard let transforms else { throw KernelError(what, code: EPROTONOSUPPORT) }
        try transforms.perform(message, what)
    }

    /// The number of a device; an error where there is none of that name.
    func index(of device: String) throws(KernelError) -> UInt32 {
        let index = if_nametoindex(device)
        guard index != 0 else { throw KernelError("device \(device)", code: ENODEV) }
        return index
    }

    /// The link by which packets between two addresses leave, and what its route takes where an administrator said so.
    func way(
        to destination: IPv6Address, from source: IPv6Address
    ) throws(KernelError) -> (link: UInt32, mtu: Int?) {
        var message = NetlinkMessage(Int(RTM_GETROUTE))
        message.append(
            rtmsg(
                rtm_family: UInt8(AF_INET6), rtm_dst_len: 128, rtm_src_len: 128, rtm_tos: 0, rtm_table: 0,
                rtm_protocol: 0, rtm_scope: 0, rtm_type: 0, rtm_flags: 0))
        message.append(attribute: Int(RTA_DST.rawValue), destination.octets)
        message.append(attribute: Int(RTA_SRC.rawValue), source.octets)
        let what = "ip -6 route get \(destination) from \(source)"
        let attributes = try socket.ask(message, what).attributes(after: rtmsg.self)
        guard let link = attributes[Int(RTA_OIF.rawValue)]?.native(UInt32.self) else {
            throw KernelError(what, code: ENETUNREACH)
        }
        // What runs out is what the kernel learned of the path.
        let expires = attributes[Int(RTA_CACHEINFO.rawValue)]?.native(rta_cacheinfo.self)?.rta_expires ?? 0
        let metrics = NetlinkAttributes(attributes[Int(RTA_METRICS.rawValue)] ?? [])
        let mtu = expires == 0 ? metrics[Int(RTAX_MTU)]?.native(UInt32.self) : nil
        return (link, mtu.flatMap { $0 == 0 ? nil : Int($0) })
    }

    /// Starts a tunnel device. Its settings go with it; it needs no address of its own.
    func start(_ device: String, mtu: Int) throws(KernelError) {
        try KernelSetting.write("1", to: "net/ipv6/conf/\(device)/addr_gen_mode")
        try setMTU(mtu, of: device)
        try setEnabled(device, true)
    }

    /// Switches a device on or off.
    func setEnabled(_ device: String, _ enabled: Bool) throws(KernelError) {
        try configure(device, flags: enabled ? LinkFlag.up : 0, change: LinkFlag.up) { _ in }
    }

    /// The largest packet of a device.
    func setMTU(_ mtu: Int, of device: String) throws(KernelError) {
        try configure(device, flags: 0, change: 0) {
            $0.append(attribute: Int(IFLA_MTU), UInt32(clamping: mtu))
        }
    }

    private func configure(
        _ device: String, flags: UInt32, change: UInt32, _ more: (inout NetlinkMessage) -> Void
    ) throws(KernelError) {
        var message = NetlinkMessage(Int(RTM_NEWLINK))
        message.append(
            ifinfomsg(
                ifi_family: UInt8(AF_UNSPEC), __ifi_pad: 0, ifi_type: 0,
                ifi_index: Int32(try index(of: device)),
                ifi_flags: flags, ifi_change: change))
        more(&message)
        try perform(message, "ip link set dev \(device)")
    }

    // MARK: Messages

    private func flags(adding: Bool, replacing: Bool = false) -> Int32 {
        adding ? NLM_F_CREATE | (replacing ? NLM_F_REPLACE : NLM_F_EXCL) : 0
    }

    private func addressMessage(
        _ address: IPv6Address, _ length: Int, _ device: UInt32, adding: Bool
    ) -> NetlinkMessage {
        var message = NetlinkMessage(Int(adding ? RTM_NEWADDR : RTM_DELADDR), flags: flags(adding: adding))
        message.append(
            ifaddrmsg(
                ifa_family: UInt8(AF_INET6), ifa_prefixlen: UInt8(length), ifa_flags: 0,
                ifa_scope: UInt8(RT_SCOPE_UNIVERSE.rawValue), ifa_index: device))
        message.append(attribute: Int(IFA_LOCAL), address.octets)
        message.append(attribute: Int(IFA_ADDRESS), address.octets)
        if adding {
            message.append(
                attribute: Int(IFA_FLAGS), UInt32(IFA_F_NODAD | IFA_F_NOPREFIXROUTE | IFA_F_HOMEADDRESS))
        }
        return message
    }

    private func routeMessage(
        _ route: KernelChange.Route, _ device: UInt32, adding: Bool
    ) -> NetlinkMessage {
        let type = route.isLocal ? RTN_LOCAL : RTN_UNICAST
        var message = NetlinkMessage(
            Int(adding ? RTM_NEWROUTE : RTM_DELROUTE), flags: flags(adding: adding, replacing: true))
        message.append(
            rtmsg(
                rtm_family: UInt8(AF_INET6), rtm_dst_len: UInt8(route.prefix.length), rtm_src_len: 0,
                rtm_tos: 0,
                rtm_table: UInt8(RT_TABLE_UNSPEC.rawValue), rtm_protocol: KernelChanger.origin,
                rtm_scope: UInt8(RT_SCOPE_UNIVERSE.rawValue), rtm_type: UInt8(type), rtm_flags: 0))
        message.append(attribute: Int(RTA_TABLE.rawValue), route.table)
        if route.prefix.length > 0 {
            message.append(attribute: Int(RTA_DST.rawValue), route.prefix.address.octets)
        }
        message.append(attribute: Int(RTA_OIF.rawValue), device)
        if let gateway = route.gateway {
            message.append(attribute: Int(RTA_GATEWAY.rawValue), gateway.octets)
        }
        if let source = route.source { message.append(attribute: Int(RTA_PREFSRC.rawValue), source.octets) }
        if let ends = route.encapsulation { message.append(encapsulation: ends) }
        if let segment = route.segment { message.append(segment: segment) }
        if let mtu = route.mtu {
            message.append(nested: Int(RTA_METRICS.rawValue)) {
                $0.append(attribute: Int(RTAX_LOCK), UInt32(1) << UInt32(RTAX_MTU))
                $0.append(attribute: Int(RTAX_MTU), UInt32(clamping: mtu))
            }
        }
        return message
    }

    private func ruleMessage(
        _ rule: KernelChange.Rule, from origin: UInt8, adding: Bool
    ) -> NetlinkMessage {
        var message = NetlinkMessage(Int(adding ? RTM_NEWRULE : RTM_DELRULE), flags: flags(adding: adding))
        message.append(
            fib_rule_hdr(
                family: UInt8(AF_INET6), dst_len: UInt8(rule.to?.length ?? 0),
                src_len: UInt8(rule.from?.length ?? 0), tos: 0, table: 0, res1: 0, res2: 0,
                action: UInt8(rule.table == nil ? FR_ACT_UNREACHABLE : FR_ACT_TO_TBL), flags: 0))
        message.append(attribute: Int(FRA_PRIORITY), rule.preference)
        if let from = rule.from { message.append(attribute: Int(FRA_SRC), from.address.octets) }
        if let to = rule.to { message.append(attribute: Int(FRA_DST), to.address.octets) }
        if let number = rule.transportProtocol { message.append(attribute: Int(FRA_IP_PROTO), number) }
        if let port = rule.port {
            message.append(attribute: Int(FRA_DPORT_RANGE), fib_rule_port_range(start: port, end: port))
        }
        if let port = rule.sourcePort {
            message.append(attribute: Int(FRA_SPORT_RANGE), fib_rule_port_range(start: port, end: port))
        }
        if let mark = rule.mark { message.append(attribute: Int(FRA_FWMARK), mark) }
        if let device = rule.outputDevice { message.append(attribute: Int(FRA_OIFNAME), text: device) }
        if let table = rule.table { message.append(attribute: Int(FRA_TABLE), table) }
        if rule.passesDefaults { message.append(attribute: Int(FRA_SUPPRESS_PREFIXLEN), UInt32(0)) }
        message.append(attribute: Int(FRA_PROTOCOL), origin)
        return message
    }

    private func neighbourMessage(
        _ address: IPv6Address, _ linkLayer: LinkLayerAddress?, _ device: UInt32, isProxy: Bool, adding: Bool
    ) -> NetlinkMessage {
        var message = NetlinkMessage(
            Int(adding ? RTM_NEWNEIGH : RTM_DELNEIGH), flags: flags(adding: adding, replacing: !isProxy))
        message.append(
            ndmsg(
                ndm_family: UInt8(AF_INET6), ndm_pad1: 0, ndm_pad2: 0, ndm_ifindex: Int32(device),
                ndm_state: UInt16(NUD_PERMANENT), ndm_flags: isProxy ? UInt8(NTF_PROXY) : 0, ndm_type: 0))
        message.append(attribute: Int(NDA_DST), address.octets)
        if let linkLayer { message.append(attribute: Int(NDA_LLADDR), linkLayer.octets) }
        return message
    }
}

extension NetlinkMessage {
    /// Appends an attribute that holds a structure.
    mutating func append<Part: BitwiseCopyable>(attribute type: Int, _ part: Part) {
        append(attribute: type, withUnsafeBytes(of: part) { Array($0) })
    }
}
