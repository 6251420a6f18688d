internal import Nodes

//      time   mn1        ha1        cn1
//     0.000    *          |          |    bulk-register
//     0.000    |--------->|          |    BU 1 A H O 60 s, BID 1 = 2001:db8:a::100
//     4.000    |----x     |          |    BU 2 A H 60 s, BID 1 (lost: the link loses packets)

extension ExchangeExport {
    private static let gap = 10

    /// Lanes of plain ASCII, words as they were said; a line for each step, the names of the lanes first.
    var ladder: String {
        var heading = "      time  "
        for lane in lanes {
            let name = lane.unicodeScalars.prefix(ExchangeExport.gap)
            heading += String(String.UnicodeScalarView(name)).padded(to: ExchangeExport.gap + 1)
        }
        return ([heading.trimmed] + steps.map(line)).map { $0 + "\n" }.joined()
    }

    private func line(_ step: Step) -> String {
        var cells = [UInt8](repeating: UInt8(ascii: " "), count: lanes.count * (ExchangeExport.gap + 1))
        for lane in lanes.indices { cells[column(lane)] = UInt8(ascii: "|") }
        if let from = step.from {
            if let to = step.to, to != from {
                draw(from: column(from), to: column(to), isLost: !step.loss.isEmpty, &cells)
            } else {
                cells[column(from)] = UInt8(ascii: "*")
            }
        }
        let time = step.time.secondsText
        let left = String(repeating: " ", count: max(0, 10 - time.utf8.count)) + time + "  "
        return (left + String(decoding: cells, as: UTF8.self) + step.words.inOneLine).trimmed
    }

    private func column(_ lane: Int) -> Int { lane * (ExchangeExport.gap + 1) }

    private func draw(from start: Int, to target: Int, isLost: Bool, _ cells: inout [UInt8]) {
        let end = isLost ? start + (target - start) / 2 : target
        let step = end > start ? 1 : -1
        for place in stride(from: start + step, to: end, by: step) where cells[place] == UInt8(ascii: " ") {
            cells[place] = UInt8(ascii: "-")
        }
        cells[end - step] = UInt8(ascii: isLost ? "x" : step > 0 ? ">" : "<")
    }
}

extension ExchangeExport.Step {
    /// Its text, with what became of it where that was not the usual.
    var words: String {
        if !loss.isEmpty { return "\(text) (\(loss))" }
        return isUnderWay && to != nil ? "\(text) (under way)" : text
    }
}

extension String {
    /// Without what would end the line or move the cursor of who prints it: a recording of somebody else may hold
    /// anything.
    fileprivate var inOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }

    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - unicodeScalars.count))
    }

    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
