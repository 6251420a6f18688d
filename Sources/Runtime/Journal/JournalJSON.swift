public import MobilityWire
import Nodes

/// Journal entries as JSON, one object a line, members always in the same order.
public struct JournalJSON {
    private let parties: [Party]
    private let format: WireFormat

    /// Lines of a journal in which these parties take part; messages are read in this format.
    public init(parties: [Party], format: WireFormat) {
        self.parties = parties
        self.format = format
    }

    /// All entries that a journal keeps.
    public func lines(of journal: Journal) -> [String] { journal.entries.map { line(of: $0) } }

    /// One entry.
    public func line(of entry: JournalEntry) -> String {
        var line = JSONLine()
        line.add("number", entry.number)
        line.add(seconds: "time", entry.time.nanoseconds)
        line.add("kind", entry.kind.rawValue)
        line.add("station", entry.party.map(parties.name(of:)))
        if entry.cause != 0 { line.add("cause", entry.cause) }
        line.add("rule", entry.rule.map(\.text))
        add(entry, to: &line)
        return line.text
    }

    private func add(_ entry: JournalEntry, to line: inout JSONLine) {
        switch entry.event {
        case .sent(let octets, let interface, let protection, _):
            line.add("interface", interface.flatMap { name($0, entry.party) })
            line.add("protection", protection.rawValue)
            add(octets, to: &line)
        case .delivered(let octets, let interface):
            line.add("interface", name(interface, entry.party))
            add(octets, to: &line)
        case .lost(let octets, let loss, let link):
            line.add("why", loss.rawValue)
            line.add("link", link)
            add(octets, to: &line)
        case .duplicated(let octets, let link), .corrupted(let octets, let link):
            line.add("link", link)
            add(octets, to: &line)
        case .interface(let interface, let fact):
            line.add("interface", name(interface, entry.party))
            add(fact, to: &line)
        case .duplicatesDetected(let address, let found):
            line.add("address", address.description)
            line.add("found", found)
        case .neighbourProbed(let address, let answered):
            line.add("address", address.description)
            line.add("answered", answered)
        case .command(let text), .fault(let text): line.add("text", text)
        case .started, .timer: break
        case .action(let action): add(action, entry.party, to: &line)
        case .note(let note): add(note, to: &line)
        case .probe(let text), .remark(let text): line.add("text", text)
        }
    }

    private func name(_ interface: InterfaceIdentifier, _ party: PartyIdentifier?) -> String? {
        party.flatMap { parties[party: $0]?.interfaceName(interface) }
    }

    private func add(_ octets: [UInt8], to line: inout JSONLine) {
        var report = ReadingReport()
        if let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report) {
            line.add("message", MessageText(packet).line)
        }
        line.add(hexadecimal: "octets", octets)
    }

    private func add(_ fact: InterfaceFact, to line: inout JSONLine) {
        switch fact {
        case .present(_, let up, _): line.add("fact", up ? "up" : "down")
        case .vanished: line.add("fact", "vanished")
        case .address(let address, let state):
            line.add("fact", "address")
            line.add("address", address.description)
            line.add("state", state.rawValue)
        case .addressGone(let address):
            line.add("fact", "address-gone")
            line.add("address", address.description)
        case .ipv4Address(let address):
            line.add("fact", "ipv4-address")
            line.add("address", address.description)
        case .ipv4AddressGone(let address):
            line.add("fact", "ipv4-address-gone")
            line.add("address", address.description)
        case .router(let address, _, let prefixes):
            line.add("fact", "router")
            line.add("address", address.description)
            line.add("prefixes", prefixes.map(\.description))
        case .routersGone: line.add("fact", "routers-gone")
        case .mtu(let octets):
            line.add("fact", "mtu")
            line.add("mtu", octets)
        }
    }

    private func add(_ action: Action, _ party: PartyIdentifier?, to line: inout JSONLine) {
        switch action {
        case .send, .note: break
        case .tunnel(.set(let tunnel), _):
            line.add("action", "tunnel")
            line.add("home-address", tunnel.homeAddress.description)
            line.add("bid", tunnel.bid)
            line.add("home-agent", tunnel.homeAgent.description)
            line.add("care-of-address", tunnel.careOfAddress.description)
            line.add("local-port", tunnel.ports?.local)
            line.add("remote-port", tunnel.ports?.remote)
        case .tunnel(.remove(let homeAddress, let bid), _):
            line.add("action", "tunnel-gone")
            line.add("home-address", homeAddress.description)
            line.add("bid", bid)
        case .homeAddress(let change, _):
            line.add("action", "home-address")
            line.add("place", change.word)
        case .proxyNeighbour(let address, let active, _):
            line.add("action", "proxy")
            line.add("address", address.description)
            line.add("active", active)
        case .neighbour(let address, let linkLayerAddress, _, _):
            line.add("action", "neighbour")
            line.add("address", address.description)
            line.add("known", linkLayerAddress != nil)
        case .detectDuplicates(let address, _):
            line.add("action", "detect-duplicates")
            line.add("address", address.description)
        case .probeNeighbour(let address, _, _):
            line.add("action", "probe-neighbour")
            line.add("address", address.description)
        case .prefixRoute(let prefix, let homeAddress, let active, _):
            line.add("action", "prefix-route")
            line.add("prefix", prefix.description)
            line.add("home-address", homeAddress.description)
            line.add("active", active)
        case .ipv4HomeAddress(let address, let homeAddress, let active, _):
            line.add("action", "ipv4-home-address")
            line.add("address", address.description)
            line.add("home-address", homeAddress.description)
            line.add("active", active)
        case .defaultBinding(let homeAddress, let bid, _):
            line.add("action", "default-binding")
            line.add("home-address", homeAddress.description)
            line.add("bid", bid)
        case .interface(let interface, let shut, _):
            line.add("action", "interface")
            line.add("interface", name(interface, party))
            line.add("shut", shut)
        case .keyExchange(.move(_, let address), _):
            line.add("action", "move-key-exchange")
            line.add("care-of-address", address.description)
        case .keyExchange(.reestablish(_, let address), _):
            line.add("action", "reestablish-key-exchange")
            line.add("care-of-address", address.description)
        }
    }

    private func add(_ note: Note, to line: inout JSONLine) {
        line.add("event", note.event.rawValue)
        line.add("home-address", note.homeAddress.map(\.description))
        line.add("peer", note.peer.map(\.description))
        line.add("bid", note.bid)
        line.add("care-of-address", note.careOfAddress.map(\.description))
        line.add("value", note.number)
        line.add("from", note.from)
        line.add("to", note.to)
    }
}

extension Action.HomeAddressChange {
    /// Where the home address stands, in a word.
    public var word: String {
        switch self {
        case .away: "away"
        case .tentative: "tentative"
        case .home(_, _, defended: true): "home"
        case .home(_, _, defended: false): "home-without-nd"
        case .removed: "removed"
        }
    }
}

extension Protection {
    fileprivate var rawValue: String {
        switch self {
        case .none: "none"
        case .transport: "transport"
        case .tunnel: "tunnel"
        }
    }
}
