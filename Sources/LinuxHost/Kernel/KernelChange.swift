import MobilityWire
import Nodes

/// One thing that is put into the kernel, such that it can be written down before and taken out after.
///
/// Its text is the command that would do the same; the ledger and the dry run show it.
public enum KernelChange: Hashable, Sendable {
    /// A home address: without duplicate address detection, without a route for its prefix. A kernel that knows
    /// Mobile IPv6 takes type 2 routing headers for such addresses only, and prefers them as sources.
    case address(IPv6Address, length: Int, device: String)
    /// A route.
    case route(Route)
    /// A routing rule.
    case rule(Rule)
    /// A routing rule of the kernel's own that is taken away: the first one, which leads to local addresses.
    case withoutRule(Rule)
    /// Neighbour solicitations for the address are answered on the device (proxy neighbour discovery).
    case proxy(IPv6Address, device: String)
    /// A neighbour that is not asked for.
    case neighbour(IPv6Address, LinkLayerAddress, device: String)
    /// A setting of the kernel, by its path below /proc/sys, and what it was.
    case setting(String, value: String, former: String)
    /// An interface that is shut.
    case down(device: String)
    /// A tunnel device of the kernel.
    case tunnel(Tunnel)
    /// A state of xfrm.
    case transform(Transform)
    /// A policy of xfrm.
    case transformPolicy(TransformPolicy)

    /// A route in a table of its own or the main one.
    public struct Route: Hashable, Sendable {
        /// Where it leads.
        public var prefix: IPv6Prefix
        /// The number of the table; 254 is the main one.
        public var table: UInt32
        /// The device it leads out of.
        public var device: String
        /// The router; nil: on the link.
        public var gateway: IPv6Address?
        /// The source that programs get where they choose none.
        public var source: IPv6Address?
        /// The largest packet, also of what is forwarded (which is what the lock is for: without it the kernel looks at
        /// the device alone); nil: as the device has it.
        public var mtu: Int?
        /// The ends of the tunnel, where the device serves many.
        public var encapsulation: TunnelEnds?
        /// What segment routing does on the way.
        public var segment: Segment?
        /// Whether it leads to this machine itself.
        public var isLocal = false

        /// One step of segment routing (RFC 8986). With one segment and the reduced header nothing but plain IPv6 in
        /// IPv6 is on the wire.
        public enum Segment: Hashable, Sendable {
            /// An outer header to this address, from an address of the route's device (H.Encaps.Red).
            case to(IPv6Address)
            /// The outer header comes off; what was inside is looked up in the table (End.DT6).
            case off(table: UInt32)
        }
    }

    /// A routing rule.
    public struct Rule: Hashable, Sendable {
        /// Its preference: lower is looked at first.
        public var preference: UInt32
        /// Sources.
        public var from: IPv6Prefix?
        /// Destinations.
        public var to: IPv6Prefix?
        /// The upper-layer protocol.
        public var transportProtocol: UInt8?
        /// The destination port.
        public var port: UInt16?
        /// The source port.
        public var sourcePort: UInt16?
        /// The firewall mark.
        public var mark: UInt32?
        /// The device that a program bound its socket to.
        public var outputDevice: String?
        /// The table; nil: unreachable.
        public var table: UInt32?
        /// Whether default routes of the table are passed over.
        public var passesDefaults = false
    }
}

extension KernelChange {
    /// The command that would do the same.
    public var command: String {
        switch self {
        case .address(let address, let length, let device):
            return "ip -6 address add \(address)/\(length) dev \(device) nodad noprefixroute home"
        case .route(let route):
            var text = "ip -6 route add \(route.isLocal ? "local " : "")\(route.prefix)"
            if let ends = route.encapsulation {
                text += " encap ip6 hoplimit 64 from \(ends.local) to \(ends.remote)"
            }
            if let gateway = route.gateway { text += " via \(gateway)" }
            text += " dev \(route.device) table \(route.table)"
            if let source = route.source { text += " src \(source)" }
            if let mtu = route.mtu { text += " mtu lock \(mtu)" }
            switch route.segment {
            case .to(let segment): text += " encap seg6 mode encap.red segs \(segment)"
            case .off(let table): text += " encap seg6local action End.DT6 table \(table)"
            case nil: break
            }
            return text
        case .rule(let rule): return rule.command("add")
        case .withoutRule(let rule): return rule.command("del")
        case .proxy(let address, let device): return "ip -6 neigh add proxy \(address) dev \(device)"
        case .neighbour(let address, let linkLayer, let device):
            return "ip -6 neigh replace \(address) lladdr \(linkLayer.text) dev \(device) nud permanent"
        case .setting(let path, let value, let former):
            return "sysctl -w \(path)=\(value) # was \(former)"
        case .down(let device): return "ip link set down dev \(device)"
        case .tunnel(let tunnel): return tunnel.command
        case .transform(let transform): return transform.command
        case .transformPolicy(let policy): return policy.command
        }
    }
}

extension KernelChange.Rule {
    fileprivate func command(_ verb: String) -> String {
        var text = "ip -6 rule \(verb) pref \(preference)"
        if let from { text += " from \(from)" }
        if let to { text += " to \(to)" }
        if let transportProtocol { text += " ipproto \(transportProtocol)" }
        if let port { text += " dport \(port)" }
        if let sourcePort { text += " sport \(sourcePort)" }
        if let mark { text += " fwmark \(mark)" }
        if let outputDevice { text += " oif \(outputDevice)" }
        if let table { text += " lookup \(table)" } else { text += " unreachable" }
        return passesDefaults ? text + " suppress_prefixlength 0" : text
    }
}

extension LinkLayerAddress {
    /// An address from its text.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let octets = parts.compactMap { UInt8($0, radix: 16) }
        guard parts.count == 6, octets.count == 6 else { return nil }
        self.init(octets)
    }
}
