import MobilityWire
import Nodes

/// Links, stations and packets under way, under a time of its own: everything around the nodes, in memory.
///
/// It knows nothing of Mobile IPv6. It moves packets by their outermost destination, configures addresses where an
/// interface is plugged in, and says who on a link would answer for an address. What happens comes out of `next`, one
/// thing at a time and in order; a copy of the value is a copy of the world with everything in flight.
public struct Network: Sendable {
    /// The instant up to which everything has happened.
    public internal(set) var now = Instant.zero
    /// The links, in the order in which they were made.
    public internal(set) var links: [Link] = []
    /// The stations, in the order in which they were made.
    public internal(set) var stations: [Station] = []
    /// How long a packet takes from one link's router to another's.
    public var coreLatency = Interval.milliseconds(10)
    /// How long a link's router takes to advertise itself to a newcomer.
    public var advertisementDelay = Interval.milliseconds(20)
    /// How long duplicate address detection takes (RFC 4862 §5.4: RetransTimer, 1 second).
    public var duplicateDetectionTime = Interval.seconds(1)
    /// How long an IPv4 network takes to hand out an address.
    public var leaseDelay = Interval.milliseconds(100)

    var delegations: [Delegation] = []
    var random: SeededRandom
    private var events = EventQueue<Event>()
    private var occurrences: [Occurrence] = []
    private var nextOccurrence = 0
    /// How many events have happened and how many occurrences were given.
    private(set) var turns = 0

    /// An empty network whose chances follow from the seed.
    public init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// A prefix whose packets go to an interface: that of the router which knows what is behind it.
    struct Delegation: Hashable, Sendable {
        var prefix: IPv6Prefix
        var port: PortReference
    }

    /// What the network has to do at an instant.
    enum Event: Sendable {
        /// A packet that was held back leaves.
        case depart(Flight, StationReference, InterfaceIdentifier?, LinkLayerAddress?)
        /// A packet has climbed from a link to the gateway, outwards.
        case outwards(LinkReference, Flight)
        /// A packet has come from the world to the gateway of a link.
        case inwards(LinkReference, Flight)
        /// A packet reaches an interface on a link.
        case reaches(PortReference, LinkReference, Flight)
        /// A step of an interface's address configuration; the generation is that of its plugging.
        case configure(PortReference, generation: UInt32, ConfigurationStep)
        /// Something that a station waits for.
        case say(Occurrence)
        /// A station's duplicate address detection is over.
        case concludeDetection(StationReference, IPv6Address, LinkReference)
    }

    // MARK: Time

    /// When the next thing happens; nil: nothing will.
    public var nextTime: Instant? {
        nextOccurrence < occurrences.count ? now : events.nextTime
    }

    /// The next thing that happens at `limit` or before; nil: nothing does, and the time is now `limit`, or so many
    /// turns are over.
    public mutating func next(until limit: Instant, lastTurn: Int = .max) -> Occurrence? {
        while turns < lastTurn {
            if let occurrence = nextSaid() {
                turns += 1
                return occurrence
            }
            guard let time = events.nextTime, time <= limit, let (_, event) = events.popFirst() else {
                now = max(now, limit)
                return nil
            }
            now = max(now, time)
            turns += 1
            happen(event)
        }
        return nil
    }

    private mutating func nextSaid() -> Occurrence? {
        guard nextOccurrence < occurrences.count else { return nil }
        let occurrence = occurrences[nextOccurrence]
        nextOccurrence += 1
        // What was given is nowhere any more: a network that stopped here is the same as one that was asked once more.
        if nextOccurrence == occurrences.count {
            occurrences.removeAll(keepingCapacity: true)
            nextOccurrence = 0
        }
        return occurrence
    }

    private mutating func happen(_ event: Event) {
        switch event {
        case .depart(let flight, let station, let interface, let linkLayerDestination):
            send(flight, from: station, by: interface, linkLayerDestination: linkLayerDestination)
        case .outwards(let link, let flight): forwardOutwards(flight, from: link)
        case .inwards(let link, let flight): forwardInwards(flight, to: link)
        case .reaches(let port, let link, let flight): reach(port, on: link, flight)
        case .configure(let port, let generation, let step):
            if self[port].generation == generation { configure(port, step) }
        case .say(let occurrence): say(occurrence)
        case .concludeDetection(let station, let address, let link):
            concludeDetection(by: station, of: address, on: link)
        }
    }

    /// Adds to what `next` gives.
    mutating func say(_ occurrence: Occurrence) { occurrences.append(occurrence) }

    /// Has something happen after a delay.
    mutating func schedule(_ event: Event, in delay: Interval) {
        events.schedule(event, at: now + delay)
    }

    /// How many packets and other events are waiting.
    public var eventCount: Int { events.count + occurrences.count - nextOccurrence }

    // MARK: Building

    /// Adds a link.
    public mutating func add(_ link: Link) -> LinkReference {
        links.append(link)
        return LinkReference(index: links.count - 1)
    }

    /// Adds a station.
    public mutating func add(_ station: Station) -> StationReference {
        stations.append(station)
        return StationReference(index: stations.count - 1)
    }

    /// Adds an interface to a station, plugged in nowhere.
    public mutating func addPort(named name: String, to station: StationReference) -> PortReference {
        let port = PortReference(station, stations[station.index].ports.count)
        stations[station.index].ports.append(
            Port(
                name: name,
                linkLayerAddress: LinkLayerAddress(
                    [2, 0, 0, 0, UInt8(truncatingIfNeeded: station.index + 1), UInt8(port.index + 1)])))
        return port
    }

    /// Sends packets for a prefix to an interface on whatever link it is plugged into (RFC 3963: the home agent of the
    /// mobile router). No interface: no longer.
    public mutating func delegate(_ prefix: IPv6Prefix, to port: PortReference?) {
        delegations.removeAll { $0.prefix == prefix }
        if let port { delegations.append(Delegation(prefix: prefix, port: port)) }
    }

    // MARK: Looking

    /// The link of this name.
    public func link(named name: String) -> LinkReference? {
        links.firstIndex { $0.name == name }.map(LinkReference.init)
    }

    /// The station of this name.
    public func station(named name: String) -> StationReference? {
        stations.firstIndex { $0.name == name }.map(StationReference.init)
    }

    /// A link.
    public subscript(_ link: LinkReference) -> Link {
        get { links[link.index] }
        _modify { yield &links[link.index] }
    }

    /// A station.
    public internal(set) subscript(_ station: StationReference) -> Station {
        get { stations[station.index] }
        _modify { yield &stations[station.index] }
    }

    /// An interface. A reference that no station has gives an interface that is plugged in nowhere.
    public internal(set) subscript(_ port: PortReference) -> Port {
        get {
            guard has(port) else { return Port(name: "", linkLayerAddress: LinkLayerAddress([])) }
            return stations[port.station.index].ports[port.index]
        }
        _modify {
            if has(port) {
                yield &stations[port.station.index].ports[port.index]
            } else {
                var nowhere = Port(name: "", linkLayerAddress: LinkLayerAddress([]))
                yield &nowhere
            }
        }
    }

    /// Whether there is such an interface.
    func has(_ port: PortReference) -> Bool {
        stations.indices.contains(port.station.index)
            && stations[port.station.index].ports.indices.contains(port.index)
    }

    /// The interfaces of a station.
    public func ports(of station: StationReference) -> [PortReference] {
        stations[station.index].ports.indices.map { PortReference(station, $0) }
    }

    /// The interface of a station with this name.
    public func port(named name: String, of station: StationReference) -> PortReference? {
        stations[station.index].ports.firstIndex { $0.name == name }.map { PortReference(station, $0) }
    }

    /// Whether the address is one that a station takes packets for.
    public func accepts(_ address: IPv6Address, _ station: StationReference) -> Bool {
        stations[station.index].ports.contains { port in
            port.addresses.contains { $0.address == address && $0.accepts }
        }
    }

    /// Whether the address is an IPv4 address of a station.
    public func accepts(_ address: IPv4Address, _ station: StationReference) -> Bool {
        stations[station.index].ports.contains { $0.ipv4 == address }
    }
}
