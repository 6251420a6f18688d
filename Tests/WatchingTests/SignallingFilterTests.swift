import Capture
import Foundation
import MobilityWire
import MobilityWireTestSupport
import Testing

/// The filter of live captures, judged by tcpdump, whose language it is written in.
struct SignallingFilterTests {
    static let tcpdump = ["/usr/bin/tcpdump", "/usr/sbin/tcpdump"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// How many of these packets pass a filter.
    private func passing(_ packets: [[UInt8]], _ filter: String) throws -> Int {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "careof-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
        try Data(Wire.capture(packets.enumerated().map { (Double($0.offset), $0.element) })).write(to: input)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.tcpdump))
        process.arguments = ["-r", input.path, "-w", output.path, filter]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        var count = 0
        try Wire.forEachFrame(of: Array(Data(contentsOf: output))) { _ in count += 1 }
        return count
    }

    private static let ping = SignallingPacket(
        source: Wire.first, destination: Wire.correspondent,
        payload: .data(nextHeader: 58, octets: [128, 0, 0, 0, 0, 1, 0, 1]))
    private static let datagram = SignallingPacket(
        source: Wire.first, destination: Wire.correspondent,
        payload: .data(nextHeader: 17, octets: [0, 53, 0, 53, 0, 8, 0, 0]))

    @Test(.enabled(if: tcpdump != nil)) func everyVectorPasses() throws {
        let packets = Vector.all.map(\.packet)
        #expect(try passing(packets, SignallingFilter.expression) == packets.count)
        #expect(try passing(packets, SignallingFilter.expressionWithTraffic) == packets.count)
    }

    @Test(.enabled(if: tcpdump != nil)) func whatIsNoSignallingStaysInTheKernel() throws {
        let others = [try Self.ping.wire, try Self.datagram.wire]
        #expect(try passing(others, SignallingFilter.expression) == 0)
        #expect(try passing(others, SignallingFilter.expressionWithTraffic) == 0)
    }

    @Test(.enabled(if: tcpdump != nil)) func trafficInTunnelsPassesOnlyWhenAskedFor() throws {
        let traffic = [try Wire.tunnelled(to: Wire.first).wire]
        #expect(try passing(traffic, SignallingFilter.expression) == 0)
        #expect(try passing(traffic, SignallingFilter.expressionWithTraffic) == 1)
    }

    @Test(.enabled(if: tcpdump != nil)) func signallingInTunnelsAndInUDPPasses() throws {
        var inTunnel = Wire.update(1, [(1, Wire.first)])
        inTunnel.encapsulation = [.ipv6(source: Wire.second, destination: Wire.agent)]
        var inUDP = Wire.update(1, [(1, Wire.first)])
        inUDP.encapsulation = [
            .ipv4(source: IPv4Address(0xc000_0201), destination: IPv4Address(0xc633_6401)),
            .udp(sourcePort: 50000, destinationPort: 4191),
        ]
        var inIPv4 = inUDP
        inIPv4.encapsulation.removeLast()
        let discovery = SignallingPacket(
            source: Wire.first, destination: Wire.agent,
            payload: .discovery(.homeAgentAddressRequest(identifier: 1, mobileRouter: false)))
        let packets = try [inTunnel, inUDP, inIPv4, discovery].map { try $0.wire }
        #expect(try passing(packets, SignallingFilter.expression) == packets.count)
    }
}
