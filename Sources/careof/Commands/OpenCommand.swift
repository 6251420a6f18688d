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
            or damaged is shown as far as it can be read.

            Exit status: 0; 64 wrong usage; 65 the file is neither, or a recording of another version; 66 it cannot be read; 69 there is no terminal.
            """)

    @Argument(help: "A recording, or a pcap or pcapng file.")
    var file: String

    @Option(
        help: ArgumentHelp(
            "How Binding Identifier options are laid out; auto finds it out.", valueName: "profile"))
    var profile = Decode.Profile.auto

    @OptionGroup var console: ConsoleArguments

    func run() throws {
        let look = try console.look()
        if let recording = try recording() { return try present(recording, look: look) }
        var run = try open()
        // What is no capture at all is said here, and not on a screen.
        run.advance(to: .zero)
        if case .broken(let words) = run.state, run.start == nil, run.headline.progress ?? 0 == 0 {
            complain("\(file): \(words)")
            throw ExitCode(ExitStatus.dataError.rawValue)
        }
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
            return try show(lab, look: look)
        }
        var run = CaptureRun(recording)
        if recording.origin != nil {
            run.say("this version does not run it again to the same journal: it can only be looked at")
        }
        try show(CaptureSession(run), look: look)
    }

    private func open() throws -> CaptureRun {
        var status = stat()
        let isThere = stat(file, &status) == 0
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            complain(
                status.st_mode & S_IFMT == S_IFDIR
                    ? "\(file): is a directory"
                    : "\(file): not a file; for what is still being written: careof decode, or careof watch")
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
