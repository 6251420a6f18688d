public import Nodes

/// Why a command was refused, as a sentence: what nodes note as a word.
public enum RefusalText {
    /// The sentence of a note that a command was refused; the words of it where nobody wrote a sentence.
    public static func sentence(_ note: Note) -> String {
        sentence(note.to ?? "refused", bid: note.bid)
    }

    /// The sentence of a word.
    public static func sentence(_ word: String, bid: UInt16?) -> String {
        let name = bid.map { "BID \($0)" } ?? "the BID"
        return switch word {
        case "no-home-agent": "No home agent is known yet."
        case "no-care-of-address": "There is no care-of address that could be registered."
        case "reserved-bid": "BID 0 is reserved (R-028)."
        case "unknown-bid": "There is no \(name)."
        case "care-of-address-lost": "\(capital(name)) has no care-of address at present."
        case "bid-in-use": "\(capital(name)) is taken (R-027)."
        case "not-registered": "\(capital(name)) is not registered there."
        case "nothing-registered": "Nothing is registered there."
        case "bulk-refused":
            "The peer takes only one binding in a Binding Update (status 168): register them one by one."
        case "ordinary-only":
            "The peer knows ordinary bindings only (R-084), or allows no others (status 166): register one."
        case "ipv4-alone":
            "\(capital(name)) is at an IPv4 care-of address, which is registered alone (R-141, R-144)."
        case "not-on-home-link": "No interface is on the home link: one has to be plugged in there first."
        case "at-home": "The node is at home and uses the home link only: leave home first."
        case "no-visited-link": "There is no visited link to use instead."
        case "ipv4-at-correspondent":
            "A correspondent cannot have the IPv4 care-of address of \(name) (RFC 5555 §2.2)."
        case "no-route-optimisation": "The correspondent does no route optimisation."
        case "invalid-peer": "The address is not one of a correspondent or home agent."
        case "unknown-peer": "Nothing is known of this peer."
        case "invalid-value": "The value is outside its range."
        case "no-key-exchange": "The node has no IPsec."
        case "unknown-home-address": "The agent has no binding of the home address."
        default: word
        }
    }

    /// Why the gate, the past and files cannot be used in a run that has none of them.
    public static func unavailable(_ command: RunCommand) -> String? {
        switch command {
        case .gate, .edit:
            "Not available here: this is only looked at. The gate is in the lab, and on a machine with a node."
        case .rewind, .past: "Not available here: only from the console can the past be looked at."
        case .write: "Files are written from the console."
        default: nil
        }
    }

    private static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
