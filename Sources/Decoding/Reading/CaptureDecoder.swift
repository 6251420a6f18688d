import Capture
import MobilityWire

/// What a decoder is told before it begins.
public struct DecodingOptions: Sendable {
    /// The layout of Binding Identifier options; nil: found out from each message.
    public var format: WireFormat?
    /// Whether datagrams are listed too that only carry a Home Address option or a type 2 routing header.
    public var listsAll: Bool

    /// Options; by default layouts are found out, and only signalling is listed.
    public init(format: WireFormat? = nil, listsAll: Bool = false) {
        self.format = format
        self.listsAll = listsAll
    }
}

/// Finds mobility signalling in captured frames and has it printed, one frame after the other, in constant memory.
public struct CaptureDecoder<Printer: MessagePrinter>: ~Copyable {
    private let options: DecodingOptions
    private var printer: Printer
    private var problems = FoundProblems()
    /// Which layout which nodes use, for messages that do not tell it themselves.
    private var profiles = ProfileMemory()
    private var fragments = FragmentReassembler()
    /// When the last fragment came, in nanoseconds since 1970; those without a time are taken to come with it.
    private var lastTime: Int64 = 0
    /// The link types that were met and are not read.
    public private(set) var unsupportedLinkTypes: [LinkType] = []
    /// How many frames were of a link type that is read.
    public private(set) var readableFrames = 0

    /// A decoder that has seen nothing yet.
    public init(_ printer: Printer, options: DecodingOptions) {
        self.printer = printer
        self.options = options
    }

    /// Looks at one frame and adds what is to be printed of it, if anything.
    @inline(__always)
    public mutating func decode(_ frame: CapturedPacket, into out: inout OutputBuffer) {
        switch frame.networkLayer {
        case .ipv6(let offset), .ipv4(let offset):
            readableFrames &+= 1
            packet(
                frame.octets.extracting(droppingFirst: offset), number: frame.number, time: frame.time,
                part: frame.part, into: &out)
        case .missing(.unsupported(let linkType)):
            if !unsupportedLinkTypes.contains(linkType) { unsupportedLinkTypes.append(linkType) }
        case .other, .missing:
            readableFrames &+= 1
        }
    }

    /// Looks at a whole IP packet, which may have stood in the fragments of others, inside the headers `outer`.
    private mutating func packet(
        _ octets: RawSpan, number: Int, time: CaptureTime?, part: FramePart? = nil,
        outer: [SignallingPacket.Encapsulation] = [], depth: Int = 0, into out: inout OutputBuffer
    ) {
        problems.removeAll()
        let packet = PacketView(octets, problems: &problems.headers)
        var sighting = Sighting(
            frame: number, time: time, checksum: .unverifiable, format: options.format ?? .rfc5648,
            isReassembled: depth > 0, outer: outer, part: packet.facts.missing > 0 ? part : nil)
        switch packet.facts.kind {
        case .mobility:
            verify(packet, checksumAt: 4, &sighting)
            mobility(&sighting, packet, into: &out)
        case .discovery:
            verify(packet, checksumAt: 2, &sighting)
            discovery(sighting, packet, into: &out)
        case .esp:
            guard let esp = packet.esp else { break }
            printer.esp(sighting, packet, spi: esp.spi, sequence: esp.sequence, problems, into: &out)
        case .unreadable where packet.isSignallingByItsHeaders:
            problems.failure = packet.failure.flatMap { sighting.fault($0) }
            printer.malformed(sighting, packet, nil, problems, into: &out)
        case .fragment:
            if let time { lastTime = time.nanoseconds }
            // A datagram inside the fragments of another is followed like a tunnel inside another.
            guard depth < HeaderPath.limit, case .complete(let datagram) = fragments.add(packet, at: lastTime)
            else { break }
            self.packet(
                datagram.octets.span.bytes, number: number, time: time, outer: outer + datagram.outer,
                depth: depth + 1, into: &out)
        case .unreadable, .icmp, .icmpError, .keyExchange, .keepAlive, .none, .other:
            guard options.listsAll, packet.isSignallingByItsHeaders else { break }
            sighting.checksum = packet.checksum
            printer.datagram(sighting, packet, problems, into: &out)
        }
    }

    private mutating func verify(
        _ packet: borrowing PacketView, checksumAt offset: Int, _ sighting: inout Sighting
    ) {
        sighting.checksum = packet.checksum
        if sighting.checksum == .incorrect, let sums = packet.checksums {
            problems.checksum = (offset, found: sums.found, computed: sums.computed)
        }
    }

    private mutating func mobility(
        _ sighting: inout Sighting, _ packet: borrowing PacketView, into out: inout OutputBuffer
    ) {
        let payload = packet.payload
        if sighting.part != nil, let part = PartialMobilityHeader(payload) {
            return partial(part, &sighting, packet, into: &out)
        }
        do throws(WireError) {
            let header = try MobilityHeaderView(payload)
            let nodes = NodePair(packet, header)
            if options.format == nil {
                let detection = profiles.settle(
                    header.detectProfile(homeAddress: nodes.home), homeAddress: nodes.home, peer: nodes.peer)
                sighting.format = WireFormat(detection.profile)
                sighting.detection = detection
            }
            header.check(sighting.format, homeAddress: nodes.home, into: &problems.message)
            printer.message(sighting, packet, header, problems, into: &out)
        } catch {
            problems.failure = sighting.fault(error)
            let type = payload.byteCount > 2 ? MobilityHeaderType(rawValue: payload.octet(inside: 2)) : nil
            printer.malformed(sighting, packet, type, problems, into: &out)
        }
    }

    /// A message whose end was not captured: what is there of it. What it lacks is no fault of its sender.
    private mutating func partial(
        _ part: PartialMobilityHeader, _ sighting: inout Sighting, _ packet: borrowing PacketView,
        into out: inout OutputBuffer
    ) {
        guard let header = try? MobilityHeaderView(part.octets.span.bytes) else { return }
        if options.format == nil {
            let nodes = NodePair(packet, header)
            let detection = profiles.settle(
                header.detectProfile(homeAddress: nodes.home), homeAddress: nodes.home, peer: nodes.peer)
            sighting.format = WireFormat(detection.profile)
            sighting.detection = detection
        }
        printer.partial(sighting, packet, part, header, problems, into: &out)
    }

    private mutating func discovery(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, into out: inout OutputBuffer
    ) {
        do throws(WireError) {
            let message = try DiscoveryMessage(packet.payload, at: 0, problems: &problems.message)
            printer.discovery(sighting, packet, message, problems, into: &out)
        } catch {
            problems.failure = sighting.fault(error)
            printer.malformed(sighting, packet, nil, problems, into: &out)
        }
    }
}

/// The two nodes that a message goes between, as Mobile IPv6 sees them.
private struct NodePair {
    /// The mobile node's home address; where the packet does not tell it, its address all the same.
    let home: IPv6Address
    /// Its home agent or correspondent.
    let peer: IPv6Address

    @inline(__always)
    init(_ packet: borrowing PacketView, _ header: borrowing MobilityHeaderView) {
        // A Binding Update without a Home Address option comes from the home address itself (RFC 6275 §11.7.1).
        if header.comesFromMobileNode {
            home = packet.logicalSource
            peer = packet.destination
        } else {
            home = packet.logicalDestination
            peer = packet.source
        }
    }
}

extension MobilityHeaderView {
    /// Whether this is one of the messages that mobile nodes send.
    @inline(__always)
    fileprivate var comesFromMobileNode: Bool {
        switch kind {
        case .bindingUpdate, .homeTestInit, .careOfTestInit: true
        case .bindingRevocation: bindingRevocationAcknowledgement != nil
        default: false
        }
    }
}

extension CapturedPacket {
    /// How much of it was captured; nil: all.
    fileprivate var part: FramePart? {
        octets.byteCount < originalLength
            ? FramePart(captured: octets.byteCount, original: originalLength) : nil
    }
}

extension PacketView {
    /// Whether the headers alone say that this is about Mobile IPv6.
    fileprivate var isSignallingByItsHeaders: Bool {
        homeAddressOption != nil || facts.extensions.contains(.routingType2)
    }
}
