public import Capture

/// Where the frames of a run come from: a file, or an interface. It never waits.
public protocol FrameSource: AnyObject {
    /// Hands out frames that are there, `limit` at most, and says how it stands then.
    func read(_ limit: Int, _ body: (CapturedPacket) -> Void) -> FrameSourceState
    /// How much of it was read, 0…1; nil: nobody can tell.
    var progress: Double? { get }
    /// Whether it showed itself to be a capture: whatever is wrong with it comes behind its beginning.
    var isCapture: Bool { get }
    /// How many frames were lost because nobody took them in time.
    var lost: Int { get }
    /// The descriptor at which frames come in by and by; nil: there is none.
    var descriptor: Int32? { get }
}

extension FrameSource {
    /// It is one from the first.
    public var isCapture: Bool { true }
    /// None: all is there.
    public var lost: Int { 0 }
}

/// How a source of frames stands.
public enum FrameSourceState: Hashable, Sendable {
    /// There is more to be had at once.
    case more
    /// Nothing more at the moment.
    case waiting
    /// What was wrong, and may come right by itself.
    case interrupted(String)
    /// That was the last.
    case ended
    /// Here it breaks off, and why.
    case broken(String)
}

/// The frames of a file.
public final class FileSource: FrameSource {
    private var reader: CaptureReader
    private let size: UInt64

    /// A source over a file that was opened.
    ///
    /// - Parameter size: how many octets the file has.
    public init(_ reader: consuming CaptureReader, size: UInt64) {
        self.reader = reader
        self.size = size
    }

    /// Reads on.
    public func read(_ limit: Int, _ body: (CapturedPacket) -> Void) -> FrameSourceState {
        var left = limit
        do throws(CaptureError) {
            while left > 0 {
                if let frame = try reader.nextHeld() {
                    body(frame)
                    left -= 1
                } else if try !reader.readMore() {
                    return .ended
                }
            }
            return .more
        } catch {
            return .broken("\(error)")
        }
    }

    /// By octets.
    public var progress: Double? {
        size == 0 ? nil : min(1, Double(reader.offset) / Double(size))
    }

    /// Where its header could be read.
    public var isCapture: Bool { reader.offset > 0 }

    /// None: a file is there already.
    public var descriptor: Int32? { nil }
}

/// No frames at all.
final class NoSource: FrameSource {
    func read(_ limit: Int, _ body: (CapturedPacket) -> Void) -> FrameSourceState { .ended }
    var progress: Double? { nil }
    var descriptor: Int32? { nil }
}
