import MobilityWire
import Nodes
import Runtime

/// Finds entries by their words, as they stand in the log; a message also by whom it goes to, and by every address in
/// its headers.
struct EntrySearch {
    private let words: [String]
    private let journal: Journal
    private let parties: [Party]
    private let text: EntryText
    /// Names by address, made when the first message is looked at: there may be thousands.
    private var names: [IPv6Address: String]?

    init(_ filter: String, _ run: some Run) {
        words = filter.lowercased().split(separator: " ").map(String.init)
        journal = run.journal
        parties = run.parties
        text = EntryText(parties: run.parties, format: run.format)
    }

    /// Whether an entry has all the words.
    mutating func finds(_ number: Int) -> Bool {
        guard let entry = journal[number] else { return false }
        let line = "\(text.line(of: entry)) \(entry.kind.rawValue) \(entry.rule?.text ?? "")".lowercased()
        let missing = words.filter { !line.contains($0) }
        guard !missing.isEmpty else { return true }
        guard let octets = entry.octets else { return false }
        var problems = ProblemCounter()
        let packet = PacketView(octets.span.bytes, problems: &problems)
        let receiver = receiver(of: packet).lowercased()
        let left = missing.filter { !receiver.contains($0) }
        guard !left.isEmpty else { return true }
        // An address is told by its colons or dots: a number alone is rather a BID or a lifetime.
        guard left.allSatisfy({ $0.contains(":") || $0.contains(".") }) else { return false }
        let addresses = EntrySearch.addresses(in: packet)
        return left.allSatisfy { word in addresses.contains { $0.contains(word) } }
    }

    private mutating func receiver(of packet: borrowing PacketView) -> String {
        if names == nil {
            var found: [IPv6Address: String] = [:]
            for party in parties { if let address = party.address { found[address] = party.name } }
            names = found
        }
        return names?[packet.logicalDestination] ?? ""
    }

    private static func addresses(in packet: borrowing PacketView) -> [String] {
        var addresses = [packet.homeAddressOption, packet.routingHeader].compactMap { $0?.description }
        for index in 0..<packet.facts.path.count {
            switch packet.header(index) {
            case .ipv6(let source, let destination):
                addresses += [source.description, destination.description]
            case .ipv4(let source, let destination):
                addresses += [source.description, destination.description]
            case .udp, nil: break
            }
        }
        return addresses
    }
}
