import MobilityWire
import Testing

/// Every rule of flow options (RFC 6089 §4), broken by itself. The option stands at 12.
struct FlowRuleTests {
    static let all: [BrokenMessage] = [
        BrokenMessage(
            5, "0001 c000 0001 2c04 0001 0000",
            Problem(.flowIdentifierIsNotZero, field: .flowIdentifier, offset: 16, found: 0)),
        BrokenMessage(
            5, "0001 c000 0001 2d06 0000 0001 00 00",
            Problem(.flowIdentifierIsNotZero, field: .flowIdentifier, offset: 14, found: 0)),
        BrokenMessage(
            5, "0001 c000 0001 2d06 0001 0000 00 00",
            Problem(.flowPriorityIsNotZero, field: .flowPriority, offset: 16, found: 0)),
        BrokenMessage(
            5, "0001 c000 0001 2d06 0001 0001 07 00",
            Problem(.reservedIsZero, field: .reserved, offset: 18, found: 7, expected: 0)),
        BrokenMessage(
            5, "0001 c000 0001 2d06 0001 0001 00 80",
            Problem(.flowStatusOnlyInAnswers, field: .status, offset: 19, found: 128, expected: 0)),
        BrokenMessage(
            6, "00 00 0001 0001 2d06 0001 0001 00 07",
            Problem(.statusIsAssigned, field: .status, offset: 19, found: 7)),
        // A sub-option that ends behind its option; a BID Reference of 3 octets; one without BIDs.
        BrokenMessage(
            5, "0001 c000 0001 2d0a 0001 0001 0000 0204 0001",
            Problem(.subOptionFits, field: .flowSubOption, offset: 21)),
        BrokenMessage(
            5, "0001 c000 0001 2d0b 0001 0001 0000 0203 000100",
            Problem(.subOptionFits, field: .flowSubOption, offset: 21, found: 3)),
        BrokenMessage(
            5, "0001 c000 0001 2d08 0001 0001 0000 0200",
            Problem(.subOptionFits, field: .flowSubOption, offset: 21, found: 0)),
        BrokenMessage(
            5, "0001 c000 0001 2d0e 0001 0001 0000 0202 0001 0202 0002",
            Problem(.subOptionStandsOnce, field: .flowSubOption, offset: 24, found: 2)),
        BrokenMessage(
            5, "0001 c000 0001 2d0c 0001 0001 0000 0204 0001 0000",
            Problem(.bidIsNotZero, field: .bid, offset: 24, found: 0)),
        BrokenMessage(
            5, "0001 c000 0001 2d0a 0001 0001 0000 0302 01 05",
            Problem(.reservedIsZero, field: .reserved, offset: 23, found: 5, expected: 0)),
    ]

    @Test(arguments: all)
    func aBrokenRuleIsReportedWhereItIsBroken(message: BrokenMessage) throws {
        #expect(try problems(in: message.octets) == message.problems)
    }
}
