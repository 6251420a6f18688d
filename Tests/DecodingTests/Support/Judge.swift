import Foundation

/// Programs of others that read the same octets.
enum Judge {
    /// Where a program is; nil where it is not installed.
    static func path(of name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
            .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether a judge can be asked. In continuous integration it must be: there a missing one fails the test.
    static func isThere(_ installed: Bool) -> Bool {
        installed || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    static var tsharkIsThere: Bool { isThere(path(of: "tshark") != nil) }

    /// scapy comes with the system's own python.
    static var scapyIsThere: Bool {
        isThere((try? run("/usr/bin/python3", ["-c", "import scapy.layers.inet6"])) != nil)
    }

    struct Failed: Error {
        var program: String
        var complaint: String
    }

    /// Runs a program to its end and gives what it wrote.
    static func run(_ path: String, _ arguments: [String]) throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appending(path: "careof-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "out")
        let complaint = folder.appending(path: "err")
        for file in [output, complaint] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(program: path, complaint: try String(contentsOf: complaint, encoding: .utf8))
        }
        return try Data(contentsOf: output)
    }

    /// Hands `body` the path of a capture of these packets, which lasts as long as it.
    static func withCapture<Result>(of packets: [[UInt8]], _ body: (String) throws -> Result) throws -> Result
    {
        let file = FileManager.default.temporaryDirectory.appending(path: "careof-\(UUID().uuidString).pcap")
        try Data(capture(packets)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }
}
