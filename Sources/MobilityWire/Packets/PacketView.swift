/// A packet in borrowed octets, its headers walked: where everything is, without a copy and without an allocation.
///
/// Making one never fails: where the headers cannot be read, `failure` says why and the facts say what was known until
/// there. Reading follows IPv6 and IPv4 headers inside each other, extension headers, and UDP ports 4191 and 4500, each
/// within bounds.
public struct PacketView: ~Escapable {
    /// The octets of the packet, from its outermost IP header.
    public let octets: RawSpan
    /// What the headers say.
    @inlinable
    public var facts: PacketFacts { walked }
    /// How far the walk has come, and in the end what it found.
    @usableFromInline
    var walked: PacketFacts
    /// Walks the headers of a packet that begins with an IPv4 or IPv6 header.
    ///
    /// - Parameters:
    ///   - octets: the packet; octets behind its end (padding of a link) do no harm.
    ///   - problems: takes the deviations that leave the packet usable, in order.
    @inlinable
    @_lifetime(copy octets)
    public init(_ octets: RawSpan, problems: inout some ProblemSink) {
        self.init(unread: octets)
        // Nearly every packet is flawless: the walk that only counts is compiled for that, and an odd packet is walked
        // once more for the sink, which may be of another module.
        if countProblems() > 0 {
            walked = PacketFacts(length: octets.byteCount)
            walk(problems: &problems)
        }
    }

    /// A view that has not been walked yet.
    @inlinable
    @_lifetime(copy octets)
    init(unread octets: RawSpan) {
        self.octets = octets
        walked = PacketFacts(length: octets.byteCount)
    }

    /// Walks, and says how many problems there were.
    @usableFromInline
    mutating func countProblems() -> Int {
        var counter = ProblemCounter()
        walk(problems: &counter)
        return counter.count
    }

    /// Walks the headers up to the payload, or to where they cannot be read any further.
    @usableFromInline
    mutating func walk(problems: inout some ProblemSink) {
        do throws(WireError) {
            try follow(problems: &problems)
        } catch {
            walked.kind = .unreadable
        }
    }

    /// Why reading stopped before a payload was found. Found again when asked: nearly every packet has none.
    public var failure: WireError? {
        guard walked.kind == .unreadable else { return nil }
        var again = PacketView(unread: octets)
        var counter = ProblemCounter()
        do throws(WireError) {
            try again.follow(problems: &counter)
            return nil
        } catch {
            return error
        }
    }

    /// The octets of the payload that are there.
    public var payload: RawSpan {
        @_lifetime(copy self)
        get { octets.extracting(walked.position..<walked.end) }
    }

    /// The SPI and the sequence number of ESP (RFC 4303 §2), where that is the payload.
    public var esp: (spi: UInt32, sequence: UInt32)? {
        guard walked.kind == .esp, walked.payloadLength >= 8 else { return nil }
        return (
            octets.number32(inside: walked.payloadOffset), octets.number32(inside: walked.payloadOffset + 4)
        )
    }

    /// The header at `index` of the path, the outermost being 0, with its addresses or ports.
    public func header(_ index: Int) -> SignallingPacket.Encapsulation? {
        guard let kind = walked.path[index], let offset = walked.path.offset(index) else { return nil }
        switch kind {
        case .ipv6:
            return .ipv6(
                source: octets.ipv6Address(inside: offset + 8),
                destination: octets.ipv6Address(inside: offset + 24))
        case .ipv4:
            return .ipv4(
                source: octets.ipv4Address(inside: offset + 12),
                destination: octets.ipv4Address(inside: offset + 16))
        case .udp:
            return .udp(
                sourcePort: octets.number16(inside: offset),
                destinationPort: octets.number16(inside: offset + 2))
        }
    }
}
