import Capture
import Console
import Foundation
import Grid
import MobilityWire
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
