// The rules of padding and alignment (RFC 6275 §6.2.1–6.2.3).

/// The padding between two options.
struct PaddingRun {
    /// Where it begins; meaningful while `pieces` is above 0.
    var start = 0
    /// How many Pad1 and PadN it is made of so far.
    var pieces = 0
}

extension MessageCheck {
    /// Holds a Pad1 or PadN against its rules.
    @inline(__always)
    mutating func checkPadding(at position: OptionPosition, _ report: (Problem) -> Void) {
        padding.pieces += 1
        switch padding.pieces {
        case 1:
            padding.start = position.offset
            if passed.authorizationData != 0 {
                report(
                    Problem(.noPaddingBehindAuthorizationData, field: .padding, offset: position.offset))
            }
        case 2:
            report(Problem(.paddingIsOneOption, field: .padding, offset: position.offset))
        default: break
        }
        for offset in position.dataOffset..<position.end where view.octets.octet(inside: offset) != 0 {
            report(
                Problem(
                    .paddingIsZero, field: .padding, offset: offset,
                    found: UInt64(view.octets.octet(inside: offset)), expected: 0))
            return
        }
    }

    /// Ends the padding in front of an option and holds both against the option's alignment. Where none is known, up
    /// to 7 octets of padding may have their reason.
    @inline(__always)
    mutating func checkAlignment(
        at position: OptionPosition, _ alignment: OptionAlignment, _ report: (Problem) -> Void
    ) {
        let start = padding.pieces == 0 ? position.offset : padding.start
        padding.pieces = 0
        guard alignment.padding(at: position.offset) == 0 else {
            report(
                Problem(
                    .optionIsAligned, field: .option, offset: position.offset,
                    found: UInt64(position.offset & (Int(alignment.modulus) - 1)),
                    expected: UInt64(alignment.remainder)))
            return
        }
        let length = position.offset - start
        let needed = alignment.modulus > 1 ? alignment.padding(at: start) : min(length, 7)
        checkPadding(from: start, length: length, needed: needed, report)
    }

    /// Holds the padding at the end against what a multiple of 8 needs (RFC 6275 §6.1.1).
    mutating func checkPaddingAtEnd(_ report: (Problem) -> Void) {
        // Behind Binding Authorization Data any padding has been reported already.
        guard padding.pieces > 0, passed.authorizationData == 0 else { return }
        let length = view.length - padding.start
        checkPadding(from: padding.start, length: length, needed: -padding.start & 7, report)
    }

    private mutating func checkPadding(
        from start: Int, length: Int, needed: Int, _ report: (Problem) -> Void
    ) {
        guard length > needed else { return }
        report(
            Problem(
                .paddingIsNeeded, field: .padding, offset: start, found: UInt64(length),
                expected: UInt64(needed)))
    }
}
