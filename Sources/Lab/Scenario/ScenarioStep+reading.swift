import MobilityWire
import Nodes
import StrictTOML

extension ScenarioStep {
    init(_ table: inout StrictTable, _ names: ScenarioNames) {
        time = table.instant("at")
        deed = Verb(&table).deed(&table, names)
    }
}

/// What `do` can say. Each verb has its own further keys; a key of another verb is refused.
private enum Verb {
    case register, bulkRegister, deregister, deregisterAll, overwrite, returnHome, leaveHome
    case changeBid, setPriority, setRegistration, setLifetime, setPolicy, useHomeAgent, discover
    case solicit, moveKeyExchange, forgetPeer, registerAtCorrespondent, deregisterAtCorrespondent
    case requestRefresh, revoke, switchAgent, administer, onlyRouter, plug, unplug, deprecate
    case silence, partition, impair, resetTranslator, dropNext, delayNext, duplicateNext, reboot
    case squat, send, replay, forge, forgeBulk

    /// The first stands in for a word that is none: it has no keys of its own.
    static let words: KeyValuePairs<String, Verb> = [
        "deregister-all": .deregisterAll,
        "register": .register,
        "bulk-register": .bulkRegister,
        "deregister": .deregister,
        "overwrite": .overwrite,
        "return-home": .returnHome,
        "leave-home": .leaveHome,
        "change-bid": .changeBid,
        "set-priority": .setPriority,
        "set-registration": .setRegistration,
        "set-lifetime": .setLifetime,
        "set-policy": .setPolicy,
        "use-home-agent": .useHomeAgent,
        "discover-home-agents": .discover,
        "solicit-prefixes": .solicit,
        "move-key-exchange": .moveKeyExchange,
        "forget-peer": .forgetPeer,
        "register-at-correspondent": .registerAtCorrespondent,
        "deregister-at-correspondent": .deregisterAtCorrespondent,
        "request-refresh": .requestRefresh,
        "revoke": .revoke,
        "switch-agent": .switchAgent,
        "administer": .administer,
        "only-router": .onlyRouter,
        "plug": .plug,
        "unplug": .unplug,
        "deprecate": .deprecate,
        "silence": .silence,
        "partition": .partition,
        "impair": .impair,
        "reset-nat": .resetTranslator,
        "drop-next": .dropNext,
        "delay-next": .delayNext,
        "duplicate-next": .duplicateNext,
        "reboot": .reboot,
        "squat": .squat,
        "send": .send,
        "replay": .replay,
        "forge": .forge,
        "forge-bulk-at-correspondent": .forgeBulk,
    ]

    init(_ table: inout StrictTable) {
        self = table.kind("do", Verb.words)
    }

    func deed(_ table: inout StrictTable, _ names: ScenarioNames) -> ScenarioStep.Deed {
        switch self {
        case .register, .bulkRegister, .deregister, .deregisterAll, .overwrite, .returnHome, .leaveHome,
            .changeBid, .setPriority, .setRegistration, .setLifetime, .useHomeAgent, .discover, .solicit,
            .moveKeyExchange, .forgetPeer, .setPolicy:
            .node(command(&table, names))
        case .registerAtCorrespondent, .deregisterAtCorrespondent:
            .correspondent(
                bid: table.bid("bid"), name: table.name("peer", of: names.correspondents, default: "cn1"),
                registers: self == .registerAtCorrespondent)
        case .requestRefresh, .revoke, .switchAgent, .administer, .onlyRouter:
            agentDeed(&table, names)
        case .dropNext, .delayNext, .duplicateNext: trap(&table, names)
        case .plug, .unplug, .deprecate, .silence, .partition, .impair, .resetTranslator, .reboot, .squat,
            .send, .replay, .forge, .forgeBulk:
            worldDeed(&table, names)
        }
    }

    private func command(_ table: inout StrictTable, _ names: ScenarioNames) -> MobileNode.Command {
        switch self {
        case .register: return .register(table.bid("bid"))
        case .bulkRegister: return .registerBulk(table.bids("bids"))
        case .deregister: return .deregister(table.bids("bids"))
        case .deregisterAll: return .deregisterAll
        case .overwrite:
            return .setOverwrite(
                table.oneOf("value", ["on": .some(true), "off": .some(false), "automatic": nil]))
        case .returnHome: return .returnHome(table.oneOf("mode", Words.returnHome))
        case .leaveHome: return .leaveHome
        case .changeBid: return .changeBid(from: table.bid("bid"), to: table.bid("to"))
        case .setPriority:
            return .setPriority(table.bid("bid"), UInt8(table.integer("priority", in: 0...127)))
        case .setRegistration: return .setRegistration(table.oneOf("mode", Words.registration))
        case .setLifetime:
            return .setLifetime(.seconds(Int64(table.integer("lifetime", in: 4...262_140, "seconds"))))
        case .useHomeAgent:
            let agent = table.name("agent", of: names.agents)
            return .useHomeAgent(ScenarioWorld.agentAddress((names.agents.firstIndex(of: agent) ?? 0) + 1))
        case .discover: return .discoverHomeAgents
        case .moveKeyExchange: return .moveKeyExchange(table.bid("bid"))
        case .forgetPeer:
            let holder = table.name("peer", of: names.holders)
            return .forgetPeer(names.address(of: holder))
        case .setPolicy:
            return .setPolicies(
                Policies(
                    profile: table.oneOf(
                        "profile", ["rfc5648": WireProfile.rfc5648, "draft-06": .draft06])))
        default: return .solicitPrefixes
        }
    }

    private func agentDeed(_ table: inout StrictTable, _ names: ScenarioNames) -> ScenarioStep.Deed {
        let name = table.name("agent", of: names.agents, default: "ha1")
        switch self {
        case .requestRefresh:
            return .agent(.requestRefresh(ScenarioWorld.homeAddress, bids: table.bids("bids")), name: name)
        case .revoke:
            let trigger = UInt8(table.integer("trigger", in: 0...255, default: 1))
            return .agent(
                .revoke(ScenarioWorld.homeAddress, bids: table.bids("bids"), trigger: trigger), name: name)
        case .switchAgent:
            let agents = names.agents
            let others = table.customs("to", expecting: StrictTable.listed(agents)) { word in
                agents.firstIndex(of: word).map { ScenarioWorld.agentAddress($0 + 1) }
            }
            return .agent(.switchAgent(ScenarioWorld.homeAddress, to: others), name: name)
        case .onlyRouter: return .onlyRouter(table.oneOf("value", Words.switches), name: name)
        default: return .administer(AdministrationChange(&table), name: name)
        }
    }

    private func trap(_ table: inout StrictTable, _ names: ScenarioNames) -> ScenarioStep.Deed {
        let deed: Trap.Deed =
            switch self {
            case .delayNext: .delay(table.optionalSeconds("by") ?? .seconds(1))
            case .duplicateNext: .duplicate
            default: .drop
            }
        return .trap(
            deed, table.optionalOneOf("message", Words.messages),
            sender: table.optionalName("from", of: names.stations),
            count: table.integer("count", in: 1...1000, default: 1))
    }

    private func worldDeed(_ table: inout StrictTable, _ names: ScenarioNames) -> ScenarioStep.Deed {
        switch self {
        case .plug:
            return .plug(
                interface: table.name("interface", of: names.interfaces),
                link: table.name("link", of: names.links))
        case .unplug: return .unplug(interface: table.name("interface", of: names.interfaces))
        case .deprecate: return .deprecate(interface: table.name("interface", of: names.interfaces))
        case .silence:
            return .silence(
                link: table.name("link", of: names.links), table.oneOf("value", Words.switches))
        case .partition:
            return .partition(
                link: table.name("link", of: names.links), table.oneOf("value", Words.switches))
        case .impair:
            let (up, down) = table.oneOf(
                "direction", ["both": (true, true), "up": (true, false), "down": (false, true)],
                default: (true, true))
            return .impair(
                link: table.name("link", of: names.links), ImpairmentChange(&table), up: up, down: down)
        case .resetTranslator: return .resetTranslator(link: table.name("link", of: ["nat"]))
        case .reboot: return .reboot(table.name("station", of: names.stations))
        case .squat:
            return .squat(
                table.custom(
                    "address", expecting: "an IPv6 address of the home link",
                    default: ScenarioWorld.homeAddress
                ) { IPv6Address($0).flatMap { ScenarioWorld.homePrefix.contains($0) ? $0 : nil } })
        case .replay:
            return .replay(
                table.oneOf("message", Words.messages),
                link: table.name("link", of: names.links, default: "c"))
        case .forge:
            return .forge(
                careOfLink: table.name("link", of: names.links, default: "c"), bid: table.bid("bid"),
                lifetime: UInt16(table.integer("lifetime", in: 0...262_140, "seconds", default: 60) / 4))
        case .forgeBulk: return .forgeBulk(table.name("peer", of: names.correspondents, default: "cn1"))
        default:
            let from = table.name("from", of: names.hosts, default: names.correspondents.first ?? "ha1")
            let to = table.name(
                "to", of: names.hosts, default: from == "mn1" || from == "inside" ? "cn1" : "mn1")
            let target: ScenarioStep.Target =
                to == "mn1" ? .homeAddress : to == "inside" ? .mobileNetwork : .station(to)
            return .probe(
                name: table.string("name", default: "p1"), from: from, to: target,
                transport: UInt8(table.integer("transport", in: 0...255, default: 17)),
                port: UInt16(table.integer("port", in: 0...65535, default: 7)))
        }
    }
}

extension ScenarioNames {
    /// The address of an agent or a correspondent.
    func address(of holder: String) -> IPv6Address {
        if let index = correspondents.firstIndex(of: holder) {
            return ScenarioWorld.correspondentAddress(index + 1)
        }
        return ScenarioWorld.agentAddress((agents.firstIndex(of: holder) ?? 0) + 1)
    }
}
