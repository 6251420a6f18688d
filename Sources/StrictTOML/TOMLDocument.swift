internal import CTOML

/// A TOML 1.0 text that was read, with the position of every key and value.
public struct TOMLDocument: Equatable, Sendable {
    /// The file as problems name it.
    public let file: String
    /// The entries outside all headers, and the tables of all headers.
    public let root: TOMLTable

    /// The largest text that is read, in octets. A configuration of more is a mistake.
    public static let maximumSize = 1 << 20

    /// Reads a text, which may begin with a byte order mark and end its lines with CR LF.
    ///
    /// - Parameters:
    ///   - octets: the text as UTF-8.
    ///   - file: its name in problems.
    /// - Throws: the one problem at which reading ended: no TOML, no UTF-8, too large, or nested deeper than
    ///   16 arrays and inline tables or 16 parts of a key.
    public init(_ octets: [UInt8], file: String) throws(TOMLProblems) {
        self.file = file
        func refusal(_ what: String, at position: TOMLPosition = .start, accepted: String? = nil)
            -> TOMLProblems
        {
            TOMLProblems(TOMLProblem(file: file, position: position, what: what, accepted: accepted))
        }
        guard octets.count <= TOMLDocument.maximumSize else {
            throw refusal("\(octets.count) octets", accepted: "at most \(TOMLDocument.maximumSize)")
        }
        if let offset = TOMLDocument.firstInvalid(octets) {
            throw refusal(
                "an octet that is no UTF-8", at: TOMLPosition(of: offset, in: octets),
                accepted: "UTF-8 text")
        }
        let document = octets.span.bytes.withUnsafeBytes { buffer in
            ctoml_read(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard let document else { throw refusal("no memory left to read it") }
        defer { ctoml_free(document) }
        let nodes = UnsafeBufferPointer(start: ctoml_nodes(document), count: ctoml_count(document))
        guard !nodes.isEmpty else {
            let position = TOMLPosition(ctoml_error_position(document))
            let words = SyntaxError.inWords(String(ctoml_error(document)), at: position, in: octets)
            throw refusal(words.what, at: position, accepted: words.accepted)
        }
        var next = nodes.startIndex
        guard case .table(let root) = TOMLDocument.content(nodes, &next) else {
            throw refusal("no table")
        }
        self.root = root
    }

    /// Reads a text from a string.
    public init(_ text: String, file: String) throws(TOMLProblems) {
        try self.init(Array(text.utf8), file: file)
    }

    /// Takes the node at `next` and all that it holds.
    private static func content(_ nodes: UnsafeBufferPointer<ctoml_node>, _ next: inout Int)
        -> TOMLValue.Content
    {
        let node = nodes[next]
        next += 1
        switch node.kind {
        case ctoml_table:
            return .table(
                TOMLTable(
                    (0..<node.children).map { _ in
                        let child = nodes[next]
                        let value = TOMLValue(content(nodes, &next), at: TOMLPosition(child.position))
                        return TOMLTable.Entry(
                            key: String(child.key), at: TOMLPosition(child.key_position), value: value)
                    }))
        case ctoml_array:
            return .array(
                (0..<node.children).map { _ in
                    let position = TOMLPosition(nodes[next].position)
                    return TOMLValue(content(nodes, &next), at: position)
                })
        case ctoml_integer: return .integer(Int(node.integer))
        case ctoml_float: return .float(node.number)
        case ctoml_boolean: return .boolean(node.integer != 0)
        case ctoml_date_time: return .dateTime(String(node.text))
        default: return .string(String(node.text))
        }
    }

    /// The offset of the first octet that is not part of well-formed UTF-8.
    private static func firstInvalid(_ octets: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: octets.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}

extension TOMLPosition {
    fileprivate init(_ position: ctoml_position) {
        self.init(line: Int(position.line), column: Int(position.column))
    }
}

extension String {
    fileprivate init(_ text: ctoml_text) {
        let octets = UnsafeRawBufferPointer(start: text.octets, count: text.count)
        self = String(decoding: octets, as: UTF8.self)
    }
}
