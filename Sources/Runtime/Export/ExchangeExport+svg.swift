internal import Nodes

// time      mn1                    ha1                    cn1
// 0.000      │── BU 1 A H O 60 s ──▶│                      │

extension ExchangeExport {
    private static let top = 44
    private static let rowHeight = 34
    private static let left = 90
    private static let gap = 430
    private static let ink = "#1a1a1a"
    private static let lostInk = "#a3180f"

    /// A picture: black on white, as it is printed; what was lost is red, broken, and says so.
    var svg: String {
        let width = ExchangeExport.left + max(1, lanes.count - 1) * ExchangeExport.gap + 130
        let height = ExchangeExport.top + (steps.count + 1) * ExchangeExport.rowHeight
        var out = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-family="DejaVu Sans, Arial, sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="#ffffff"/>

            """
        for (index, lane) in lanes.enumerated() {
            let x = column(index)
            out +=
                "<text x=\"\(x)\" y=\"20\" text-anchor=\"middle\" font-weight=\"bold\">\(lane.inXML)</text>\n"
            out +=
                "<line x1=\"\(x)\" y1=\"28\" x2=\"\(x)\" y2=\"\(height - 8)\" stroke=\"#8c8c8c\"/>\n"
        }
        for (index, step) in steps.enumerated() {
            out += svg(step, y: ExchangeExport.top + (index + 1) * ExchangeExport.rowHeight - 12)
        }
        return out + "</svg>\n"
    }

    private func column(_ lane: Int) -> Int { ExchangeExport.left + 30 + lane * ExchangeExport.gap }

    private func svg(_ step: Step, y: Int) -> String {
        var out = "<text x=\"\(ExchangeExport.left)\" y=\"\(y + 4)\" text-anchor=\"end\" fill=\"#595959\">"
        out += "\(step.time.secondsText)</text>\n"
        guard let from = step.from else {
            return out
                + label(step.words, x: column(0) + 10, y: y + 4, anchor: "start", ink: ExchangeExport.ink)
        }
        guard let to = step.to, to != from else {
            out += "<circle cx=\"\(column(from))\" cy=\"\(y)\" r=\"4\" fill=\"\(ExchangeExport.ink)\"/>\n"
            let isLast = from > 0 && from == lanes.count - 1
            return out
                + label(
                    step.words, x: column(from) + (isLast ? -10 : 10), y: y + 4,
                    anchor: isLast ? "end" : "start", ink: ExchangeExport.ink)
        }
        let isLost = !step.loss.isEmpty
        let ink = isLost ? ExchangeExport.lostInk : ExchangeExport.ink
        let start = column(from)
        let end = isLost ? start + (column(to) - start) * 3 / 4 : column(to)
        let dash = isLost || step.isUnderWay ? " stroke-dasharray=\"6 4\"" : ""
        out += "<line x1=\"\(start)\" y1=\"\(y)\" x2=\"\(end)\" y2=\"\(y)\" stroke=\"\(ink)\"\(dash)/>\n"
        if isLost {
            out +=
                "<path d=\"M\(end - 5) \(y - 5)l10 10m0 -10l-10 10\" stroke=\"\(ink)\" stroke-width=\"2\"/>\n"
        } else {
            let back = end > start ? -9 : 9
            out += "<path d=\"M\(end) \(y)l\(back) -4v8z\" fill=\"\(ink)\"/>\n"
        }
        return out + label(step.words, x: (start + column(to)) / 2, y: y - 5, anchor: "middle", ink: ink)
    }

    /// A text, cut where it would run over the picture; all of it is in its title.
    private func label(_ text: String, x: Int, y: Int, anchor: String, ink: String) -> String {
        let limit = anchor == "middle" ? 62 : 120
        let shown = text.count > limit ? String(text.prefix(limit - 1)) + "…" : text
        return "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" fill=\"\(ink)\" stroke=\"#ffffff\" "
            + "stroke-width=\"3\" paint-order=\"stroke\">"
            + "<title>\(text.inXML)</title>\(shown.inXML)</text>\n"
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
