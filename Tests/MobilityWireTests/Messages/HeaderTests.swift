import MobilityWire
import MobilityWireTestSupport
import Testing

/// What makes a Mobility Header unusable (RFC 6275 §9.2, RFC 5142 §4), and what does not.
struct HeaderTests {
    private func error(_ octets: [UInt8]) -> WireError? {
        do throws(WireError) {
            _ = try MobilityMessage(reading: octets, format: .rfc5648)
            return nil
        } catch {
            return error
        }
    }

    @Test func aHeaderHasAtLeastEightOctets() {
        for length in 0..<8 {
            #expect(
                error(Array([59, 0, 0, 0, 0, 0, 0, 0][..<length]))
                    == WireError(
                        field: .headerLength, offset: 0, reason: .truncated(needed: 8, available: length)))
        }
    }

    @Test func headerLengthMustNotReachBehindTheEnd() {
        #expect(
            error([59, 1, 0, 0, 0, 0, 0, 0])
                == WireError(field: .headerLength, offset: 1, reason: .truncated(needed: 16, available: 8)))
    }

    @Test(
        "Header Len must hold the fixed part",
        arguments: [
            (1, 16), (2, 16), (3, 24), (4, 24), (5, 12), (6, 12), (7, 24), (8, 12), (9, 12), (13, 12),
            (14, 10),
            (15, 10), (16, 12), (17, 12), (18, 12), (19, 12), (20, 12),
        ] as [(UInt8, Int)])
    func headerLengthMustHoldTheFixedPart(type: UInt8, needed: Int) {
        #expect(
            error([59, 0, type, 0, 0, 0, 0, 0])
                == WireError(
                    field: .headerLength, offset: 1, reason: .truncated(needed: needed, available: 8)))
        let rounded = (needed + 7) / 8 * 8
        var enough: [UInt8] = [59, UInt8(rounded / 8 - 1), type, 0, 0, 0]
        enough += [UInt8](repeating: 0, count: rounded - 6)
        #expect(error(enough) == nil)
    }

    @Test func everyAddressOfAHomeAgentSwitchMustBeThere() {
        // RFC 5142 §4: two addresses announced, room for one.
        var octets: [UInt8] = [59, 2, 12, 0, 0, 0, 2, 0]
        octets += [UInt8](repeating: 0, count: 16)
        #expect(
            error(octets)
                == WireError(field: .headerLength, offset: 1, reason: .truncated(needed: 40, available: 24)))
        octets[6] = 1
        #expect(error(octets) == nil)
    }

    @Test func anUnknownTypeIsKeptWhole() throws {
        let octets: [UInt8] = [59, 1, 99, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
        let message = try MobilityMessage(reading: octets, format: .rfc5648)
        #expect(message == .other(OtherMessage(type: 99, body: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])))
        #expect(try message.encoded(format: .rfc5648) == octets)
    }

    @Test func theOptionsOfANamedMessageAreReadBehindItsFixedPart() throws {
        // Fast Binding Update (RFC 5568 §6.2.2): sequence, flags, lifetime; then Alternate Care-of Address at 8n+6.
        let message = try MobilityMessage(
            reading: octets("3b030800 0000 0001 8000 000a 0100 0310 20010db8000a00000000000000000010 0100"),
            format: .rfc5648)
        let address = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10)
        #expect(message.options == [.alternateCareOfAddress(address)])
        #expect(message.type == 8)
    }

    @Test func anUnknownRevocationTypeIsKeptWhole() throws {
        let octets = octets("3b011000 0000 09 00 0001 0000 01020000")
        let message = try MobilityMessage(reading: octets, format: .rfc5648)
        #expect(message.type == 16)
        #expect(try message.encoded(format: .rfc5648) == octets)
    }

    @Test func anOptionBehindTheEndMakesTheMessageMalformed() {
        // RFC 6275 §6.2.1: Length 5, 2 octets are there.
        #expect(
            error(octets("3b010500 0000 0001 8000 000a c8050000"))
                == WireError(field: .optionLength, offset: 13, reason: .truncated(needed: 5, available: 2)))
        // A Type without Length at the very end.
        #expect(
            error(octets("3b010500 0000 0001 8000 000a c80100c8"))
                == WireError(field: .optionLength, offset: 15, reason: .truncated(needed: 2, available: 1)))
    }

    @Test func theChecksumCoversThePseudoHeader() throws {
        // Z8 between the addresses of its trace.
        let source = IPv6Address(high: 0x2001_04f8_0004_0007, low: 0x02e0_81ff_fe52_ffff)
        let destination = IPv6Address(high: 0x2001_04f8_0004_0007, low: 0x02e0_81ff_fe52_9a6b)
        for (name, isRight) in [("Z8", true), ("Z9", false)] {
            let vector = Vector.named(name)
            let view = try MobilityHeaderView(vector.octets.span.bytes)
            let verdict = view.hasRightChecksum(source: source, destination: destination)
            let computed = view.computedChecksum(source: source, destination: destination)
            #expect(verdict == isRight)
            #expect(computed == 0xb0d8)
        }
    }
}
