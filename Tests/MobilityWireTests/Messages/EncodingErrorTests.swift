import MobilityWire
import Testing

/// What cannot be written, and that nothing is left of it in the writer.
struct EncodingErrorTests {
    private func error(
        _ message: MobilityMessage, format: WireFormat = .rfc5648
    ) -> WireError? {
        var writer = OctetWriter()
        writer.write(0xaabb_ccdd as UInt32)
        do throws(WireError) {
            try message.encode(into: &writer, format: format)
            return nil
        } catch {
            #expect(writer.octets == [0xaa, 0xbb, 0xcc, 0xdd])
            return error
        }
    }

    private func update(_ options: [MobilityOption]) -> MobilityMessage {
        .bindingUpdate(BindingUpdate(sequence: 1, flags: .acknowledge, lifetime: 1, options: options))
    }

    private func bindings(_ count: Int) -> [MobilityOption] {
        (1...count).map {
            .bindingIdentifier(
                .rfc5648(
                    bid: UInt16($0),
                    careOfAddress: .ipv6(IPv6Address(high: 0x2001_0db8_0000_0000, low: UInt64($0)))))
        }
    }

    @Test func aMessageHasAtMost2048Octets() throws {
        // 18 + 22·84 + 2·83 octets and padding are 2032; one more binding makes 2056.
        #expect(try update(bindings(84)).encoded(format: .rfc5648).count == 2032)
        #expect(
            error(update(bindings(85)))
                == WireError(field: .headerLength, offset: 1, reason: .tooLarge(value: 2056, limit: 2048)))
    }

    @Test func aHomeAgentSwitchNamesAtMost127Agents() throws {
        let agents = [IPv6Address](repeating: .loopback, count: 128)
        #expect(
            error(.homeAgentSwitch(HomeAgentSwitch(homeAgents: agents)))
                == WireError(field: .numberOfAddresses, offset: 6, reason: .tooLarge(value: 128, limit: 127)))
        let message = MobilityMessage.homeAgentSwitch(HomeAgentSwitch(homeAgents: Array(agents[..<127])))
        #expect(try message.encoded(format: .rfc5648).count == 2040)
    }

    @Test(arguments: [0, 11, 13, 20])
    func anAuthenticatorHasTwelveOctets(count: Int) {
        let authenticator = [UInt8](repeating: 1, count: count)
        #expect(
            error(update([.bindingAuthorizationData(authenticator: authenticator)]))?.field == .authenticator)
    }

    @Test func nothingFollowsBindingAuthorizationData() {
        let authorization = MobilityOption.bindingAuthorizationData(
            authenticator: [UInt8](repeating: 1, count: 12))
        #expect(
            error(update([authorization, .nonceIndices(home: 1, careOf: 2)]))
                == WireError(field: .bindingAuthorizationData, offset: 18, reason: .notLast))
        #expect(error(update([.nonceIndices(home: 1, careOf: 2), authorization])) == nil)
    }

    @Test func anOptionHasAtMost255Octets() throws {
        #expect(error(update([.other(type: 200, data: [UInt8](repeating: 0, count: 255))])) == nil)
        #expect(
            error(update([.other(type: 200, data: [UInt8](repeating: 0, count: 256))]))
                == WireError(field: .optionLength, offset: 13, reason: .tooLarge(value: 256, limit: 255)))
        let flow = FlowIdentification(
            flowIdentifier: 1, priority: 1,
            subOptions: [.trafficSelector(format: 1, data: .init(repeating: 0, count: 246))])
        #expect(
            error(update([.flowIdentification(flow)]))
                == WireError(field: .optionLength, offset: 13, reason: .tooLarge(value: 256, limit: 255)))
    }

    @Test func anIPv4PrefixLengthHasSixBits() {
        #expect(
            error(update([.ipv4HomeAddress(.unspecified, prefixLength: 64, requestsPrefix: false)]))
                == WireError(field: .prefixLength, offset: 14, reason: .tooLarge(value: 64, limit: 63)))
        #expect(
            error(update([.ipv4AddressAcknowledgement(status: 0, prefixLength: 64, .unspecified)]))
                == WireError(field: .prefixLength, offset: 15, reason: .tooLarge(value: 64, limit: 63)))
    }

    @Test func aBindingIdentifierIsWrittenInItsOwnProfileOnly() {
        #expect(
            error(update([.bindingIdentifier(.draft06(bid: 1))]))
                == WireError(
                    field: .bindingIdentifier, offset: 12,
                    reason: .profileMismatch(found: .draft06, expected: .rfc5648)))
        let shisa = BindingIdentifier(profile: .shisa, bid: 1, flags: 0)
        #expect(
            error(update([.bindingIdentifier(shisa)]), format: WireFormat(.shisa))
                == WireError(field: .bindingIdentifier, offset: 12, reason: .unsupported))
    }

    @Test func everyErrorIsASentence() {
        let reasons: [WireError.Reason] = [
            .truncated(needed: 8, available: 3), .invalid(found: 1, expected: 59),
            .checksum(found: 1, computed: 2), .tooLarge(value: 3, limit: 2), .tooDeep(limit: 4), .notLast,
            .profileMismatch(found: .draft06, expected: .rfc5648), .unsupported,
        ]
        let texts = reasons.map { "\(WireError(field: .bid, offset: 14, reason: $0))" }
        #expect(Set(texts).count == reasons.count)
        for text in texts { #expect(text.hasPrefix("BID at octet 14: ") && text.hasSuffix(".")) }
    }
}
