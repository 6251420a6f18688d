#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif
import Decoding

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
