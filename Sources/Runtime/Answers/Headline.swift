public import MobilityWire
public import Nodes

/// What stands in the top line of a console.
public struct Headline: Hashable, Sendable, Codable {
    /// What kind of run it is.
    public var kind: Kind
    /// The name of the scenario, of the configuration, of the file.
    public var title: String
    /// The name of the node, `mr1`.
    public var node: String
    /// Its home address.
    public var homeAddress: IPv6Address?
    /// The home agent in use.
    public var homeAgent: IPv6Address?
    /// The layout of messages.
    public var profile: WireProfile
    /// The gate in a word: `open`; `shut` where messages are held.
    public var gate: String
    /// How many seconds of the run pass in one second; 1 on a machine.
    public var speed: Double
    /// Whether the run's time stands still.
    public var isPaused: Bool
    /// Whether the next Binding Update to the home agent carries O.
    public var overwritesNext: Bool
    /// How the node is at home when it is there.
    public var returnHome: MobileNode.ReturnHomeMode
    /// Where the node stands: `away`, `arriving`, `home`, `home-without-nd`, `leaving-unused`, `unused`.
    public var place: String
    /// Whose the tunnels are: `kernel`, `ours`, `none`; empty where nobody asks (lab).
    public var tunnels: String
    /// By itself, or by a person's hand.
    public var registration: MobileNode.RegistrationMode
    /// Whether there is more to say on registration: `manual until the first b`; else empty.
    public var remark: String
    /// How much of a file has been read, 0…1; nil: all of it, or there is none.
    public var progress: Double?

    /// How many mobile nodes there are to look at, where it is more than the one; else 0.
    public var nodes = 0
    /// Whether somebody has begun a message by hand and neither sent it nor thrown it away: a lab's time stands meanwhile.
    public var isComposing = false
    /// Whether the recording that the run was had from breaks off: there was more.
    public var isCutOff = false

    /// What kind of run it is.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// A world in memory.
        case lab
        /// A mobile node or mobile router on this machine.
        case node
        /// A home agent on this machine.
        case agent
        /// What others said to each other, from a file or from the wire.
        case capture
    }

    /// A top line with this; the rest as in a lab where nothing has happened.
    public init(
        kind: Kind, title: String, node: String, homeAddress: IPv6Address? = nil,
        homeAgent: IPv6Address? = nil,
        profile: WireProfile = .rfc5648, gate: String = "open", speed: Double = 1, isPaused: Bool = false,
        overwritesNext: Bool = false, returnHome: MobileNode.ReturnHomeMode = .both, place: String = "away",
        tunnels: String = "", registration: MobileNode.RegistrationMode = .manual, remark: String = "",
        progress: Double? = nil
    ) {
        self.kind = kind
        self.title = title
        self.node = node
        self.homeAddress = homeAddress
        self.homeAgent = homeAgent
        self.profile = profile
        self.gate = gate
        self.speed = speed
        self.isPaused = isPaused
        self.overwritesNext = overwritesNext
        self.returnHome = returnHome
        self.place = place
        self.tunnels = tunnels
        self.registration = registration
        self.remark = remark
        self.progress = progress
    }
}
