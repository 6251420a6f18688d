import MobilityWire
import Nodes
import Runtime

/// An entry of the journal in one line.
enum EntryText {
    /// The line; party and time are not in it.
    static func text(of entry: JournalEntry, _ run: some Run) -> String {
        switch entry.event {
        case .sent(let octets, let interface, _, _):
            let name = interface.flatMap { interfaceName($0, entry, run) }.map { " from \($0)" } ?? ""
            return "sends \(MessageLabel.line(of: octets, run.format))\(name)"
        case .delivered(let octets, let interface):
            let name = interfaceName(interface, entry, run).map { " on \($0)" } ?? ""
            return "receives \(MessageLabel.line(of: octets, run.format))\(name)"
        case .lost(let octets, let loss, let link):
            let place = link.map { " on \($0)" } ?? ""
            return "lost\(place), \(loss.rawValue): \(MessageLabel.line(of: octets, run.format))"
        case .duplicated(let octets, let link):
            return "\(link) makes two of \(MessageLabel.line(of: octets, run.format))"
        case .corrupted(let octets, let link):
            return "\(link) flips a bit of \(MessageLabel.line(of: octets, run.format))"
        case .interface(let interface, let fact):
            return "\(interfaceName(interface, entry, run) ?? "interface \(interface.number)"): \(text(fact))"
        case .duplicatesDetected(let address, let found):
            return "duplicate address detection of \(address): \(found ? "somebody has it" : "nobody has it")"
        case .neighbourProbed(let address, let answered):
            return "\(address) \(answered ? "answers" : "does not answer")"
        case .command(let text): return "command: \(text)"
        case .fault(let text): return "fault: \(text)"
        case .timer: return "a deadline passes"
        case .started: return "starts"
        case .probe(let text): return text
        case .note(let note): return text(note)
        case .action(let action): return text(action)
        }
    }

    /// What an interface was told to be.
    static func text(_ fact: InterfaceFact) -> String {
        switch fact {
        case .present(_, let up, _): up ? "up" : "down"
        case .vanished: "gone"
        case .address(let address, let state): "\(address) \(state.rawValue)"
        case .addressGone(let address): "\(address) gone"
        case .ipv4Address(let address): "\(address)"
        case .ipv4AddressGone(let address): "\(address) gone"
        case .router(let address, _, let prefixes):
            "router \(address) advertises \(Wording.list(prefixes.map(\.description)))"
        case .routersGone: "no router any more"
        case .mtu(let octets): "packets of up to \(octets) octets"
        }
    }

    private static func text(_ note: Note) -> String {
        let bid = note.bid.map { "BID \($0)" } ?? "the ordinary binding"
        let peer = note.peer.map { " at \($0)" } ?? ""
        let to = note.to.map { $0.replacing("-", with: " ") } ?? ""
        switch note.event {
        case .bindingState: return "\(bid)\(peer): \(note.from ?? "") → \(note.to ?? "")"
        case .bindingCache:
            let address = note.careOfAddress.map { " (\($0))" } ?? ""
            let home = note.homeAddress.map { " of \($0)" } ?? ""
            return "\(bid)\(home) \(to)\(address)"
        case .statusReceived:
            let status = BindingStatus(rawValue: UInt8(clamping: note.number ?? 0))
            return "\(bid)\(peer): status \(status.rawValue) \(status.name)"
        case .dropped: return "drops a message: \(to)"
        case .peerLearned: return "learns of\(note.peer.map { " \($0)" } ?? " the peer"): \(to)"
        case .careOfAddress:
            let address = note.careOfAddress.map { "\($0) " } ?? ""
            return "care-of address \(address)\(note.bid.map { "of BID \($0) " } ?? "")\(to)"
        case .homeLink: return "home link: \(to)"
        case .commandRefused: return "refused: \(to)\(note.bid.map { " (BID \($0))" } ?? "")"
        case .limit: return "limit: \(to)"
        case .policy: return "policy: \(to)"
        case .remark: return to
        }
    }

    private static func text(_ action: Action) -> String {
        switch action {
        case .send: "sends"
        case .note(let note): text(note)
        case .tunnel(.set(let tunnel), _):
            "tunnel \(tunnel.bid.map { "of BID \($0) " } ?? "")between \(tunnel.careOfAddress) and \(tunnel.homeAgent)"
        case .tunnel(.remove(_, let bid), _): "tunnel\(bid.map { " of BID \($0)" } ?? "") taken down"
        case .homeAddress(let change, _):
            switch change {
            case .away: "home address on the tunnels"
            case .tentative: "home address on the home link, not used yet"
            case .home(_, _, let defended): "home address on the home link\(defended ? "" : ", not defended")"
            case .removed: "home address nowhere"
            }
        case .proxyNeighbour(let address, let active, _):
            active ? "answers neighbour solicitations for \(address)" : "no longer answers for \(address)"
        case .neighbour(let address, let link, _, _):
            "neighbour entry of \(address) \(link == nil ? "removed" : "set")"
        case .detectDuplicates(let address, _): "duplicate address detection of \(address) begins"
        case .probeNeighbour(let address, _, _): "asks whether \(address) is on the home link"
        case .prefixRoute(let prefix, _, let active, _): "route for \(prefix) \(active ? "set" : "removed")"
        case .ipv4HomeAddress(let address, _, let active, _):
            "IPv4 home address \(address) \(active ? "set" : "removed")"
        case .defaultBinding(_, let bid, _):
            bid.map { "other packets leave by BID \($0)" } ?? "no default binding"
        case .interface(let interface, let shut, _):
            "interface \(interface.number) \(shut ? "shut" : "opened")"
        case .keyExchange: "IKE moves to another care-of address"
        }
    }

    private static func interfaceName(
        _ interface: InterfaceIdentifier, _ entry: JournalEntry, _ run: some Run
    ) -> String? {
        entry.party.flatMap { run.parties[party: $0] }?.interfaceName(interface)
    }
}
