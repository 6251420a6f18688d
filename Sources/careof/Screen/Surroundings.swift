#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// What the process was started with, beside its arguments.
enum Surroundings {
    /// A variable of the environment; nil where it is not set or empty, which means the same.
    static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// Where a person's configuration of careof is (XDG Base Directory Specification); nil where nobody has a home.
    static var configurationFolder: String? {
        // A relative path is to be ignored, says the specification.
        if let folder = variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder + "/careof" }
        return variable("HOME").map { $0 + "/.config/careof" }
    }

    /// The folder that the program is in, with links resolved; nil where `/proc` is not there.
    static var programFolder: String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        let text = String(cString: path)
        return text.lastIndex(of: "/").map { String(text[..<$0]) }
    }

    /// Whether there is something at a path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder; none where there is no folder.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { octets in
                String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }
}
