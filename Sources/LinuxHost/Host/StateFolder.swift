internal import Glibc

/// The folder in which what outlives the process is kept.
enum StateFolder {
    /// Makes it, with the folders above it, readable by its owner alone.
    static func make(_ path: String) throws(KernelError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0, errno != EEXIST { throw KernelError(last: made) }
        }
    }
}
