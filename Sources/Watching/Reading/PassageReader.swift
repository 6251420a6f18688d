public import Capture
public import MobilityWire
internal import Nodes

/// Finds in captured frames what has to do with Mobile IPv6, of any implementation, and makes values of it.
///
/// It puts fragments together, finds out the layout of Binding Identifier options, and knows a packet again that was
/// captured twice. Bounded: it remembers a fixed number of pairs of nodes, of fragments, and of packets.
public struct PassageReader: Sendable {
    /// The layout of Binding Identifier options; nil: found out from each message.
    public let format: WireFormat?
    private var profiles = ProfileMemory()
    private var fragments = FragmentReassembler()
    private var recent = RecentPackets()
    private var hidden = HiddenSignalling()
    private var report = ReadingReport()
    /// The time of the frame before, for those without one.
    private var lastTime: Int64 = 0
    /// How many frames were looked at.
    public private(set) var frames = 0
    /// How many of them were of a link type that is not read.
    public private(set) var unreadableFrames = 0

    /// Those link types, as they were met.
    public private(set) var unreadableLinkTypes: [LinkType] = []

    /// A reader that has seen nothing.
    public init(format: WireFormat? = nil) {
        self.format = format
    }

    /// What a frame carries; nil: nothing of Mobile IPv6, or a fragment while others are missing.
    public mutating func read(_ frame: CapturedPacket) -> Passage? {
        frames &+= 1
        if let time = frame.time { lastTime = time.nanoseconds }
        switch frame.networkLayer {
        case .ipv6(let offset), .ipv4(let offset):
            return passage(
                frame.octets.extracting(droppingFirst: offset), frame: frame.number,
                uncaptured: max(0, frame.originalLength - frame.octets.byteCount))
        case .missing(.unsupported(let linkType)):
            unreadableFrames &+= 1
            // A capture of pcapng may describe as many as it likes.
            if unreadableLinkTypes.count < 8, !unreadableLinkTypes.contains(linkType) {
                unreadableLinkTypes.append(linkType)
            }
            return nil
        case .other, .missing: return nil
        }
    }

    private mutating func passage(
        _ octets: RawSpan, frame: Int, uncaptured: Int, outer: [SignallingPacket.Encapsulation] = [],
        depth: Int = 0
    ) -> Passage? {
        if !report.problems.isEmpty { report.problems.removeAll(keepingCapacity: true) }
        let view = PacketView(octets, problems: &report.problems)
        let isTraffic: Bool
        var (format, tells) = (self.format ?? .rfc5648, false)
        switch view.facts.kind {
        case .fragment:
            // A datagram inside the fragments of another is followed like a tunnel inside another.
            guard depth < HeaderPath.limit, case .complete(let datagram) = fragments.add(view, at: lastTime)
            else { return nil }
            return passage(
                datagram.octets.span.bytes, frame: frame, uncaptured: 0,
                outer: outer + datagram.outer, depth: depth + 1)
        case .mobility:
            isTraffic = false
            if self.format == nil { (format, tells) = detect(view) }
        case .discovery: isTraffic = false
        case .unreadable, .icmpError:
            guard view.isAboutMobility else { return nil }
            isTraffic = false
        case .esp where outer.isEmpty && view.facts.path.count == 1 && view.isAboutMobility:
            // RFC 4877 §4.1: so Binding Updates and Acknowledgements are protected between a node and its home agent.
            isTraffic = !hidden.mayBe(view.esp?.spi ?? 0, to: view.destination, at: lastTime)
        case .esp, .icmp, .none, .other:
            // Traffic by route optimization and in tunnels; all else is nobody's business.
            guard outer.count + view.facts.path.count > 1 || view.isAboutMobility else { return nil }
            isTraffic = true
        case .keyExchange, .keepAlive: return nil
        }
        return passage(
            view, frame: frame, format: format, tells: tells, isTraffic: isTraffic,
            missing: min(uncaptured, view.facts.missing), outer: outer)
    }

    private mutating func passage(
        _ view: borrowing PacketView, frame: Int, format: WireFormat, tells: Bool, isTraffic: Bool,
        missing: Int, outer: [SignallingPacket.Encapsulation]
    ) -> Passage {
        var own: [UInt8] = []
        var isRepeated = false
        var packet: SignallingPacket?
        var failure: WireError?
        if isTraffic {
            packet = SignallingPacket(
                encapsulation: outer + (0..<max(0, view.facts.path.count - 1)).compactMap { view.header($0) },
                source: view.source, destination: view.destination,
                homeAddressOption: view.homeAddressOption, routingHeader: view.routingHeader,
                payload: .data(nextHeader: view.facts.nextHeader, octets: []))
        } else {
            // What the link padded is no part of the packet.
            let end = min(view.octets.byteCount, view.facts.payloadOffset + view.facts.payloadLength)
            own = view.octets.extracting(0..<max(0, end)).withUnsafeBytes { Array($0) }
            isRepeated = recent.met(own, at: lastTime)
            do throws(WireError) {
                packet = try SignallingPacket(view, format: format, report: &report)
                if !outer.isEmpty, let inner = packet?.encapsulation { packet?.encapsulation = outer + inner }
            } catch {
                failure = error
            }
        }
        // Made at one go: each copy of a packet counts what it shares.
        return Passage(
            frame: frame, nanoseconds: lastTime, octets: own, packet: packet, failure: failure,
            source: view.source, destination: view.destination, format: format, tellsFormat: tells,
            isTraffic: isTraffic, isRepeated: isRepeated, missing: missing)
    }

    /// The layout of a message: its own, or what these two nodes used before.
    private mutating func detect(_ view: borrowing PacketView) -> (WireFormat, tells: Bool) {
        guard let header = try? MobilityHeaderView(view.payload) else { return (.rfc5648, false) }
        let fromNode =
            switch header.kind {
            case .bindingUpdate, .homeTestInit, .careOfTestInit: true
            case .bindingRevocation: header.bindingRevocationAcknowledgement != nil
            default: false
            }
        let home = fromNode ? view.homeAddressOption ?? view.source : view.routingHeader ?? view.destination
        let peer = fromNode ? view.destination : view.source
        let detection = profiles.settle(
            header.detectProfile(homeAddress: home), homeAddress: home, peer: peer)
        let tells =
            switch detection.reason {
            case .nothingToTell, .usual: false
            default: true
            }
        return (WireFormat(detection.profile), tells)
    }
}

extension PacketView {
    /// Whether the headers alone say that this is about Mobile IPv6.
    fileprivate var isAboutMobility: Bool {
        homeAddressOption != nil || facts.extensions.contains(.routingType2)
    }
}
