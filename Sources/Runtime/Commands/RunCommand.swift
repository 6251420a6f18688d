public import MobilityWire
public import Nodes

/// What a person can ask of a run. Each is done at once, or refused in words.
public enum RunCommand: Hashable, Sendable, Codable {
    // MARK: Registration

    /// Register or refresh these BIDs in one Binding Update; none named: all.
    case registerBulk([UInt16])
    /// Register or refresh one BID alone. On an agent: ask the node to refresh it.
    case register(UInt16)
    /// Remove these bindings. On an agent: revoke them.
    case deregister([UInt16])
    /// Remove all bindings. On an agent: revoke all of the node.
    case deregisterAll
    /// O in the next Binding Update on, off, or (nil) the other way round.
    case setOverwrite(Bool?)
    /// Another BID for the care-of address of a BID.
    case changeBid(from: UInt16, to: UInt16)
    /// Register a BID at a correspondent; nil: the first one known.
    case registerAtCorrespondent(UInt16, peer: String?)
    /// Remove a BID at a correspondent; nil: the first one known.
    case deregisterAtCorrespondent(UInt16, peer: String?)
    /// Another priority for a BID, 1…127, lower is preferred; 0: none.
    case setPriority(UInt16, UInt8)
    /// By itself, or by a person's hand.
    case setRegistration(MobileNode.RegistrationMode)
    /// Forget what was learned of a peer.
    case forgetPeer(String)

    // MARK: Home

    /// Be at home in this way.
    case returnHome(MobileNode.ReturnHomeMode)
    /// Use the visited links again as if there were no home link.
    case leaveHome
    /// Look for home agents (RFC 6275 §11.4.1).
    case discoverHomeAgents
    /// Ask for the prefixes of the home link (RFC 6275 §11.4.2).
    case solicitPrefixes
    /// Use this home agent from now on.
    case useHomeAgent(IPv6Address)

    // MARK: Agent

    /// The mobile node that commands of an agent are about, by its home address.
    case chooseNode(IPv6Address)
    /// An agent asks the node to refresh these BIDs; none named: those that policy A11 names.
    case requestRefresh([UInt16])
    /// An agent revokes these bindings; none named: all (RFC 5846).
    case revoke([UInt16])
    /// An agent sends the node to another one (RFC 5142); nil: let it look for one.
    case switchAgent(IPv6Address?)

    // MARK: Flows

    /// A flow rule at the end of the table; one of the same name goes.
    case addFlow(name: String, bid: UInt16, transportProtocol: UInt8?, port: UInt16?, peer: IPv6Prefix?)
    /// A flow rule goes.
    case removeFlow(String)
    /// A test packet to the home address, or from the node, to see which way it takes; the port of the far end.
    case probe(from: String, port: UInt16)

    // MARK: Settings

    /// Another value for a setting, by key and value as in `Setting`.
    case set(String, String)

    // MARK: Faults

    /// A cable goes into a link.
    case plug(interface: String, link: String)
    /// A cable comes out.
    case unplug(interface: String)
    /// A link loses so many percent of its packets.
    case loss(link: String, percent: UInt32)
    /// A link takes so long in one direction.
    case delay(link: String, Interval)
    /// A link's router falls silent, or speaks again.
    case silence(link: String, Bool)
    /// A link is cut off from the world, or joined again.
    case partition(link: String, Bool)
    /// The home agent refuses every Binding Update with this status; nil: no longer.
    case reject(UInt8?)
    /// The home agent answers nothing, or does again.
    case mute(Bool)
    /// The next message of a kind is lost, doubled, or delayed.
    case trap(Trap, message: String)
    /// A machine loses power and starts again.
    case reboot(String)
    /// A NAT forgets everything.
    case forgetTranslations(link: String)

    // MARK: Time

    /// Time stands still, or goes on; nil: the other way round.
    case pause(Bool?)
    /// So many seconds of the run pass in one second.
    case speed(Double)
    /// The next speed up.
    case faster
    /// The next speed down.
    case slower

    // MARK: Gate, past, files

    /// What a person wants to find in the journal later: which cable was pulled, by whom.
    case note(String)
    /// The gate; see `GateCommand`.
    case gate(GateCommand)
    /// Messages changed or made by hand; see `EditCommand`.
    case edit(EditCommand)
    /// Back or forward in the journal, by so many entries.
    case rewind(Int)
    /// To another time of the run, or another of its branches.
    case past(PastCommand)
    /// Write something to a file.
    case write(kind: String, file: String)

    /// What happens to the next message of a kind.
    public enum Trap: Hashable, Sendable, Codable {
        /// It is lost.
        case drop
        /// It leaves twice.
        case duplicate
        /// It leaves later.
        case delay(Interval)
    }
}
