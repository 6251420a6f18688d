import Capture
import Foundation
import Testing

/// The same captures, read by tshark and by us.
@Suite(
    .enabled(
        if: Tool.isInstalled("tshark", "editcap", "mergecap", "capinfos"), "tshark and its tools are missing")
)
struct TsharkTests {
    static let fields = [
        "frame.number", "frame.time_epoch", "frame.len", "frame.cap_len", "frame.interface_id",
        "frame.comment",
    ]

    /// What tshark says of every frame: those fields.
    func tshark(_ path: String) throws -> [[String]] {
        let arguments = ["-n", "-r", path, "-T", "fields"] + Self.fields.flatMap { ["-e", $0] }
        return try Tool.run("tshark", arguments).map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Reads a capture and compares it frame by frame with what tshark says.
    ///
    /// tshark writes nine decimals always, and numbers interfaces on from section to section.
    func compare(_ path: String, inSections: Bool = false, _ location: SourceLocation = #_sourceLocation)
        throws
    {
        let judged = try tshark(path)
        var count = 0
        var reader = try CaptureReader(path: path)
        while let packet = try reader.next() {
            count += 1
            guard count <= judged.count else { continue }
            let fields = judged[count - 1]
            #expect(fields[0] == "\(packet.number)", sourceLocation: location)
            if let time = packet.time {
                let decimals = "\(time.description.split(separator: ".").last ?? "")"
                let nine = (decimals + "000000000").prefix(9)
                #expect(fields[1] == "\(time.seconds).\(nine)", sourceLocation: location)
            }
            #expect(fields[2] == "\(packet.originalLength)", sourceLocation: location)
            let captured = packet.octets.byteCount
            #expect(fields[3] == "\(captured)", sourceLocation: location)
            #expect(fields[5] == packet.comments.joined(separator: ","), sourceLocation: location)
            // pcap knows no interfaces.
            if !fields[4].isEmpty && !inSections {
                #expect(fields[4] == "\(packet.interface)", sourceLocation: location)
            }
        }
        #expect(count == judged.count, sourceLocation: location)
        #expect(count > 0, sourceLocation: location)
    }

    @Test func aCaptureOfTcpdump() throws {
        try compare(resource("umip-home-agent.pcap"))
    }

    @Test func ourSamples() throws {
        try withTemporaryFolder { folder in
            for (index, sample) in (Samples.all + [PcapngTests.handWritten]).enumerated() {
                let path = "\(folder)/\(index)"
                try write(sample, to: path)
                try compare(path, inSections: index % 4 == 3)
            }
        }
    }

    @Test(arguments: ["pcap", "nsecpcap", "pcapng"])
    func whatEditcapWrites(format: String) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/edited"
            _ = try Tool.run(
                "editcap", "-F", format, "-s", "60", "-t", "0.123456789", resource("umip-home-agent.pcap"),
                path)
            try compare(path)
        }
    }

    @Test func theCommentsEditcapWrites() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/commented"
            _ = try Tool.run(
                "editcap", "-a", "1:first frame", "-a", "7:Binding Update äöü", "--capture-comment",
                "of the file",
                resource("umip-home-agent.pcap"), path)
            try compare(path)
            var reader = try CaptureReader(path: path)
            var comments: [Int: [String]] = [:]
            while let packet = try reader.next() {
                if !packet.comments.isEmpty { comments[packet.number] = packet.comments }
            }
            #expect(comments == [1: ["first frame"], 7: ["Binding Update äöü"]])
        }
    }

    @Test func interfacesOfDifferingLinkTypesThatMergecapWrites() throws {
        try withTemporaryFolder { folder in
            let raw = "\(folder)/raw"
            let path = "\(folder)/merged"
            try write(Samples.pcap(bigEndian: true, magic: 0xa1b2_3c4d, linkType: 101), to: raw)
            _ = try Tool.run("mergecap", "-w", path, resource("umip-home-agent.pcap"), raw)
            try compare(path)
            var linkTypes: Set<UInt16> = []
            var reader = try CaptureReader(path: path)
            while let packet = try reader.next() { linkTypes.insert(packet.linkType.rawValue) }
            #expect(linkTypes == [1, 101])
        }
    }

    @Test func whatTsharkWrites() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/written"
            _ = try Tool.run("tshark", "-r", resource("umip-home-agent.pcap"), "-Y", "mipv6", "-w", path)
            try compare(path)
        }
    }

    @Test(arguments: CaptureFormat.allCases)
    func whatWeWriteIsReadByTshark(format: CaptureFormat) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/ours"
            var writer = try CaptureWriter(path: path, format: format)
            let start: Int64 = 1_795_464_000_000_000_000
            try writer.append(Samples.ipv6, nanoseconds: start + 1, comment: "held at the gate: é")
            try writer.append(WritingTests.ipv4, nanoseconds: start + 999_999_999)
            try writer.append(
                Samples.ipv6, nanoseconds: start + 1_000_000_000, originalLength: 1280, comment: "cut")
            try writer.flush()
            try compare(path)
            let comments = format == .pcapng ? ["held at the gate: é", "", "cut"] : ["", "", ""]
            #expect(
                try tshark(path) == [
                    ["1", "1795464000.000000001", "40", "40", format == .pcapng ? "0" : "", comments[0]],
                    ["2", "1795464000.999999999", "28", "28", format == .pcapng ? "0" : "", comments[1]],
                    ["3", "1795464001.000000000", "1280", "40", format == .pcapng ? "0" : "", comments[2]],
                ])
            let protocols = try Tool.run("tshark", "-n", "-r", path, "-T", "fields", "-e", "frame.protocols")
            #expect(protocols.map { $0.hasPrefix("raw:ip") } == [true, true, true])
            let applications = try Tool.run("capinfos", path).filter { $0.hasPrefix("Capture application:") }
            #expect(applications.map { $0.hasSuffix(" careof") } == (format == .pcapng ? [true] : []))
        }
    }
}
