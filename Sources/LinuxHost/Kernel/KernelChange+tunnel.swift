import MobilityWire

extension KernelChange {
    /// A tunnel device of ip6_tunnel: IPv6 in IPv6 without a tunnel encapsulation limit (RFC 2473 §4.1.1), which
    /// nobody on the way would read.
    public struct Tunnel: Hashable, Sendable {
        /// Its name.
        public var device: String
        /// Its ends; nil: routes name them, packet by packet (external mode).
        public var ends: TunnelEnds?
        /// The device that packets leave by; nil: as routing says.
        public var link: String?

        /// A tunnel.
        init(device: String, ends: TunnelEnds?, link: String?) {
            self.device = device
            self.ends = ends
            self.link = link
        }

        /// The tunnel that a command of ours makes.
        init?(words: [String]) {
            guard words.count >= 7, words[5] == "type", words[6] == "ip6tnl" else { return nil }
            func after(_ key: String) -> String? {
                guard let index = words.firstIndex(of: key), index + 1 < words.count else { return nil }
                return words[index + 1]
            }
            ends = TunnelEnds(after("local"), after("remote"))
            guard ends != nil || words.contains("external") else { return nil }
            device = words[4]
            link = after("dev")
        }

        /// The command that would make it.
        var command: String {
            let start = "ip link add name \(device) type ip6tnl mode ip6ip6 encaplimit none "
            guard let ends else { return start + "external" }
            return start + "local \(ends.local) remote \(ends.remote)" + (link.map { " dev \($0)" } ?? "")
        }
    }
}
