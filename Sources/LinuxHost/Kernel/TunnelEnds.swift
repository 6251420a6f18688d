public import MobilityWire

/// The two ends of a tunnel, seen from this machine.
public struct TunnelEnds: Hashable, Sendable {
    /// Our end.
    public var local: IPv6Address
    /// The other end.
    public var remote: IPv6Address

    /// The ends of a tunnel.
    public init(local: IPv6Address, remote: IPv6Address) {
        self.local = local
        self.remote = remote
    }

    /// The ends from their texts; nil where one is missing or none.
    init?(_ local: String?, _ remote: String?) {
        guard let local = local.flatMap({ IPv6Address($0) }), let remote = remote.flatMap({ IPv6Address($0) })
        else { return nil }
        self.init(local: local, remote: remote)
    }
}
