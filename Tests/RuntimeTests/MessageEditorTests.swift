import MobilityWire
import Nodes
import Testing

@testable import Runtime

/// Messages changed by hand: every field by its name, options, what is made right and what stays wrong.
struct MessageEditorTests {
    private static let homeAddress = IPv6Address("2001:db8:1::100") ?? .unspecified
    private static let careOfAddress = IPv6Address("2001:db8:a::100") ?? .unspecified
    private static let homeAgent = IPv6Address("2001:db8:1::1") ?? .unspecified

    private static func octets(
        _ options: [MobilityOption] = [], profile: WireProfile = .rfc5648
    ) throws -> [UInt8] {
        try SignallingPacket(
            source: careOfAddress, destination: homeAgent, homeAddressOption: homeAddress,
            payload: .mobility(
                .bindingUpdate(
                    BindingUpdate(
                        sequence: 7, flags: [.acknowledge, .homeRegistration], lifetime: 15, options: options)
                ))
        ).encoded(format: WireFormat(profile))
    }

    private static let identifier = MobilityOption.bindingIdentifier(
        .rfc5648(bid: 2, priority: 20, careOfAddress: .ipv6(careOfAddress)))

    /// An editor on which lines are tried as they are typed behind `:edit`.
    private struct Bench {
        var editor: MessageEditor
        var context: EditingContext

        init(_ octets: [UInt8], profile: WireProfile = .rfc5648) {
            editor = MessageEditor(octets, format: WireFormat(profile))
            context = EditingContext(format: WireFormat(profile))
        }

        /// What is said of a change; a refusal begins with `refused`.
        mutating func edit(_ line: String) throws -> String {
            let action = try CommandTable.standard.parse("edit \(line)", vocabulary: Vocabulary())
            guard case .run(.edit(.change(_, let edit))) = action else { return "no change" }
            do { return try editor.perform(edit, context) } catch { return "refused: \(error.words)" }
        }

        func value(_ path: String) -> String? {
            editor.fields.first { $0.path == "mobility-header/\(path)" }?.field.value
        }

        var message: MobilityMessage? {
            var report = ReadingReport()
            let packet = try? SignallingPacket(
                reading: editor.octets.span.bytes, format: editor.format, report: &report)
            return packet?.message
        }

        var checksum: ChecksumVerdict {
            var problems: [Problem] = []
            return PacketView(editor.octets.span.bytes, problems: &problems).checksum
        }
    }

    @Test func flagsAreFieldsOfTheirOwnSetOrNotAlsoThoseThatShareAnOctet() throws {
        var bench = Bench(try Self.octets([Self.identifier]))
        #expect(bench.value("flags/o") == "off" && bench.value("flags/a") == "on")
        #expect(try bench.edit("flags/o on").contains("O off → on"))
        #expect(try bench.edit("flags/a off").contains("A on → off"))
        #expect(bench.value("flags") == "HO")
        // By the name that the text gives it.
        #expect(try bench.edit("flags/mobile-router on").contains("R off → on"))
        #expect(try bench.edit("flags AHO").contains("→ AHO"))
        #expect(try bench.edit("flags XY").hasPrefix("refused: \"XY\" does not fit Flags: expected letters"))
        // H and BID-PRI are bits of one octet: each leaves the other alone (RFC 5648 §4.2, RFC 6089 §4.1).
        #expect(try bench.edit("bid:2/flags/h on").contains("H off → on"))
        #expect(bench.value("binding-identifier/bid-pri") == "20")
        #expect(try bench.edit("bid:2/bid-pri 5").contains("BID-PRI 20 → 5"))
        #expect(bench.value("binding-identifier/flags/h") == "on")
        #expect(try bench.edit("bid:2/bid-pri 128").contains("expected a number from 0 to 127"))
        guard case .bindingUpdate(let update) = bench.message,
            case .bindingIdentifier(let option) = update.options.first
        else {
            Issue.record("the message cannot be read any more")
            return
        }
        #expect(update.flags == [.acknowledge, .homeRegistration, .overwrite])
        #expect(option.home && option.priority == 5)
        #expect(bench.checksum == .correct)
    }

    @Test func valuesAreTypedAsPeopleSayThem() throws {
        var bench = Bench(try Self.octets([Self.identifier]))
        #expect(try bench.edit("lifetime 120s").contains("15 (60 s) → 30 (120 s)"))
        #expect(try bench.edit("lifetime 7s").contains("expected seconds that 4 divides"))
        #expect(try bench.edit("bid:2/status mcoa-unknown-coa").contains("167"))
        #expect(try bench.edit("bid:2/status mcoa").contains("164 mcoa-malformed"))
        #expect(try bench.edit("bid:2/care-of-address none").contains("→ none"))
        #expect(bench.value("binding-identifier/length") == "4")
        #expect(try bench.edit("bid:2/care-of-address 192.0.2.7").contains("none → 192.0.2.7"))
        #expect(bench.value("binding-identifier/length") == "8")
        #expect(try bench.edit("bid:2/care-of-address 2001:db8:b::1").contains("→ 2001:db8:b::1"))
        #expect(
            try bench.edit("bid:2/care-of-address here").contains("an IPv6 address, an IPv4 address, or none")
        )
        #expect(
            try bench.edit("ipv6/source-address 2001:db8:b::9").contains("2001:db8:a::100 → 2001:db8:b::9"))
        #expect(try bench.edit("home-address 2001:db8:1::101").contains("2001:db8:1::100 → 2001:db8:1::101"))
        #expect(try bench.edit("hop-limit 3").contains("64 → 3"))
        #expect(try bench.edit("sequence 65536").contains("expected a number from 0 to 65535"))
        #expect(bench.checksum == .correct)
        guard case .bindingUpdate(let update) = bench.message,
            case .bindingIdentifier(let option) = update.options.first
        else {
            Issue.record("the message cannot be read any more")
            return
        }
        #expect(update.lifetime == 30 && option.status == 167)
        #expect(option.careOfAddress == .ipv6(IPv6Address("2001:db8:b::1") ?? .unspecified))
    }

    @Test func theDraftsFlagsFollowItsCareOfAddress() throws {
        let option = MobilityOption.bindingIdentifier(.draft06(bid: 2, overwrite: true, careOfAddress: nil))
        var bench = Bench(try Self.octets([option], profile: .draft06), profile: .draft06)
        #expect(try bench.edit("bid:2/care-of-address 192.0.2.7").contains("→ 192.0.2.7"))
        // draft-06 §4.2: C and D; O is nobody else's affair.
        #expect(bench.value("binding-identifier/flags") == "COD")
        #expect(try bench.edit("bid:2/flags/o off").contains("O on → off"))
        #expect(try bench.edit("bid:2/care-of-address none").contains("→ none"))
        #expect(bench.value("binding-identifier/flags") == "none")
    }

    @Test func optionsAreAddedMovedAndRemovedAndEachStandsWhereItHasTo() throws {
        var bench = Bench(try Self.octets())
        bench.context.bindings = [
            (1, .ipv6(Self.careOfAddress)), (2, .ipv6(Self.homeAgent)), (4, .ipv6(Self.homeAgent)),
        ]
        for line in ["add bid", "add bid", "add bid", "add alt-coa", "add nai", "add auth", "add bid 9"] {
            #expect(try bench.edit(line).contains("added"), "\(line)")
            #expect(bench.checksum == .correct)
        }
        func bids() -> [UInt16] {
            bench.message?.options.compactMap {
                if case .bindingIdentifier(let option) = $0 { option.bid } else { nil }
            } ?? []
        }
        // The next of the node's, and none twice.
        #expect(bids() == [1, 2, 4, 9])
        #expect(try bench.edit("add bid").contains("added"))
        #expect(bids() == [1, 2, 4, 9, 10])
        // RFC 4285 §5: the authentication option stays behind the others.
        if case .messageAuthentication? = bench.message?.options.last {
        } else {
            Issue.record("\(String(describing: bench.message?.options.last))")
        }
        // Written by the program itself, the message is the same: padding, alignment, Header Len.
        try expectWellLaidOut(bench)
        #expect(try bench.edit("remove bid:2").contains("gone"))
        #expect(try bench.edit("move bid:10 first").contains("moved first"))
        #expect(try bench.edit("move bid:4 up").contains("moved up"))
        #expect(bids() == [10, 4, 1, 9])
        #expect(try bench.edit("add replay 5 after bid:10").contains("added"))
        if case .messageIdentification(5)? = bench.message?.options.dropFirst().first {
        } else {
            Issue.record("\(String(describing: bench.message?.options))")
        }
        try expectWellLaidOut(bench)
        #expect(try bench.edit("remove bid:77").hasPrefix("refused: there is no field \"bid:77\""))
        #expect(try bench.edit("remove lifetime").contains("is no option: expected"))
        #expect(try bench.edit("add colour").contains("there is no option \"colour\""))
        #expect(try bench.edit("add bid 0").contains("expected a number from 1 to 65535"))
        #expect(try bench.edit("add padn 1").contains("expected a number of octets from 2 to 255"))
    }

    private func expectWellLaidOut(
        _ bench: Bench, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let message = try #require(bench.message, sourceLocation: sourceLocation)
        var problems: [Problem] = []
        let packet = PacketView(bench.editor.octets.span.bytes, problems: &problems)
        var written = try message.encoded(format: bench.editor.format)
        let found = Array(bench.editor.octets[packet.facts.payloadOffset...])
        // The checksum needs the addresses.
        written.replaceSubrange(4..<6, with: found[4..<6])
        #expect(written == found, sourceLocation: sourceLocation)
        #expect(packet.checksum == .correct, sourceLocation: sourceLocation)
    }

    @Test("Every option that the registry knows can be added", arguments: OptionNames.entries(for: 5))
    func everyOptionCanBeAdded(_ entry: OptionNames.Entry) throws {
        var bench = Bench(try Self.octets())
        #expect(try bench.edit("add \(entry.word)").contains("added"), "\(entry.word)")
        #expect(bench.checksum == .correct)
        #expect(
            bench.editor.fields.contains { $0.depth == 1 && $0.field.name == entry.name }, "\(entry.name)")
        #expect(bench.message != nil)
        #expect(bench.editor.isChanged)
        _ = try bench.edit("undo")
        #expect(!bench.editor.isChanged)
    }

    @Test func whatIsWrongStaysWrongWhenItIsWanted() throws {
        var bench = Bench(try Self.octets([Self.identifier]))
        #expect(try bench.edit("correct layout off").contains("left as typed"))
        #expect(try bench.edit("add bid 3").contains("added"))
        // Header Len says what it said, so the new option stands behind the end.
        #expect(bench.value("header-len") == "4")
        #expect(bench.editor.fields.contains { $0.path == "trailing-octets" })
        #expect(try bench.edit("undo").contains("before"))
        #expect(try bench.edit("correct layout on").contains("made right"))
        // A value that would be made right again is left from then on, and it is said.
        #expect(try bench.edit("checksum 0xdead").contains("checksum left as typed from now on"))
        #expect(bench.checksum == .incorrect)
        #expect(try bench.edit("sequence 9").contains("7 → 9"))
        #expect(bench.value("checksum") == "0xdead")
        #expect(bench.editor.problems(bench.context).contains { $0.words.contains("The checksum is wrong") })
        #expect(try bench.edit("correct checksum on").contains("made right"))
        #expect(bench.checksum == .correct)
        #expect(try bench.edit("header-len 200").contains("padding and lengths left as typed"))
        // It cannot be read any more, and can still be repaired by name.
        #expect(bench.message == nil)
        #expect(bench.editor.problems(bench.context).contains { $0.words.contains("cannot be read") })
        #expect(try bench.edit("header-len 4").contains("200 → 4"))
        #expect(bench.message != nil)
        #expect(try bench.edit("add padn 6").contains("padding and lengths left as typed"))
    }

    @Test func whatBreaksARuleIsNamedAtOnce() throws {
        var bench = Bench(try Self.octets([Self.identifier]))
        #expect(bench.editor.problems(bench.context).isEmpty)
        _ = try bench.edit("bid:2/bid 0")
        //
        #expect(bench.editor.problems(bench.context).contains { $0.words.contains("The BID is 0") })
        _ = try bench.edit("undo")
        _ = try bench.edit("add bid 2")
        #expect(bench.editor.problems(bench.context).contains { $0.words.contains("a second time") })
    }

    @Test func changesAreTakenBackAndMadeAgainOneByOne() throws {
        var bench = Bench(try Self.octets([Self.identifier]))
        var states = [bench.editor.octets]
        for line in [
            "sequence 8", "flags/o on", "add alt-coa", "move alt-coa first", "remove bid:2", "@40 ff",
        ] {
            #expect(!(try bench.edit(line).hasPrefix("refused")), "\(line)")
            states.append(bench.editor.octets)
        }
        for state in states.dropLast().reversed() {
            _ = try bench.edit("undo")
            #expect(bench.editor.octets == state)
        }
        #expect(try bench.edit("undo") == "refused: Nothing was changed in it.")
        for state in states.dropFirst() {
            _ = try bench.edit("redo")
            #expect(bench.editor.octets == state)
        }
        #expect(try bench.edit("redo") == "refused: Nothing was taken back.")
    }

    @Test func lengthsAndChecksumsOfIPv4AndUDPAroundFollow() throws {
        let four = IPv4Address("192.0.2.7") ?? .unspecified
        let packet = SignallingPacket(
            encapsulation: [
                .ipv4(source: four, destination: IPv4Address("198.51.100.1") ?? .unspecified),
                .udp(sourcePort: 4191, destinationPort: 4191),
            ], source: Self.homeAddress, destination: Self.homeAgent,
            payload: .mobility(
                .bindingUpdate(BindingUpdate(sequence: 1, flags: [.acknowledge], lifetime: 15))))
        var bench = Bench(try packet.encoded(format: .rfc5648))
        #expect(try bench.edit("add ipv4-coa 192.0.2.7").contains("added"))
        #expect(try bench.edit("add bid 5").contains("added"))
        #expect(try bench.edit("time-to-live 9").contains("64 → 9"))
        var report = ReadingReport()
        var read = try SignallingPacket(
            reading: bench.editor.octets.span.bytes, format: .rfc5648, report: &report)
        #expect(report.problems.allSatisfy { $0.field != .headerChecksum && $0.field != .udpChecksum })
        #expect(report.problems.allSatisfy { $0.field != .udpLength && $0.field != .payloadLength })
        read.hopLimit = 64
        var written = try read.encoded(format: .rfc5648)
        // What the program writes has a time to live of its own.
        written[8] = 9
        Lengths.correctChecksums(&written)
        #expect(written == bench.editor.octets)
    }

    @Test func octetsByTheirPlace() throws {
        var bench = Bench(try Self.octets())
        #expect(try bench.edit("@0 45").contains("octets at 0 60 → 45"))
        #expect(try bench.edit("undo").contains("before"))
        for line in ["@100000 00", "@-1 00", "@x 00", "@0 0", "@0 zz", "@0 +f"] {
            #expect(try bench.edit(line).hasPrefix("refused: \(line): expected an offset"), "\(line)")
        }
        #expect(try bench.edit("colour 1").contains("there is no field \"colour\": expected"))
        #expect(try bench.edit("ipv6 1").contains("has no value of its own"))
    }

    /// Random changes of random messages: nothing traps, all of it can be taken back, and as long as lengths and checksums
    /// are made right they are right.
    @Test(arguments: Array(UInt64(1)...40))
    func anyChangesOfAnyMessage(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let profile: WireProfile = [.rfc5648, .draft06, .shisa][Int(seed % 3)]
        var bench = Bench(try Self.anyMessage(profile, &random), profile: profile)
        let first = bench.editor.octets
        var done = 0
        for _ in 0..<80 {
            let edit = Self.anyEdit(bench.editor, &random)
            let isMade = (try? bench.editor.perform(edit, bench.context)) != nil
            if isMade, edit != .undo, edit != .redo { done += 1 }
            _ = bench.editor.problems(bench.context)
            if MessageEditor.Correction.allCases.allSatisfy(bench.editor.corrects), bench.message != nil {
                #expect(bench.checksum != .incorrect, "seed \(seed), \(edit)")
            }
            #expect(bench.editor.octets.count <= MessageEditor.limit, "seed \(seed)")
        }
        #expect(done > 0, "seed \(seed)")
        while bench.editor.canUndo { _ = try bench.editor.perform(.undo, bench.context) }
        #expect(bench.editor.octets == first, "seed \(seed)")
        while bench.editor.canRedo { _ = try bench.editor.perform(.redo, bench.context) }
    }

    private static func anyMessage(_ profile: WireProfile, _ random: inout SeededRandom) throws -> [UInt8] {
        var octets = try octets(profile == .rfc5648 ? [identifier] : [], profile: profile)
        // One in four is broken from the beginning.
        if Int.random(in: 0..<4, using: &random) == 0 {
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                octets[Int.random(in: 0..<octets.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
        }
        if Int.random(in: 0..<6, using: &random) == 0 {
            octets.removeLast(Int.random(in: 0..<octets.count, using: &random))
        }
        return octets
    }

    private static func anyEdit(_ editor: MessageEditor, _ random: inout SeededRandom) -> MessageEdit {
        let path = editor.fields.randomElement(using: &random)?.path ?? "sequence"
        let words = [
            "0", "1", "255", "65535", "18446744073709551615", "18446744073709551616", "0xff", "ff", "", "on",
            "off",
            "none", "2001:db8::1", "192.0.2.1", "60s", "3s", "AHO", "-1", "+1", "0x", "zz", "é", "mcoa",
            String(repeating: "ab", count: Int.random(in: 0...300, using: &random)),
        ]
        let word = words.randomElement(using: &random) ?? ""
        let options = OptionNames.entries(for: nil).map(\.word) + ["200", "256", "", "x"]
        switch Int.random(in: 0..<12, using: &random) {
        case 0...3: return .set(field: path, value: word)
        case 4: return .set(field: "@\(Int.random(in: -1...300, using: &random))", value: word)
        case 5, 6:
            return .add(
                option: options.randomElement(using: &random) ?? "bid",
                value: Bool.random(using: &random) ? nil : word,
                after: Bool.random(using: &random) ? nil : path)
        case 7: return .remove(path)
        case 8:
            return .move(path, MessageEdit.MoveTarget.allCases.randomElement(using: &random) ?? .up)
        case 9:
            return .correct(
                MessageEditor.Correction.allCases.randomElement(using: &random) ?? .layout,
                Bool.random(using: &random))
        case 10: return .undo
        default: return .redo
        }
    }

    @Test(
        "A change says itself as a line",
        arguments: [
            EditCommand.change(.any, .set(field: "bid:2/status", value: "164")),
            .change(.held(12), .add(option: "bid", value: "4", after: "bid:1")),
            .change(.composed, .add(option: "auth", value: nil, after: nil)), .change(.any, .remove("bid:2")),
            .change(.held(3), .move("bid:2", .last)), .change(.composed, .correct(.authenticator, false)),
            .change(.any, .undo), .change(.held(4), .redo), .compose(.empty("BU"), interface: "eth0"),
            .compose(.next, interface: nil), .compose(.copy(7), interface: nil), .send, .discard,
        ])
    func linesComeBack(_ command: EditCommand) throws {
        var vocabulary = Vocabulary()
        vocabulary.interfaces = ["eth0"]
        #expect(
            try CommandTable.standard.parse(command.line, vocabulary: vocabulary) == .run(.edit(command)),
            "\(command.line)")
    }

    @Test(arguments: [
        ("edit", "change is missing"), ("edit status", "value is missing"),
        ("edit #x status 1", "\"#x\" is no message"),
        ("edit move bid:2", "place is missing"), ("edit move bid:2 away", "\"away\" is no place"),
        ("edit correct all on", "\"all\" is not made right"),
        ("edit correct layout maybe", "\"maybe\" is neither"),
        ("edit a b c d", "\"c\" is one word too many"),
        ("compose xyz", "\"xyz\" is no message that can be made"),
        ("undo bu", "\"bu\" is no message"),
    ])
    func badLinesAreRefused(_ line: String, _ problem: String) {
        do {
            _ = try CommandTable.standard.parse(line, vocabulary: Vocabulary())
            Issue.record("\(line) was taken")
        } catch {
            #expect(error.problem == problem, "\(line)")
        }
    }
}
