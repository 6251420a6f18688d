/// A block that is passed over as it comes, so that its length costs no memory.
struct PassedBlock: Sendable {
    /// Where it begins, in octets from the beginning of the capture.
    var offset: UInt64
    /// The length in front of it.
    var length: UInt32
}

extension RecordScanner {
    /// Begins to pass over the block at the window's beginning, which holds at least type and length.
    mutating func beginPassing(_ window: RawSpan) throws(CaptureError) -> Step {
        let length = window.number32(at: 4, byteOrder)
        try checkLength(length, minimum: BlockType.frame)
        phase = .passingOver(
            left: UInt64(length - BlockType.frame), block: PassedBlock(offset: offset, length: length))
        return .passed(length: 8)
    }

    /// Passes over what the window holds of a block, and checks its closing length at last.
    mutating func stepOver(
        _ block: PassedBlock, _ left: UInt64, _ window: RawSpan, _ ended: Bool
    ) throws(CaptureError) -> Step {
        guard window.byteCount >= (left > 0 ? 1 : 4) else {
            guard ended else { return .needs(left > 0 ? 1 : 4) }
            throw .truncated(
                .block, offset: block.offset, expected: UInt64(block.length),
                found: offset - block.offset + UInt64(window.byteCount))
        }
        guard left == 0 else {
            let length = Int(min(left, UInt64(window.byteCount)))
            phase = .passingOver(left: left - UInt64(length), block: block)
            return .passed(length: length)
        }
        let closing = window.number32(at: 0, byteOrder)
        guard closing == block.length else {
            throw .blockLengthsDiffer(offset: block.offset, first: block.length, second: closing)
        }
        phase = .pcapngBlocks
        return .passed(length: 4)
    }
}
