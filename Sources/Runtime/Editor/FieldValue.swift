import MobilityWire

/// Reads what a person types as the value of a field.
enum FieldValue {
    /// The octets of a field with a new value; bits of others that share them stay.
    static func octets(
        of value: String, for target: EditableField, in message: [UInt8] = []
    ) throws(Refusal) -> [UInt8] {
        let length = target.field.length
        switch target.kind {
        case .ipv6: if let address = IPv6Address(value) { return address.octets }
        case .ipv4: if let address = IPv4Address(value) { return address.octets }
        case .octets:
            if let octets = Hexadecimal.octets(value), octets.count == length { return octets }
        case .anyOctets:
            if value == "none" { return [] }
            if let octets = Hexadecimal.octets(value), octets.count <= 255 { return octets }
            throw failure(value, target, "octets in hexadecimal, 255 at most")
        case .text:
            let octets = Array(value.utf8)
            if octets.count <= 253 { return octets }
            throw failure(value, target, "text of 253 octets at most")
        case .lifetime:
            if let number = try lifetime(value, target) { return split(number, length) }
        case .assigned(let choices):
            if let number = number(value, length, .max) { return split(number, length) }
            if let number = try named(value, choices, target) { return split(number, length) }
        case .flag(let mask):
            if let isOn = toggle(value) {
                return merged(isOn ? mask : 0, mask, target, message)
            }
        case .flags(let choices):
            if let number = number(value, length, .max) { return split(number, length) }
            if let octets = letters(value, choices, target, message) { return octets }
        case .number(let mask):
            let shift = UInt64(mask.trailingZeroBitCount)
            if let number = number(value, length, mask >> shift) {
                return merged(number << shift, mask, target, message)
            }
        case .container, .careOfAddress: break
        }
        throw failure(value, target, target.permitted)
    }

    private static func failure(_ value: String, _ target: EditableField, _ expected: String)
        -> Refusal
    {
        Refusal(
            words: "\"\(value)\" does not fit \(target.field.name): expected \(expected)")
    }

    /// A number in decimal, or in hexadecimal with `0x`, or as so many octets in hexadecimal.
    private static func number(_ value: String, _ length: Int, _ most: UInt64) -> UInt64? {
        let most = min(most, FieldTree.all(length))
        guard !value.hasPrefix("+"), !value.hasPrefix("0x+") else { return nil }
        if let number = value.hasPrefix("0x") ? UInt64(value.dropFirst(2), radix: 16) : UInt64(value) {
            return number <= most ? number : nil
        }
        guard let octets = Hexadecimal.octets(value), octets.count == length, length <= 8 else { return nil }
        let number = octets.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return number <= most ? number : nil
    }

    /// Units of 4 seconds: `15`, or `60s`.
    private static func lifetime(_ value: String, _ target: EditableField) throws(Refusal)
        -> UInt64?
    {
        guard value.hasSuffix("s") else { return number(value, target.field.length, .max) }
        guard let seconds = UInt64(value.dropLast()) else { return nil }
        guard seconds.isMultiple(of: 4), seconds / 4 <= 65535 else {
            throw failure(value, target, "seconds that 4 divides, 262140s at most")
        }
        return seconds / 4
    }

    private static func named(
        _ value: String, _ choices: [EditableField.Choice], _ target: EditableField
    ) throws(Refusal) -> UInt64? {
        let wanted = FieldName.slug(value)
        guard !wanted.isEmpty, !wanted.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let names = choices.map { (FieldName.slug($0.name), $0.value) }
        if let exact = names.first(where: { $0.0 == wanted }) { return UInt64(exact.1) }
        let matches = names.filter { $0.0.contains(wanted) }
        if matches.count == 1 { return UInt64(matches[0].1) }
        guard matches.isEmpty else {
            throw failure(value, target, matches.prefix(6).map { "\($0.1) \($0.0)" }.alternatives)
        }
        throw failure(
            value, target,
            target.permitted
                + ", as \(choices.prefix(3).map { FieldName.slug($0.name) }.joined(separator: ", "))")
    }

    private static func toggle(_ value: String) -> Bool? {
        switch value {
        case "on", "1", "yes", "true", "set": true
        case "off", "0", "no", "false", "clear": false
        default: nil
        }
    }

    /// Letters of flags, `AHO`, which replace those that are set; bits without a letter stay.
    private static func letters(
        _ value: String, _ choices: [EditableField.Choice], _ target: EditableField, _ message: [UInt8]
    ) -> [UInt8]? {
        let known = choices.map(\.value)
        let wanted = value == "none" ? [] : value.uppercased().map(String.init)
        guard value == "none" || !wanted.isEmpty, wanted.allSatisfy(known.contains) else { return nil }
        var mask: UInt64 = 0
        var bits: UInt64 = 0
        for choice in choices {
            mask |= choice.mask
            if wanted.contains(choice.value) { bits |= choice.mask }
        }
        return merged(bits, mask, target, message)
    }

    /// The octets of a field in which some bits are others.
    private static func merged(
        _ bits: UInt64, _ mask: UInt64, _ target: EditableField, _ message: [UInt8]
    ) -> [UInt8] {
        let old = message[clamped: target.field.octets].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return split(old & ~mask | bits & mask, target.field.length)
    }

    static func split(_ number: UInt64, _ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (length - 1 - $0))) }
    }
}
