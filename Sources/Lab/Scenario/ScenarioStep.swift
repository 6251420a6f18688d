import MobilityWire
import Nodes

/// Something that is done at an instant of a scenario.
public struct ScenarioStep: Sendable {
    /// When.
    public var time: Instant
    /// What.
    public var deed: Deed

    /// What can be done.
    public enum Deed: Sendable {
        /// A person asks the mobile node for something.
        case node(MobileNode.Command)
        /// The same about a correspondent.
        case correspondent(bid: UInt16, name: String, registers: Bool)
        /// A person asks a home agent for something.
        case agent(HomeAgent.Command, name: String)
        /// An administrator changes an agent's rules.
        case administer(AdministrationChange, name: String)
        /// An agent becomes the only router of its link, or is no longer.
        case onlyRouter(Bool, name: String)
        /// A cable goes in; out of another link first.
        case plug(interface: String, link: String)
        /// A cable comes out.
        case unplug(interface: String)
        /// The router of the link deprecates the prefix of an interface's addresses.
        case deprecate(interface: String)
        /// A link's router falls silent, or speaks again.
        case silence(link: String, Bool)
        /// A link is cut off from the world, or joined to it again.
        case partition(link: String, Bool)
        /// A link gets better or worse.
        case impair(link: String, ImpairmentChange, up: Bool, down: Bool)
        /// A NAT forgets everything.
        case resetTranslator(link: String)
        /// Something waits for the next messages of a kind.
        case trap(Trap.Deed, MobilityHeaderType?, sender: String?, count: Int)
        /// A machine starts anew without memory.
        case reboot(String)
        /// Somebody else takes an address of the home link.
        case squat(IPv6Address)
        /// A test packet.
        case probe(name: String, from: String, to: Target, transport: UInt8, port: UInt16)
        /// Somebody sends again what the node sent last of a kind.
        case replay(MobilityHeaderType, link: String)
        /// Somebody who is not the node sends a Binding Update in its name.
        case forge(careOfLink: String, bid: UInt16, lifetime: UInt16)
        /// Somebody who heard both tests sends a bulk to a correspondent.
        case forgeBulk(String)
    }

    /// Where a test packet goes.
    public enum Target: Sendable {
        /// To the home address of the node.
        case homeAddress
        /// To the network behind the mobile router.
        case mobileNetwork
        /// To a station.
        case station(String)
    }
}
