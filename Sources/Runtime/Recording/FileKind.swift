/// What of a run can be written into a file. The raw value is its name in commands.
public enum FileKind: String, CaseIterable, Hashable, Sendable, Codable {
    /// All that happened, to be opened again.
    case recording
    /// The messages with comments that say why they were sent.
    case pcapng
    /// The messages alone.
    case pcap
    /// The exchange as text.
    case ladder
    /// The exchange as a Mermaid sequence diagram.
    case mermaid
    /// The exchange as a picture.
    case svg
    /// The bindings as a table.
    case csv
    /// The bindings as JSON.
    case json

    /// What file names end with.
    public var ending: String {
        switch self {
        case .recording: "careof"
        case .ladder: "txt"
        case .mermaid: "mmd"
        case .pcapng, .pcap, .svg, .csv, .json: rawValue
        }
    }

    /// What it is called in a menu.
    public var title: String {
        switch self {
        case .recording: "Recording"
        case .pcapng: "Capture with comments (pcapng)"
        case .pcap: "Capture (pcap)"
        case .ladder: "Ladder as text"
        case .mermaid: "Ladder for Mermaid"
        case .svg: "Ladder as picture (SVG)"
        case .csv: "Bindings as CSV"
        case .json: "Bindings as JSON"
        }
    }

    /// What it is good for, in a sentence.
    public var meaning: String {
        switch self {
        case .recording:
            "Everything that happened, for careof open; a lab runs again from it to the same journal."
        case .pcapng:
            "Each message with a comment that says what it is and why it was sent, for any tool that reads captures."
        case .pcap: "Each message, for tools that read nothing else."
        case .ladder: "Plain text, a line for each message, for a mail or a report."
        case .mermaid: "A sequenceDiagram, for web pages that draw them."
        case .svg: "A picture that scales, for slides and paper."
        case .csv: "A line for each binding of the node, and of each cache that can be seen."
        case .json: "The same for programs."
        }
    }
}
