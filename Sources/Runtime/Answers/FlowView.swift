/// A flow rule as a view shows it, with where its packets go at this moment.
public struct FlowView: Hashable, Sendable, Codable {
    /// What people call it.
    public var name: String
    /// What it matches, in words: `tcp port 22 to 2001:db8:c0::/64`.
    public var matches: String
    /// The binding that its packets shall use.
    public var bid: UInt16
    /// The binding that they use now; nil: none, or an ordinary one.
    public var usedBid: UInt16?
    /// The way that they go now, in words; empty where nobody knows.
    public var way: String

    /// A flow rule.
    public init(name: String, matches: String, bid: UInt16, usedBid: UInt16? = nil, way: String = "") {
        self.name = name
        self.matches = matches
        self.bid = bid
        self.usedBid = usedBid
        self.way = way
    }
}
