#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A file descriptor, closed at the end where it was opened here.
struct Descriptor: ~Copyable {
    private let number: Int32
    private let isOwned: Bool

    /// A descriptor of somebody else, who closes it.
    init(borrowing number: Int32) {
        self.number = number
        isOwned = false
    }

    /// Opens a file to read it. A directory can be opened, and is refused by the first read.
    init(reading path: String) throws(CaptureError) {
        let opened = try Self.opened { open(path, O_RDONLY | O_CLOEXEC) }
        self.init(owning: opened)
    }

    /// Creates a file to write it, or empties the one that is there.
    init(writing path: String) throws(CaptureError) {
        let opened = try Self.opened { open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) }
        self.init(owning: opened)
    }

    private init(owning number: Int32) {
        self.number = number
        isOwned = true
    }

    deinit {
        if isOwned { close(number) }
    }

    private static func opened(_ open: () -> Int32) throws(CaptureError) -> Int32 {
        while true {
            let number = open()
            if number >= 0 { return number }
            switch errno {
            case EINTR: continue
            case EISDIR: throw .directory
            default: throw .system(.open, code: errno)
            }
        }
    }

    /// Reads what is there, at least one octet; 0 at the end.
    borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(CaptureError) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            #else
                let count = Musl.read(number, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            try recover(from: errno, during: .read, waitingFor: Int16(POLLIN))
        }
    }

    /// Writes all of it.
    borrowing func write(_ octets: RawSpan) throws(CaptureError) {
        var written = 0
        while written < octets.byteCount {
            let count = octets.extracting(droppingFirst: written).withUnsafeBytes {
                #if canImport(Glibc)
                    Glibc.write(number, $0.baseAddress, $0.count)
                #else
                    Musl.write(number, $0.baseAddress, $0.count)
                #endif
            }
            if count > 0 {
                written += count
            } else {
                try recover(from: count == 0 ? EIO : errno, during: .write, waitingFor: Int16(POLLOUT))
            }
        }
    }

    /// Returns where the call is to be tried again: at once after a signal, when it can go on for a descriptor
    /// that somebody made non-blocking.
    private borrowing func recover(
        from code: Int32, during operation: CaptureError.Operation, waitingFor events: Int16
    ) throws(CaptureError) {
        switch code {
        case EINTR: return
        case EAGAIN:
            var wait = pollfd(fd: number, events: events, revents: 0)
            _ = poll(&wait, 1, -1)
        case EISDIR: throw .directory
        default: throw .system(operation, code: code)
        }
    }
}
