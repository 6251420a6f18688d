import MobilityWire
public import Nodes
public import StrictTOML

/// The configuration of a mobile node or mobile router on this machine (`node.toml`).
public struct NodeFile: Sendable {
    /// What the node is told. Keys are read by `configuration(folder:)`.
    private var node: MobileNode.Configuration
    private var security: SecurityTable
    /// What the world is told.
    public let settings: HostSettings
    /// Interfaces that lead to the network behind a mobile router.
    public let inside: [String]

    /// Reads a file's text strictly.
    ///
    /// - Throws: every problem, with file, line and column.
    public init(_ octets: [UInt8], file: String, defaultState: String) throws(TOMLProblems) {
        let document = try TOMLDocument(octets, file: file)
        self = try StrictTable.read(document) { NodeFile(&$0, defaultState) }
    }

    private init(_ table: inout StrictTable, _ defaultState: String) {
        let isRouter = table.oneOf("role", ["mobile-node": false, "mobile-router": true])
        let profile: Policies = table.oneOf(
            "profile", ["rfc5648": .rfc5648, "draft-06": .draft06], default: .rfc5648)
        let policies = table.optionalTable("policy") { $0.policies(profile) } ?? profile
        let home = table.custom(
            "home-address", expecting: "an address with its prefix length like 2001:db8:1::100/64",
            standIn: HomeAddress(address: .unspecified, length: 64)
        ) { HomeAddress($0) }
        node = MobileNode.Configuration(
            homeAddress: home.address, homePrefix: IPv6Prefix(home.address, length: home.length),
            homeAgents: [], lifetime: .zero, policies: policies)
        // Without one, home agents are looked for (RFC 6275 §11.4.1).
        if let agent = table.optionalAddress("home-agent") { node.homeAgents = [agent] }
        node.dualStack = NodeFile.dualStack(&table)
        node.lifetime = .seconds(Int64(table.integer("lifetime", in: 4...262_140, "seconds", default: 60)))
        node.registration = table.oneOf(
            "register", ["automatic": .automatic, "manual": .manual], default: .automatic)
        node.returnHome = table.oneOf(
            "return-home", ["both": .both, "home-only": .homeOnly, "visited-only": .visitedOnly],
            default: .both)
        node.multipleCareOfAddresses = table.boolean("multiple", default: true)
        node.bulkRegistration = table.boolean("bulk", default: true)
        node.interfaces = table.tables("interface") { MobileNode.InterfaceRule(&$0) }
        node.flowRules = table.tables("flow") { FlowRule(&$0) }
        security = table.table("authentication") { SecurityTable(&$0) }
        let networks = table.tables("prefix") { network in
            (prefix: network.prefix("prefix"), interface: network.string("interface"))
        }
        inside = networks.map(\.interface)
        let isExplicit = table.boolean("explicit-prefixes", default: true)
        if isRouter {
            if networks.isEmpty {
                table.refuse(
                    "role", "a mobile router without [[prefix]]", accepted: "at least one [[prefix]]")
            }
            node.mobileRouter = .init(prefixes: networks.map(\.prefix), explicit: isExplicit)
        } else if !networks.isEmpty {
            table.refuse("prefix", "[[prefix]] of a mobile node", accepted: "role = \"mobile-router\"")
        }
        var settings = HostSettings(&table, defaultState: defaultState, isNode: true)
        let interval = table.integer("probe-interval", in: 0...60_000, "milliseconds", default: 200)
        settings.probeInterval = interval == 0 ? nil : .milliseconds(Int64(interval))
        self.settings = settings
    }

    /// IPv4 (RFC 5555): used where the home agent's IPv4 address is known.
    private static func dualStack(_ table: inout StrictTable) -> MobileNode.DualStack? {
        let agent = table.optionalIPv4Address("home-agent-ipv4")
        let port = table.integer("udp-port", in: 1...65535, default: Int(ProtocolConstants.dualStackPort))
        let isForced = table.boolean("force-udp", default: false)
        guard let agent else {
            let isThere = port != Int(ProtocolConstants.dualStackPort) || isForced
            if isThere {
                table.refuse(
                    isForced ? "force-udp" : "udp-port", "IPv4 without home-agent-ipv4",
                    accepted: "home-agent-ipv4 = \"…\", the home agent's IPv4 address, beside it")
            }
            return nil
        }
        return MobileNode.DualStack(
            homeAgent: agent, port: UInt16(clamping: port), forceEncapsulation: isForced)
    }

    /// The whole configuration of the node, with the key read from its file.
    ///
    /// - Parameters:
    ///   - folder: the folder of the configuration, from which relative paths start.
    ///   - epoch: the seconds since 1900 at `Instant.zero`.
    public func configuration(
        folder: String, epoch: UInt32
    ) throws(KeyFileProblem) -> MobileNode.Configuration {
        var node = node
        if let spi = security.spi {
            node.security = .authentication(
                .init(
                    spi: spi, key: try KeyFile.read(security.keyFile, folder: folder),
                    replayProtection: security.replayProtection, epoch: epoch))
        }
        return node
    }
}

/// An address with the length of its prefix.
private struct HomeAddress {
    var address: IPv6Address
    var length: Int

    init(address: IPv6Address, length: Int) {
        self.address = address
        self.length = length
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv6Address(String(parts[0])), let length = Int(parts[1]),
            (1...128).contains(length)
        else { return nil }
        self.init(address: address, length: length)
    }
}

extension MobileNode.InterfaceRule {
    fileprivate init(_ table: inout StrictTable) {
        self.init(
            name: table.string("name"), bid: table.optionalInteger("bid", in: 1...65535).map { UInt16($0) },
            priority: table.optionalInteger("priority", in: 1...127).map { UInt8($0) },
            used: table.boolean("use", default: true))
    }
}

extension FlowRule {
    init(_ table: inout StrictTable) {
        self.init(
            name: table.string("name"),
            peer: table.optionalCustom("peer", expecting: "an IPv6 prefix like 2001:db8:5::/64") {
                IPv6Prefix($0)
            },
            transportProtocol: table.optionalInteger("protocol", in: 0...255).map { UInt8($0) },
            port: table.optionalInteger("port", in: 1...65535).map { UInt16($0) },
            mark: table.optionalInteger("mark", in: 1...Int(UInt32.max)).map { UInt32($0) },
            bid: UInt16(table.integer("bid", in: 1...65535)))
    }
}
