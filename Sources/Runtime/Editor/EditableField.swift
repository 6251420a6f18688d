public import MobilityWire

/// A field of a message as a person changes it: its place, what it can be, and the names that lead to it.
public struct EditableField: Sendable {
    /// Its name, place, value and meaning.
    public var field: Field
    /// `mobility-header/binding-identifier#1/status`.
    public var path: String
    /// How deep it stands; 0: a header.
    public var depth: Int
    /// What can stand in it.
    public var kind: Kind
    /// Which option it is, counted from 0 with padding; nil: it is none.
    public var option: Int?
    /// Another name for the last part of its path.
    var alias = ""
    /// The value of each field on the way, for `name:value`.
    var values: [String]

    /// What can stand in a field.
    public enum Kind: Sendable {
        /// Other fields; it has no value of its own.
        case container
        /// A number in these bits of its octets.
        case number(mask: UInt64)
        /// A time in units of 4 seconds.
        case lifetime
        /// A number with names.
        case assigned([Choice])
        /// One bit of its octets.
        case flag(mask: UInt64)
        /// All flags of its octets together.
        case flags([Choice])
        /// An IPv6 address.
        case ipv6
        /// An IPv4 address.
        case ipv4
        /// None, or an address of either family: the option is as long as it takes.
        case careOfAddress
        /// So many octets.
        case octets
        /// As many octets as are wanted, in hexadecimal.
        case anyOctets
        /// As many octets as are wanted, as text.
        case text
    }

    /// A value with a name.
    public struct Choice: Hashable, Sendable {
        /// As it is typed.
        public var value: String
        /// `MCOA MALFORMED`.
        public var name: String
        /// What it means, in one sentence.
        public var meaning: String
        /// Where that is written.
        public var section: String
        /// The bit of a flag.
        var mask: UInt64 = 0
    }

    /// The values to choose from; none: it is typed.
    public var choices: [Choice] {
        switch kind {
        case .assigned(let choices): choices
        case .flag:
            [
                Choice(value: "on", name: "", meaning: field.meaning, section: field.section),
                Choice(value: "off", name: "", meaning: "", section: ""),
            ]
        default: []
        }
    }

    /// What is permitted, in words.
    public var permitted: String {
        switch kind {
        case .container: ""
        case .number(let mask): "a number from 0 to \(mask >> UInt64(mask.trailingZeroBitCount))"
        case .lifetime: "units of 4 seconds from 0 to 65535, or seconds that 4 divides, as in 60s"
        case .assigned: "a number from 0 to \(field.length == 1 ? 255 : 65535), or one of its names"
        case .flag: "on or off"
        case .flags(let choices):
            "letters of \(choices.map(\.value).joined()), none, or a number from 0 to \(field.length == 1 ? 255 : 65535)"
        case .ipv6: "an IPv6 address"
        case .ipv4: "an IPv4 address"
        case .careOfAddress: "an IPv6 address, an IPv4 address, or none"
        case .octets: "\(field.length) octets in hexadecimal"
        case .anyOctets: "octets in hexadecimal, as many as you like"
        case .text: "text"
        }
    }

    /// Whether it has a value of its own.
    public var isValue: Bool { if case .container = kind { false } else { true } }
}
