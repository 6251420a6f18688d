import MobilityWire

/// The fields of a packet in the order in which they stand, those around others first.
struct FieldTree {
    private(set) var fields: [EditableField] = []
    private var twins: [String: Int] = [:]
    private let octets: [UInt8]
    private let format: WireFormat
    /// MH Type; nil: it is no message of the Mobility Header.
    private var type: UInt8?
    /// The options by where they begin in the packet.
    private var options: [Int: Int] = [:]

    init(_ octets: [UInt8], format: WireFormat) {
        self.octets = octets
        self.format = format
        var report = NoProblems()
        let packet = PacketView(octets.span.bytes, problems: &report)
        for field in packet.headerFields { add(field, Parent()) }
        let base = packet.facts.payloadOffset
        switch packet.facts.kind {
        case .mobility:
            guard let header = try? MobilityHeaderView(packet.payload) else {
                type = octets.indices.contains(base + 2) ? octets[base + 2] : nil
                add(FieldTree.unreadable(octets, at: base), Parent())
                return
            }
            type = header.type
            var walk = header.options
            var index = 0
            while let position = (try? walk.next()) ?? nil {
                options[base + position.offset] = index
                index += 1
            }
            add(header.fields(format: format, base: base), Parent())
            if base + header.length < octets.count {
                let count = octets.count - base - header.length
                add(
                    Field(
                        "Trailing octets", at: base + header.length, length: count,
                        value: Hexadecimal.digits(octets[(base + header.length)...]),
                        meaning: "They stand behind the end that Header Len gives, and belong to no message.",
                        section: "RFC 6275 §6.1.1"), Parent())
            }
        case .discovery: add(packet.payloadField, Parent())
        default: break
        }
    }

    /// What is around a field.
    private struct Parent {
        var path = ""
        var depth = 0
        var values: [String] = []
        var name = ""
        var option: Int?
    }

    /// A Mobility Header that cannot be read, as far as its fields have fixed places.
    private static func unreadable(_ octets: [UInt8], at base: Int) -> Field {
        var field = Field(
            "Mobility Header", at: base, length: max(0, octets.count - base), value: "cannot be read",
            meaning: "Header Len or Payload Proto make it unusable.", section: "RFC 6275 §9.2")
        let places = [
            ("Payload Proto", 0, 1), ("Header Len", 1, 1), ("MH Type", 2, 1), ("Reserved", 3, 1),
            ("Checksum", 4, 2),
        ]
        for (name, offset, length) in places where base + offset + length <= octets.count {
            let value = octets[(base + offset)..<(base + offset + length)]
            field.children.append(
                Field(
                    name, at: base + offset, length: length,
                    value: length == 1 ? "\(value.first ?? 0)" : "0x" + Hexadecimal.digits(value),
                    section: "RFC 6275 §6.1.1"))
        }
        return field
    }

    private mutating func add(
        _ field: Field, _ parent: Parent, kind: EditableField.Kind? = nil, alias: String = ""
    ) {
        // What a status makes a node do is said with its meaning.
        guard field.name != "Then" else { return }
        var path = (parent.path.isEmpty ? "" : parent.path + "/") + FieldName.slug(field.name)
        let before = twins[path, default: 0]
        twins[path] = before + 1
        if before > 0 { path += "#\(before)" }
        let isOption = parent.depth == 1 && parent.path == "mobility-header"
        let option = isOption ? options[field.offset] ?? parent.option : parent.option
        let kind = kind ?? self.kind(of: field, in: parent)
        let values = parent.values + [String(field.value.prefix { $0 != " " })]
        fields.append(
            EditableField(
                field: field, path: path, depth: parent.depth, kind: kind, option: option, alias: alias,
                values: values))
        let inner = Parent(
            path: path, depth: parent.depth + 1, values: values, name: field.name, option: option)
        if case .flags(let choices) = kind {
            return addFlags(choices, field, inner)
        }
        for child in field.children where !isCareOfAddress(child, in: inner) { add(child, inner) }
        if isOption, option != nil { addWhatIsNotThere(field, inner) }
    }

    /// A field for each flag, set or not.
    private mutating func addFlags(_ choices: [EditableField.Choice], _ field: Field, _ parent: Parent) {
        let bits = number(field)
        for choice in choices {
            add(
                Field(
                    choice.value, at: field.offset, length: field.length,
                    value: bits & choice.mask != 0 ? "on" : "off",
                    meaning: "\(choice.name): \(choice.meaning)",
                    section: choice.section), parent, kind: .flag(mask: choice.mask),
                alias: FieldName.slug(choice.name))
        }
        for child in field.children where child.name == "Reserved" { add(child, parent) }
    }

    private func isCareOfAddress(_ field: Field, in parent: Parent) -> Bool {
        parent.name == "Binding Identifier"
            && (field.name == "Care-of Address" || field.name == "IPv4 Care-of Address")
    }

    /// Fields that an option can have and has not: an address, data.
    private mutating func addWhatIsNotThere(_ option: Field, _ parent: Parent) {
        let end = option.offset + option.length
        if option.name == "Binding Identifier", format.profile != .shisa,
            option.children.contains(where: { $0.name == "BID" })
        {
            let present = option.children.first { isCareOfAddress($0, in: parent) }
            add(
                Field(
                    "Care-of Address", at: present?.offset ?? end, length: present?.length ?? 0,
                    value: present?.value ?? "none", meaning: "Where the node can be reached.",
                    section: option.section), parent, kind: .careOfAddress)
        } else if option.length == 2, option.name != "Pad1" {
            add(
                Field(
                    "Data", at: end, length: 0, value: "none", meaning: "It has none.",
                    section: option.section), parent, kind: .anyOctets)
        }
    }

    // MARK: Kinds

    private func number(_ field: Field) -> UInt64 {
        guard field.length <= 8, field.offset >= 0, field.offset + field.length <= octets.count else {
            return 0
        }
        return octets[field.octets].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func flagTable(_ field: Field, in parent: Parent) -> FlagTable? {
        switch parent.name {
        case "Mobility Header":
            switch type {
            case 5: .bindingUpdate(flags: UInt16(truncatingIfNeeded: number(field)), profile: format.profile)
            case 6: .bindingAcknowledgement
            case 16: .bindingRevocation
            default: nil
            }
        case "Binding Identifier": format.profile == .draft06 ? .draftBindingIdentifier : .bindingIdentifier
        case "Prefix Information": .prefixInformation
        default: field.length == 2 ? .homeAgentDiscovery : nil
        }
    }

    private func kind(of field: Field, in parent: Parent) -> EditableField.Kind {
        if field.name == "Flags", let table = flagTable(field, in: parent) {
            return .flags(
                table.flags.map {
                    EditableField.Choice(
                        value: String(Character($0.letter)), name: $0.name.description,
                        meaning: $0.meaning.description, section: $0.section.description,
                        mask: UInt64($0.mask))
                })
        }
        if let choices = Choices.of(field.name, in: parent.name, type: type, second: secondOctet(field)) {
            return .assigned(choices)
        }
        let isOption = parent.depth == 1 && parent.path == "mobility-header" && options[field.offset] != nil
        if isOption || field.children.contains(where: { $0.name != "Then" }) || field.length == 0 {
            return .container
        }
        if let mask = Self.mask(field, in: parent.name, format) { return .number(mask: mask) }
        switch field.name {
        case "Lifetime", "Refresh Interval": return .lifetime
        case "Identifier":
            return field.value == Hexadecimal.digits(octets[clamped: field.octets]) ? .anyOctets : .text
        case "LLA", "Authentication Data", "Authenticator": return .anyOctets
        case "Data" where parent.option != nil: return .anyOctets
        default: break
        }
        if field.length == 16, IPv6Address(field.value) != nil { return .ipv6 }
        if field.length == 4, field.value.contains("."), IPv4Address(field.value) != nil { return .ipv4 }
        // A number is written in decimal; cookies and tokens are octets.
        let isDecimal = UInt64(field.value.prefix { $0 != " " }) != nil
        let isDigits = field.value == Hexadecimal.digits(octets[clamped: field.octets]) && field.length > 1
        if field.length <= 8,
            isDecimal && !isDigits || field.value.hasPrefix("0x") || field.name == "Reserved"
        {
            return .number(mask: Self.all(field.length))
        }
        return .octets
    }

    private func secondOctet(_ field: Field) -> UInt8 {
        octets.indices.contains(field.offset - 1) ? octets[field.offset - 1] : 0
    }

    /// The bits of fields that share their octets with others.
    private static func mask(_ field: Field, in parent: String, _ format: WireFormat) -> UInt64? {
        switch (parent, field.name) {
        case ("Binding Identifier", "BID-PRI"): 0x7f
        case ("IPv4 Home Address", "Prefix-len"): 0xfc
        case ("IPv4 Home Address", "P"): 0x02
        case ("IPv4 Home Address", "Reserved"): 0x01ff
        case ("IPv4 Address Acknowledgement", "Pref-len"): 0xfc
        case ("IPv4 Address Acknowledgement", "Reserved"): 0x03
        case ("NAT Detection", "F"): 0x80
        case ("NAT Detection", "Reserved"): 0x7fff
        case ("IPv6", "Version"), ("IPv4", "Version"): 0xf0
        case ("IPv4", "IHL"): 0x0f
        case ("IPv6", "Traffic Class"): 0x0ff0
        case ("IPv6", "Flow Label"): 0x0f_ffff
        case (_, "Fragment Offset"): 0xfff8
        case (_, "M"): 0x01
        case ("Flags", "Reserved"): UInt64(field.value.dropFirst(2), radix: 16)
        default: nil
        }
    }

    static func all(_ length: Int) -> UInt64 { length >= 8 ? .max : (1 << UInt64(8 * max(1, length))) - 1 }
}

/// What fields are called in paths.
enum FieldName {
    /// In small letters with `-` for blanks: `sequence` for `Sequence #`.
    static func slug(_ name: String) -> String {
        name.lowercased().replacing(" #", with: "").replacing("# ", with: "").replacing(" ", with: "-")
            .replacing("/", with: "-").replacing("#", with: "")
    }
}

/// Octets as text.
enum Hexadecimal {
    static func digits(_ octets: some Sequence<UInt8>) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The octets that a text says; nil: it says none.
    static func octets(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var octets: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index...index + 1], as: UTF8.self)
            // `UInt8` would take a sign.
            guard pair.utf8.allSatisfy({ $0 != 0x2b && $0 != 0x2d }), let octet = UInt8(pair, radix: 16)
            else {
                return nil
            }
            octets.append(octet)
        }
        return octets
    }
}

/// Takes no notice of problems.
struct NoProblems: ProblemSink {
    mutating func report(_ problem: Problem) {}
}

extension [UInt8] {
    /// As many of these octets as there are.
    subscript(clamped range: Range<Int>) -> ArraySlice<UInt8> { self[range.clamped(to: 0..<count)] }
}
