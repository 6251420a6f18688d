/// Walks a capture record by record, without owning an octet of it.
///
/// Whoever holds the octets shows a window that begins where the scanner stands; each step looks at one record
/// and says how far it reaches. No step changes anything before all it reads is checked, so an error comes
/// again when the step is repeated.
struct RecordScanner: Sendable {
    /// What stands at the beginning of the window.
    enum Step {
        /// A packet, now in `record`; go on behind `length`.
        case packet(length: Int)
        /// Nothing to hand out; go on behind `length`.
        case passed(length: Int)
        /// The window must hold that many octets before a step is possible.
        case needs(Int)
        /// The capture ends here.
        case end
    }

    /// Where the walk is.
    enum Phase {
        case start
        case pcapRecords
        case pcapngBlocks
        /// Inside a block that is passed over: so much of it is left before its closing length.
        case passingOver(left: UInt64, block: PassedBlock)
    }

    var phase = Phase.start
    /// Octets of the capture before the window.
    var offset: UInt64 = 0
    /// The last packet found. It stays here rather than in the step: copying it costs more than finding it.
    var record = PacketRecord()
    var format: CaptureFormat?
    var byteOrder = ByteOrder.littleEndian
    /// The interfaces of the current section, by number.
    var interfaces: [CaptureInterface] = []

    /// Looks at one record; `ended` says that nothing will come behind the window.
    @inline(__always)
    mutating func step(_ window: RawSpan, ended: Bool) throws(CaptureError) -> Step {
        let step: Step =
            switch phase {
            case .pcapRecords: try stepPcapRecord(window, ended)
            case .pcapngBlocks: try stepBlock(window, ended)
            case .passingOver(let left, let block): try stepOver(block, left, window, ended)
            case .start: try stepStart(window, ended)
            }
        switch step {
        case .packet(let length), .passed(let length): offset &+= UInt64(length)
        case .needs, .end: break
        }
        return step
    }

    /// Finds out the format from the first four octets.
    private mutating func stepStart(_ window: RawSpan, _ ended: Bool) throws(CaptureError) -> Step {
        guard window.byteCount >= 4 else {
            guard ended else { return .needs(4) }
            guard window.byteCount > 0 else { throw .empty }
            throw .notACapture(beginsWith: window.firstOctets)
        }
        // A number that reads the same in both byte orders, so it needs none.
        if window.number32(at: 0, .bigEndian) == BlockType.sectionHeader.rawValue {
            return try stepBlock(window, ended)
        }
        return try stepPcapHeader(window, ended)
    }

    /// What to do about a window that ends inside a part of `needed` octets, which begins at its beginning.
    func shortage(
        of part: CaptureError.Part, needed: Int, _ window: RawSpan, _ ended: Bool
    ) throws(CaptureError) -> Step {
        guard ended else { return .needs(needed) }
        throw .truncated(part, offset: offset, expected: UInt64(needed), found: UInt64(window.byteCount))
    }
}

extension RawSpan {
    /// The first octets, at most four, to show what a file begins with; no more, so that a file read in pieces
    /// gives the same.
    var firstOctets: [UInt8] {
        extracting(first: min(4, byteCount)).withUnsafeBytes { Array($0) }
    }
}
