// The rules of flow options (RFC 6089 §4).

extension MessageCheck {
    /// Flow Summary: every FID above 0.
    mutating func checkFlowSummary(at position: OptionPosition, _ report: (Problem) -> Void) {
        for offset in stride(from: position.dataOffset, to: position.end, by: 2)
        where view.octets.number16(inside: offset) == 0 {
            report(Problem(.flowIdentifierIsNotZero, field: .flowIdentifier, offset: offset, found: 0))
        }
    }

    /// Flow Identification with its sub-options.
    mutating func checkFlow(at position: OptionPosition, _ report: (Problem) -> Void) {
        let data = position.dataOffset
        if view.octets.number16(inside: data) == 0 {
            report(Problem(.flowIdentifierIsNotZero, field: .flowIdentifier, offset: data, found: 0))
        }
        if view.octets.number16(inside: data + 2) == 0 {
            report(Problem(.flowPriorityIsNotZero, field: .flowPriority, offset: data + 2, found: 0))
        }
        checkReserved(octetAt: data + 4, report)
        let status = view.octets.octet(inside: data + 5)
        if kind == .bindingUpdate, status != 0 {
            report(
                Problem(
                    .flowStatusOnlyInAnswers, field: .status, offset: data + 5, found: UInt64(status),
                    expected: 0))
        } else if !FlowStatus(rawValue: status).row.isAssigned {
            report(Problem(.statusIsAssigned, field: .status, offset: data + 5, found: UInt64(status)))
        }
        checkSubOptions(at: position, report)
    }

    private mutating func checkSubOptions(at position: OptionPosition, _ report: (Problem) -> Void) {
        var passed: UInt8 = 0
        var walk = view.subOptions(at: position)
        do throws(WireError) {
            while let place = try walk.next() {
                guard place.type == 2 || place.type == 3 else { continue }
                // RFC 6089 §4.2.1: at most one BID Reference and one Traffic Selector.
                if passed & 1 << place.type != 0 {
                    report(
                        Problem(
                            .subOptionStandsOnce, field: .flowSubOption, offset: place.offset,
                            found: UInt64(place.type)))
                }
                passed |= 1 << place.type
                checkSubOption(at: place, report)
            }
        } catch {
            report(Problem(.subOptionFits, field: .flowSubOption, offset: error.offset))
        }
    }

    /// A BID Reference or a Traffic Selector.
    private mutating func checkSubOption(at place: OptionPosition, _ report: (Problem) -> Void) {
        let isReference = place.type == 2
        guard place.length >= 2, !isReference || place.length & 1 == 0 else {
            report(
                Problem(
                    .subOptionFits, field: .flowSubOption, offset: place.offset + 1,
                    found: UInt64(place.length)))
            return
        }
        guard isReference else {
            checkReserved(octetAt: place.dataOffset + 1, report)
            return
        }
        for offset in stride(from: place.dataOffset, to: place.end, by: 2)
        where view.octets.number16(inside: offset) == 0 {
            report(Problem(.bidIsNotZero, field: .bid, offset: offset, found: 0))
        }
    }
}
