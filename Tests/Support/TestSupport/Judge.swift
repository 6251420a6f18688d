import Foundation

/// Programs that no one here wrote and that judge ours. Tests ask whether they are there, and say so where not.
public enum Judge {
    /// Whether the system's Python has scapy (Debian: python3-scapy).
    public static let hasScapy =
        isProgram(python) && FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/scapy")

    /// The system's Python, not another one that lies before it.
    private static let python = "/usr/bin/python3"

    private static func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    /// A judge that did not come to an end.
    public struct Failed: Error, CustomStringConvertible {
        /// The exit status.
        public var status: Int32
        /// What it wrote to standard error.
        public var message: String
        /// Both.
        public var description: String { "status \(status): \(message)" }
    }

    /// Runs a Python script with lines for standard input, and answers the lines of its standard output.
    public static func python(
        _ script: String, arguments: [String] = [], input: [String] = []
    ) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script] + arguments
        // In and out through files: a pipe that nobody empties would hold both sides up.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "careof-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func handle(_ name: String, _ content: String = "") throws -> FileHandle {
            let file = folder.appendingPathComponent(name)
            try Data(content.utf8).write(to: file)
            return try FileHandle(forUpdating: file)
        }
        process.standardInput = try handle("input", input.joined(separator: "\n"))
        process.standardOutput = try handle("output")
        process.standardError = try handle("error")
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
        }
        guard process.terminationStatus == 0 else {
            throw Failed(status: process.terminationStatus, message: try text("error"))
        }
        return try text("output").split(separator: "\n").map(String.init)
    }
}
