internal import CNetlink
internal import Glibc
import MobilityWire

/// Which packets may come out of a tunnel device that serves many: those whose outer source is a care-of address of
/// their inner source (R-160, RFC 6275 §10.4.5). All others are dropped. It stands at the device's ingress, and goes
/// with it.
final class TunnelFilter {
    /// What is admitted.
    struct Entry: Hashable {
        /// The inner source: a home address or a mobile network.
        var source: IPv6Prefix
        /// The outer source.
        var careOfAddress: IPv6Address
    }

    private let socket: NetlinkSocket
    private let device: UInt32
    /// The numbers of the entries in the kernel.
    private var handles: [Entry: UInt32] = [:]
    private var lastHandle: UInt32 = 0

    // TC_H_CLSACT, its handle, and its place for what comes in (linux/pkt_sched.h has them as expressions).
    private static let clsact: UInt32 = 0xffff_fff1
    private static let handle: UInt32 = 0xffff_0000
    private static let ingress: UInt32 = 0xffff_fff2

    /// Puts it at a device, admitting nothing.
    init(device: String, _ changer: KernelChanger) throws(KernelError) {
        socket = changer.socket
        self.device = try changer.index(of: device)
        var queue = message(
            RTM_NEWQDISC, handle: TunnelFilter.handle, parent: TunnelFilter.clsact, information: 0)
        queue.append(attribute: Int(TCA_KIND), text: "clsact")
        try socket.perform(queue, "tc qdisc add dev \(device) clsact")
        var rest = message(
            RTM_NEWTFILTER, handle: 0, parent: TunnelFilter.ingress,
            information: TunnelFilter.information(preference: 2, protocol: UInt16(ETH_P_ALL)))
        rest.append(attribute: Int(TCA_KIND), text: "matchall")
        rest.append(nested: Int(TCA_OPTIONS)) {
            $0.append(nested: Int(TCA_MATCHALL_ACT)) { actions in
                actions.append(nested: 1) { action in
                    action.append(attribute: Int(TCA_ACT_KIND), text: "gact")
                    action.append(nested: Int(TCA_ACT_OPTIONS)) {
                        $0.append(
                            attribute: Int(TCA_GACT_PARMS),
                            tc_gact(index: 0, capab: 0, action: TC_ACT_SHOT, refcnt: 0, bindcnt: 0))
                    }
                }
            }
        }
        try socket.perform(rest, "tc filter add dev \(device) ingress matchall action drop")
    }

    /// Lets packets in.
    func admit(_ entry: Entry) throws(KernelError) {
        guard handles[entry] == nil else { return }
        lastHandle &+= 1
        var message = message(
            RTM_NEWTFILTER, handle: lastHandle, parent: TunnelFilter.ingress,
            information: TunnelFilter.information(preference: 1, protocol: UInt16(ETH_P_IPV6)))
        message.append(attribute: Int(TCA_KIND), text: "flower")
        message.append(nested: Int(TCA_OPTIONS)) {
            $0.append(attribute: Int(TCA_FLOWER_KEY_ETH_TYPE), UInt16(ETH_P_IPV6).bigEndian)
            $0.append(attribute: Int(TCA_FLOWER_KEY_IPV6_SRC), entry.source.address.octets)
            $0.append(attribute: Int(TCA_FLOWER_KEY_IPV6_SRC_MASK), entry.source.mask)
            $0.append(attribute: Int(TCA_FLOWER_KEY_ENC_IPV6_SRC), entry.careOfAddress.octets)
            $0.append(
                attribute: Int(TCA_FLOWER_KEY_ENC_IPV6_SRC_MASK), [UInt8](repeating: 0xff, count: 16))
        }
        try socket.perform(
            message, "tc filter add ingress flower src_ip \(entry.source) enc_src_ip \(entry.careOfAddress)")
        handles[entry] = lastHandle
    }

    /// Lets them in no longer.
    func refuse(_ entry: Entry) throws(KernelError) {
        guard let handle = handles.removeValue(forKey: entry) else { return }
        var message = message(
            RTM_DELTFILTER, handle: handle, parent: TunnelFilter.ingress,
            information: TunnelFilter.information(preference: 1, protocol: UInt16(ETH_P_IPV6)), flags: 0)
        message.append(attribute: Int(TCA_KIND), text: "flower")
        try socket.perform(
            message, "tc filter del ingress flower src_ip \(entry.source) enc_src_ip \(entry.careOfAddress)")
    }

    /// Preference above, protocol in network order below.
    private static func information(preference: UInt32, protocol number: UInt16) -> UInt32 {
        preference << 16 | UInt32(number.bigEndian)
    }

    private func message(
        _ type: Int, handle: UInt32, parent: UInt32, information: UInt32,
        flags: Int32 = NLM_F_CREATE | NLM_F_EXCL
    ) -> NetlinkMessage {
        var message = NetlinkMessage(type, flags: flags)
        message.append(
            tcmsg(
                tcm_family: UInt8(AF_UNSPEC), tcm__pad1: 0, tcm__pad2: 0, tcm_ifindex: Int32(device),
                tcm_handle: handle, tcm_parent: parent, tcm_info: information))
        return message
    }
}

extension IPv6Prefix {
    /// One bits as many as the prefix is long.
    fileprivate var mask: [UInt8] {
        let high: UInt64 = length >= 64 ? .max : ~(UInt64.max >> UInt64(length))
        let low: UInt64 = length <= 64 ? 0 : length >= 128 ? .max : ~(UInt64.max >> UInt64(length - 64))
        return IPv6Address(high: high, low: low).octets
    }
}
