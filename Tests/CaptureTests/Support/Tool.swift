import Foundation

/// A program of this machine that judges our captures.
enum Tool {
    /// Where a program is; nil where it is not installed.
    static func path(of name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func isInstalled(_ names: String...) -> Bool {
        names.allSatisfy { path(of: $0) != nil }
    }

    struct Failed: Error {
        var name: String
        var status: Int32
    }

    /// Runs a program and gives the lines it wrote to standard output.
    static func run(_ name: String, _ arguments: String...) throws -> [String] {
        try run(name, arguments)
    }

    static func run(_ name: String, _ arguments: [String]) throws -> [String] {
        guard let path = path(of: name) else { throw Failed(name: name, status: -1) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8", "TZ": "UTC"])
        { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let octets = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(name: name, status: process.terminationStatus)
        }
        return String(decoding: octets, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .map(String.init).dropLast()
    }
}

/// A folder that lasts as long as `body`.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("careof-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}

func write(_ octets: [UInt8], to path: String) throws {
    try Data(octets).write(to: URL(fileURLWithPath: path))
}

func contents(of path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: path)))
}

/// A file of the tests' own.
func resource(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Resources/\(name)").path
}
