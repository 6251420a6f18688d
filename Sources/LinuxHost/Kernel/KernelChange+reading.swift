import MobilityWire
import Nodes

// The ledger is read back from the commands it holds.

extension KernelChange {
    /// The change that a command of ours means; nil for anything else.
    public init?(command: String) {
        let words = command.split(separator: " ").map(String.init)
        /// The word behind a key.
        func after(_ key: String) -> String? {
            guard let index = words.firstIndex(of: key), index + 1 < words.count else { return nil }
            return words[index + 1]
        }
        let device = after("dev")
        switch words.prefix(4).joined(separator: " ") {
        case let start where start.hasPrefix("ip -6 address add"):
            guard let prefix = after("add").flatMap(Self.addressAndLength), let device else { return nil }
            self = .address(prefix.0, length: prefix.1, device: device)
        case let start where start.hasPrefix("ip -6 route add"):
            let isLocal = after("add") == "local"
            guard let prefix = after(isLocal ? "local" : "add").flatMap({ IPv6Prefix($0) }), let device,
                let table = after("table").flatMap({ UInt32($0) })
            else { return nil }
            self = .route(
                Route(
                    prefix: prefix, table: table, device: device,
                    gateway: after("via").flatMap { IPv6Address($0) },
                    source: after("src").flatMap { IPv6Address($0) }, mtu: after("lock").flatMap { Int($0) },
                    encapsulation: TunnelEnds(after("from"), after("to")), segment: Route.Segment(words),
                    isLocal: isLocal))
        case let start where start.hasPrefix("ip -6 rule add"):
            guard let rule = Rule(words) else { return nil }
            self = .rule(rule)
        case let start where start.hasPrefix("ip -6 rule del"):
            guard let rule = Rule(words) else { return nil }
            self = .withoutRule(rule)
        case "ip -6 neigh add":
            guard let address = after("proxy").flatMap({ IPv6Address($0) }), let device else { return nil }
            self = .proxy(address, device: device)
        case "ip -6 neigh replace":
            guard let address = after("replace").flatMap({ IPv6Address($0) }),
                let linkLayer = after("lladdr").flatMap({ LinkLayerAddress($0) }), let device
            else { return nil }
            self = .neighbour(address, linkLayer, device: device)
        case "ip link add name":
            guard let tunnel = Tunnel(words: words) else { return nil }
            self = .tunnel(tunnel)
        case "ip xfrm state add":
            guard let transform = Transform(words: words) else { return nil }
            self = .transform(transform)
        case "ip xfrm policy add":
            guard let policy = TransformPolicy(words: words) else { return nil }
            self = .transformPolicy(policy)
        case "ip link set down":
            guard let device else { return nil }
            self = .down(device: device)
        case let start where start.hasPrefix("sysctl -w "):
            guard words.count >= 6, let equals = words[2].firstIndex(of: "="), words[3] == "#" else {
                return nil
            }
            self = .setting(
                String(words[2][..<equals]), value: String(words[2][words[2].index(after: equals)...]),
                former: words[5])
        default: return nil
        }
    }

    /// An address with a length behind it, which need not be a prefix.
    private static func addressAndLength(_ text: String) -> (IPv6Address, Int)? {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let address = IPv6Address(String(parts[0])), let length = Int(parts[1]),
            (0...128).contains(length)
        else { return nil }
        return (address, length)
    }
}

extension KernelChange.Rule {
    /// The rule that a command of ours names.
    fileprivate init?(_ words: [String]) {
        guard let preference = words.word(after: "pref").flatMap({ UInt32($0) }) else { return nil }
        self.init(
            preference: preference, from: words.word(after: "from").flatMap { IPv6Prefix($0) },
            to: words.word(after: "to").flatMap { IPv6Prefix($0) },
            transportProtocol: words.word(after: "ipproto").flatMap { UInt8($0) },
            port: words.word(after: "dport").flatMap { UInt16($0) },
            sourcePort: words.word(after: "sport").flatMap { UInt16($0) },
            mark: words.word(after: "fwmark").flatMap { UInt32($0) },
            outputDevice: words.word(after: "oif"), table: words.word(after: "lookup").flatMap { UInt32($0) },
            passesDefaults: words.contains("suppress_prefixlength"))
    }
}

extension KernelChange.Route.Segment {
    /// The step that a command of ours names.
    fileprivate init?(_ words: [String]) {
        if let segment = words.word(after: "segs").flatMap({ IPv6Address($0) }) {
            self = .to(segment)
        } else if words.word(after: "action") == "End.DT6",
            let table = words.last.flatMap({ UInt32($0) })
        {
            self = .off(table: table)
        } else {
            return nil
        }
    }
}
