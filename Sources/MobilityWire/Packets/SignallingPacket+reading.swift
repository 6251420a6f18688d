// From octets to packets.

extension SignallingPacket {
    /// Reads a whole IP packet, outermost header first.
    ///
    /// - Throws: `WireError` where nothing can be made of it, a wrong checksum among the reasons (RFC 6275 §9.2, RFC
    ///   4443 §2.3); deviations that leave it usable go to `report`.
    public init(reading octets: RawSpan, format: WireFormat, report: inout ReadingReport) throws(WireError) {
        let view = PacketView(octets, problems: &report.problems)
        try self.init(view, format: format, report: &report)
    }

    /// Makes a value of a packet whose headers have been walked.
    ///
    /// Extension headers that the value has no room for are left out. A fragment is no packet: see
    /// `FragmentReassembler`.
    ///
    /// - Parameters:
    ///   - view: the packet.
    ///   - format: how Binding Identifier options are laid out.
    ///   - checksumMustFit: whether a wrong checksum is an error; else it is a problem.
    ///   - report: takes the deviations of what the packet carries; those of its headers went to the view's.
    /// - Throws: `WireError` where nothing can be made of it.
    public init(
        _ view: borrowing PacketView, format: WireFormat, checksumMustFit: Bool = true,
        report: inout ReadingReport
    ) throws(WireError) {
        if let failure = view.failure { throw failure }
        let facts = view.facts
        if facts.missing > 0 {
            report.problems.report(
                .packetIsWhole, .trailingOctets, at: facts.payloadOffset + facts.payloadLength,
                found: 0, expected: UInt64(facts.missing))
        }
        let payload = try Payload(view, format: format, checksumMustFit: checksumMustFit, report: &report)
        // ESP behind UDP of port 4500 has no IP header inside: that around UDP counts, and gives the packet its addresses
        // too. Its extension headers are of an outer header then.
        let innermost = facts.path.innermost ?? 0
        let isBehindUDP = facts.kind == .esp && innermost < facts.path.count - 1
        self.init(
            encapsulation: view.headers(isBehindUDP ? facts.path.count : innermost), source: view.source,
            destination: view.destination,
            hopLimit: isBehindUDP ? SignallingPacket.usualHopLimit : facts.hopLimit,
            homeAddressOption: isBehindUDP ? nil : view.homeAddressOption,
            routingHeader: isBehindUDP ? nil : view.routingHeader, payload: payload)
    }

    /// The hop limit of headers that say no other.
    static let usualHopLimit: UInt8 = 64
}

extension PacketView {
    /// The outermost headers of the path.
    fileprivate func headers(_ count: Int) -> [SignallingPacket.Encapsulation] {
        (0..<count).compactMap { header($0) }
    }
}

extension SignallingPacket.Payload {
    fileprivate init(
        _ view: borrowing PacketView, format: WireFormat, checksumMustFit: Bool, report: inout ReadingReport
    ) throws(WireError) {
        let facts = view.facts
        let octets = view.payload
        switch facts.kind {
        case .mobility:
            var problems = ShiftedProblems(report.problems, by: facts.payloadOffset)
            report.problems = []
            defer { report.problems = problems.base }
            let header: MobilityHeaderView
            do throws(WireError) {
                header = try MobilityHeaderView(octets)
            } catch {
                throw error.shifted(by: facts.payloadOffset)
            }
            try view.verifyChecksum(mustFit: checksumMustFit, problems: &problems.base)
            // Who sends a Binding Update without a Home Address option sends it from its home address.
            header.check(
                format, homeAddress: view.homeAddressOption ?? view.source, into: &problems)
            do throws(WireError) {
                self = .mobility(try MobilityMessage(header, format: format))
            } catch {
                throw error.shifted(by: facts.payloadOffset)
            }
        case .discovery:
            try view.verifyChecksum(mustFit: checksumMustFit, problems: &report.problems)
            self = .discovery(
                try DiscoveryMessage(octets, at: facts.payloadOffset, problems: &report.problems))
        case .icmpError:
            guard octets.byteCount >= 8 else {
                throw WireError(
                    field: .icmpHeader, offset: facts.payloadOffset,
                    reason: .truncated(needed: 8, available: octets.byteCount))
            }
            try view.verifyChecksum(mustFit: checksumMustFit, problems: &report.problems)
            self = .icmpError(
                type: octets.octet(inside: 0), code: octets.octet(inside: 1),
                parameter: octets.number32(inside: 4), offending: octets.array(8..<octets.byteCount))
        case .esp:
            self = .esp(
                spi: octets.number32(inside: 0), sequence: octets.number32(inside: 4),
                octets: octets.array(8..<octets.byteCount))
        case .keyExchange, .keepAlive:
            // They are data of UDP: the UDP header is part of the payload again.
            let header = facts.path.offset(facts.path.count - 1) ?? facts.payloadOffset
            self = .data(
                nextHeader: ProtocolNumber.udp,
                octets: view.octets.array(header..<(facts.payloadOffset + facts.payloadLength)))
        case .icmp, .none, .other:
            self = .data(nextHeader: facts.nextHeader, octets: octets.array(0..<octets.byteCount))
        case .fragment, .unreadable:
            throw WireError(field: .fragmentHeader, offset: facts.payloadOffset, reason: .unsupported)
        }
    }
}

extension PacketView {
    /// RFC 6275 §9.2, RFC 4443 §2.3: a message whose checksum is wrong is dropped silently.
    fileprivate func verifyChecksum(mustFit: Bool, problems: inout some ProblemSink) throws(WireError) {
        let offset = facts.payloadOffset + (facts.kind == .mobility ? 4 : 2)
        guard let (found, computed) = checksums else {
            return problems.report(.checksumIsVerifiable, .checksum, at: offset)
        }
        guard checksum != .correct else { return }
        guard !mustFit else {
            throw WireError(
                field: .checksum, offset: offset, reason: .checksum(found: found, computed: computed))
        }
        problems.report(
            .checksumFits, .checksum, at: offset, found: UInt64(found), expected: UInt64(computed))
    }
}

extension WireError {
    /// The same error, seen from `distance` octets further out.
    func shifted(by distance: Int) -> WireError {
        WireError(field: field, offset: offset + distance, reason: reason)
    }
}
