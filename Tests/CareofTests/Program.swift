import Foundation

/// The program itself, as people run it.
enum Program {
    /// The executable that was built beside the tests.
    static let url = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "careof")

    /// How a run ended.
    struct Result {
        var output: String
        var complaint: String
        /// The exit status; that of a signal counts from 128.
        var status: Int32
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String], input: Data = Data()) throws -> Result {
        let files = try Scratch()
        try input.write(to: files.url("in"))
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: files.url("in"))
        // Files instead of pipes: nothing can fill up, and nobody has to read meanwhile.
        process.standardOutput = try files.handle("out")
        process.standardError = try files.handle("err")
        try process.run()
        process.waitUntilExit()
        return Result(
            output: try files.text("out"), complaint: try files.text("err"),
            status: process.terminationReason == .exit
                ? process.terminationStatus : 128 + process.terminationStatus)
    }

    /// Runs a line of shell in which `careof` is the program.
    static func shell(_ line: String) throws -> Result {
        let files = try Scratch()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", "set -o pipefail; careof() { '\(url.path)' \"$@\"; }; \(line)"]
        process.standardOutput = try files.handle("out")
        process.standardError = try files.handle("err")
        try process.run()
        process.waitUntilExit()
        return Result(
            output: try files.text("out"), complaint: try files.text("err"), status: process.terminationStatus
        )
    }
}

/// A folder that goes away with its owner.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "careof-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func url(_ name: String) -> URL { folder.appending(path: name) }

    func path(_ name: String, holding octets: [UInt8]) throws -> String {
        try Data(octets).write(to: url(name))
        return url(name).path
    }

    func handle(_ name: String) throws -> FileHandle {
        try Data().write(to: url(name))
        return try FileHandle(forWritingTo: url(name))
    }

    func text(_ name: String) throws -> String {
        try String(contentsOf: url(name), encoding: .utf8)
    }
}
