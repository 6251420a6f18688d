import MobilityWire
import Nodes
import StrictTOML

extension Expectation {
    init(_ table: inout StrictTable, _ names: ScenarioNames, probes: [String]) {
        time = table.instant("at")
        line = table.value("at")?.position.line ?? 0
        claim = Matter(&table).claim(&table, names, probes)
    }
}

/// What `that` can say. Each matter has its own further keys.
private enum Matter {
    case binding, cache, message, path, answers, homeAddress, peer, homeAgent, prefixRoute, note, shut

    /// The first stands in for a word that is none: it needs no keys of its own.
    static let words: KeyValuePairs<String, Matter> = [
        "answers": .answers,
        "binding": .binding,
        "cache": .cache,
        "message": .message,
        "path": .path,
        "home-address": .homeAddress,
        "peer": .peer,
        "home-agent": .homeAgent,
        "prefix-route": .prefixRoute,
        "note": .note,
        "shut": .shut,
    ]

    init(_ table: inout StrictTable) {
        self = table.kind("that", Matter.words)
    }

    func claim(
        _ table: inout StrictTable, _ names: ScenarioNames, _ probes: [String]
    ) -> Expectation.Claim {
        switch self {
        case .binding: .binding(Expectation.BindingClaim(&table, names))
        case .cache:
            .cache(
                holder: table.name("of", of: names.holders, default: "ha1"),
                rows: table.tables("rows") { Expectation.CacheRow(&$0, names) })
        case .message: .message(Expectation.MessageClaim(&table, names))
        case .path:
            .path(
                probe: table.name("of", of: probes, default: probes.first ?? "p1"),
                via: table.strings("via"), arrives: table.boolean("arrives", default: true))
        case .answers:
            .answers(
                by: table.customs("by", expecting: StrictTable.listed(names.stations)) {
                    names.stations.contains($0) ? $0 : nil
                })
        case .homeAddress:
            .homeAddress(
                place: table.name("place", of: ["away", "tentative", "home", "home-without-nd"]))
        case .peer:
            .peer(
                name: table.name("of", of: names.holders, default: "ha1"),
                multiple: table.optionalName("multiple", of: Matter.abilities),
                bulk: table.optionalName("bulk", of: Matter.abilities),
                simultaneous: table.optionalName("simultaneous", of: Matter.abilities))
        case .homeAgent: .homeAgent(name: table.name("is", of: names.agents))
        case .prefixRoute: .prefixRoute(active: table.boolean("active", default: true))
        case .note:
            .note(
                event: table.custom(
                    "event", expecting: StrictTable.listed(Note.Event.allCases.map(\.rawValue)),
                    standIn: .remark
                ) { Note.Event(rawValue: $0) }, word: table.optionalString("word"),
                station: table.optionalName("station", of: names.stations))
        case .shut:
            .shut(
                interface: table.name("interface", of: names.interfaces),
                table.boolean("is", default: true))
        }
    }

    private static let abilities = ["unknown", "yes", "no", "refused"]
}

extension Expectation.BindingClaim {
    init(_ table: inout StrictTable, _ names: ScenarioNames) {
        bid = table.optionalBid("bid")
        peer = table.name("at-peer", of: names.holders, default: "ha1")
        exists = table.boolean("exists", default: true)
        let words = BindingState.allCases.map(\.rawValue)
        state = table.customs("state", expecting: StrictTable.listed(words)) { BindingState(rawValue: $0) }
        careOf = table.optionalName("care-of", of: names.interfaces + ["home"])
        status = table.optionalOctet("status")
        remaining = table.optionalSeconds("remaining")
    }
}

extension Expectation.CacheRow {
    init(_ table: inout StrictTable, _ names: ScenarioNames) {
        bid = table.optionalBid("bid")
        careOf = table.custom(
            "care-of", expecting: "an interface, \"home\" or an address", standIn: "home"
        ) { word in
            (names.interfaces + ["home"]).contains(word) || IPv6Address(word) != nil
                || IPv4Address(word) != nil ? word : nil
        }
        remaining = table.optionalSeconds("remaining")
        hasNoEnd = table.boolean("endless", default: false)
    }
}

extension Expectation.MessageClaim {
    init(_ table: inout StrictTable, _ names: ScenarioNames) {
        name = table.name("name", of: Expectation.MessageClaim.names)
        since = table.optionalInstant("since") ?? .zero
        sender = table.optionalName("from", of: names.stations)
        interface = table.optionalName("interface", of: names.interfaces)
        if let exactly = table.optionalInteger("count", in: 0...10_000) {
            count = exactly...exactly
        } else {
            let least = table.integer("at-least", in: 0...10_000, default: 1)
            count = least...max(least, table.integer("at-most", in: 0...10_000, default: 10_000))
        }
        bids = table.optionalBids("bids")
        flags = table.optionalString("flags")
        lifetime = table.optionalInteger("lifetime", in: 0...262_140, "seconds")
        status = table.optionalOctet("status")
        let namesStatuses = table.contains("bid-status")
        let statuses = table.integers("bid-status", in: 0...255).map { UInt8($0) }
        bidStatus = namesStatuses ? statuses : nil
        careOfAddresses = table.optionalInteger("care-of-addresses", in: 0...255)
        hasHomeFlag = table.optionalBoolean("home")
        overwrites = table.optionalBoolean("overwrite")
        options = table.customs("with", expecting: StrictTable.listed(Expectation.MessageClaim.optionNames)) {
            Expectation.MessageClaim.optionNames.contains($0) ? $0 : nil
        }
        absentOptions = table.customs(
            "without", expecting: StrictTable.listed(Expectation.MessageClaim.optionNames)
        ) { Expectation.MessageClaim.optionNames.contains($0) ? $0 : nil }
        wrapping = table.optionalName(
            "in", of: ["home-address-option", "routing-header", "plain", "tunnel", "udp"])
    }

    /// Messages by the names that ladders use.
    static let names = [
        "BU", "BA", "BE", "BRR", "HoTI", "CoTI", "HoT", "CoT", "BRI", "BRA", "HAS", "DHAAD request",
        "DHAAD reply", "MPS", "MPA", "ICMPv6",
    ]

    /// Options that an expectation can ask for.
    static let optionNames = [
        "alternate-care-of", "nonce-indices", "authorization", "prefix", "link-layer-address",
        "authentication", "identification", "ipv4-home", "ipv4-acknowledgement", "nat-detection",
        "ipv4-care-of", "refresh-advice", "bid",
    ]
}
