/// What was found wrong while reading, in order. `Problem` says where and by which rule.
public struct ReadingReport: Hashable, Sendable {
    /// Deviations that did not make the packet unusable.
    public var problems: [Problem] = []

    /// An empty report.
    public init() {}
}

extension SignallingPacket {
    /// Reads a whole IP packet, outermost header first.
    ///
    /// - Throws: `WireError` where nothing can be made of it; deviations that leave it usable go to `report`.
    public init(reading octets: RawSpan, format: WireFormat, report: inout ReadingReport) throws(WireError) {
        throw WireError(field: .internetHeader, offset: 0, reason: .unsupported)
    }

    /// The octets of the packet, all lengths, padding and checksums made.
    ///
    /// - Throws: `WireError` where a field cannot hold its value (a message above 2048 octets, say).
    public func encoded(format: WireFormat) throws(WireError) -> [UInt8] {
        throw WireError(field: .internetHeader, offset: 0, reason: .unsupported)
    }
}
