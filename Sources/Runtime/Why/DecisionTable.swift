public import MobilityWire
public import Nodes

/// A row of one of the three tables by which nodes decide, in the order in which they look at them.
public struct DecisionRow: Hashable, Sendable {
    /// Which table, and which row of it: `agent 4`.
    public let name: String
    /// What is looked at, and what comes of it.
    public let words: String
    /// Where that comes from.
    public let rules: [Rule]

    init(_ name: String, _ words: String, _ rules: [Rule]) {
        self.name = name
        self.words = words
        self.rules = rules
    }
}

/// The tables: what a receiver makes of a Binding Update, what a mobile node makes of a Binding Acknowledgement, and the
/// states of a binding at a peer.
public enum DecisionTable {
    /// What a home agent or correspondent does with a Binding Update; the first row that refuses ends it.
    public static let receiver: [DecisionRow] = [
        row(
            "receiver", 1, "The message is whole and authentic, else it is dropped or answered by an error.",
            [Rule(161, "RFC 6275 §9.2"), Rule(0, "RFC 4285 §5")]),
        row(
            "receiver", 2,
            "Its number is newer than the last one accepted, else 135; H is as before, else 139.",
            [Rule(101, "RFC 6275 §9.5.1"), Rule(114, "RFC 6275 §9.5.1")]),
        row(
            "receiver", 3,
            "It serves this home address and has room: else 128 to 134, for mobile routers 140 to 143.",
            [Rule(0, "RFC 6275 §10.3.1"), Rule(139, "RFC 3963 §6.2")]),
        row(
            "receiver", 4,
            "Several care-of addresses are allowed, else 166; in bulk, else 168; home and away at once, else 169.",
            [Rule(87, "RFC 5648 §6.2"), Rule(88, "RFC 5648 §6.2"), Rule(81, "RFC 5648 §6.3")]),
        row(
            "receiver", 5, "Each Binding Identifier has a Length that there is, else 164 for the whole.",
            [Rule(118, "RFC 5648 §6.2")]),
        row(
            "receiver", 6,
            "Lifetime 0: what is named goes, and all where no BID is named; what is unknown is 133.",
            [Rule(121, "RFC 5648 §6.2"), Rule(122, "RFC 5648 §6.2"), Rule(113, "RFC 5648 §6.2")]),
        row(
            "receiver", 7, "No binding without BID is there, unless O is set: else 165, and nothing is done.",
            [Rule(129, "RFC 5648 §6.2")]),
        row("receiver", 8, "O: every binding that is not named goes.", [Rule(128, "RFC 5648 §6.2")]),
        row(
            "receiver", 9,
            "Each option for itself: the care-of address in it, else the one known, else 167; unusable: 164, 174.",
            [Rule(125, "RFC 5648 §6.2"), Rule(126, "RFC 5648 §6.2"), Rule(119, "RFC 5648 §6.2")]),
        row(
            "receiver", 10,
            "Some of a bulk failed: 4, and each of them says why; one alone says it in both fields.",
            [Rule(117, "RFC 5648 §6.2")]),
        row(
            "receiver", 11,
            "The home link was accepted: 0, or 5 where the home address must not be defended.",
            [Rule(74, "RFC 5648 §6.3")]),
        row(
            "receiver", 12, "The answer repeats the number and the BIDs, and says the lifetime granted.",
            [Rule(132, "RFC 5648 §6.2"), Rule(133, "RFC 5648 §6.2")]),
    ]

    /// What a mobile node makes of a Binding Acknowledgement.
    public static let node: [DecisionRow] = [
        row(
            "node", 1, "It is whole, authentic and for this home address, else it is dropped.",
            [Rule(82, "RFC 6275 §11.7.3")]),
        row(
            "node", 2,
            "Its number is that of a Binding Update that is out, or its Status is 135; else dropped.",
            [Rule(82, "RFC 6275 §11.7.3")]),
        row(
            "node", 3,
            "BIDs were sent and none is answered: the peer does not know them, whatever the Status.",
            [Rule(84, "RFC 5648 §5.7")]),
        row(
            "node", 4, "135 for the whole: again at once, with the number it gives plus one.",
            [Rule(101, "RFC 6275 §11.7.3")]),
        row(
            "node", 5,
            "165, 166, 168, 169 are about the way of registering: all of the Binding Update is concerned.",
            [Rule(90, "RFC 5648 §5.7"), Rule(87, "RFC 5648 §5.7"), Rule(88, "RFC 5648 §5.7")]),
        row(
            "node", 6,
            "Each BID by its own Status, where that is 0 by the Acknowledgement's: from 128 on it failed.",
            [Rule(85, "RFC 5648 §5.7"), Rule(86, "RFC 5648 §5.7")]),
        row(
            "node", 7, "A BID that was sent and is not in the answer counts as not answered.",
            [Rule(133, "RFC 5648 §6.2")]),
        row(
            "node", 8, "136 to 138 of a correspondent: its tokens are asked for anew, then it is sent again.",
            [Rule(43, "RFC 6275 §11.6.1")]),
    ]

    /// The states of a binding at a peer, by what led there and what leads out of them.
    public static func row(of state: BindingState) -> DecisionRow {
        switch state {
        case .idle:
            DecisionRow(
                "state unregistered",
                "No care-of address, no wish, or its end: nothing is asked of the peer.",
                [Rule(2, "RFC 5648 §5.1")])
        case .testing:
            DecisionRow(
                "state testing", "A correspondent wants tokens first; both tests are out.",
                [Rule(43, "RFC 6275 §11.6.1")])
        case .waiting:
            DecisionRow(
                "state registering", "A care-of address became usable: a Binding Update is due or out.",
                [Rule(40, "RFC 5648 §5.2"), Rule(31, "RFC 5648 §5.2")])
        case .bound:
            DecisionRow(
                "state registered", "Accepted: it lasts for the lifetime granted, and is refreshed before.",
                [Rule(86, "RFC 5648 §5.7")])
        case .refreshing:
            DecisionRow(
                "state refreshing", "Registered, and its time or a change made another Binding Update due.",
                [Rule(3, "RFC 5648 §5.2")])
        case .deleting:
            DecisionRow(
                "state deregistering",
                "Its care-of address went or nobody wants it: lifetime 0 is due or out.",
                [Rule(59, "RFC 5648 §5.4")])
        case .failed:
            DecisionRow(
                "state refused", "A Status from 128 on: what it says is done, others are not touched.",
                [Rule(86, "RFC 5648 §5.7")])
        }
    }

    /// The row by which a receiver came to a status; nil: none of these, such as statuses of proxies.
    ///
    /// - Parameters:
    ///   - isOfOption: whether it stands in a Binding Identifier of a Binding Update that was not refused as a whole.
    ///   - removes: whether the Binding Update asked for lifetime 0.
    public static func receiverRow(
        of status: BindingStatus, isOfOption: Bool = false, removes: Bool = false
    ) -> DecisionRow? {
        switch status.rawValue {
        case 4: receiver[9]
        case 5: receiver[10]
        case 0...1: receiver[removes ? 5 : 11]
        case 133: receiver[removes ? 5 : 2]
        case 130: receiver[isOfOption ? 8 : 2]
        case 128, 129, 131, 132, 134, 140...143: receiver[2]
        case 135, 139: receiver[1]
        case 136...138, 144...151: receiver[0]
        case 164: receiver[isOfOption ? 8 : 4]
        case 165: receiver[6]
        case 166, 168, 169: receiver[3]
        case 167: receiver[removes ? 5 : 8]
        case 174: receiver[8]
        default: nil
        }
    }

    /// The row by which a mobile node reacts to a status.
    ///
    /// - Parameters:
    ///   - isOfOption: whether it stands in a Binding Identifier.
    ///   - isBulk: whether the answer is about several BIDs.
    ///   - isHome: whether it is about the home link.
    public static func nodeRow(
        of status: BindingStatus, isOfOption: Bool = false, isBulk: Bool = false, isHome: Bool = false
    ) -> DecisionRow {
        switch status.rawValue {
        case 135 where !isOfOption: node[3]
        case 136...138: node[7]
        case 165, 166: node[4]
        case 168 where isBulk, 169 where isHome: node[4]
        default: node[5]
        }
    }

    private static func row(_ table: String, _ number: Int, _ words: String, _ rules: [Rule]) -> DecisionRow {
        DecisionRow("\(table) \(number)", words, rules)
    }
}
