internal import Nodes

extension ExchangeExport {
    /// A Mermaid diagram of its plain forms: participants, arrows, notes.
    var mermaid: String {
        var lines = ["sequenceDiagram"]
        for (index, lane) in lanes.enumerated() {
            lines.append("    participant p\(index) as \(lane.inMermaid)")
        }
        for step in steps {
            let text = "\(step.time.secondsText) \(step.words.inMermaid)"
            switch (step.from, step.to) {
            case (let from?, let to?) where from != to:
                let arrow = step.loss.isEmpty ? step.isUnderWay ? "-->>" : "->>" : "-x"
                lines.append("    p\(from)\(arrow)p\(to): \(text)")
            case (let lane?, _): lines.append("    Note over p\(lane): \(text)")
            case (nil, _):
                guard !lanes.isEmpty else { continue }
                let end = lanes.count > 1 ? ",p\(lanes.count - 1)" : ""
                lines.append("    Note over p0\(end): \(text)")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension String {
    /// What would end a statement or begin an entity is written as an entity.
    fileprivate var inMermaid: String {
        String(
            flatMap { character -> String in
                switch character {
                case "#": "#35;"
                case ";": "#59;"
                case "<": "#lt;"
                case ">": "#gt;"
                case _ where character.isNewline: " "
                default: String(character)
                }
            })
    }
}
