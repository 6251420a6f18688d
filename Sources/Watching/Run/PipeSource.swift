public import Capture

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The frames of a capture that comes through a pipe, taken as they come; it never waits for more.
public final class PipeSource: FrameSource {
    private var reader: CaptureReader
    private let pipe: Int32
    private var isOpen = true

    /// A source over an open descriptor, which stays open.
    public init(descriptor: Int32) {
        pipe = descriptor
        reader = CaptureReader(descriptor: descriptor)
    }

    /// Waits until the first octets are there, or the end.
    public func waitForFirst() {
        var wait = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        while poll(&wait, 1, -1) < 0, errno == EINTR {}
    }

    /// Hands out what has come.
    public func read(_ limit: Int, _ body: (CapturedPacket) -> Void) -> FrameSourceState {
        guard isOpen else { return .ended }
        var left = limit
        do throws(CaptureError) {
            while left > 0 {
                if let frame = try reader.nextHeld() {
                    body(frame)
                    left -= 1
                } else if !hasMore {
                    return .waiting
                } else if try !reader.readMore() {
                    isOpen = false
                    return .ended
                }
            }
            return .more
        } catch {
            isOpen = false
            return .broken("\(error)")
        }
    }

    /// Whether reading gives octets, or the end, at once.
    private var hasMore: Bool {
        var wait = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, 0) > 0
    }

    /// Where its header could be read.
    public var isCapture: Bool { reader.offset > 0 }

    /// Nobody knows what is to come.
    public var progress: Double? { nil }

    /// Where frames come in, until the last has come.
    public var descriptor: Int32? { isOpen ? pipe : nil }
}
