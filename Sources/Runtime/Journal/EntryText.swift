public import MobilityWire
internal import Nodes

/// What an entry says, in words: a line of the log, a link of a chain of causes.
public struct EntryText {
    private let parties: [Party]
    private let format: WireFormat

    /// Words for entries in which these parties take part; messages are read in this format.
    public init(parties: [Party], format: WireFormat) {
        self.parties = parties
        self.format = format
    }

    /// One entry in one line, without its time and number.
    public func line(of entry: JournalEntry) -> String {
        let name = entry.party.map(parties.name(of:)) ?? "world"
        switch entry.event {
        case .sent(let octets, let interface, _, _):
            return "\(name) sends \(message(octets))" + (by(interface, entry.party).map { " by \($0)" } ?? "")
        case .delivered(let octets, let interface):
            return "\(name) gets \(message(octets))" + (by(interface, entry.party).map { " by \($0)" } ?? "")
        case .lost(let octets, let loss, let link):
            if loss == .changed { return "\(message(octets)) is changed by hand: \(loss.words)" }
            if loss == .late { return "\(message(octets)) was held back, and leaves now" }
            return "\(message(octets)) is lost" + (link.map { " on link \($0)" } ?? "") + ": \(loss.words)"
        case .duplicated(let octets, let link): return "link \(link) doubles \(message(octets))"
        case .corrupted(let octets, let link): return "link \(link) flips a bit of \(message(octets))"
        case .interface(let interface, let fact):
            return "\(name): \(by(interface, entry.party) ?? "an interface") \(fact.words)"
        case .duplicatesDetected(let address, let found):
            return found
                ? "\(name) finds that somebody else uses \(address)"
                : "\(name) finds no duplicate of \(address)"
        case .neighbourProbed(let address, let answered):
            return "\(name): \(address) \(answered ? "answers" : "does not answer")"
        case .command(let text): return "\(name) is told: \(text)"
        case .fault(let text): return entry.party == nil ? text : "\(name): \(text)"
        case .timer: return "a timer of \(name) ran out"
        case .started: return "\(name) starts"
        case .action(let action): return "\(name) \(action.words(interface: { by($0, entry.party) }))"
        case .note(let note): return "\(name): \(note.words)"
        case .probe(let text): return text
        case .remark(let text): return "note: \(text)"
        }
    }

    /// A message in one line; what it was to be where it cannot be read.
    public func message(_ octets: [UInt8]) -> String {
        var report = ReadingReport()
        guard let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
        else { return UnreadableMessage(octets, format).phrase }
        return MessageText(packet).line
    }

    private func by(_ interface: InterfaceIdentifier?, _ party: PartyIdentifier?) -> String? {
        guard let interface, let party else { return nil }
        return parties[party: party]?.interfaceName(interface)
    }
}

extension Loss {
    /// Why, in words.
    public var words: String {
        switch self {
        case .impairment: "the link loses packets"
        case .fault: "a fault that was asked for"
        case .noCarrier: "the interface is not plugged in, or shut"
        case .receiverGone: "the receiver has left the link"
        case .noRoute: "no router knows the destination"
        case .noNeighbour: "nobody on the link answers for the destination"
        case .silentRouter: "the router of the link is silent"
        case .partition: "the link is cut off"
        case .translator: "the NAT does not know it"
        case .tooLarge: "larger than the link's MTU"
        case .hopLimit: "it went in circles"
        case .malformed: "no IP header can be made out"
        case .notForMe: "its receiver has no use for it"
        case .noBinding: "there is no binding for it"
        case .changed: "what left in its place comes next"
        case .late: "it left later, further down"
        }
    }

    /// What became of a message, and why.
    public var sentence: String { "\(verdict): \(words)" }

    /// What became of a message, in a word or two.
    public var verdict: String {
        switch self {
        case .changed: "changed"
        case .late: "held back"
        default: "lost"
        }
    }

    /// Whether it did not leave as it was, and nothing was lost by it: what left has a departure of its own.
    public var isReplaced: Bool { self == .changed || self == .late }
}

extension InterfaceFact {
    /// What is so, in words.
    var words: String {
        switch self {
        case .present(_, let up, _): up ? "is up" : "is down"
        case .vanished: "is gone"
        case .address(let address, let state): "has \(address), \(state.rawValue)"
        case .addressGone(let address): "has lost \(address)"
        case .ipv4Address(let address): "has \(address)"
        case .ipv4AddressGone(let address): "has lost \(address)"
        case .router(let address, _, let prefixes):
            "hears router \(address)"
                + (prefixes.isEmpty ? "" : " with " + prefixes.map(\.description).joined(separator: ", "))
        case .routersGone: "hears no router any more"
        case .mtu(let octets): "takes packets of \(octets) octets"
        }
    }
}

extension Action {
    /// What a node had its world do, in words.
    func words(interface name: (InterfaceIdentifier?) -> String?) -> String {
        switch self {
        case .send: "sends"
        case .tunnel(.set(let tunnel), _):
            "sets up the tunnel\(tunnel.bid.map { " of BID \($0)" } ?? "") to \(tunnel.careOfAddress)"
                + (tunnel.ports.map { " in UDP, port \($0.local) to \($0.remote)" } ?? "")
        case .tunnel(.remove(_, let bid), _): "takes down the tunnel\(bid.map { " of BID \($0)" } ?? "")"
        case .homeAddress(.away(let address), _): "keeps \(address) on its tunnels"
        case .homeAddress(.tentative(let address, let interface), _):
            "puts \(address) on \(name(interface) ?? "an interface"), not to be used yet"
        case .homeAddress(.home(let address, let interface, let defended), _):
            "uses \(address) on \(name(interface) ?? "an interface")"
                + (defended ? " and answers for it" : " and does not answer for it")
        case .homeAddress(.removed(let address), _): "takes \(address) away"
        case .proxyNeighbour(let address, true, _): "answers for \(address) on the home link"
        case .proxyNeighbour(let address, false, _): "no longer answers for \(address) on the home link"
        case .neighbour(let address, .some, _, _): "enters \(address) as a neighbour"
        case .neighbour(let address, nil, _, _): "removes \(address) from its neighbours"
        case .detectDuplicates(let address, _): "looks whether somebody else uses \(address)"
        case .probeNeighbour(let address, _, _): "asks whether \(address) still answers"
        case .prefixRoute(let prefix, _, let active, _):
            active ? "routes \(prefix) through the tunnels" : "no longer routes \(prefix)"
        case .ipv4HomeAddress(let address, _, let active, _):
            active ? "serves the IPv4 home address \(address)" : "no longer serves \(address)"
        case .defaultBinding(_, let bid, _):
            bid.map { "sends by BID \($0) what no flow rule names" } ?? "sends by no BID"
        case .interface(let interface, let shut, _):
            "\(shut ? "shuts" : "opens") \(name(interface) ?? "an interface")"
        case .keyExchange(.move(_, let address), _): "moves IKE to \(address)"
        case .keyExchange(.reestablish(_, let address), _): "makes IKE anew from \(address)"
        case .note(let note): note.words
        }
    }
}

extension Note {
    /// What a node noted, in words.
    var words: String {
        let binding = bid.map { $0 == 0 ? "the ordinary binding" : "BID \($0)" } ?? "the binding"
        let word = (to ?? "").replacingDashes
        switch event {
        case .bindingState: return "\(binding) is \(word)" + (from.map { ", was \($0)" } ?? "")
        case .bindingCache:
            return "\(binding) is \(word)" + (careOfAddress.map { " → \($0)" } ?? "")
        case .statusReceived:
            let status = number.flatMap(UInt8.init(exactly:)).map(BindingStatus.init(rawValue:))
            return "\(binding) got status \(number ?? 0)" + (status.map { ", \($0.row.name)" } ?? "")
        case .dropped: return "a message is dropped: \(reason)"
        case .peerLearned: return "learned about \(peer.map(\.description) ?? "a peer"): \(word)"
        case .careOfAddress: return "care-of address \(careOfAddress.map(\.description) ?? "") \(word)"
        case .homeLink: return "home link: \(word)"
        case .commandRefused: return "refused: " + RefusalText.sentence(self)
        case .limit: return "limit reached: \(word)"
        case .policy: return "by policy: \(word)"
        case .remark: return word + (number.map { " \($0)" } ?? "")
        }
    }
}

extension Note {
    /// Why a message was dropped, in words.
    var reason: String {
        let word = to ?? ""
        if let known = Note.reasons[word] { return known }
        // What does not fit is named as its field is.
        return WireField.allCases.first { "\($0)" == word }.map { "\($0.name) does not fit" }
            ?? word.replacingDashes
    }

    /// Why messages are dropped, where the word of the note alone would leave a reader guessing.
    private static let reasons: [String: String] = [
        "sequence": "an unexpected sequence number",
        "checksum": "its checksum is wrong", "unreadable": "it cannot be read",
        "not-authentic": "its authenticator is missing or wrong",
        "timestamp": "its timestamp is too old, or of another clock",
        "unknown-peer": "it is from nobody that is known",
        "other-home-address": "it is about another home address", "not-asked": "nobody asked for it",
        "test-not-asked": "nobody asked for this test", "unknown-type": "its type is unknown",
    ]
}

extension String {
    /// Kebab case as words.
    fileprivate var replacingDashes: String { String(map { $0 == "-" ? " " : $0 }) }
}
