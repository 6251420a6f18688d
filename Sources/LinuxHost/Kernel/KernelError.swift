internal import Glibc

/// What the kernel refused, and why.
public struct KernelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was asked for, in words.
    public var what: String
    /// The errno.
    public var code: Int32

    /// A refusal.
    public init(_ what: String, code: Int32) {
        self.what = what
        self.code = code
    }

    /// What the last system call of this thread failed with.
    init(last what: String) {
        self.init(what, code: errno)
    }

    /// What was asked for and the system's words for the reason.
    public var description: String { "\(what): \(String(cString: strerror(code)))" }

    /// Whether what was to be taken away is not there, so that nothing is left to do.
    var isAbsence: Bool {
        code == ENOENT || code == ESRCH || code == ENODEV || code == EADDRNOTAVAIL || code == ENXIO
    }

    /// Whether what was to be put in is there already.
    var isPresence: Bool { code == EEXIST }
}
