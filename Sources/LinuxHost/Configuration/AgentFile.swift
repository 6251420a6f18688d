import MobilityWire
public import Nodes
public import StrictTOML

/// The configuration of a home agent on this machine (`agent.toml`).
public struct AgentFile: Sendable {
    private var agent: HomeAgent.Configuration
    private var nodes: [(entry: HomeAgent.NodeEntry, security: SecurityTable?)]
    private var security: SecurityTable
    /// The interface on the home link.
    public let interface: String
    /// What the world is told.
    public let settings: HostSettings

    /// Reads a file's text strictly.
    ///
    /// - Throws: every problem, with file, line and column.
    public init(_ octets: [UInt8], file: String, defaultState: String) throws(TOMLProblems) {
        let document = try TOMLDocument(octets, file: file)
        self = try StrictTable.read(document) { AgentFile(&$0, defaultState) }
    }

    private init(_ table: inout StrictTable, _ defaultState: String) {
        _ = table.oneOf("role", ["home-agent": true])
        let policies: Policies = table.oneOf(
            "profile", ["rfc5648": .rfc5648, "draft-06": .draft06], default: .rfc5648)
        interface = table.string("interface")
        agent = HomeAgent.Configuration(
            address: table.address("address"), homePrefix: table.prefix("home-prefix"), policies: policies)
        agent.ipv4Address = table.optionalIPv4Address("ipv4-address")
        agent.onlyRouter = table.boolean("only-router", default: false)
        agent.administration.maximumLifetime = .seconds(
            Int64(table.integer("max-lifetime", in: 4...262_140, "seconds", default: 3600)))
        agent.administration.servesUnlistedNodes = table.boolean("serve-unlisted", default: false)
        agent.administration.duplicateAddressDetection = table.boolean("duplicate-detection", default: true)
        agent.flowRules = table.tables("flow") { FlowRule(&$0) }
        nodes = table.tables("node") { table in
            let entry = HomeAgent.NodeEntry(
                homeAddress: table.address("home-address"),
                prefixes: table.customs("prefixes", expecting: "an IPv6 prefix like 2001:db8:f::/48") {
                    IPv6Prefix($0)
                })
            return (entry, table.optionalTable("authentication") { SecurityTable(&$0) })
        }
        var administration = agent.administration
        let chosen = table.optionalTable("policy") { policy in
            administration.multipleCareOfAddresses = policy.boolean("mcoa", default: true)
            administration.bulkRegistration = policy.boolean("bulk", default: true)
            administration.simultaneousHomeAndForeign = policy.boolean("simultaneous", default: true)
            administration.forcedEncapsulation = policy.boolean("forced-udp", default: true)
            administration.mobileRouters = policy.boolean("mobile-routers", default: true)
            return policy.policies(policies)
        }
        agent.administration = administration
        if let chosen { agent.policies = chosen }
        let common = table.optionalTable("authentication") { SecurityTable(&$0) }
        security = common ?? .absent
        settings = HostSettings(&table, defaultState: defaultState)
        if agent.administration.servesUnlistedNodes, common == nil {
            table.refuse(
                "serve-unlisted", "unlisted nodes without [authentication]",
                accepted: "an [authentication] with a key or none = true, for them")
        }
        for (entry, own) in nodes where own == nil && common == nil {
            table.refuse(
                "node", "no authentication for \(entry.homeAddress)",
                accepted: "one of its own, or [authentication] for all")
        }
    }

    /// The whole configuration of the agent, with keys read from their files.
    ///
    /// - Parameters:
    ///   - folder: the folder of the configuration, from which relative paths start.
    ///   - epoch: the seconds since 1900 at `Instant.zero`.
    public func configuration(
        folder: String, epoch: UInt32
    ) throws(KeyFileProblem) -> HomeAgent.Configuration {
        var agent = agent
        agent.epoch = epoch
        agent.security = try AgentFile.security(security, folder)
        for (entry, own) in nodes {
            var entry = entry
            if let own { entry.security = try AgentFile.security(own, folder) }
            agent.nodes.append(entry)
        }
        return agent
    }

    private static func security(
        _ table: SecurityTable, _ folder: String
    ) throws(KeyFileProblem) -> HomeAgent.Security {
        guard let spi = table.spi else { return .none }
        return .authentication(
            .init(
                spi: spi, key: try KeyFile.read(table.keyFile, folder: folder),
                replayProtection: table.replayProtection))
    }
}
