import Foundation
import Testing

/// `careof open` from outside: what it refuses before there is a screen, and with which status.
struct OpenCommandTests {
    private static let umip = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "CaptureTests/Resources/umip-home-agent.pcap").path

    @Test func whatIsNeitherCaptureNorRecordingIsRefused() throws {
        let scratch = try Scratch()
        try Data("no capture at all".utf8).write(to: scratch.url("text"))
        try Data().write(to: scratch.url("empty"))
        for name in ["text", "empty"] {
            let result = try Program.run(["open", scratch.url(name).path])
            #expect(result.status == 65)
            #expect(result.complaint.split(separator: "\n").count == 1)
            #expect(result.output.isEmpty)
        }
    }

    @Test func aCaptureThatEndsInItsFirstPacketIsShown() throws {
        let scratch = try Scratch()
        let octets = try Data(contentsOf: URL(filePath: OpenCommandTests.umip)).prefix(100)
        let result = try Program.run(["open", scratch.path("cut.pcap", holding: Array(octets))])
        // All that is missing is a terminal.
        #expect(result.status == 69)
    }

    @Test func whatCannotBeReadIsNamed() throws {
        for path in ["/nowhere/capture.pcap", "/", "/dev/null"] {
            let result = try Program.run(["open", path])
            #expect(result.status == 66)
            #expect(result.complaint.hasPrefix("careof: \(path): "))
        }
    }

    @Test func aRecordingOfAnotherVersionIsRefusedInWords() throws {
        let scratch = try Scratch()
        try Data([0x89, 0x63, 0x61, 0x72, 0x65, 0x6f, 0x66, 0x0a, 200]).write(to: scratch.url("x.careof"))
        let result = try Program.run(["open", scratch.url("x.careof").path])
        #expect(result.status == 65)
        #expect(result.complaint.hasSuffix("a recording of version 200; this program reads version 2\n"))
    }

    @Test func withoutATerminalThereIsNoScreen() throws {
        let result = try Program.run(["open", OpenCommandTests.umip])
        #expect(result.status == 69)
        #expect(result.complaint.contains("terminal"))
    }
}
