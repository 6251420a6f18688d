import Capture
import Decoding
import Runtime
import Watching

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Why a file was not written.
enum RunFileError: Error, CustomStringConvertible {
    /// There is something of that name, and nothing is ever written over.
    case exists
    /// The system refused; `code` is its `errno`.
    case system(Int32)
    /// A message cannot stand in such a file.
    case unwritable(String)

    var description: String {
        switch self {
        case .exists: "is there already; choose another name"
        case .system(let code): strerror(code).map { String(cString: $0) } ?? "error \(code)"
        case .unwritable(let words): words
        }
    }
}

/// Writes what a person wants of a run into a new file.
enum RunFile {
    /// Writes it, whole or not at all; how many octets it has.
    static func write(_ kind: FileKind, of run: some Run, to path: String) throws(RunFileError) -> Int {
        let file = try NewFile(path)
        do throws(RunFileError) {
            let octets = try octets(kind, of: run)
            try file.add(octets)
            return octets.count
        } catch {
            // What is left of it would be of no use, and in the way of the next attempt.
            file.remove()
            throw error
        }
    }

    private static func octets(_ kind: FileKind, of run: some Run) throws(RunFileError) -> [UInt8] {
        switch kind {
        case .recording:
            var encoder = RecordingEncoder()
            return encoder.octets(of: run, isLast: true)
        case .pcapng, .pcap:
            do throws(CaptureError) {
                return try CaptureExport.octets(of: run, format: kind == .pcap ? .pcap : .pcapng)
            } catch {
                throw .unwritable("\(error)")
            }
        case .ladder, .mermaid, .svg: return Array(ExchangeExport(run).text(kind).utf8)
        case .csv: return Array(TableExport.csv(of: run).utf8)
        case .json: return Array(TableExport.json(of: run).utf8)
        }
    }
}

/// A recording that grows as its run goes on.
final class RunRecorder {
    /// Its name.
    let file: String
    /// How many octets it has.
    private(set) var size = 0
    private let descriptor: NewFile
    private var encoder = RecordingEncoder()

    init(_ path: String) throws(RunFileError) {
        file = path
        descriptor = try NewFile(path)
    }

    /// Adds what is new in the run as it is by now, whatever of its past is looked at.
    ///
    /// What was added before stays where this fails; a recording that could not even begin leaves no file.
    func add(_ run: some Run, isLast: Bool = false) throws(RunFileError) {
        let octets = run.recorded(by: &encoder, isLast: isLast)
        do throws(RunFileError) {
            try descriptor.add(octets)
        } catch {
            if size == 0 { descriptor.remove() }
            throw error
        }
        size += octets.count
    }

    /// Nothing follows what was added.
    func end() throws(RunFileError) {
        let octets = encoder.ending
        try descriptor.add(octets)
        size += octets.count
    }
}

/// A file that was not there before.
final class NewFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(RunFileError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw errno == EEXIST ? .exists : .system(errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Takes it away again, unless somebody put another file in its place.
    func remove() {
        var own = stat()
        var there = stat()
        guard fstat(descriptor, &own) == 0, lstat(path, &there) == 0, own.st_dev == there.st_dev,
            own.st_ino == there.st_ino
        else { return }
        unlink(path)
    }

    /// Writes all of it, whole records at once: what a crash leaves ends where a call ended, as far as it goes.
    func add(_ octets: [UInt8]) throws(RunFileError) {
        guard !octets.isEmpty else { return }
        do throws(OutputError) {
            try OutputDescriptor(descriptor).write(octets.span.bytes)
        } catch {
            throw .unwritable("\(error)")
        }
    }
}
