public import MobilityWire

/// Changes a message field by field and option by option, and makes right again what follows from a change: padding and
/// lengths, authenticators, checksums; each of these stays as it is typed where a person wants it wrong.
///
/// A field is named by as much of its path as makes it one, in small letters with `-` for blanks: `status`,
/// `binding-identifier:2/status` for that of the option whose value is 2 (`bid:2/status` for short), or
/// `binding-identifier#1/status` for the second of its name. Or by octets: `@40` is the octet at offset 40 from the
/// beginning of the packet, and its value octets in hexadecimal.
public struct MessageEditor: Sendable {
    /// The layout of messages.
    public let format: WireFormat
    /// The message before the first change.
    public let original: [UInt8]
    private var state: State
    private var past: [State] = []
    private var future: [State] = []

    /// What a change changes.
    private struct State: Sendable {
        var octets: [UInt8]
        var corrections: Set<Correction>
    }

    /// What is made right after every change.
    public enum Correction: String, CaseIterable, Hashable, Sendable, Codable {
        /// Padding, alignment of options, Header Len.
        case layout
        /// Mobility Message Authentication and Binding Authorization Data.
        case authenticator
        /// The checksum of the message, and those of UDP and IPv4 around it.
        case checksum

        /// What it is called on the screen.
        public var title: String { self == .layout ? "padding and lengths" : rawValue }
    }

    /// An editor of a message in a format.
    public init(_ octets: [UInt8], format: WireFormat) {
        original = octets
        self.format = format
        state = State(octets: octets, corrections: Set(Correction.allCases))
    }

    /// The message from the outermost IP header on.
    public var octets: [UInt8] { state.octets }
    /// Whether it differs from what it was.
    public var isChanged: Bool { state.octets != original }
    /// Whether there is something to take back, and something that was taken back.
    public var canUndo: Bool { !past.isEmpty }
    /// Whether there is something that was taken back.
    public var canRedo: Bool { !future.isEmpty }
    /// Whether something is made right after every change.
    public func corrects(_ correction: Correction) -> Bool { state.corrections.contains(correction) }
    /// All fields, in the order of the packet, those around others first.
    public var fields: [EditableField] { FieldTree(state.octets, format: format).fields }

    /// Octets beyond which no message grows by hand; a Mobility Header ends at 2048.
    static let limit = 4096
    /// So many changes can be taken back.
    private static let undoLimit = 500

    /// Changes it.
    ///
    /// - Returns: what changed, in words: `Status 0 → 130`.
    public mutating func perform(_ edit: MessageEdit, _ context: EditingContext) throws(Refusal) -> String {
        switch edit {
        case .undo:
            guard let before = past.popLast() else { throw Refusal(words: "Nothing was changed in it.") }
            future.append(state)
            state = before
            return "as before the last change"
        case .redo:
            guard let next = future.popLast() else { throw Refusal(words: "Nothing was taken back.") }
            past.append(state)
            state = next
            return "changed again"
        default: break
        }
        let before = state
        let words: String
        do throws(Refusal) {
            words = try change(edit, context)
        } catch {
            state = before
            throw error
        }
        past.append(before)
        if past.count > MessageEditor.undoLimit { past.removeFirst() }
        future = []
        return words
    }

    private mutating func change(_ edit: MessageEdit, _ context: EditingContext) throws(Refusal) -> String {
        let words: String
        let skipsPadding = corrects(.layout)
        switch edit {
        case .set(let field, let value): words = try set(field, value)
        case .add(let option, let value, let place): words = try add(option, value, after: place, context)
        case .remove(let option):
            words = try changeOptions(option) { list, index in
                list.items.remove(at: index)
                return "gone"
            }
        case .move(let option, let target):
            words = try changeOptions(option) { list, index in
                list.move(index, target, skippingPadding: skipsPadding)
            }
        case .correct(let correction, let isOn):
            if isOn { state.corrections.insert(correction) } else { state.corrections.remove(correction) }
            if isOn, correction == .layout { try layOut() }
            words = "\(correction.title) \(isOn ? "made right" : "left as typed")"
        case .undo, .redo: words = ""
        }
        makeRight(context)
        return words
    }

    /// What follows from a change, as far as it is wanted.
    private mutating func makeRight(_ context: EditingContext) {
        if corrects(.authenticator), case .made(let octets, _) = context.keys.sealing(state.octets) {
            state.octets = octets
        }
        if corrects(.checksum) { Lengths.correctChecksums(&state.octets) }
    }

    // MARK: Values

    private mutating func set(_ name: String, _ value: String) throws(Refusal) -> String {
        if name.hasPrefix("@") { return try setOctets(at: name, value) }
        let target = try placeOfValue(name)
        let words: String
        switch target.kind {
        case .container: throw Refusal(words: "\(target.field.name) has no value of its own.")
        case .careOfAddress: words = try setCareOfAddress(target, value)
        case .anyOctets, .text: words = try replace(target, with: FieldValue.octets(of: value, for: target))
        default:
            let new = try FieldValue.octets(of: value, for: target, in: state.octets)
            guard target.field.offset >= 0, target.field.offset + new.count <= state.octets.count else {
                throw Refusal(words: "\(target.field.name) is not in the message as a whole.")
            }
            state.octets.replaceSubrange(target.field.offset..<target.field.offset + new.count, with: new)
            words = described(target, value)
        }
        // What was typed stays as it was typed.
        if let correction = MessageEditor.correction(of: target), corrects(correction) {
            state.corrections.remove(correction)
            return words + "; \(correction.title) left as typed from now on"
        }
        return words
    }

    /// What would undo a value that somebody typed.
    private static func correction(of target: EditableField) -> Correction? {
        switch target.field.name {
        case "Checksum", "Header Checksum": .checksum
        case "Authenticator", "Authentication Data": .authenticator
        case "Header Len": .layout
        case "Length" where target.option != nil: .layout
        case "Data" where target.path.contains("/padn"): .layout
        default: nil
        }
    }

    private func described(_ target: EditableField, _ value: String) -> String {
        let now = fields.first { $0.path == target.path }?.field.value ?? value
        // Which of several options it is says more than that it is one.
        let option = fields.first {
            $0.field.name == "Binding Identifier" && target.path.hasPrefix($0.path + "/")
        }
        let whose = option.map { "BID \($0.field.value): " } ?? ""
        return "\(whose)\(target.field.name) \(target.field.value) → \(now)"
    }

    private mutating func setOctets(at name: String, _ value: String) throws(Refusal) -> String {
        let digits = name.dropFirst()
        let number = digits.hasPrefix("0x") ? Int(digits.dropFirst(2), radix: 16) : Int(digits)
        guard let offset = number, let new = Hexadecimal.octets(value), !new.isEmpty, offset >= 0,
            offset <= state.octets.count - new.count
        else {
            throw Refusal(
                words:
                    "\(name) \(value): expected an offset from @0 to @\(max(0, state.octets.count - 1)) and octets in hexadecimal that fit"
            )
        }
        let before = Hexadecimal.digits(state.octets[offset..<offset + new.count])
        state.octets.replaceSubrange(offset..<offset + new.count, with: new)
        return "octets at \(offset) \(before) → \(Hexadecimal.digits(new))"
    }

    /// A field that takes as many octets as it needs: its option grows or shrinks with it.
    private mutating func replace(_ target: EditableField, with new: [UInt8]) throws(Refusal) -> String {
        guard let option = target.option else {
            guard target.field.length == new.count else {
                throw Refusal(
                    words: "\(target.field.name): found \(new.count) octets, expected \(target.field.length)")
            }
            state.octets.replaceSubrange(target.field.octets, with: new)
            return described(target, "")
        }
        var list = try OptionList(state.octets, format: format)
        let start = target.field.offset - list.offset(of: option)
        try list.replace(start..<start + target.field.length, of: option, with: new)
        state.octets = try list.octets(layOut: corrects(.layout))
        return described(target, Hexadecimal.digits(new))
    }

    /// The care-of address of a Binding Identifier: its Length says of which family it is, in draft-06 also C and D.
    private mutating func setCareOfAddress(_ target: EditableField, _ value: String) throws(Refusal) -> String
    {
        let new: [UInt8]
        if value == "none" {
            new = []
        } else if let address = IPv6Address(value) {
            new = address.octets
        } else if let address = IPv4Address(value) {
            new = address.octets
        } else {
            throw Refusal(
                words: "\"\(value)\" does not fit \(target.field.name): expected \(target.permitted)")
        }
        guard let option = target.option else { throw Refusal(words: "It is in no option.") }
        var list = try OptionList(state.octets, format: format)
        try list.replace(6..<max(6, list.items[option].octets.count), of: option, with: new)
        if format.profile == .draft06, list.items[option].octets.count > 5 {
            // draft-06 §4.2: C, a care-of address follows; D, one of IPv4.
            let flags: UInt8 = new.isEmpty ? 0 : new.count == 4 ? 0x90 : 0x80
            list.items[option].octets[5] = list.items[option].octets[5] & ~0x90 | flags
        }
        state.octets = try list.octets(layOut: corrects(.layout))
        return described(target, value)
    }

    // MARK: Options

    /// Behind which option one more goes for a person who stands at a field: behind the option that it is in; nil: where it
    /// belongs, because the field is in none, or one of both has to stand behind all others.
    public func placeToAdd(_ name: String, at field: EditableField) -> String? {
        guard let option = field.option, let type = try? OptionNames.type(name),
            let list = try? OptionList(state.octets, format: format), list.items.indices.contains(option),
            !OptionList.Item(octets: [type]).isLast, !list.items[option].isLast
        else { return nil }
        return field.path.split(separator: "/").prefix(2).joined(separator: "/")
    }

    private mutating func layOut() throws(Refusal) {
        guard let list = try? OptionList(state.octets, format: format) else { return }
        state.octets = try list.octets(layOut: true)
    }

    private mutating func add(
        _ name: String, _ value: String?, after place: String?, _ context: EditingContext
    ) throws(Refusal) -> String {
        var list = try OptionList(state.octets, format: format)
        let template = OptionTemplate(list, octets: state.octets, context)
        let octets = try template.octets(of: name, value)
        var index = list.placeForNew(type: octets[0])
        if let place {
            let other = try self.place(place)
            guard let option = other.option else {
                throw Refusal(words: "\(other.path) is no option: expected \(optionPaths)")
            }
            index = option + 1
        }
        list.items.insert(OptionList.Item(octets: octets), at: index)
        // Padding by hand is padding that is wanted as it is.
        let isPadding = octets[0] <= 1
        if isPadding { state.corrections.remove(.layout) }
        state.octets = try list.octets(layOut: isPadding || corrects(.layout), keepsPadding: isPadding)
        let type = MobilityOptionType(
            rawValue: list.format.kind(ofType: octets[0], length: max(0, octets.count - 2))?.rawValue
                ?? octets[0])
        return "\(type.name) added, \(octets.count) octets"
            + (isPadding ? "; padding and lengths left as typed from now on" : "")
    }

    /// Changes the list of options at one of them; what is said of it.
    private mutating func changeOptions(
        _ name: String, _ change: (inout OptionList, Int) -> String
    ) throws(Refusal) -> String {
        let target = try place(name)
        guard let option = target.option else {
            throw Refusal(words: "\(target.path) is no option: expected \(optionPaths)")
        }
        var list = try OptionList(state.octets, format: format)
        guard list.items.indices.contains(option) else { throw Refusal(words: "It is in no option.") }
        let words = change(&list, option)
        state.octets = try list.octets(layOut: corrects(.layout))
        let root = fields.isEmpty ? target.path : target.path
        return "\(root.split(separator: "/").dropFirst().first ?? "option") \(words)"
    }

    private var optionPaths: String {
        let paths = fields.filter { $0.option != nil && $0.depth == 1 }.map { String($0.path.dropFirst(16)) }
        return paths.isEmpty ? "that there were one" : paths.prefix(12).joined(separator: ", ")
    }

    /// The one field with a value that a path names: an option may be called like a field in it.
    private func placeOfValue(_ wanted: String) throws(Refusal) -> EditableField {
        let fields = fields
        do throws(Refusal) {
            return try FieldSearch.place(wanted, among: fields.filter(\.isValue))
        } catch {
            guard let container = try? FieldSearch.place(wanted, among: fields), !container.isValue else {
                throw error
            }
            let inside = fields.first { $0.path.hasPrefix(container.path + "/") && $0.isValue }
            throw Refusal(
                words: "\(container.field.name) has no value of its own: expected a field in it, as "
                    + (inside.map { FieldSearch.short($0.path) } ?? "there is none"))
        }
    }

    /// The one field that a path names.
    private func place(_ wanted: String) throws(Refusal) -> EditableField {
        try FieldSearch.place(wanted, among: fields)
    }
}
