import MobilityWire

/// Finds the field that a person means.
enum FieldSearch {
    /// The one field that a path names.
    static func place(_ wanted: String, among fields: [EditableField]) throws(Refusal)
        -> EditableField
    {
        if let exact = fields.first(where: { $0.path == wanted }) { return exact }
        let parts = wanted.split(separator: "/").map { part in
            let pieces = part.split(separator: ":", maxSplits: 1)
            let name = pieces.first.map(String.init) ?? ""
            return (name: name, value: pieces.count < 2 ? nil : String(pieces[1]))
        }
        let matches = fields.filter { fits($0, parts) }
        // Of a message's own status and those of its options, the message's own is meant.
        let depth = matches.map(\.depth).min()
        let nearest = matches.filter { $0.depth == depth }
        if nearest.count == 1, let only = nearest.first { return only }
        // Of the same name in the headers around and in the message, the message's is meant.
        let inMessage = nearest.filter { $0.path.hasPrefix("mobility-header") }
        if inMessage.count == 1, let only = inMessage.first { return only }
        let message = fields.filter { $0.path.hasPrefix("mobility-header/") }
        let candidates = (message.isEmpty ? fields : message).filter(\.isValue)
        let known = (nearest.isEmpty ? candidates : nearest).map { short($0.path) }
        throw Refusal(
            words: (nearest.isEmpty
                ? "there is no field \"\(wanted)\"" : "\"\(wanted)\" could be several fields")
                + ": expected \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", …" : "")")
    }

    /// A path without what goes without saying.
    static func short(_ path: String) -> String {
        path.hasPrefix("mobility-header/") ? String(path.dropFirst(16)) : path
    }

    private static func fits(_ field: EditableField, _ parts: [(name: String, value: String?)]) -> Bool {
        let names = field.path.split(separator: "/")
        guard !parts.isEmpty, parts.count <= names.count else { return false }
        let first = names.count - parts.count
        return parts.indices.allSatisfy { index in
            let (name, value) = parts[index]
            let own = names[first + index]
            let isLast = index == parts.count - 1
            // A short name of an option can be that of a field as well: `bid:2/bid`.
            let plain = own.split(separator: "#").first.map(String.init) ?? ""
            let names = [name, OptionNames.short[name] ?? name]
            guard
                own == name || names.contains(plain)
                    || isLast && !field.alias.isEmpty && field.alias == name
            else { return false }
            return value.map {
                field.values.indices.contains(first + index) && field.values[first + index] == $0
            } ?? true
        }
    }
}
