import MobilityWire
import Testing

/// A message that breaks rules, and all that is to be reported of it.
struct BrokenMessage: Sendable, CustomTestStringConvertible {
    let octets: [UInt8]
    let format: WireFormat
    let homeAddress: IPv6Address?
    let problems: [Problem]

    var testDescription: String { problems.map { "\($0.rule)" }.joined(separator: ", ") }

    /// A message of MH Type `type` with `body` (hexadecimal) behind the checksum; where that is no whole number of 8
    /// octets, one PadN is added.
    init(
        _ type: UInt8, _ body: String, format: WireFormat = .rfc5648, homeAddress: IPv6Address? = nil,
        reserved: UInt8 = 0, trailing: Int = 0, _ problems: Problem...
    ) {
        var rest = MobilityWireTests.octets(body)
        let missing = -(6 + rest.count) & 7
        if missing == 1 { rest.append(0) }
        if missing > 1 { rest += [1, UInt8(missing - 2)] + [UInt8](repeating: 0, count: missing - 2) }
        octets =
            [59, UInt8((6 + rest.count) / 8 - 1), type, reserved, 0, 0] + rest
            + [UInt8](repeating: 0xee, count: trailing)
        self.format = format
        self.homeAddress = homeAddress
        self.problems = problems
    }
}
