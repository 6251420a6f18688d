/// Someone whose binding cache can be seen.
public struct CacheHolder: Hashable, Sendable, Codable {
    /// Who it is.
    public var party: PartyIdentifier
    /// What people call it.
    public var name: String
    /// What it is.
    public var kind: Party.Kind
    /// How many bindings it holds.
    public var bindings: Int
    /// Whether the rows are what it holds (lab), or what can be concluded from what passed (machine, capture).
    public var isInferred: Bool

    /// A holder of a binding cache.
    public init(
        party: PartyIdentifier, name: String, kind: Party.Kind, bindings: Int, isInferred: Bool = false
    ) {
        self.party = party
        self.name = name
        self.kind = kind
        self.bindings = bindings
        self.isInferred = isInferred
    }
}
