import MobilityWire
public import Nodes
public import StrictTOML

/// The configuration of a correspondent node on this machine (`agent.toml` with that role).
public struct CorrespondentFile: Sendable {
    /// What the node is told.
    public let node: CorrespondentNode.Configuration
    /// What the world is told.
    public let settings: HostSettings

    /// Whether a text says of itself that it is one; nothing else of it is judged.
    public static func isMeant(by octets: [UInt8]) -> Bool {
        guard let document = try? TOMLDocument(octets, file: ""),
            case .string("correspondent")? = document.root["role"]?.content
        else { return false }
        return true
    }

    /// Reads a file's text strictly.
    ///
    /// - Throws: every problem, with file, line and column.
    public init(_ octets: [UInt8], file: String, defaultState: String) throws(TOMLProblems) {
        let document = try TOMLDocument(octets, file: file)
        self = try StrictTable.read(document) { CorrespondentFile(&$0, defaultState) }
    }

    private init(_ table: inout StrictTable, _ defaultState: String) {
        _ = table.oneOf("role", ["correspondent": true])
        let profile: Policies = table.oneOf(
            "profile", ["rfc5648": .rfc5648, "draft-06": .draft06], default: .rfc5648)
        let policies = table.optionalTable("policy") { $0.policies(profile) } ?? profile
        var node = CorrespondentNode.Configuration(address: table.address("address"), policies: policies)
        node.administration.maximumLifetime = .seconds(
            Int64(table.integer("max-lifetime", in: 4...420, "seconds", default: 420)))
        node.administration.multipleCareOfAddresses = table.boolean("mcoa", default: true)
        self.node = node
        settings = HostSettings(&table, defaultState: defaultState)
    }
}
