import MobilityWire
import MobilityWireTestSupport
import TestSupport
import Testing

/// Finding out the layout of Binding Identifier options from a message alone.
struct ProfileDetectionTests {
    private static let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1234)
    private static let home = "20010db8000100000000000000001234"
    private static let away = "20010db8000a00000000000000000010"

    /// A Binding Update (or another type) with these options from octet 12 on.
    private func detect(
        _ options: String, flags: String = "c000", type: UInt8 = 5, homeAddress: IPv6Address? = homeAddress
    ) throws -> ProfileDetection {
        var rest = octets(options)
        rest += [UInt8](repeating: 0, count: -(12 + rest.count) & 7)
        let octets =
            [59, UInt8((12 + rest.count) / 8 - 1), type, 0, 0, 0] + octets("0001 \(flags) 0009") + rest
        return try MobilityHeaderView(octets.span.bytes).detectProfile(homeAddress: homeAddress)
    }

    @Test("Bit 0x80 with an IPv4 address is C")
    func flagWithIPv4() throws {
        #expect(try detect("2308 0001 0080 c0000201") == ProfileDetection(.draft06, .flagWithIPv4Address))
    }

    @Test("Bit 0x80 with an address that is not the home address is C; with the home address it is H")
    func flagWithAddress() throws {
        #expect(
            try detect("2314 0001 0080 \(Self.away)") == ProfileDetection(.draft06, .flagWithForeignAddress))
        #expect(try detect("2314 0001 0080 \(Self.home)") == ProfileDetection(.rfc5648, .homeBinding))
        // Nobody can tell where the home address is not known.
        #expect(
            try detect("2314 0001 0080 \(Self.away)", homeAddress: nil)
                == ProfileDetection(.rfc5648, .usual, isAmbiguous: true))
    }

    @Test(
        "0x40, 0x20, 0x10 are O, H, D where everything else fits the draft",
        arguments: ["40", "20", "10", "70"])
    func draftFlags(bits: String) throws {
        // Without an address it may be a priority as well.
        #expect(
            try detect("2304 0001 00\(bits)") == ProfileDetection(.draft06, .draftFlags, isAmbiguous: true))
        // With O in the header it is one.
        #expect(
            try detect("2304 0001 00\(bits)", flags: "c040") == ProfileDetection(.rfc5648, .overwriteInHeader)
        )
        // With an address without C too.
        #expect(
            try detect("2314 0001 00\(bits) \(Self.away)") == ProfileDetection(.rfc5648, .addressWithoutFlag))
        #expect(
            try detect("2304 0001 00\(bits) 2314 0002 0000 \(Self.away)")
                == ProfileDetection(.rfc5648, .addressWithoutFlag))
    }

    @Test("Bits that the draft reserves are a priority")
    func reservedBits() throws {
        #expect(try detect("2304 0001 002a") == ProfileDetection(.rfc5648, .reservedInDraft))
        #expect(try detect("2304 0001 0001") == ProfileDetection(.rfc5648, .reservedInDraft))
    }

    @Test func withPTheBitInTheHeaderIsNotO() throws {
        #expect(
            try detect("2304 0001 0040", flags: "c240")
                == ProfileDetection(.draft06, .draftFlags, isAmbiguous: true))
    }

    @Test func whereBothFitItIsRFC5648() throws {
        #expect(try detect("2304 0001 0000") == ProfileDetection(.rfc5648, .usual, isAmbiguous: true))
        #expect(try detect("2304 0001 0080") == ProfileDetection(.rfc5648, .homeWithoutAddress))
        // An answer of the draft repeats C without the address.
        #expect(
            try detect("2304 0001 0080", type: 6)
                == ProfileDetection(.rfc5648, .homeWithoutAddress, isAmbiguous: true))
    }

    @Test func type7OfLength4IsSHISAsForm() throws {
        #expect(
            try detect("0310 \(Self.away) 0704 0001 0000") == ProfileDetection(.shisa, .shisaForm))
        #expect(try detect("0707 02 02aabbccddee") == ProfileDetection(.rfc5648, .nothingToTell))
        // Beside option 35 it is a link-layer address.
        #expect(try detect("2304 0001 0000 0704 0200 0000").profile == .rfc5648)
    }

    @Test func aMessageWithoutBindingIdentifierTellsNothing() throws {
        #expect(try detect("") == ProfileDetection(.rfc5648, .nothingToTell))
        #expect(try detect("2305 0001 0080 00") == ProfileDetection(.rfc5648, .nothingToTell))
    }

    @Test(arguments: [
        ("C1", WireProfile.rfc5648), ("C2", .rfc5648), ("C5", .rfc5648), ("C10", .rfc5648), ("C14", .draft06),
        ("C18", .rfc5648),
    ])
    func theVectorsTellTheirProfile(name: String, profile: WireProfile) throws {
        let octets = Vector.named(name).octets
        let found = try MobilityHeaderView(octets.span.bytes).detectProfile(homeAddress: Self.homeAddress)
        #expect(found.profile == profile)
    }

    @Test(arguments: [WireFormat.rfc5648, .draft06])
    func randomUpdatesWithAnAddressTellTheirProfile(format: WireFormat) throws {
        var messages = RandomMessages(SplitMix.ofThisRun(), format: format, homeAddress: Self.homeAddress)
        for _ in 0..<2000 {
            let update = messages.bindingUpdate()
            let octets = try MobilityMessage.bindingUpdate(update).encoded(format: format)
            let found = try MobilityHeaderView(octets.span.bytes).detectProfile(homeAddress: Self.homeAddress)
            let hasForeignAddress = update.options.contains {
                guard case .bindingIdentifier(let option) = $0 else { return false }
                return option.careOfAddress != nil && option.careOfAddress != .ipv6(Self.homeAddress)
            }
            if hasForeignAddress { #expect(found.profile == format.profile, "\(update) \(found)") }
        }
    }

    @Test func everyReasonIsASentence() {
        let sentences = ProfileDetection.Reason.allCases.map(\.sentence)
        #expect(Set(sentences).count == sentences.count)
        for sentence in sentences { #expect(sentence.hasSuffix(".")) }
    }
}
