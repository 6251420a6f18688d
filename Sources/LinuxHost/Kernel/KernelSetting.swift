internal import Glibc

/// Settings of the kernel below /proc/sys.
enum KernelSetting {
    /// What a setting is now; nil where there is none.
    static func read(_ path: String) -> String? {
        guard let octets = try? SmallFile.read("/proc/sys/" + path) else { return nil }
        return String(decoding: octets.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// Sets one.
    static func write(_ value: String, to path: String) throws(KernelError) {
        let what = "sysctl -w \(path)=\(value)"
        let descriptor = open("/proc/sys/" + path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw KernelError(last: what) }
        defer { close(descriptor) }
        let octets = Array(value.utf8)
        guard Glibc.write(descriptor, octets, octets.count) == octets.count else {
            throw KernelError(last: what)
        }
    }
}

/// Small files, read whole, and replaced such that either the old or the new content is there.
enum SmallFile {
    /// The octets of a file, which may have so many.
    static func read(_ path: String, upTo limit: Int = 1 << 20) throws(KernelError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw KernelError(last: path) }
        defer { close(descriptor) }
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while octets.count < limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw KernelError(last: path) }
            if count == 0 { return octets }
            octets += buffer[..<count]
        }
        throw KernelError(path, code: EFBIG)
    }

    /// Replaces a file: written beside it, synchronised, renamed over it.
    static func replace(_ path: String, with octets: [UInt8]) throws(KernelError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw KernelError(last: temporary) }
        defer { close(descriptor) }
        guard write(descriptor, octets, octets.count) == octets.count, fsync(descriptor) == 0,
            rename(temporary, path) == 0
        else { throw KernelError(last: temporary) }
    }

    /// Who may read a file, as permission bits.
    static func permissions(of path: String) throws(KernelError) -> UInt32 {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw KernelError(last: path) }
        return facts.st_mode & 0o7777
    }
}
