import MobilityWire
public import Nodes
import StrictTOML

/// What a world of this machine is told beside what its nodes are: names and numbers in the kernel, and where state is.
public struct HostSettings: Hashable, Sendable {
    /// The folder for the ledger and for what outlives the process.
    public var state: String
    /// The routing table of the default binding; those of BIDs and interfaces follow it.
    public var table: UInt32 = 7000
    /// The first preference of routing rules; a hundred from there on are ours.
    public var rule: UInt32 = 7100
    /// From one probe of a path to the next; nil: none are sent.
    public var probeInterval: Interval? = .milliseconds(200)
    /// What tunnel devices are called, before their number.
    public var device = "careof"

    /// Whose tunnels are used.
    public var tunnels = TunnelChoice.automatic

    /// The defaults, with this state folder.
    public init(state: String) {
        self.state = state
    }

    /// - Parameter isNode: whether tunnels may be the kernel's segment routing, which looks at no source: an agent has to
    ///
    init(_ table: inout StrictTable, defaultState: String, isNode: Bool = false) {
        state = table.string("state", default: defaultState)
        if !state.hasPrefix("/") { table.refuse("state", accepted: "a folder's path from / on") }
        let own = table.optionalTable("kernel") { kernel in
            var own = HostSettings(state: "")
            own.table = UInt32(kernel.integer("table", in: 256...4_000_000, default: 7000))
            own.rule = UInt32(kernel.integer("rule", in: 1...32_000, default: 7100))
            own.device = kernel.string("tunnel", default: "careof")
            let choices: KeyValuePairs<String, TunnelChoice> =
                isNode
                ? [
                    "automatic": .automatic, "kernel": .kernel, "ours": .ours,
                    "segment-routing": .segmentRouting,
                ] : ["automatic": .automatic, "kernel": .kernel, "ours": .ours]
            own.tunnels = kernel.oneOf("tunnels", choices, default: .automatic)
            if own.device.isEmpty || own.device.utf8.count > 10 || !own.device.utf8.allSatisfy(Self.isPlain) {
                kernel.refuse("tunnel", accepted: "a name of 1 to 10 letters and digits")
            }
            return own
        }
        guard let own else { return }
        self.table = own.table
        rule = own.rule
        device = own.device
        tunnels = own.tunnels
    }

    private static func isPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    // The preferences of our rules, in the order in which the kernel looks at them.

    /// Care-of addresses leave by their own interfaces: only what is sent through them on purpose has them.
    var careOfRule: UInt32 { rule }
    /// What is bound to a tunnel, or marked with a BID.
    var markRule: UInt32 { rule + 1 }
    /// The flow table, the first rule first; those behind the last number share it in their order.
    func flowRule(_ number: Int) -> UInt32 { rule + 2 + UInt32(clamping: min(number, 57)) }
    /// What comes from the home address.
    var homeRule: UInt32 { rule + 60 }
    /// The home address while nothing is registered: nowhere, never out of a visited link by itself.
    var unreachableRule: UInt32 { rule + 61 }
    /// What is on a link stays there.
    var onLinkRule: UInt32 { rule + 70 }
    /// What is bound to an interface leaves by it as it is, signalling above all (segment routing, whose routes lead out
    /// of the same interfaces).
    var boundRule: UInt32 { rule + 71 }
    /// The network behind a mobile router.
    var networkRule: UInt32 { rule + 80 }
    /// All else.
    var defaultRule: UInt32 { rule + 90 }

    /// The table of a BID.
    func table(ofBid bid: UInt16) -> UInt32 { table + 1 + UInt32(bid) }
    /// The table of an interface.
    func table(ofInterface number: UInt32) -> UInt32 { table + 70_000 + number }
    /// The table that takes outer headers off (segment routing), and the one that what was inside is looked up in.
    var segmentTables: (outer: UInt32, inner: UInt32) { (table + 69_000, table + 69_001) }
    /// The tunnel device of a binding.
    func device(ofBid bid: UInt16?) -> String { device + String(bid ?? 0) }
}

extension StrictTable {
    /// An IPv6 address that has to be there.
    mutating func address(_ key: String) -> IPv6Address {
        custom(key, expecting: "an IPv6 address like 2001:db8:1::1", standIn: .unspecified) {
            IPv6Address($0)
        }
    }

    /// An IPv6 address that may be left out.
    mutating func optionalAddress(_ key: String) -> IPv6Address? {
        optionalCustom(key, expecting: "an IPv6 address like 2001:db8:1::1") { IPv6Address($0) }
    }

    /// An IPv4 address of one machine that may be left out.
    mutating func optionalIPv4Address(_ key: String) -> IPv4Address? {
        optionalCustom(key, expecting: "an IPv4 address of one machine like 198.51.100.1") {
            IPv4Address($0).flatMap { $0.isRoutableUnicast ? $0 : nil }
        }
    }

    /// A prefix that has to be there.
    mutating func prefix(_ key: String) -> IPv6Prefix {
        custom(
            key, expecting: "an IPv6 prefix like 2001:db8:1::/64",
            standIn: IPv6Prefix(.unspecified, length: 0)
        ) { IPv6Prefix($0) }
    }
}
