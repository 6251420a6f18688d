import MobilityWire
import Testing

/// What must hold for each table: each of the 256 numbers has one row, and no row is without words.
private func expectComplete<Number: AssignedNumber>(
    _ type: Number.Type, sourceLocation: SourceLocation = #_sourceLocation
) {
    var next = 0
    for row in Number.table.rows {
        #expect(Int(row.numbers.lowerBound) == next, "a gap or an overlap", sourceLocation: sourceLocation)
        next = Int(row.numbers.upperBound) + 1
        #expect(row.name.utf8CodeUnitCount > 0, sourceLocation: sourceLocation)
        #expect(row.meaning.description.hasSuffix("."), "\(row.meaning)", sourceLocation: sourceLocation)
        #expect(
            row.section.description.hasPrefix("RFC ") || row.section.description.hasPrefix("draft-06 "),
            "\(row.section)", sourceLocation: sourceLocation)
    }
    #expect(next == 256, sourceLocation: sourceLocation)
    for number in UInt8.min...UInt8.max {
        #expect(Number.table[number].numbers.contains(number), sourceLocation: sourceLocation)
    }
}

/// The identifier is the name in lower case with hyphens.
private func kebab(_ name: StaticString) -> String {
    String(name.description.lowercased().map { $0 == " " || $0 == "/" ? "-" : $0 })
}

struct NumberTableTests {
    @Test func everyNumberHasOneRowWithWordsInEachTable() {
        expectComplete(MobilityHeaderType.self)
        expectComplete(MobilityOptionType.self)
        expectComplete(BindingStatus.self)
        expectComplete(BindingErrorStatus.self)
        expectComplete(IPv4AddressStatus.self)
        expectComplete(FlowStatus.self)
        expectComplete(FlowSubOptionType.self)
        expectComplete(RevocationType.self)
        expectComplete(RevocationTrigger.self)
        expectComplete(RevocationStatus.self)
        expectComplete(NextHeader.self)
        expectComplete(DestinationOptionType.self)
        expectComplete(RoutingType.self)
        expectComplete(DiscoveryType.self)
    }

    @Test func messageTypesUpTo23AreNamedAndTheirIdentifierIsTheirNameInKebabCase() {
        var names = Set<String>()
        for number in UInt8(0)...23 {
            let type = MobilityHeaderType(rawValue: number)
            #expect(type.isAssigned)
            #expect(type.identifier.description == kebab(type.name))
            names.insert(type.name.description)
            names.insert(type.shortName.description)
        }
        #expect(names.count == 48, "no name and no short name twice")
        #expect(!MobilityHeaderType(rawValue: 24).isAssigned)
        #expect(MobilityHeaderType(rawValue: 255).identifier.description == "unknown")
        #expect(RevocationType.indication.identifier.description == kebab(RevocationType.indication.name))
        #expect(
            RevocationType.acknowledgement.identifier.description
                == kebab(RevocationType.acknowledgement.name))
        #expect(RevocationType(rawValue: 3).identifier.description == "binding-revocation")
    }

    @Test func optionsUpTo70AreNamedAndTheirIdentifierIsTheirNameInKebabCase() {
        var names = Set<String>()
        for number in UInt8(0)...70 {
            let type = MobilityOptionType(rawValue: number)
            #expect(type.isAssigned)
            #expect(type.identifier.description == kebab(type.name))
            names.insert(type.name.description)
        }
        #expect(names.count == 71, "no name twice")
        #expect(!MobilityOptionType(rawValue: 71).isAssigned)
    }

    @Test(arguments: [
        (BindingStatus.mcoaNotComplete, 4, "MCOA NOTCOMPLETE"),
        (.mcoaReturnHomeWithoutNDP, 5, "MCOA RETURNHOME WO/NDP"), (.mcoaMalformed, 164, "MCOA MALFORMED"),
        (.mcoaNonMCOABindingExists, 165, "MCOA NON-MCOA BINDING EXISTS"),
        (.mcoaProhibited, 166, "MCOA PROHIBITED"), (.mcoaUnknownCoA, 167, "MCOA UNKNOWN COA"),
        (.mcoaBulkRegistrationProhibited, 168, "MCOA BULK REGISTRATION PROHIBITED"),
        (
            .mcoaSimultaneousHomeAndForeignProhibited, 169,
            "MCOA SIMULTANEOUS HOME AND FOREIGN PROHIBITED"
        ), (.accepted, 0, "Binding Update accepted"),
        (.notHomeAgent, 133, "Not home agent for this mobile node"),
        (.sequenceNumberOutOfWindow, 135, "Sequence number out of window"),
        (.forwardingSetupFailed, 143, "Forwarding Setup failed"),
        (.messageIdentificationRequired, 145, "MIPV6-MESG-ID-REQD"),
        (.authenticationFailed, 146, "MIPV6-AUTH-FAIL"),
    ])
    func statusesAreSpelledAsTheSpecificationsSpellThem(status: BindingStatus, number: UInt8, name: String) {
        #expect(status.rawValue == number)
        #expect(status.name.description == name)
        #expect(status.isAccepted == (number < 128))
    }

    @Test func everyStatusSaysWhatAMobileNodeDoesThen() {
        for row in BindingStatus.table.rows {
            #expect(row.reaction.description.hasSuffix("."))
        }
        let assigned = BindingStatus.table.rows.filter(\.isAssigned)
        #expect(assigned.count == 7 + 53, "0…6 and 128…180")
        #expect(Set(assigned.map(\.name.description)).count == assigned.count, "no name twice")
        #expect(BindingStatus(rawValue: 7).name.description == "unassigned")
        #expect(BindingStatus(rawValue: 255).name.description == "unassigned")
    }

    @Test func status144HasTwoMeaningsWhichOnlyTheFlagFTellsApart() {
        let status = BindingStatus(rawValue: 144)
        #expect(status.row(updateForcedUDP: false).section.description.hasPrefix("RFC 4285"))
        #expect(status.row(updateForcedUDP: true).section.description.hasPrefix("RFC 5555"))
        #expect(
            BindingStatus.accepted.row(updateForcedUDP: true).name.description == "Binding Update accepted")
    }
}

struct FlagTableTests {
    private func letters(_ table: FlagTable) -> String {
        String(String.UnicodeScalarView(table.flags.map(\.letter)))
    }

    @Test func flagsStandInBitOrderEachOnce() {
        let tables: [FlagTable] = [
            .bindingUpdate, .proxyBindingUpdate, .draftBindingUpdate, .shisaBindingUpdate,
            .bindingAcknowledgement, .bindingRevocation, .bindingIdentifier, .draftBindingIdentifier,
        ]
        for table in tables {
            var below = UInt32(0x1_0000)
            for flag in table.flags {
                #expect(flag.mask.nonzeroBitCount == 1)
                #expect(UInt32(flag.mask) < below)
                below = UInt32(flag.mask)
                #expect(flag.meaning.description.hasSuffix("."))
                #expect(table.reserved & flag.mask == 0)
            }
        }
    }

    @Test func bit0x0040IsOverwriteUnlessItIsAProxyOrADraft() {
        #expect(letters(.bindingUpdate(flags: 0xc040, profile: .rfc5648)) == "AHLKMRPFTOSD")
        #expect(letters(.bindingUpdate(flags: 0xc240, profile: .rfc5648)) == "AHLKMRPFTBSD")
        #expect(letters(.bindingUpdate(flags: 0xc040, profile: .draft06)) == "AHLKMRPFTSD")
        #expect(letters(.bindingUpdate(flags: 0xc240, profile: .shisa)) == "AHLKRM")
        #expect(FlagTable.bindingUpdate.reserved == 0x000f)
        #expect(FlagTable.draftBindingUpdate.reserved == 0x004f)
    }

    @Test func theOtherFieldsHaveTheirLetters() {
        #expect(letters(.bindingAcknowledgement) == "KRPTBSD")
        #expect(FlagTable.bindingAcknowledgement.reserved == 0x01)
        #expect(letters(.bindingRevocation) == "PVG")
        #expect(FlagTable.bindingRevocation.reserved == 0x1fff)
        #expect(letters(.bindingIdentifier) == "H")
        #expect(FlagTable.bindingIdentifier.reserved == 0x7f)
        #expect(letters(.draftBindingIdentifier) == "COHD")
        #expect(FlagTable.draftBindingIdentifier.reserved == 0x0f)
    }

    @Test func lettersOfAValueComeInBitOrderAndOnlyOfKnownFlags() {
        func letters(_ value: UInt16, _ table: FlagTable) -> String {
            var letters = ""
            table.forEachLetter(of: value) { letters.unicodeScalars.append(Unicode.Scalar($0)) }
            return letters
        }
        #expect(letters(0xc040, .bindingUpdate) == "AHO")
        #expect(letters(0xffff, .bindingUpdate) == "AHLKMRPFTOSD")
        #expect(letters(0, .bindingUpdate).isEmpty)
        #expect(letters(0xffff, .bindingAcknowledgement) == "KRPTBSD")
        #expect(letters(0xd0, .draftBindingIdentifier) == "COD")
    }
}

struct MessageSetTests {
    @Test func aBindingIdentifierMayStandWhereRFC5648And5846AllowIt() throws {
        let messages = try #require(MobilityOptionType.bindingIdentifier.messages)
        for number in UInt8(0)...31 {
            let allowed = [0, 2, 4, 5, 6, 16].contains(number)
            #expect(messages.contains(MessageSet(MobilityHeaderType(rawValue: number))) == allowed)
        }
    }

    @Test func padsAndNamedOptionsMayStandAnywhere() {
        #expect(MobilityOptionType.pad1.messages == nil)
        #expect(MobilityOptionType.padN.messages == nil)
        #expect(MobilityOptionType(rawValue: 58).messages == nil)
        #expect(MobilityOptionType(rawValue: 200).messages == nil)
    }
}
