import ArgumentParser
internal import CLinux
import Capture
import Decoding
import MobilityWire
import Watching

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// `careof watch`: which mobility signalling passes here, and which bindings follow from it?
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow the mobility signalling that passes, of any implementation, without touching it.",
        discussion: """
            Listens and sends nothing. On a terminal it shows the exchange and the binding tables that follow from it in \
            the console. Else, and with --headless or --json, it prints each message as careof decode does, and behind \
            it what it did to the binding tables, as far as the wire tells.

            Needs the right to capture: root, or once
              sudo setcap cap_net_raw=ep "$(command -v careof)"

            Exit status: 0 when ended by a person, by its reader, or without a screen by a signal; a signal that ends a \
            screen is what the shell sees (143 for SIGTERM); 64 wrong usage; 66 no such interface; 69 libpcap \
            is missing or refuses; 74 the output cannot be written; 77 no right to capture.
            """)

    @Option(name: .shortAndLong, help: "The interface; any: all, also those that come later.")
    var interface = LiveCapture.allInterfaces

    @Flag(help: "Print and show no screen.")
    var headless = false

    @Flag(help: "Print one JSON object a message or change, one a line.")
    var json = false

    @Flag(help: "Look at the traffic in tunnels too: it tells that a binding is in use, and costs more.")
    var traffic = false

    @Flag(help: "Do not put the interface into promiscuous mode.")
    var noPromiscuous = false

    @Option(
        help: ArgumentHelp(
            "How Binding Identifier options are laid out; auto finds it out.", valueName: "profile"))
    var profile = Decode.Profile.auto

    @OptionGroup var console: ConsoleArguments

    /// Whether somebody looks.
    private var hasScreen: Bool {
        !headless && !json && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    }

    private var filter: String {
        traffic ? SignallingFilter.expressionWithTraffic : SignallingFilter.expression
    }

    func run() throws {
        if hasScreen { return try showScreen() }
        let status = watch()
        if status != .success { throw ExitCode(status.rawValue) }
    }

    private func showScreen() throws {
        let look = try console.look()
        let source: LiveSource
        do throws(LiveCaptureError) {
            source = try LiveSource(interface: interface, filter: filter, isPromiscuous: !noPromiscuous)
        } catch {
            complain("\(error)")
            throw ExitCode(error.exitStatus.rawValue)
        }
        try show(
            CaptureSession(
                CaptureRun(source, title: interface, format: profile.format) { WallClock.nanoseconds }),
            look: look
        )
    }

    /// Watches until a signal comes.
    private func watch() -> ExitStatus {
        let stop = careof_open_stop()
        var session = WatchingSession(
            printsObjects: json, options: DecodingOptions(format: profile.format),
            output: StandardStream.output)
        var isFirst = true
        // Whether it was listened to since it was last said that it is down.
        var isUp = true
        while true {
            do throws(LiveCaptureError) {
                var live = try LiveCapture(
                    interface: interface,
                    filter: filter,
                    isPromiscuous: !noPromiscuous)
                if !isFirst { complain("\(interface): the interface is back") }
                isFirst = false
                isUp = true
                if let status = try follow(&live, &session, until: stop) { return status }
            } catch {
                // An interface that was there may come back; one that never was is a mistake.
                switch error {
                case .vanished: complain("\(error); waiting for it to come back")
                case .down where isUp: complain("\(error); waiting for it to come up")
                case .noInterface where !isFirst, .down: break
                default:
                    complain("\(error)")
                    return error.exitStatus
                }
                isFirst = false
                isUp = false
                if careof_wait_for_two(-1, stop, 1000) & 2 != 0 { return .success }
            }
        }
    }

    /// Prints what passes until a signal comes, or nobody reads any more.
    private func follow(
        _ live: inout LiveCapture, _ session: inout WatchingSession, until stop: Int32
    ) throws(LiveCaptureError) -> ExitStatus? {
        while true {
            while let frame = try live.next() { session.take(frame) }
            session.advance(to: WallClock.nanoseconds)
            do throws(OutputError) {
                try session.flush()
            } catch {
                if error == .closed { return .success }
                complain("standard output: \(error)")
                return .inputOutputError
            }
            let ready = careof_wait_for_two(live.descriptor, stop, milliseconds(to: session.nextEnd))
            if ready & 2 != 0 {
                let (received, lost) = live.counts
                if lost > 0 { complain("\(interface): \(lost) of \(received + lost) packets were lost") }
                return .success
            }
        }
    }

    /// How long to wait for a binding to end, an hour at most; -1: for ever.
    private func milliseconds(to end: Int64?) -> Int32 {
        guard let end else { return -1 }
        let (left, overflow) = end.subtractingReportingOverflow(WallClock.nanoseconds)
        return overflow ? -1 : Int32(clamping: max(0, min(left / 1_000_000 + 1, 3_600_000)))
    }
}

/// The time of day.
enum WallClock {
    /// Nanoseconds since 1970.
    static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension LiveCaptureError {
    /// The status of a command that cannot capture.
    var exitStatus: ExitStatus {
        switch self {
        case .noPermission: .noPermission
        case .noInterface: .noInput
        case .noLibrary, .down, .vanished, .linkType, .failed: .unavailable
        }
    }
}
