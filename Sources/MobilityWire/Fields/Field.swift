/// One field of a packet as people look at it: where it stands, what is in it, what that means and where it is written.
///
/// A tree of fields covers a packet: headers hold their fields, options theirs. It is made for reading, not for speed.
public struct Field: Hashable, Sendable {
    /// What the specification calls it.
    public var name: String
    /// Where it begins, in octets from the beginning of the packet.
    public var offset: Int
    /// How many octets it has. Flags have the place of the octets they are bits of.
    public var length: Int
    /// What is in it, as short as can be.
    public var value: String
    /// What that means, in one sentence.
    public var meaning: String
    /// Where that is written.
    public var section: String
    /// The fields inside.
    public var children: [Field]

    /// A field.
    public init(
        _ name: String, at offset: Int, length: Int, value: String = "", meaning: String = "",
        section: String = "", children: [Field] = []
    ) {
        self.name = name
        self.offset = offset
        self.length = length
        self.value = value
        self.meaning = meaning
        self.section = section
        self.children = children
    }

    /// The octets it covers, counted from the beginning of the packet.
    public var octets: Range<Int> { offset..<(offset + length) }

    /// This field with a section in each of the fields inside: where one has none of its own, that of the field around
    /// it.
    func passingSectionOn() -> Field {
        var field = self
        field.children = children.map { child in
            var child = child
            if child.section.isEmpty { child.section = section }
            return child.passingSectionOn()
        }
        return field
    }
}

/// Makes fields of what stands in borrowed octets. Offsets given to it count from the beginning of one header, those of
/// the fields from the beginning of the packet.
struct FieldMaker: ~Escapable {
    /// The header, or more.
    let octets: RawSpan
    /// Where `octets` begin in the packet.
    let base: Int

    @_lifetime(copy octets)
    init(_ octets: RawSpan, base: Int) {
        self.octets = octets
        self.base = base
    }

    /// A field whose value is told in words.
    func text(
        _ name: String, at offset: Int, _ length: Int, _ value: String, _ meaning: String = "",
        _ section: String = ""
    ) -> Field {
        Field(name, at: base + offset, length: length, value: value, meaning: meaning, section: section)
    }

    /// A number of 1, 2, 4 or 8 octets in decimal.
    func number(
        _ name: String, at offset: Int, _ length: Int, _ meaning: String = "", _ section: String = ""
    ) -> Field {
        text(name, at: offset, length, "\(value(at: offset, length))", meaning, section)
    }

    /// A number of octets in hexadecimal.
    func digits(
        _ name: String, at offset: Int, _ length: Int, _ meaning: String = "", _ section: String = ""
    ) -> Field {
        text(name, at: offset, length, hexadecimal(at: offset, length), meaning, section)
    }

    /// An IPv6 address.
    func address(_ name: String, at offset: Int, _ meaning: String = "", _ section: String = "") -> Field {
        text(name, at: offset, 16, octets.ipv6Address(inside: offset).description, meaning, section)
    }

    /// An IPv4 address.
    func ipv4Address(
        _ name: String, at offset: Int, _ meaning: String = "", _ section: String = ""
    ) -> Field {
        text(name, at: offset, 4, octets.ipv4Address(inside: offset).description, meaning, section)
    }

    /// A number that has its own table.
    func assigned(_ name: String, at offset: Int, _ number: some AssignedNumber) -> Field {
        text(
            name, at: offset, 1, "\(number.rawValue) \(number.name)", number.meaning.description,
            number.section.description)
    }

    /// Bits that nobody uses, or octets.
    func reserved(at offset: Int, _ length: Int, mask: UInt64 = .max) -> Field {
        let found = value(at: offset, length) & mask
        return text(
            "Reserved", at: offset, length, found == 0 ? "0" : "0x" + String(found, radix: 16),
            found == 0 ? "Not used." : "Not used: sent as zero, ignored by receivers.")
    }

    /// Flags of a field of 1 or 2 octets, a child for each that is set and one for reserved bits that are.
    func flags(_ name: String, at offset: Int, _ length: Int, _ table: FlagTable, ignoring: UInt16 = 0)
        -> Field
    {
        let bits = UInt16(truncatingIfNeeded: value(at: offset, length))
        var letters = ""
        var field = text(name, at: offset, length, "", "One bit each, the first most significant.")
        for flag in table.flags where bits & flag.mask != 0 {
            letters.unicodeScalars.append(flag.letter)
            field.children.append(
                text(
                    "\(flag.letter)", at: offset, length, flag.name.description, flag.meaning.description,
                    flag.section.description))
        }
        let unknown = bits & table.reserved & ~ignoring
        if unknown != 0 {
            field.children.append(
                text(
                    "Reserved", at: offset, length, "0x" + String(unknown, radix: 16),
                    "Not used: sent as zero, ignored by receivers."))
        }
        field.value = letters.isEmpty ? "none" : letters
        return field
    }

    /// A number of 1 to 8 octets in network byte order.
    func value(at offset: Int, _ length: Int) -> UInt64 {
        (offset..<(offset + length)).reduce(0) { $0 << 8 | UInt64(octets.octet(inside: $1)) }
    }

    /// Octets in hexadecimal.
    func hexadecimal(at offset: Int, _ length: Int) -> String {
        var text = [UInt8]()
        for place in offset..<(offset + length) {
            let octet = octets.octet(inside: place)
            text.append(Ascii.hexadecimalDigit(octet >> 4))
            text.append(Ascii.hexadecimalDigit(octet & 0xf))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
