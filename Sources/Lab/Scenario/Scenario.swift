import MobilityWire
import Nodes
import Runtime

/// An exchange to learn from or to test with: what exists, what happens when, and what must be true then.
///
/// A scenario is a TOML file. It names the profiles it holds in; where texts differ, two scenarios say so. A standard
/// world stands behind each, so that a file only tells what is different (`ScenarioWorld`).
public struct Scenario: Sendable {
    /// What it is called on the command line, in kebab case.
    public var name: String
    /// One line.
    public var title: String
    /// What there is to learn.
    public var paragraph: String
    /// The profiles in which it holds.
    public var profiles: [WireProfile]
    /// From which all chance follows.
    public var seed: UInt64
    /// When it ends; nil: a second after the last thing it names.
    public var end: Instant?
    /// What exists.
    public var world: ScenarioWorld
    /// What happens, in the order of the file.
    public var steps: [ScenarioStep]
    /// What must be true, in the order of the file.
    public var expectations: [Expectation]
    /// What a class is told and asked on the way, in the order in which the exchange reaches it; may be empty.
    public var lesson: [LessonStep]

    /// The file that it was read from; empty: it was made otherwise.
    public internal(set) var source: [UInt8] = []

    /// When it is over.
    public var lastInstant: Instant {
        let named = steps.map(\.time) + expectations.map(\.time)
        return end ?? (named.max() ?? .zero) + .seconds(1)
    }
}

/// What exists in a scenario beside the standard links: `home` with the home agents, `a`, `b` and `c` (IPv6), `v4` (IPv4
/// alone), `nat` (IPv4 behind a NAT) and `c0` with the correspondents.
public struct ScenarioWorld: Sendable {
    /// The mobile node.
    public var node = Node()
    /// Its interfaces.
    public var interfaces: [Interface] = [
        Interface(name: "eth0", link: "a", bid: 1), Interface(name: "wlan0", link: "b", bid: 2),
    ]
    /// The home agents, `ha1`, `ha2` and so on.
    public var agents = [Agent()]
    /// The correspondents, `cn1`, `cn2` and so on.
    public var correspondents: [Correspondent] = []
    /// What is different about links.
    public var links: [Quality] = []
    /// What is different from the profile's choices where the texts are open.
    public var policies = PolicyChoices()

    /// The prefix of the home link.
    public static let homePrefix = IPv6Prefix(
        IPv6Address(high: 0x2001_0db8_0001_0000, low: 0), length: 64)
    /// The home address of the mobile node.
    public static let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    /// The names of the standard links.
    public static let linkNames = ["home", "a", "b", "c", "v4", "nat", "c0"]
    /// The network behind a mobile router.
    public static let mobilePrefix = IPv6Prefix(
        IPv6Address(high: 0x2001_0db8_000f_0000, low: 0), length: 64)

    /// The address of the home agent of a number, from 1.
    public static func agentAddress(_ number: Int) -> IPv6Address {
        IPv6Address(high: homePrefix.address.high, low: UInt64(number))
    }

    /// The address of the correspondent of a number, from 1.
    public static func correspondentAddress(_ number: Int) -> IPv6Address {
        IPv6Address(high: 0x2001_0db8_00c0_0000, low: UInt64(number + 8))
    }

    /// The IPv4 address of the home agent of a number, from 1.
    public static func agentIPv4Address(_ number: Int) -> IPv4Address {
        IPv4Address(0xc633_6400 + UInt32(truncatingIfNeeded: number))
    }

    /// How the mobile node is configured.
    public struct Node: Sendable {
        /// What people call it.
        public var name = "mn1"
        /// The lifetime that it asks for.
        public var lifetime = Interval.seconds(60)
        /// By itself, or by commands alone.
        public var registration = MobileNode.RegistrationMode.manual
        /// How it is at home.
        public var returnHome = MobileNode.ReturnHomeMode.both
        /// Whether it registers several care-of addresses.
        public var multiple = true
        /// Whether it does so in bulk.
        public var bulk = true
        /// How signalling with home agents is protected, on both sides.
        public var protection = Protection.none
        /// Whether it looks for home agents instead of being told.
        public var discovers = false
        /// Whether it is a mobile router, and how it says what is behind it.
        public var router = Router.none
        /// Whether it uses IPv4 care-of addresses.
        public var ipv4 = false
        /// The IPv4 home address that it asks for.
        public var ipv4Home: IPv4Address?
        /// F: UDP even without a NAT.
        public var forcesEncapsulation = false
    }

    /// How signalling with home agents is protected.
    public enum Protection: Sendable {
        /// Not at all.
        case none
        /// By IPsec, with or without moving IKE.
        case ipsec(keyMobility: Bool)
        /// By the authentication option of RFC 4285.
        case authentication
    }

    /// What a mobile router says of the prefix behind it (RFC 3963 §5.2).
    public enum Router: Sendable {
        /// It is none.
        case none
        /// The prefix, in its Binding Updates.
        case explicit
        /// Nothing; the agent knows it.
        case implicit
    }

    /// An interface of the mobile node.
    public struct Interface: Sendable {
        /// Its name.
        public var name: String
        /// Where it is plugged in before time begins; nil: nowhere.
        public var link: String?
        /// Its BID; nil: automatic.
        public var bid: UInt16?
        /// Its priority; nil: none.
        public var priority: UInt8?
    }

    /// How a home agent is configured.
    public struct Agent: Sendable {
        /// Whether it is the only router of the home link.
        public var onlyRouter = true
        /// Whether it lets a node at home defend its address, as the only router.
        public var permitsNeighbourDiscovery = true
        /// Whether it knows the prefix behind the mobile router.
        public var knowsPrefix = true
        /// What is different from its defaults.
        public var administration = AdministrationChange()
    }

    /// How a correspondent is configured.
    public struct Correspondent: Sendable {
        /// Whether it knows ordinary bindings only.
        public var isLegacy = false
        /// Whether it allows several care-of addresses.
        public var multiple = true
        /// Whether it knows Mobile IPv6 at all.
        public var isMobile = true
    }

    /// What is different about a link.
    public struct Quality: Sendable {
        /// Which one.
        public var link: String
        /// What is different about both directions.
        public var change: ImpairmentChange
        /// After which time its NAT forgets.
        public var translatorTimeout: Interval?
        /// Its MTU.
        public var mtu: Int?
    }
}

/// What is to be different about an agent's rules; nil leaves things as they are.
public struct AdministrationChange: Sendable {
    var serves: Bool?
    var multipleCareOfAddresses: Bool?
    var bulkRegistration: Bool?
    var simultaneous: Bool?
    var mobileRouters: Bool?
    var maximumLifetime: Interval?
    var bindingsPerNode: Int?
    var detection: Bool?
    var refreshAdvice: UInt8?
    var refreshRequestLead: Interval?
    var legacy: HomeAgent.Legacy?
    var isModern = false
    var refuseWith: UInt8?
    var isSilent: Bool?

    init() {}

    func apply(to administration: inout HomeAgent.Administration) {
        if let serves { administration.servesHomeRegistrations = serves }
        if let multipleCareOfAddresses { administration.multipleCareOfAddresses = multipleCareOfAddresses }
        if let bulkRegistration { administration.bulkRegistration = bulkRegistration }
        if let simultaneous { administration.simultaneousHomeAndForeign = simultaneous }
        if let mobileRouters { administration.mobileRouters = mobileRouters }
        if let maximumLifetime { administration.maximumLifetime = maximumLifetime }
        if let bindingsPerNode { administration.maximumBindingsPerNode = bindingsPerNode }
        if let detection { administration.duplicateAddressDetection = detection }
        if let refreshAdvice { administration.refreshAdvice = refreshAdvice }
        if let refreshRequestLead { administration.refreshRequestLead = refreshRequestLead }
        if let legacy { administration.legacy = legacy }
        if isModern { administration.legacy = nil }
        // 0 is no refusal: it ends one.
        if let refuseWith { administration.refuseWith = refuseWith == 0 ? nil : refuseWith }
        if let isSilent { administration.isSilent = isSilent }
    }
}

/// What is to be different about a direction of a link; nil leaves things as they are.
public struct ImpairmentChange: Sendable {
    var latency: Interval?
    var jitter: Interval?
    var loss: Chance?
    var duplication: Chance?
    var reordering: Chance?
    var corruption: Chance?

    init() {}

    func apply(to impairment: inout Impairment) {
        if let latency { impairment.latency = latency }
        if let jitter { impairment.jitter = jitter }
        if let loss { impairment.loss = loss }
        if let duplication { impairment.duplication = duplication }
        if let reordering { impairment.reordering = reordering }
        if let corruption { impairment.corruption = corruption }
    }
}
