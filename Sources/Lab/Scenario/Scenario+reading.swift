import MobilityWire
import Nodes
import Runtime
public import StrictTOML

extension Scenario {
    /// Reads a scenario.
    ///
    /// - Parameters:
    ///   - octets: the file.
    ///   - name: what the scenario is called.
    ///   - file: what problems call the file.
    /// - Throws: all that is wrong with it, with line and column.
    public init(_ octets: [UInt8], name: String, file: String) throws(TOMLProblems) {
        let document = try TOMLDocument(octets, file: file)
        self = try StrictTable.read(document) { table in Scenario(&table, name: name) }
        source = octets
    }

    private init(_ table: inout StrictTable, name: String) {
        self.name = name
        title = table.string("title")
        paragraph = table.string("teaches")
        profiles = table.customs("profiles", expecting: Words.profiles, atLeast: 1) { word in
            WireProfile(rawValue: word).flatMap { $0 == .shisa ? nil : $0 }
        }
        seed = UInt64(table.integer("seed", in: 0...Int.max, default: 1))
        end = table.optionalInstant("until")
        let world = ScenarioWorld(&table)
        let names = ScenarioNames(world)
        self.world = world
        steps = table.tables("step") { ScenarioStep(&$0, names) }
        let probes = steps.compactMap { step in
            if case .probe(let name, _, _, _, _) = step.deed { name } else { nil }
        }
        expectations = table.tables("expect", atLeast: 1) { Expectation(&$0, names, probes: probes) }
        lesson = []
        var earliest = Instant.zero
        let end = lastInstant
        lesson = table.tables("lesson") { LessonStep(&$0, names, notBefore: &earliest, end: end) }
    }
}

/// Words that several readers use.
enum Words {
    static let profiles = "\"rfc5648\" or \"draft-06\""

    static let switches: KeyValuePairs<String, Bool> = ["on": true, "off": false]

    static let returnHome: KeyValuePairs<String, MobileNode.ReturnHomeMode> = [
        "home-only": .homeOnly, "visited-only": .visitedOnly, "both": .both,
    ]

    static let registration: KeyValuePairs<String, MobileNode.RegistrationMode> = [
        "manual": .manual, "automatic": .automatic,
    ]

    /// Messages by the names that ladders use, and their types.
    static let messages: KeyValuePairs<String, MobilityHeaderType> = [
        "BU": .bindingUpdate, "BA": .bindingAcknowledgement, "BE": .bindingError,
        "BRR": .bindingRefreshRequest, "HoTI": .homeTestInit, "CoTI": .careOfTestInit, "HoT": .homeTest,
        "CoT": .careOfTest, "BR": .bindingRevocation, "HAS": .homeAgentSwitch,
    ]

    /// Longest time of a scenario, in seconds.
    static let day = 86_400.0
}

/// What steps and expectations may name.
struct ScenarioNames {
    var interfaces: [String]
    var links: [String]
    var agents: [String]
    var correspondents: [String]

    init(_ world: ScenarioWorld) {
        interfaces = world.interfaces.map(\.name)
        links = ScenarioWorld.linkNames
        agents = world.agents.indices.map { "ha\($0 + 1)" }
        correspondents = world.correspondents.indices.map { "cn\($0 + 1)" }
    }

    /// Everything that can send a message.
    var stations: [String] { ["mn1"] + agents + correspondents }
    /// Everything that can send or get a test packet.
    var hosts: [String] { stations + ["inside"] }
    /// Everything that keeps a binding cache.
    var holders: [String] { agents + correspondents }
}

extension StrictTable {
    /// One of a few names.
    mutating func name(_ key: String, of names: [String]) -> String {
        custom(key, expecting: StrictTable.listed(names), standIn: "") { names.contains($0) ? $0 : nil }
    }

    /// One of a few names, that may be left out where the usual one is among them.
    mutating func name(_ key: String, of names: [String], default otherwise: String) -> String {
        guard names.contains(otherwise) else { return name(key, of: names) }
        return custom(key, expecting: StrictTable.listed(names), default: otherwise) {
            names.contains($0) ? $0 : nil
        }
    }

    /// One of a few names, that may be left out.
    mutating func optionalName(_ key: String, of names: [String]) -> String? {
        optionalCustom(key, expecting: StrictTable.listed(names)) { names.contains($0) ? $0 : nil }
    }

    static func listed(_ names: [String]) -> String {
        names.isEmpty ? "nothing: there is none" : names.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    /// An instant in seconds, to the millisecond.
    mutating func instant(_ key: String) -> Instant {
        .zero + StrictTable.interval(number(key, in: 0...Words.day, "seconds"))
    }

    /// An instant in seconds, that may be left out.
    mutating func optionalInstant(_ key: String) -> Instant? {
        optionalNumber(key, in: 0...Words.day, "seconds").map { .zero + StrictTable.interval($0) }
    }

    /// A length of time in seconds, that may be left out.
    mutating func optionalSeconds(_ key: String) -> Interval? {
        optionalNumber(key, in: 0...Words.day * 4, "seconds").map(StrictTable.interval)
    }

    private static func interval(_ seconds: Double) -> Interval {
        .milliseconds(Int64((seconds * 1000).rounded()))
    }

    /// A chance from 0 to 1, that may be left out.
    mutating func optionalChance(_ key: String) -> Chance? {
        optionalNumber(key, in: 0...1).map { Chance(perMillion: UInt32(($0 * 1_000_000).rounded())) }
    }

    /// A BID.
    mutating func bid(_ key: String) -> UInt16 { UInt16(integer(key, in: 1...65535)) }

    /// A BID, that may be left out.
    mutating func optionalBid(_ key: String) -> UInt16? {
        optionalInteger(key, in: 1...65535).map { UInt16($0) }
    }

    /// BIDs; left out, none.
    mutating func bids(_ key: String) -> [UInt16] { integers(key, in: 0...65535).map { UInt16($0) } }

    /// BIDs, that may be left out.
    mutating func optionalBids(_ key: String) -> [UInt16]? {
        let isThere = contains(key)
        let bids = bids(key)
        return isThere ? bids : nil
    }

    /// An octet, that may be left out.
    mutating func optionalOctet(_ key: String) -> UInt8? {
        optionalInteger(key, in: 0...255).map { UInt8($0) }
    }
}
