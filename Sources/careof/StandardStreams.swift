#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif
import ArgumentParser
import Decoding
import StrictTOML

/// A stream the process was given.
enum StandardStream {
    /// Standard output.
    static let output = OutputDescriptor(1)
    /// Standard error.
    static let error = OutputDescriptor(2)
}

/// Says one line on standard error. Names of files may hold anything, and go to a terminal.
func complain(_ text: String) {
    var line = OutputBuffer(capacity: 256)
    line.append("careof: ")
    line.append(visibleText: text)
    line.append("\n")
    try? StandardStream.error.write(line.octets)
}

/// Says on standard error what is wrong with a file, a line for each problem.
func complain(_ problems: TOMLProblems) {
    // They are fit for a terminal already; once more, and a backslash would not be the one that a person typed.
    for problem in problems.description.split(separator: "\n") {
        var line = OutputBuffer(capacity: 256)
        line.append("careof: ")
        line.append(text: String(problem))
        line.append("\n")
        try? StandardStream.error.write(line.octets)
    }
}

/// Prints lines on standard output.
func printLines(_ lines: [String]) throws {
    var buffer = OutputBuffer(capacity: 1 << 16)
    for line in lines {
        // What stands in a scenario file goes to a terminal.
        buffer.append(visibleText: line)
        buffer.append("\n")
    }
    do throws(OutputError) {
        try StandardStream.output.write(buffer.octets)
    } catch .closed {
        return
    } catch {
        complain("standard output: \(error)")
        throw ExitCode(ExitStatus.inputOutputError.rawValue)
    }
}
