internal import CNetlink
internal import Glibc
import MobilityWire

// Tunnel devices of ip6_tunnel.

extension KernelChanger {
    private static let kind = "ip6tnl"
    /// What `ip link` shows on devices of ours.
    private static let mark = "careof"
    /// IP6_TNL_F_IGN_ENCAP_LIMIT.
    private static let ignoresLimit: UInt32 = 1

    /// Whether the kernel makes tunnel devices. It is asked for one that it has to refuse, so that none appears, but a
    /// module that is needed comes.
    func makesTunnels() -> Bool {
        let device = KernelChanger.mark + "probe"
        do {
            try socket.perform(
                message(device, flags: NLM_F_CREATE | NLM_F_EXCL) {
                    $0.append(attribute: Int(IFLA_IPTUN_PROTO), UInt8(255))
                }, "a tunnel")
            // Whoever makes that too makes the others.
            try removeDevice(device)
            return true
        } catch {
            return error.code == EINVAL
        }
    }

    /// Makes a tunnel device, marked as ours.
    func make(_ tunnel: KernelChange.Tunnel) throws(KernelError) {
        do {
            try socket.perform(try message(tunnel, flags: NLM_F_CREATE | NLM_F_EXCL), tunnel.command)
        } catch {
            guard error.isPresence else { throw error }
            throw KernelError(
                "\(tunnel.command): \(try obstacle(to: tunnel) ?? tunnel.device) is in the way",
                code: error.code)
        }
        // A device without the mark is known by its ends.
        var alias = NetlinkMessage(Int(RTM_NEWLINK))
        alias.append(
            ifinfomsg(
                ifi_family: UInt8(AF_UNSPEC), __ifi_pad: 0, ifi_type: 0,
                ifi_index: Int32(try index(of: tunnel.device)), ifi_flags: 0, ifi_change: 0))
        alias.append(attribute: Int(IFLA_IFALIAS), text: KernelChanger.mark)
        try? socket.perform(alias, "ip link set alias")
    }

    /// Gives a tunnel device of ours other ends.
    func turn(_ tunnel: KernelChange.Tunnel) throws(KernelError) {
        try socket.perform(try message(tunnel, flags: 0), tunnel.command)
    }

    /// Takes a tunnel device away, if it is the one that we made.
    func remove(_ tunnel: KernelChange.Tunnel) throws(KernelError) {
        guard try devices().contains(where: { $0.name == tunnel.device && $0.ends == tunnel.ends }) else {
            throw KernelError("undo: \(tunnel.command)", code: ENODEV)
        }
        try removeDevice(tunnel.device)
    }

    private func removeDevice(_ device: String) throws(KernelError) {
        var message = NetlinkMessage(Int(RTM_DELLINK))
        message.append(
            ifinfomsg(
                ifi_family: UInt8(AF_UNSPEC), __ifi_pad: 0, ifi_type: 0,
                ifi_index: Int32(try index(of: device)),
                ifi_flags: 0, ifi_change: 0))
        try socket.perform(message, "ip link delete \(device)")
    }

    /// The device that keeps a tunnel from being made: of the same name, with the same ends, or the other one that
    /// serves all.
    private func obstacle(to tunnel: KernelChange.Tunnel) throws(KernelError) -> String? {
        if if_nametoindex(tunnel.device) != 0 { return "device \(tunnel.device)" }
        let found = try devices().first { $0.ends == tunnel.ends }
        return found.map { "tunnel \($0.name) with the same ends (ip -d link show \($0.name))" }
    }

    /// The tunnel devices that there are. Those without any ends serve all in external mode, or are the kernel's own.
    private func devices() throws(KernelError) -> [(name: String, ends: TunnelEnds?)] {
        var found: [(name: String, ends: TunnelEnds?)] = []
        for message in try socket.dump(Int(RTM_GETLINK), family: AF_UNSPEC) {
            let attributes = message.attributes(after: ifinfomsg.self)
            let information = NetlinkAttributes(attributes[Int(IFLA_LINKINFO)] ?? [])
            guard let name = attributes[Int(IFLA_IFNAME)]?.text,
                information[Int(IFLA_INFO_KIND)]?.text == KernelChanger.kind
            else { continue }
            let data = NetlinkAttributes(information[Int(IFLA_INFO_DATA)] ?? [])
            let isExternal = data[Int(IFLA_IPTUN_COLLECT_METADATA)] != nil
            let local = IPv6Address(network: data[Int(IFLA_IPTUN_LOCAL)] ?? []) ?? .unspecified
            let remote = IPv6Address(network: data[Int(IFLA_IPTUN_REMOTE)] ?? []) ?? .unspecified
            if !isExternal, remote == .unspecified { continue }
            found.append((name, isExternal ? nil : TunnelEnds(local: local, remote: remote)))
        }
        return found
    }

    private func message(_ tunnel: KernelChange.Tunnel, flags: Int32) throws(KernelError) -> NetlinkMessage {
        var link: UInt32?
        if let name = tunnel.link { link = try index(of: name) }
        return message(tunnel.device, flags: flags) {
            $0.append(attribute: Int(IFLA_IPTUN_PROTO), ProtocolNumber.ipv6)
            $0.append(attribute: Int(IFLA_IPTUN_TTL), UInt8(64))
            $0.append(attribute: Int(IFLA_IPTUN_ENCAP_LIMIT), UInt8(0))
            $0.append(attribute: Int(IFLA_IPTUN_FLAGS), KernelChanger.ignoresLimit)
            if let ends = tunnel.ends {
                $0.append(attribute: Int(IFLA_IPTUN_LOCAL), ends.local.octets)
                $0.append(attribute: Int(IFLA_IPTUN_REMOTE), ends.remote.octets)
            } else {
                $0.append(attribute: Int(IFLA_IPTUN_COLLECT_METADATA), [])
            }
            if let link { $0.append(attribute: Int(IFLA_IPTUN_LINK), link) }
        }
    }

    private func message(
        _ device: String, flags: Int32, _ fill: (inout NetlinkMessage) -> Void
    ) -> NetlinkMessage {
        var message = NetlinkMessage(Int(RTM_NEWLINK), flags: flags)
        message.append(
            ifinfomsg(
                ifi_family: UInt8(AF_UNSPEC), __ifi_pad: 0, ifi_type: 0, ifi_index: 0, ifi_flags: 0,
                ifi_change: 0))
        message.append(attribute: Int(IFLA_IFNAME), text: device)
        message.append(nested: Int(IFLA_LINKINFO)) {
            $0.append(attribute: Int(IFLA_INFO_KIND), text: KernelChanger.kind)
            $0.append(nested: Int(IFLA_INFO_DATA), fill)
        }
        return message
    }
}

extension NetlinkMessage {
    /// Appends the ends of a tunnel to a route through a device that serves many.
    mutating func append(encapsulation ends: TunnelEnds) {
        append(attribute: Int(RTA_ENCAP_TYPE.rawValue), UInt16(LWTUNNEL_ENCAP_IP6.rawValue))
        append(nested: Int(RTA_ENCAP.rawValue)) {
            $0.append(attribute: Int(LWTUNNEL_IP6_DST.rawValue), ends.remote.octets)
            $0.append(attribute: Int(LWTUNNEL_IP6_SRC.rawValue), ends.local.octets)
            $0.append(attribute: Int(LWTUNNEL_IP6_HOPLIMIT.rawValue), UInt8(64))
        }
    }
}
