import MobilityWire

extension MobilityMessage {
    /// The message in these octets, whatever problems it has.
    init(reading octets: [UInt8], format: WireFormat) throws(WireError) {
        var problems = [Problem]()
        try self.init(reading: octets.span.bytes, format: format, report: &problems)
    }
}

/// The problems of a Mobility Header; those before an error count, and the error is dropped.
func problems(
    in octets: [UInt8], format: WireFormat = .rfc5648, homeAddress: IPv6Address? = nil
) throws(WireError) -> [Problem] {
    var problems = [Problem]()
    try MobilityHeaderView(octets.span.bytes).check(format, homeAddress: homeAddress, into: &problems)
    return problems
}
