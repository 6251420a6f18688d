public import Nodes

/// How much there is of a message whose capture kept the beginning of it only (the snapshot length of libpcap).
///
/// Its journal says it in an entry right behind the message, so that recordings have it too.
public struct CapturedPart: Hashable, Sendable {
    /// The octets that are there, from the outermost IP header on.
    public var captured: Int
    /// The octets that were sent.
    public var original: Int

    /// So many octets of so many.
    public init(captured: Int, original: Int) {
        self.captured = captured
        self.original = original
    }

    /// It in words: `captured in part, 82 of 152 octets`.
    public var words: String { "captured in part, \(captured) of \(original) octets" }

    private static let beginning = "captured in part"

    /// The entry that says it, to be made right behind the message and because of it.
    public var note: Note {
        Note(
            .remark, Rule(), number: Int64(original),
            to: "\(CapturedPart.beginning), \(captured) octets of")
    }

    /// What a journal says behind a message of so many octets; nil: something else.
    fileprivate init?(_ note: Note, captured: Int) {
        guard note.event == .remark, note.to?.hasPrefix(CapturedPart.beginning) == true,
            let original = note.number.flatMap(Int.init(exactly:)), original > captured
        else { return nil }
        self.init(captured: captured, original: original)
    }
}

extension Journal {
    /// How much there is of a message; nil: all of it.
    public func capturedPart(of number: Int) -> CapturedPart? {
        // The kind alone costs next to nothing, and nearly every message is there in full.
        guard number < nextNumber - 1, kind(of: number + 1) == .note, let entry = self[number + 1],
            entry.cause == number, case .note(let note) = entry.event, let octets = self[number]?.octets
        else { return nil }
        return CapturedPart(note, captured: octets.count)
    }
}
