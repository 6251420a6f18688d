import ArgumentParser
import Capture
import Crypto
import Lab
import MobilityWire
import Runtime
import Watching

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// `careof open`: what happened in this capture?
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "The console over a capture or a recording.",
        discussion: """
            Opens recordings that careof wrote: a lab runs again to the very same journal, and can go on from there. Opens \
            pcap and pcapng of any implementation. Binding tables are rebuilt from what was seen on the wire, and \
            say what was not seen. The screen can be used while a large file is still being read. A file that is cut off \
            or damaged is shown as far as it can be read. With - the capture comes through standard input, and is shown \
            as it comes:
              ssh router tcpdump -i any -U -w - ip6 | careof open -

            Exit status: 0; that of a signal which ends it (143 for SIGTERM); 64 wrong usage; 65 the file is neither, or a \
            recording of another version; 66 it cannot be read; 69 there is no terminal.
            """)

    @Argument(help: "A recording, or a pcap or pcapng file; - for a capture from standard input.")
    var file: String

    @Option(
        help: ArgumentHelp(
            "How Binding Identifier options are laid out; auto finds it out.", valueName: "profile"))
    var profile = Decode.Profile.auto

    @OptionGroup var console: ConsoleArguments

    func run() throws {
        let look = try console.look()
        if let pipe = try pipe() { return try follow(pipe, look: look) }
        if let recording = try recording() { return try present(recording, look: look) }
        var run = try openFile()
        run.advance(to: .zero)
        try refuseWhatIsNone(run)
        try show(CaptureSession(run), look: look)
    }

    /// The recording in the file; nil: it is none.
    private func recording() throws -> Recording? {
        do {
            let begin = try WholeFile.octets(file, upTo: 8)
            guard Recording.isBegun(by: begin) else { return nil }
            return try Recording(try WholeFile.octets(file, upTo: 1 << 29))
        } catch let problem as Recording.Problem {
            complain("\(file): \(problem)")
            throw ExitCode(ExitStatus.dataError.rawValue)
        } catch is WholeFile.Problem {
            // Said where it is opened as a capture.
            return nil
        }
    }

    /// A lab runs again, and time stands still at its end; anything else is only looked at.
    private func present(_ recording: Recording, look: ScreenLook) throws {
        // A scenario or a node that this version refuses, or another journal: it can be looked at all the same.
        if let lab = try? LabSession(replaying: recording, cryptography: try OpenSSLCryptography()),
            lab.present.difference(from: recording) == nil
        {
            var look = look
            look.greeting = recording.breaksOff ?? ""
            return try show(lab, look: look)
        }
        var run = CaptureRun(recording)
        if recording.origin != nil {
            run.say("this version does not run it again to the same journal: it can only be looked at")
        }
        try show(CaptureSession(run), look: look)
    }

    /// The descriptor of the pipe that is to be read, standard input for one; nil: it is a file.
    ///
    /// Keys come from the terminal: where standard input is the pipe, the terminal takes its place.
    private func pipe() throws -> Int32? {
        guard file == "-" else {
            var status = stat()
            guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
            let descriptor = open(file, O_RDONLY | O_CLOEXEC)
            guard descriptor < 0 else { return descriptor }
            complain("\(file): cannot be read")
            throw ExitCode(ExitStatus.noInput.rawValue)
        }
        guard isatty(STDIN_FILENO) == 0 else {
            complain("-: standard input is this terminal; a capture has to be piped into it")
            throw ExitCode(ExitStatus.usage.rawValue)
        }
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            complain("-: keys would come from /dev/tty, and there is no terminal; careof decode - needs none")
            throw ExitCode(ExitStatus.unavailable.rawValue)
        }
        let pipe = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        guard pipe >= 0, dup2(terminal, STDIN_FILENO) >= 0 else {
            complain("-: standard input cannot be read")
            throw ExitCode(ExitStatus.noInput.rawValue)
        }
        close(terminal)
        return pipe
    }

    /// Shows a capture as it comes through a pipe.
    private func follow(_ pipe: Int32, look: ScreenLook) throws {
        let source = PipeSource(descriptor: pipe)
        // Whoever fills the pipe may have to ask at the terminal first, for a password perhaps.
        source.waitForFirst()
        var run = CaptureRun(
            source, title: file == "-" ? "standard input" : name, format: profile.format)
        run.advance(to: .zero)
        try refuseWhatIsNone(run)
        try show(CaptureSession(run), look: look)
    }

    /// What is no capture at all is said here, and not on a screen.
    private func refuseWhatIsNone(_ run: CaptureRun) throws {
        guard case .broken(let words) = run.state, !run.isCapture else { return }
        complain("\(file): \(words)")
        throw ExitCode(ExitStatus.dataError.rawValue)
    }

    private func openFile() throws -> CaptureRun {
        var status = stat()
        let isThere = stat(file, &status) == 0
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            complain(
                status.st_mode & S_IFMT == S_IFDIR
                    ? "\(file): is a directory"
                    : "\(file): not a file")
            throw ExitCode(ExitStatus.noInput.rawValue)
        }
        do throws(CaptureError) {
            let source = FileSource(
                try CaptureReader(path: file), size: isThere ? UInt64(clamping: status.st_size) : 0)
            return CaptureRun(source, title: name, format: profile.format)
        } catch {
            complain("\(file): \(error)")
            throw ExitCode(error.exitStatus.rawValue)
        }
    }

    /// The last part of the path.
    private var name: String { file.split(separator: "/").last.map(String.init) ?? file }
}
