import MobilityWire

/// Everything a `PacketView` says of a packet, as a value: the view itself cannot leave its octets.
struct Walked {
    let facts: PacketFacts
    let failure: WireError?
    let source: IPv6Address
    let destination: IPv6Address
    let homeAddressOption: IPv6Address?
    let routingHeader: IPv6Address?
    let checksum: ChecksumVerdict
    let checksums: (found: UInt16, computed: UInt16)?
    let path: [HeaderKind]
    let headers: [SignallingPacket.Encapsulation]
    let payload: [UInt8]
    let esp: (spi: UInt32, sequence: UInt32)?
    let fragment: PacketView.Fragment?
    let problems: [Problem]

    var rules: [WireRule] { problems.map(\.rule) }

    init(_ packet: [UInt8]) {
        var problems: [Problem] = []
        let view = PacketView(packet.span.bytes, problems: &problems)
        facts = view.facts
        failure = view.failure
        source = view.source
        destination = view.destination
        homeAddressOption = view.homeAddressOption
        routingHeader = view.routingHeader
        checksum = view.checksum
        checksums = view.checksums
        path = (0..<view.facts.path.count).compactMap { view.facts.path[$0] }
        var headers: [SignallingPacket.Encapsulation] = []
        for index in 0..<view.facts.path.count {
            if let header = view.header(index) { headers.append(header) }
        }
        self.headers = headers
        payload = view.payload.array(0..<view.payload.byteCount)
        esp = view.esp
        fragment = view.fragment
        self.problems = problems
    }
}
