/// A checked view of one Mobility Header in borrowed octets (RFC 6275 §6.1.1). It copies nothing and allocates
/// nothing, and the compiler keeps it from outliving the octets.
///
/// A view exists only over a header whose fixed part is there in full: then its fields can be read without failing.
/// Options are not yet looked at; walking them can find one that runs behind the end. Everything that deviates but can
/// be read is what `check` reports.
public struct MobilityHeaderView: ~Escapable {
    /// Exactly the Mobility Header, from Payload Proto to the end that Header Len gives.
    public let octets: RawSpan
    /// Where the options begin, in octets; where the layout of the message is not known, the end of the header.
    public let optionsOffset: Int
    /// Which of the messages it is whose fixed part is read.
    public let kind: MessageKind?
    /// How many octets were given behind the header's end. They belong to no message (RFC 8200 §4.7).
    public let trailingOctets: Int

    /// Looks at the Mobility Header at the beginning of `octets`.
    ///
    /// - Throws: `WireError` for what makes the header unusable by RFC 6275 §9.2: octets missing, Payload Proto other
    ///   than 59, Header Len too small for the fixed part of the message. An unknown MH Type is no error here: it is
    ///   answered with a Binding Error. The checksum needs addresses and is checked apart.
    @_lifetime(copy octets)
    public init(_ octets: RawSpan) throws(WireError) {
        let available = octets.byteCount
        guard available >= 8 else {
            throw WireError(
                field: .headerLength, offset: 0, reason: .truncated(needed: 8, available: available))
        }
        let length = (Int(octets.octet(inside: 1)) + 1) * 8
        guard length <= available else {
            throw WireError(
                field: .headerLength, offset: 1, reason: .truncated(needed: length, available: available))
        }
        // RFC 6275 §9.2: another Payload Proto is answered with a Parameter Problem pointing at it.
        let payloadProto = octets.octet(inside: 0)
        guard payloadProto == 59 else {
            throw WireError(
                field: .payloadProto, offset: 0, reason: .invalid(found: UInt64(payloadProto), expected: 59))
        }
        var fixedLength = FixedPart.length(type: octets.octet(inside: 2))
        if octets.octet(inside: 2) == MessageKind.homeAgentSwitch.rawValue {
            // RFC 5142 §4: as many addresses as octet 6 says belong to the fixed part.
            fixedLength = 8 + 16 * Int(octets.octet(inside: 6))
        }
        if let fixedLength, fixedLength > length {
            throw WireError(
                field: .headerLength, offset: 1, reason: .truncated(needed: fixedLength, available: length))
        }
        self.octets = octets.extracting(0..<length)
        self.kind = MessageKind(type: octets.octet(inside: 2))
        self.trailingOctets = available - length
        self.optionsOffset = fixedLength ?? length
    }

    /// The header's length in octets: a multiple of 8, at most 2048.
    @inlinable
    public var length: Int { octets.byteCount }
    /// MH Type.
    @inlinable
    public var type: UInt8 { octets.octet(inside: 2) }
    /// The reserved octet behind MH Type.
    @inlinable
    public var reserved: UInt8 { octets.octet(inside: 3) }
    /// The checksum as it stands there.
    @inlinable
    public var checksum: UInt16 { octets.number16(inside: 4) }

    /// What the checksum should be between these addresses (RFC 6275 §6.1.1).
    ///
    /// - Parameters:
    ///   - source: the home address where a Home Address option is present, else the packet's source.
    ///   - destination: the home address where a type 2 routing header is present, else the packet's destination.
    public func computedChecksum(source: IPv6Address, destination: IPv6Address) -> UInt16 {
        var sum = Checksum.pseudoHeader(
            source: source, destination: destination, length: length, nextHeader: 135)
        sum.add(octets.extracting(0..<4))
        sum.add(octets.extracting(6..<length))
        return sum.value
    }

    /// Whether the checksum is right between these addresses; see `computedChecksum`. If not, the packet is to be
    /// dropped silently (RFC 6275 §9.2).
    public func hasRightChecksum(source: IPv6Address, destination: IPv6Address) -> Bool {
        var sum = Checksum.pseudoHeader(
            source: source, destination: destination, length: length, nextHeader: 135)
        sum.add(octets)
        return sum.value == 0
    }

    /// The options, one after the other, padding included.
    @inlinable
    public var options: OptionWalk {
        @_lifetime(copy self)
        get { OptionWalk(octets, from: optionsOffset) }
    }

    /// The octets of an option behind its Length; empty where the position lies outside this header.
    @inlinable
    @_lifetime(copy self)
    public func data(at position: OptionPosition) -> RawSpan {
        guard octets.holds(position.length, at: position.dataOffset) else {
            return octets.extracting(0..<0)
        }
        return octets.extracting(position.dataOffset..<position.end)
    }
}
