public import Capture

/// The frames that pass an interface. One that goes away is waited for.
public final class LiveSource: FrameSource {
    private final class Tap {
        var live: LiveCapture
        init(_ live: consuming LiveCapture) { self.live = live }

        /// Hands out the next frame; false: none is there.
        func handOut(_ body: (CapturedPacket) -> Void) throws(LiveCaptureError) -> Bool {
            try Tap.handOut(&live, body)
        }

        private static func handOut(
            _ live: inout LiveCapture, _ body: (CapturedPacket) -> Void
        ) throws(LiveCaptureError) -> Bool {
            guard let frame = try live.next() else { return false }
            body(frame)
            return true
        }
    }

    private let interface: String
    private let filter: String
    private let isPromiscuous: Bool
    private var tap: Tap?
    /// What earlier taps lost.
    private var lostBefore = 0

    /// Begins to listen, and sends nothing.
    ///
    /// - Parameters: as of `LiveCapture`.
    /// - Throws: what does not come right by itself; an interface that is down is waited for.
    public init(interface: String, filter: String, isPromiscuous: Bool) throws(LiveCaptureError) {
        self.interface = interface
        self.filter = filter
        self.isPromiscuous = isPromiscuous
        do throws(LiveCaptureError) {
            try open()
        } catch {
            guard case .down = error else { throw error }
        }
    }

    private func open() throws(LiveCaptureError) {
        tap = Tap(try LiveCapture(interface: interface, filter: filter, isPromiscuous: isPromiscuous))
    }

    /// Hands out what passed since.
    public func read(_ limit: Int, _ body: (CapturedPacket) -> Void) -> FrameSourceState {
        do throws(LiveCaptureError) {
            if tap == nil { try open() }
            guard let tap else { return .waiting }
            var left = limit
            while left > 0, try tap.handOut(body) { left -= 1 }
            return left > 0 ? .waiting : .more
        } catch {
            lostBefore = lost
            tap = nil
            switch error {
            case .down: return .interrupted("\(interface): the interface is down; waiting for it to come up")
            case .vanished, .noInterface:
                return .interrupted("\(interface): waiting for the interface to come back")
            default: return .broken("\(error)")
            }
        }
    }

    /// How many frames were lost because nobody took them in time.
    public var lost: Int { lostBefore + (tap.map { $0.live.counts.lost } ?? 0) }

    /// Nobody knows what is to come.
    public var progress: Double? { nil }

    /// Where libpcap says that frames are there.
    public var descriptor: Int32? { tap.map { $0.live.descriptor } }
}
