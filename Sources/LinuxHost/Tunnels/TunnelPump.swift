internal import CLinux
internal import Glibc
internal import Synchronization

/// Moves packets between TUN devices and raw sockets: IPv6 in IPv6 (RFC 2473) in user space, for kernels without
/// ip6_tunnel.
///
/// A thread of its own with descriptors of its own, so that neither drawing nor signalling holds packets up. What it
/// moves where is a list that is swapped whole; the thread looks at it once a round.
final class TunnelPump: Sendable {
    /// One TUN device with the socket that is its other side.
    struct Lane: Sendable {
        /// The TUN device.
        var device: Int32
        /// The socket.
        var socket: TunnelSocket
        /// Further ones, where tunnels of several kinds end at one device.
        var others: [TunnelSocket] = []
        /// Where packets go by what they are, and which may come in; nil: the socket is connected, and the kernel keeps
        /// out what is not from there.
        var table: TunnelTable?
        /// The BID that packets of this device leave by; the sockets are then another lane's, which takes what comes in.
        var bid: UInt16?

        /// All of its sockets.
        var sockets: [TunnelSocket] { others.isEmpty ? [socket] : [socket] + others }
    }

    private struct State {
        var lanes: [Lane] = []
        var isStopped = false
        /// Counts the changes, so that the thread tells the caller when it has seen one.
        var version = 0
        var seen = 0
    }

    private let state = Mutex(State())
    private let event: Int32

    /// Begins to run, with nothing to move.
    init() throws(KernelError) {
        event = careof_open_event()
        guard event >= 0 else { throw KernelError(last: "an event descriptor") }
        let box = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<TunnelPump>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        guard failure == 0 else {
            box.release()
            throw KernelError("a thread", code: failure)
        }
        pthread_detach(thread)
    }

    deinit { close(event) }

    /// Moves by these lanes from now on. Returns when the thread uses no other any more, so that descriptors that are
    /// not among them can be closed.
    func set(_ lanes: [Lane]) {
        let version = state.withLock { state in
            state.lanes = lanes
            state.version += 1
            return state.version
        }
        wake()
        for _ in 0..<1_000_000 {
            if state.withLock({ $0.seen >= version || $0.isStopped }) { return }
            sched_yield()
        }
    }

    /// Ends the thread.
    func stop() {
        set([])
        state.withLock { $0.isStopped = true }
        wake()
    }

    private func wake() { careof_raise_event(event) }

    // MARK: The thread

    private func run() {
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let batch = PacketBatch()
        while true {
            let (lanes, isStopped) = state.withLock { state in
                state.seen = state.version
                return (state.lanes, state.isStopped)
            }
            if isStopped { return }
            let descriptors =
                [event]
                + lanes.flatMap { lane in
                    [lane.device] + lane.sockets.map { lane.bid == nil ? $0.descriptor : -1 }
                }
            var ready = [Bool](repeating: false, count: descriptors.count)
            guard careof_wait(descriptors, &ready, Int32(descriptors.count), -1) >= 0 else { return }
            if ready[0] { careof_clear_event(event) }
            var index = 1
            for lane in lanes {
                if ready[index] { batch.moveOut(lane) }
                index += 1
                for socket in lane.sockets {
                    if ready[index] { batch.moveIn(lane, from: socket) }
                    index += 1
                }
            }
        }
    }
}
