#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Where text goes: an open file descriptor of somebody else, who closes it.
public struct OutputDescriptor: Sendable {
    private let number: Int32

    /// The descriptor of this number; 1 is standard output.
    public init(_ number: Int32) {
        self.number = number
    }

    /// Writes all octets.
    ///
    /// - Throws: `OutputError` where nobody reads any more, or the system refuses.
    public func write(_ octets: RawSpan) throws(OutputError) {
        var written = 0
        while written < octets.byteCount {
            let count = octets.extracting(droppingFirst: written).withUnsafeBytes {
                #if canImport(Glibc)
                    Glibc.write(number, $0.baseAddress, $0.count)
                #else
                    Musl.write(number, $0.baseAddress, $0.count)
                #endif
            }
            if count >= 0 {
                written += count
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Somebody made the other end non-blocking.
                var wait = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            case EPIPE: throw .closed
            default: throw .system(code: errno)
            }
        }
    }
}

/// Why text could not be written.
public enum OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody reads any more: `careof … | head`.
    case closed
    /// The system refused; `code` is its `errno`.
    case system(code: Int32)

    /// One line for a person.
    public var description: String {
        switch self {
        case .closed: "nobody reads it any more"
        case .system(let code): strerror(code).map { String(cString: $0) } ?? "error \(code)"
        }
    }
}
