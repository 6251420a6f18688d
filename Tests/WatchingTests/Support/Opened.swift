import Capture
import Foundation
import MobilityWire
import Nodes
import Runtime
import Watching

/// Captures as `careof open` opens them.
enum Opened {
    /// A capture by the daemon of another implementation, with its home agent: registration, refresh, handover.
    static let umip = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "CaptureTests/Resources/umip-home-agent.pcap")

    /// A run over octets, read to its end.
    static func run(
        _ octets: [UInt8], format: WireFormat? = nil, capacity: Int = CaptureRun.capacity
    ) throws -> CaptureRun {
        let file = FileManager.default.temporaryDirectory.appending(path: "careof-\(UUID().uuidString).pcap")
        try Data(octets).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let source = FileSource(try CaptureReader(path: file.path), size: UInt64(octets.count))
        var run = CaptureRun(source, title: "test.pcap", format: format, capacity: capacity)
        while run.nextTime != nil { run.advance(to: .zero) }
        return run
    }

    /// A run over packets, a second between two.
    static func run(_ packets: [SignallingPacket]) throws -> CaptureRun {
        try run(
            try Wire.capture(
                try packets.enumerated().map { (1_000_000_000 + Double($0.offset), try $0.element.wire) }))
    }
}
