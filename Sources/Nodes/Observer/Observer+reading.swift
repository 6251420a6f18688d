import MobilityWire

extension Observer {
    /// An IP datagram passed, outermost header first, of whatever implementation.
    ///
    /// Which layout its Binding Identifiers have it tells itself, or an earlier message between the same two nodes did.
    /// One with a wrong checksum tells nothing: its receiver throws it away, too (RFC 6275 §9.2). Fragments are to be put
    /// together before (`FragmentReassembler`).
    ///
    /// - Returns: whether it could be read.
    @discardableResult
    public mutating func observe(datagram octets: RawSpan, at now: Instant) -> Bool {
        var report = ReadingReport()
        let view = PacketView(octets, problems: &report.problems)
        var format = WireFormat.rfc5648
        if view.facts.kind == .mobility, let header = try? MobilityHeaderView(view.payload) {
            let isFromNode =
                header.kind == .bindingUpdate || header.kind == .careOfTestInit
                || header.bindingRevocationAcknowledgement != nil
            let homeAddress = isFromNode ? view.logicalSource : view.logicalDestination
            let detection = profiles.settle(
                header.detectProfile(homeAddress: homeAddress), homeAddress: homeAddress,
                peer: isFromNode ? view.destination : view.source)
            format = WireFormat(detection.profile)
        }
        do throws(WireError) {
            observe(try SignallingPacket(view, format: format, report: &report), at: now)
            return true
        } catch {
            packets += 1
            return false
        }
    }
}
