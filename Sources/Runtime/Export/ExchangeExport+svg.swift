internal import Nodes

// time      mn1                    ha1                    cn1
// 0.000      │── BU 1 A H O 60 s ──▶│                      │

extension ExchangeExport {
    private static let top = 44
    private static let rowHeight = 34
    private static let lineHeight = 15
    private static let left = 90
    private static let gap = 430
    /// Beside a lane that nothing happens at.
    private static let narrowGap = 130
    private static let ink = "#1a1a1a"
    private static let lostInk = "#a3180f"
    /// So many characters of a label fit between two lanes.
    private static let labelColumns = 62

    /// A picture: black on white, as it is printed; what was lost is red, broken, and says so.
    var svg: String {
        let columns = columns
        let labels = steps.map { lines(of: $0) }
        var tops: [Int] = []
        var height = ExchangeExport.top
        for label in labels {
            tops.append(height + (label.count - 1) * ExchangeExport.lineHeight)
            height += ExchangeExport.rowHeight + (label.count - 1) * ExchangeExport.lineHeight
        }
        height += ExchangeExport.rowHeight
        let width = (columns.last ?? ExchangeExport.left + 30) + 130
        var out = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-family="DejaVu Sans, Arial, sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="#ffffff"/>

            """
        for (lane, x) in zip(lanes, columns) {
            out +=
                "<text x=\"\(x)\" y=\"20\" text-anchor=\"middle\" font-weight=\"bold\">\(lane.inXML)</text>\n"
            out +=
                "<line x1=\"\(x)\" y1=\"28\" x2=\"\(x)\" y2=\"\(height - 8)\" stroke=\"#8c8c8c\"/>\n"
        }
        for (index, step) in steps.enumerated() {
            out += svg(step, labels[index], columns, y: tops[index] + ExchangeExport.rowHeight - 12)
        }
        return out + "</svg>\n"
    }

    /// Where the lanes stand. One that nothing happens at takes little room.
    private var columns: [Int] {
        let used = Set(steps.flatMap { [$0.from, $0.to].compactMap(\.self) })
        var x = ExchangeExport.left + 30
        return lanes.indices.map { lane in
            if lane > 0 {
                let isEmpty = !used.contains(lane)
                x += isEmpty ? ExchangeExport.narrowGap : ExchangeExport.gap
            }
            return x
        }
    }

    /// What is written of a step: on an arrow as many lines as it takes, elsewhere one.
    private func lines(of step: Step) -> [String] {
        guard let from = step.from, let to = step.to, to != from else { return [step.words] }
        var lines: [String] = []
        func add(_ piece: Substring, _ divider: String) {
            if let last = lines.last, last.count + divider.count + piece.count <= ExchangeExport.labelColumns
            {
                lines[lines.count - 1] = last + divider + piece
            } else {
                lines.append(String(piece))
            }
        }
        // Between binding identifiers where it can be.
        let pieces = step.words.split(separator: ", ")
        for (index, piece) in pieces.enumerated() {
            let piece = index < pieces.count - 1 ? piece + "," : piece
            if piece.count <= ExchangeExport.labelColumns {
                add(piece, " ")
            } else {
                for word in piece.split(separator: " ") { add(word, " ") }
            }
        }
        return lines.isEmpty ? [""] : lines
    }

    private func svg(_ step: Step, _ lines: [String], _ columns: [Int], y: Int) -> String {
        var out = "<text x=\"\(ExchangeExport.left)\" y=\"\(y + 4)\" text-anchor=\"end\" fill=\"#595959\">"
        out += "\(step.time.secondsText)</text>\n"
        let first = columns.first ?? ExchangeExport.left + 30
        guard let from = step.from else {
            return out + label(lines, x: first + 10, y: y + 4, anchor: "start", ink: ExchangeExport.ink)
        }
        guard let to = step.to, to != from else {
            out += "<circle cx=\"\(columns[from])\" cy=\"\(y)\" r=\"4\" fill=\"\(ExchangeExport.ink)\"/>\n"
            let isLast = from > 0 && from == lanes.count - 1
            return out
                + label(
                    lines, x: columns[from] + (isLast ? -10 : 10), y: y + 4,
                    anchor: isLast ? "end" : "start", ink: ExchangeExport.ink)
        }
        let isLost = !step.loss.isEmpty
        let ink = isLost ? ExchangeExport.lostInk : ExchangeExport.ink
        let start = columns[from]
        let end = isLost ? start + (columns[to] - start) * 3 / 4 : columns[to]
        let dash = isLost || step.isUnderWay ? " stroke-dasharray=\"6 4\"" : ""
        out += "<line x1=\"\(start)\" y1=\"\(y)\" x2=\"\(end)\" y2=\"\(y)\" stroke=\"\(ink)\"\(dash)/>\n"
        if isLost {
            out +=
                "<path d=\"M\(end - 5) \(y - 5)l10 10m0 -10l-10 10\" stroke=\"\(ink)\" stroke-width=\"2\"/>\n"
        } else {
            let back = end > start ? -9 : 9
            out += "<path d=\"M\(end) \(y)l\(back) -4v8z\" fill=\"\(ink)\"/>\n"
        }
        return out + label(lines, x: (start + columns[to]) / 2, y: y - 8, anchor: "middle", ink: ink)
    }

    /// Lines of text, the last one at `y`. What stands beside a lane is cut where it would run out of the picture; all
    /// of it is in its title.
    private func label(_ lines: [String], x: Int, y: Int, anchor: String, ink: String) -> String {
        var out = ""
        for (index, line) in lines.enumerated() {
            let limit = anchor == "middle" ? 2 * ExchangeExport.labelColumns : 120
            let shown = line.count > limit ? String(line.prefix(limit - 1)) + "…" : line
            let y = y - (lines.count - 1 - index) * ExchangeExport.lineHeight
            out +=
                "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" fill=\"\(ink)\" stroke=\"#ffffff\" "
                + "stroke-width=\"3\" paint-order=\"stroke\">"
                + "<title>\(line.inXML)</title>\(shown.inXML)</text>\n"
        }
        return out
    }
}

extension String {
    /// Without what means something in XML, and without characters that XML has not.
    fileprivate var inXML: String {
        String(
            unicodeScalars.flatMap { scalar -> [Character] in
                switch scalar {
                case "&": Array("&amp;")
                case "<": Array("&lt;")
                case ">": Array("&gt;")
                case "\"": Array("&quot;")
                case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value): [" "]
                case _ where (0xfffe...0xffff).contains(scalar.value): [" "]
                default: [Character(scalar)]
                }
            })
    }
}
