/// Which sequence numbers of Binding Updates are newer than one that was accepted (RFC 6275 §9.5.1).
enum SequenceWindow {
    /// Whether `sequence` is newer than `last`, modulo 65536: among the 32767 numbers behind it.
    static func accepts(_ sequence: UInt16, after last: UInt16) -> Bool {
        (1...32767).contains(sequence &- last)
    }

    /// The newer of two numbers.
    static func later(_ one: UInt16, _ other: UInt16) -> UInt16 {
        accepts(one, after: other) ? one : other
    }
}
