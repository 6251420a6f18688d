import Capture
import Foundation
import MobilityWireTestSupport
import Testing

/// `careof decode` from outside: files, pipes, exit statuses.
struct DecodeCommandTests {
    /// A Binding Update and its Acknowledgement.
    private let packets = [Vector.named("C1").packet, Vector.named("C6").packet]

    @Test func aCaptureIsDecodedToOneLineAMessage() throws {
        let scratch = try Scratch()
        let result = try Program.run(["decode", scratch.path("a.pcap", holding: pcap(packets))])
        #expect(result.status == 0)
        #expect(result.complaint.isEmpty)
        #expect(result.output.split(separator: "\n").count == 2)
        #expect(
            result.output.contains(
                "BU    seq 1      AHO   3600 s  home 2001:db8:1::1234  BID 1 2001:db8:a::10"))
    }

    @Test func aMissingFileIsNoInput() throws {
        let result = try Program.run(["decode", "/nowhere/at all"])
        #expect(result.status == 66)
        #expect(result.complaint == "careof: /nowhere/at all: cannot open: No such file or directory\n")
        #expect(result.output.isEmpty)
    }

    @Test func aDirectoryIsNoInput() throws {
        let result = try Program.run(["decode", "/"])
        #expect(result.status == 66)
        #expect(result.complaint == "careof: /: is a directory\n")
    }

    @Test func aFileThatCannotBeReadIsNoInput() throws {
        // Not even root reads the unmapped beginning of its own memory.
        let result = try Program.run(["decode", "/proc/self/mem"])
        #expect(result.status == 66)
        #expect(result.complaint.hasPrefix("careof: /proc/self/mem: cannot read: "))
    }

    @Test func aFileWithoutPermissionIsNoInput() throws {
        guard getuid() != 0 else { return }  // root may read anything
        let scratch = try Scratch()
        let path = try scratch.path("a.pcap", holding: pcap(packets))
        chmod(path, 0)
        let result = try Program.run(["decode", path])
        #expect(result.status == 66)
        #expect(result.complaint.contains("Permission denied"))
    }

    @Test func anEmptyFileIsBadData() throws {
        let result = try Program.run(["decode", "/dev/null"])
        #expect(result.status == 65)
        #expect(result.complaint == "careof: /dev/null: the file is empty\n")
    }

    @Test func whatIsNoCaptureIsBadData() throws {
        let scratch = try Scratch()
        let result = try Program.run([
            "decode", scratch.path("text", holding: Array("This is no capture at all.".utf8)),
        ])
        #expect(result.status == 65)
        #expect(result.complaint.hasSuffix("text: not a pcap or pcapng capture\n"))
        #expect(result.output.isEmpty)
    }

    @Test func whatComesBeforeATruncationIsPrinted() throws {
        let scratch = try Scratch()
        let octets = pcap(packets)
        let result = try Program.run(["decode", scratch.path("a.pcap", holding: octets.dropLast(5))])
        #expect(result.status == 65)
        #expect(result.output.split(separator: "\n").count == 1)
        #expect(result.complaint.contains("the capture ends inside the packet"))
        #expect(result.complaint.split(separator: "\n").count == 1)
    }

    @Test func aLinkTypeThatIsNotReadIsBadData() throws {
        let scratch = try Scratch()
        let result = try Program.run([
            "decode", scratch.path("a.pcap", holding: pcap(packets, linkType: 147)),
        ])
        #expect(result.status == 65)
        #expect(result.complaint.hasSuffix("a.pcap: link type 147 is not supported\n"))
        #expect(result.complaint.split(separator: "\n").count == 1)
    }

    @Test func ofSeveralInterfacesThoseThatAreReadArePrinted() throws {
        let scratch = try Scratch()
        let path = scratch.url("a.pcapng").path
        var writer = try CaptureWriter(
            path: path, format: .pcapng,
            interfaces: [CaptureInterface(linkType: LinkType(rawValue: 147)), CaptureInterface()])
        try writer.append([1, 2, 3], nanoseconds: 1_000_000_000, interface: 0)
        try writer.append(packets[0], nanoseconds: 2_000_000_000, interface: 1)
        try writer.flush()
        let result = try Program.run(["decode", path])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("00:00:02.000000000  2001:db8:a::10 > 2001:db8:1::1"))
        #expect(result.complaint == "careof: \(path): link type 147 is not supported\n")
    }

    @Test(arguments: [
        ["decode"], ["decode", "--json", "--verbose", "x"], ["decode", "--profile", "rfc9999", "x"],
        ["decode", "a", "b"], ["decode", "--nonsense", "x"], ["nonsense"],
    ])
    func wrongUsageIsToldAndHasItsStatus(arguments: [String]) throws {
        let result = try Program.run(arguments)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.complaint.contains("Usage: careof"))
    }

    @Test func helpIsNoError() throws {
        let result = try Program.run(["decode", "--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("--profile"))
    }

    @Test func standardInputIsRead() throws {
        let result = try Program.run(["decode", "--json", "-"], input: Data(pcap(packets)))
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n").count == 2)
        let broken = try Program.run(["decode", "-"], input: Data([1, 2, 3, 4, 5]))
        #expect(broken.status == 65)
        #expect(broken.complaint == "careof: standard input: not a pcap or pcapng capture\n")
    }

    @Test func aReaderThatGoesAwayEndsItQuietly() throws {
        let scratch = try Scratch()
        let many = Array(repeating: packets[0], count: 20_000)
        let path = try scratch.path("a.pcap", holding: pcap(many))
        // 141 is 128 and SIGPIPE; where somebody has it ignored, writing fails instead.
        let result = try Program.shell("careof decode '\(path)' | head -n 1")
        #expect(result.output.split(separator: "\n").count == 1)
        #expect(result.complaint.isEmpty)
        #expect(result.status == 141 || result.status == 0)
        let ignored = try Program.shell("trap '' PIPE; careof decode '\(path)' | head -n 1")
        #expect(ignored.complaint.isEmpty)
        #expect(ignored.status == 0)
    }

    @Test func anOutputThatIsFullIsTold() throws {
        let scratch = try Scratch()
        let path = try scratch.path("a.pcap", holding: pcap(packets))
        let result = try Program.shell("careof decode '\(path)' > /dev/full")
        #expect(result.status == 74)
        #expect(result.complaint == "careof: standard output: No space left on device\n")
    }

    @Test func namesOfFilesDoNotSteerTheTerminal() throws {
        let result = try Program.run(["decode", "/nowhere/\u{1b}[2J"])
        #expect(result.complaint.contains(#"\u001b[2J"#))
        #expect(!result.complaint.contains("\u{1b}"))
    }

    @Test func messagesOfAPipeAreThereAsSoonAsTheyCome() throws {
        let process = Process()
        process.executableURL = Program.url
        process.arguments = ["decode", "-"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer { process.waitUntilExit() }
        let octets = pcap(packets)
        let first = 24 + 16 + packets[0].count
        // The first packet, and a part of the second: its line must come while the pipe is still open.
        try input.fileHandleForWriting.write(contentsOf: Data(octets[..<(first + 10)]))
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        #expect(line.split(separator: "\n").count == 1)
        #expect(line.contains("BU "))
        try input.fileHandleForWriting.write(contentsOf: Data(octets[(first + 10)...]))
        let second = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        #expect(second.contains("BA "))
        try input.fileHandleForWriting.close()
    }
}

/// A pcap capture of raw IP packets, one second apart.
func pcap(_ packets: [[UInt8]], linkType: UInt32 = 101) -> [UInt8] {
    func little(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 0xff) } }
    var octets =
        little(0xa1b2_c3d4) + [2, 0, 4, 0] + little(0) + little(0) + little(262_144) + little(linkType)
    for (index, packet) in packets.enumerated() {
        octets += little(1_795_464_000 + UInt32(index)) + little(0) + little(UInt32(packet.count))
        octets += little(UInt32(packet.count)) + packet
    }
    return octets
}
