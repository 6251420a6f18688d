import Capture
import Console
import Foundation
import Grid
import MobilityWire
import Nodes
import Runtime
import Testing
import Watching

/// A capture on the screen: the traffic of another implementation, and a file that is cut off.
struct CaptureScreenTests {
    private static let umip = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "CaptureTests/Resources/umip-home-agent.pcap")

    private func open(_ octets: [UInt8], title: String = "umip-home-agent.pcap") throws -> CaptureRun {
        let file = FileManager.default.temporaryDirectory.appending(path: "careof-\(UUID().uuidString).pcap")
        try Data(octets).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let source = FileSource(try CaptureReader(path: file.path), size: UInt64(octets.count))
        var run = CaptureRun(source, title: title)
        while run.nextTime != nil { run.advance(to: .zero) }
        return run
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func anotherImplementation(size: (Int, Int)) throws {
        let run = try open([UInt8](Data(contentsOf: CaptureScreenTests.umip)))
        let grid = Console(options: ConsoleOptions(isASCII: size.0 == 80))
            .draw(run, columns: size.0, rows: size.1)
        try Golden.expect(grid, "capture.\(size.0)x\(size.1)", withRoles: false)
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func lanesAreSharedWhereThereAreMoreNodes(
        size: (Int, Int)
    ) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "WatchingTests/Captures/many-nodes.pcap")
        var run = CaptureSession(
            try open([UInt8](Data(contentsOf: file)), title: file.lastPathComponent))
        var console = Console(options: ConsoleOptions(isASCII: size.0 == 80))
        func press(_ key: Key) { _ = console.handle(key, run: &run, columns: size.0, rows: size.1) }
        for scalar in ":choose-node 2001:db8:1::203".unicodeScalars { press(.character(scalar, alt: false)) }
        press(.named(.enter, []))
        for scalar in ":pane exchange".unicodeScalars { press(.character(scalar, alt: false)) }
        press(.named(.enter, []))
        let grid = console.draw(run, columns: size.0, rows: size.1)
        // Which of how many nodes it is, and that another one can be looked at.
        if size.0 >= 120 {
            #expect(grid.plainText.contains("node mn4 of 12"))
            #expect(grid.plainText.contains(":choose-node"))
        }
        #expect(run.vocabulary().nodes.contains("2001:db8:1::203"))
        // The lane of those who have none of their own is named by how many they are.
        #expect(grid.plainText.contains("+"))
        try Golden.expect(grid, "shared-lanes.\(size.0)x\(size.1)", withRoles: false)
    }

    /// Twelve nodes, each with a Binding Update and its Acknowledgement; what a filter leaves of that.
    private func filtered(_ words: String) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "WatchingTests/Captures/many-nodes.pcap")
        var run = CaptureSession(
            try open([UInt8](Data(contentsOf: file)), title: file.lastPathComponent))
        var console = Console()
        for scalar in ":filter \(words)".unicodeScalars {
            _ = console.handle(.character(scalar, alt: false), run: &run, columns: 160, rows: 40)
        }
        _ = console.handle(.named(.enter, []), run: &run, columns: 160, rows: 40)
        while !console.search(run) {}
        return console.draw(run, columns: 160, rows: 40).plainText
    }

    @Test(arguments: ["mn7 BA", "2001:db8:1::206 BA"]) func anAnswerIsFoundByWhomItGoesTo(
        words: String
    ) throws {
        let text = try filtered(words)
        #expect(text.contains("mn7: BA"), "\(text)")
        #expect(!text.contains("mn7: BU"))
        #expect(!text.contains("mn6: BA"))
    }

    @Test func thatNoRowFitsIsSaid() throws {
        let text = try filtered("nothing-of-that-name")
        #expect(text.contains("No row fits the filter."))
        #expect(!text.contains("/24"))
    }

    @Test func aCutFileSaysWhereItBreaksOff() throws {
        let octets = [UInt8](try Data(contentsOf: CaptureScreenTests.umip))
        let run = try open(Array(octets[..<(octets.count / 2)]))
        let grid = Console().draw(run, columns: 120, rows: 40)
        try Golden.expect(grid, "capture-cut.120x40", withRoles: false)
    }

    /// A capture of Acknowledgements alone, each with its second since 1970.
    private func acknowledgements(at seconds: [Int64]) throws -> CaptureRun {
        let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
        var encoder = try CaptureEncoder(format: .pcap)
        for (index, second) in seconds.enumerated() {
            let answer = BindingAcknowledgement(
                status: 0, sequence: UInt16(index), lifetime: 15,
                options: [.bindingIdentifier(.rfc5648(bid: 1))])
            let packet = SignallingPacket(
                source: agent, destination: IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x100),
                routingHeader: IPv6Address(high: agent.high, low: 0x100),
                payload: .mobility(.bindingAcknowledgement(answer)))
            try encoder.append(packet.encoded(format: .rfc5648), nanoseconds: second * 1_000_000_000)
        }
        return try open(encoder.take(), title: "x.pcap")
    }

    @Test func aTimeWithoutRoomIsToldInDaysAndNeverCut() throws {
        let run = try acknowledgements(at: [1_700_000_000, 0, 1_700_000_002])
        let rows = Console().draw(run, columns: 120, rows: 40).plainText.split(separator: "\n")
            .filter { $0.contains("◀") && $0.contains("accepted") }
        #expect(rows.count == 3)
        #expect(rows[0].contains("  0.000  "))
        #expect(rows[1].contains(" -19675 d -19675 d "))
        #expect(rows[2].contains("  2.000 +19675 d "))
    }

    @Test func anAddressThatWasNotSeenIsInventedByNobody() throws {
        let run = try acknowledgements(at: [1_700_000_000])
        let text = Console().draw(run, columns: 120, rows: 40).plainText
        // At the node, and in the cache of its agent.
        #expect(text.matches(of: /1 +no address/).count == 2)
        #expect(!text.contains(" :: "))
        let lines = TableExport.json(of: run).split(separator: "\n").filter { $0.contains("\"table\"") }
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { !$0.contains("care_of_address") && $0.contains("care-of address") })
        #expect(TableExport.csv(of: run).contains(",1,,bound,60,60,0,yes,"))
    }

    @Test func progressIsABarAndANumber() throws {
        let octets = [UInt8](try Data(contentsOf: CaptureScreenTests.umip))
        let file = FileManager.default.temporaryDirectory.appending(path: "careof-\(UUID().uuidString).pcap")
        try Data(octets).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        // As if the file were four times as long.
        let source = FileSource(try CaptureReader(path: file.path), size: UInt64(4 * octets.count))
        let run = CaptureRun(source, title: "x")
        let text = Console().draw(run, columns: 120, rows: 40).plainText
        #expect(text.contains("reading ░░░░░░░░░░ 0 %"))
    }

    @Test func quittingAsksNothing() throws {
        var run = try open([UInt8](Data(contentsOf: CaptureScreenTests.umip)))
        var console = Console()
        #expect(console.handle(.character("q", alt: false), run: &run, columns: 120, rows: 40) == [.quit])
    }
}

/// Messages of captures that cannot be read to their end, or at all.
struct OddMessageScreenTests {
    private static let node = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    private static let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
    private static let careOf = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x100)

    private func update(_ sequence: UInt16) throws -> [UInt8] {
        try SignallingPacket(
            source: Self.careOf, destination: Self.agent, homeAddressOption: Self.node,
            payload: .mobility(
                .bindingUpdate(
                    BindingUpdate(
                        sequence: sequence, flags: [.acknowledge, .homeRegistration], lifetime: 15,
                        options: [
                            .bindingIdentifier(.rfc5648(bid: 1, careOfAddress: .ipv6(Self.careOf)))
                        ])))
        ).encoded(format: .rfc5648)
    }

    /// A run over packets, each with how many octets of it were captured.
    private func run(_ packets: [([UInt8], captured: Int)]) throws -> CaptureSession {
        var encoder = try CaptureEncoder(format: .pcap)
        for (second, packet) in packets.enumerated() {
            try encoder.append(
                Array(packet.0.prefix(packet.captured)), nanoseconds: Int64(second) * 1_000_000_000,
                originalLength: packet.0.count)
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "careof-\(UUID().uuidString).pcap")
        try Data(encoder.take()).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let source = FileSource(try CaptureReader(path: file.path), size: 1)
        var run = CaptureRun(source, title: "odd.pcap")
        while run.nextTime != nil { run.advance(to: .zero) }
        return CaptureSession(run)
    }

    /// The whole Message pane over the message of an entry.
    private func message(_ number: Int, _ run: CaptureSession) -> String {
        var run = run
        var console = Console()
        for line in [":goto \(number)", ":pane message"] {
            for scalar in line.unicodeScalars {
                _ = console.handle(.character(scalar, alt: false), run: &run, columns: 120, rows: 60)
            }
            _ = console.handle(.named(.enter, []), run: &run, columns: 120, rows: 60)
        }
        _ = console.handle(.character("z", alt: false), run: &run, columns: 120, rows: 60)
        return console.draw(run, columns: 120, rows: 60).plainText
    }

    @Test func theMessagePaneHasTheFieldsThatWereCaptured() throws {
        let text = message(1, try run([(update(7), captured: 84)]))
        #expect(text.contains("captured in part, 84 of 104 octets"), "\(text)")
        #expect(text.contains("Sequence #         7"))
        #expect(!text.contains("cannot be read"))
    }

    @Test func anUnreadableUpdateIsNamedAndItsSenderToo() throws {
        // The first option promises more than there is; the checksum is made right again.
        var broken = try update(8)
        broken[77] = 200
        var problems = ProblemCounter()
        let sums = PacketView(broken.span.bytes, problems: &problems).checksums
        let right = try #require(sums?.computed)
        broken[68...69] = [UInt8(right >> 8), UInt8(right & 0xff)]
        let run = try run([(update(7), captured: 104), (broken, captured: 104)])
        let row = try #require(run.journal.exchangeRow(1))
        let entry = try #require(run.journal[row.number])
        // The sender is known by its home address, the access by its care-of address.
        #expect(run.parties.name(of: try #require(entry.party)) == "mn1")
        let text = EntryText(parties: run.parties, format: run.format)
        #expect(text.line(of: entry) == "mn1 sends an unreadable BU by CoA1")
        #expect(ExchangeExport(run).text(.ladder).contains("  unreadable BU\n"))
        let why = run.why(.entry(row.number))
        #expect(why.title == "Unreadable BU")
        #expect(why.state.contains("It cannot be read: Option Length at octet 77"), "\(why.state)")
        let pane = message(row.number, run)
        #expect(pane.contains("unreadable BU"))
        #expect(pane.contains("!"), "\(pane)")
        #expect(Console().draw(run, columns: 120, rows: 40).plainText.contains("unreadable BU"))
    }
}
