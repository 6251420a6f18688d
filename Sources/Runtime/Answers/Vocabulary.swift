/// The names that arguments of commands can have at a moment.
public struct Vocabulary: Hashable, Sendable, Codable {
    /// BIDs of the node that have, or had, a care-of address.
    public var bids: [UInt16] = []
    /// Interfaces of the node.
    public var interfaces: [String] = []
    /// Links of the world; empty on a machine.
    public var links: [String] = []
    /// Correspondents, by name or address.
    public var peers: [String] = []
    /// Home addresses of mobile nodes that there are to choose from, some of them where there are many.
    public var nodes: [String] = []
    /// Machines that can be rebooted; empty on a machine.
    public var machines: [String] = []
    /// Names of flow rules.
    public var flows: [String] = []
    /// Keys of settings, with what each can be.
    public var settings: [Setting] = []
    /// Themes; the console fills them in.
    public var themes: [String] = []
    /// Panes; the console fills them in.
    public var panes: [String] = []

    /// No names at all.
    public init() {}
}
