import MobilityWire

/// A Mobility Header packet as it was on the wire, made again from what a kernel that knows Mobile IPv6 tells: it has
/// exchanged the home address of a Home Address option with the source (RFC 6275 §9.3.1), and the one of a type 2
/// routing header with the destination (§6.4.3).
struct PlainPacket {
    /// The source in the IPv6 header on the wire.
    private(set) var sender: IPv6Address
    private var receiver: IPv6Address
    private var hopLimit: UInt8
    private var headers: [(number: UInt8, octets: [UInt8])] = []
    private var payload: ArraySlice<UInt8>

    /// A packet.
    ///
    /// - Parameters:
    ///   - extensions: extension headers one after another, each behind an octet with its number; what makes no sense
    ///     ends them.
    ///   - payload: the Mobility Header.
    init(
        source: IPv6Address, destination: IPv6Address, hopLimit: UInt8, extensions: ArraySlice<UInt8>,
        payload: ArraySlice<UInt8>
    ) {
        sender = source
        receiver = destination
        self.hopLimit = hopLimit
        self.payload = payload
        var rest = extensions
        while rest.count >= 9 {
            let number = rest[rest.startIndex]
            let length = (Int(rest[rest.startIndex + 2]) + 1) * 8
            guard rest.count > length else { return }
            headers.append((number, Array(rest.dropFirst().prefix(length))))
            rest = rest.dropFirst(1 + length)
        }
        for index in headers.indices { restore(index) }
    }

    /// Gives one header back what stood in it.
    private mutating func restore(_ index: Int) {
        let octets = headers[index].octets
        if headers[index].number == 43, octets.count >= 24, octets[2] == 2,
            let careOf = IPv6Address(network: octets[8...])
        {
            headers[index].octets.replaceSubrange(8..<24, with: receiver.octets)
            headers[index].octets[3] = 1
            receiver = careOf
        } else if headers[index].number == 60, let place = PlainPacket.homeAddressOption(in: octets),
            let careOf = IPv6Address(network: octets[place...])
        {
            headers[index].octets.replaceSubrange(place..<place + 16, with: sender.octets)
            sender = careOf
        }
    }

    /// Where the address of a Home Address option stands in a destination options header (RFC 6275 §6.3).
    private static func homeAddressOption(in octets: [UInt8]) -> Int? {
        var place = 2
        while place < octets.count {
            if octets[place] == 0 {
                place += 1
                continue
            }
            guard place + 1 < octets.count else { return nil }
            let length = Int(octets[place + 1])
            guard place + 2 + length <= octets.count else { return nil }
            if octets[place] == 0xc9, length == 16 { return place + 2 }
            place += 2 + length
        }
        return nil
    }

    /// The home address of a packet whose Home Address option stands before data; nil for any other.
    static func homeAddress(ofDataIn octets: [UInt8]) -> IPv6Address? {
        guard octets.count >= 48, octets[6] == 60, octets[40] != 135 else { return nil }
        let header = Array(octets[40...].prefix((Int(octets[41]) + 1) * 8))
        return homeAddressOption(in: header).flatMap { IPv6Address(network: header[$0...]) }
    }

    /// The whole packet.
    var octets: [UInt8] {
        var body: [UInt8] = []
        for (index, header) in headers.enumerated() {
            body.append(index + 1 < headers.count ? headers[index + 1].number : 135)
            body += header.octets.dropFirst()
        }
        body += payload
        let length = UInt16(clamping: body.count)
        let start: [UInt8] = [
            0x60, 0, 0, 0, UInt8(length >> 8), UInt8(length & 0xff), headers.first?.number ?? 135, hopLimit,
        ]
        return start + sender.octets + receiver.octets + body
    }

    /// The upper-layer protocol of a packet behind options and routing headers; nil where it is cut off.
    static func upperLayer(of octets: RawSpan) -> UInt8? {
        guard octets.byteCount >= 40 else { return nil }
        var number = octets.octet(inside: 6)
        var place = 40
        while number == 60 || number == 43 || number == 0 {
            guard octets.holds(2, at: place) else { return nil }
            number = octets.octet(inside: place)
            place += (Int(octets.octet(inside: place + 1)) + 1) * 8
        }
        return number
    }
}
