import MobilityWire
import Nodes
import Runtime
import StrictTOML

extension ScenarioWorld {
    init(_ table: inout StrictTable) {
        if let node = table.optionalTable("node", { Node(&$0) }) { self.node = node }
        let interfaces = table.tables("interface") { Interface(&$0) }
        if !interfaces.isEmpty { self.interfaces = interfaces }
        for (index, interface) in interfaces.enumerated()
        where interfaces[..<index].contains(where: { $0.name == interface.name }) {
            table.refuse(
                "interface", "interface \"\(interface.name)\" is there twice", accepted: "a name for each")
        }
        let agents = table.tables("agent") { Agent(&$0) }
        if !agents.isEmpty { self.agents = agents }
        correspondents = table.tables("correspondent") { Correspondent(&$0) }
        links = table.tables("link") { Quality(&$0) }
        if let policies = table.optionalTable("policy", { PolicyChoices(&$0) }) { self.policies = policies }
    }
}

extension ScenarioWorld.Node {
    init(_ table: inout StrictTable) {
        self.init()
        lifetime = .seconds(Int64(table.integer("lifetime", in: 4...262_140, "seconds", default: 60)))
        registration = table.oneOf("register", Words.registration, default: .manual)
        returnHome = table.oneOf("return-home", Words.returnHome, default: .both)
        multiple = table.boolean("multiple", default: true)
        bulk = table.boolean("bulk", default: true)
        switch table.oneOf(
            "protection", ["none": 0, "ipsec": 1, "ipsec-moving": 2, "authentication": 3], default: 0)
        {
        case 1: protection = .ipsec(keyMobility: false)
        case 2: protection = .ipsec(keyMobility: true)
        case 3: protection = .authentication
        default: protection = .none
        }
        discovers = table.boolean("discovers", default: false)
        switch table.oneOf("router", ["none": 0, "explicit": 1, "implicit": 2], default: 0) {
        case 1: router = .explicit
        case 2: router = .implicit
        default: router = .none
        }
        ipv4 = table.boolean("ipv4", default: false)
        ipv4Home = table.optionalCustom("ipv4-home", expecting: "an IPv4 address like 192.0.2.7") {
            IPv4Address($0)
        }
        forcesEncapsulation = table.boolean("forces-udp", default: false)
    }
}

extension ScenarioWorld.Interface {
    init(_ table: inout StrictTable) {
        name = table.string("name")
        link = table.optionalName("link", of: ScenarioWorld.linkNames)
        bid = table.optionalBid("bid")
        priority = table.optionalInteger("priority", in: 1...127).map { UInt8($0) }
    }
}

extension ScenarioWorld.Agent {
    init(_ table: inout StrictTable) {
        self.init()
        onlyRouter = table.boolean("only-router", default: true)
        permitsNeighbourDiscovery = table.boolean("permits-nd", default: true)
        knowsPrefix = table.boolean("knows-prefix", default: true)
        administration = AdministrationChange(&table)
    }
}

extension AdministrationChange {
    init(_ table: inout StrictTable) {
        self.init()
        serves = table.optionalBoolean("serves")
        multipleCareOfAddresses = table.optionalBoolean("mcoa")
        bulkRegistration = table.optionalBoolean("bulk")
        simultaneous = table.optionalBoolean("simultaneous")
        mobileRouters = table.optionalBoolean("mobile-routers")
        maximumLifetime = table.optionalInteger("max-lifetime", in: 4...262_140, "seconds")
            .map { .seconds(Int64($0)) }
        bindingsPerNode = table.optionalInteger("bindings-per-node", in: 0...65535)
        detection = table.optionalBoolean("duplicate-detection")
        refreshAdvice = table.optionalInteger("refresh-advice", in: 1...99, "percent of the lifetime")
            .map { UInt8($0) }
        refreshRequestLead = table.optionalSeconds("refresh-request-lead")
        switch table.optionalOneOf("legacy", ["rfc3775": 1, "rfc6275": 2, "no": 0]) {
        case 1: legacy = .rfc3775
        case 2: legacy = .rfc6275
        case 0: isModern = true
        default: break
        }
        refuseWith = table.optionalOctet("refuse-with")
        isSilent = table.optionalBoolean("silent")
    }
}

extension ScenarioWorld.Correspondent {
    init(_ table: inout StrictTable) {
        isLegacy = table.boolean("legacy", default: false)
        multiple = table.boolean("mcoa", default: true)
        isMobile = table.boolean("mobile", default: true)
    }
}

extension ScenarioWorld.Quality {
    init(_ table: inout StrictTable) {
        link = table.name("name", of: ScenarioWorld.linkNames)
        change = ImpairmentChange(&table)
        translatorTimeout = table.optionalSeconds("nat-timeout")
        mtu = table.optionalInteger("mtu", in: 1280...65535, "octets")
    }
}

extension ImpairmentChange {
    init(_ table: inout StrictTable) {
        self.init()
        latency = table.optionalSeconds("latency")
        jitter = table.optionalSeconds("jitter")
        loss = table.optionalChance("loss")
        duplication = table.optionalChance("duplication")
        reordering = table.optionalChance("reordering")
        corruption = table.optionalChance("corruption")
    }
}
