#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A small file, read whole: a scenario, a configuration.
enum WholeFile {
    /// Why a file could not be read.
    enum Problem: Error, CustomStringConvertible {
        /// It is a directory.
        case directory
        /// The system refused; `code` is its `errno`.
        case system(_ doing: String, code: Int32)

        var description: String {
            switch self {
            case .directory: "is a directory"
            case .system(let doing, let code):
                doing + ": " + (strerror(code).map { String(cString: $0) } ?? "error \(code)")
            }
        }
    }

    /// Reads a file up to `limit` octets and one more, by which a reader sees that there are too many.
    static func octets(_ path: String, upTo limit: Int) throws(Problem) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("cannot open", code: errno) }
        defer { close(descriptor) }
        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while octets.count <= limit {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            switch count {
            case 0: return octets
            case 1...: octets.append(contentsOf: chunk[..<count])
            case _ where errno == EINTR: continue
            case _ where errno == EISDIR: throw .directory
            default: throw .system("cannot read", code: errno)
            }
        }
        return octets
    }
}
