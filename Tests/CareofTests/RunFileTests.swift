import Capture
import Foundation
import Nodes
import Runtime
import Testing

@testable import Watching
@testable import careof

/// Files that a person writes from the console.
struct RunFileTests {
    /// A run with a message that no capture has room for.
    private func run() throws -> CaptureRun {
        var run = CaptureRun(EmptySource(), title: "test")
        run.journal.appendPassing([UInt8](repeating: 0x60, count: 300_000), nil, at: .zero, of: nil)
        return run
    }

    @Test func whatCannotBeWrittenLeavesNoFile() throws {
        let scratch = try Scratch()
        let run = try run()
        for (kind, name) in [(FileKind.pcap, "a.pcap"), (.pcapng, "a.pcapng")] {
            let path = scratch.url(name).path
            #expect(throws: RunFileError.self) { try RunFile.write(kind, of: run, to: path) }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        // The name is free for another attempt.
        let path = scratch.url("a.pcap").path
        #expect(try RunFile.write(.ladder, of: run, to: path) > 0)
    }

    @Test func whatWasThereBeforeStays() throws {
        let scratch = try Scratch()
        let path = try scratch.path("a.pcap", holding: [1, 2, 3])
        #expect(throws: RunFileError.self) { try RunFile.write(.pcap, of: run(), to: path) }
        #expect(try Data(contentsOf: scratch.url("a.pcap")) == Data([1, 2, 3]))
    }

    @Test func aFileThatAnotherTookThePlaceOfStays() throws {
        let scratch = try Scratch()
        let file = try NewFile(scratch.url("a").path)
        try FileManager.default.moveItem(at: scratch.url("a"), to: scratch.url("b"))
        _ = try scratch.path("a", holding: [1])
        file.remove()
        #expect(FileManager.default.fileExists(atPath: scratch.url("a").path))
    }

    private final class EmptySource: FrameSource {
        func read(_ limit: Int, _ body: (CapturedPacket) -> Void) -> FrameSourceState { .ended }
        var progress: Double? { nil }
        var descriptor: Int32? { nil }
    }
}
