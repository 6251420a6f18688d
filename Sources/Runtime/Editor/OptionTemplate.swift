import MobilityWire

/// The names by which options are added.
public enum OptionNames {
    /// Short names of options, by what paths call them.
    static let short = [
        "bid": "binding-identifier", "alt-coa": "alternate-care-of-address", "bra": "binding-refresh-advice",
        "nonces": "nonce-indices", "bad": "binding-authorization-data", "mnp": "mobile-network-prefix",
        "lla": "mobility-header-link-layer-address", "nai": "mobile-node-identifier",
        "auth": "mobility-message-authentication", "replay": "mobility-message-replay-protection",
        "ipv4-hoa": "ipv4-home-address", "ipv4-ack": "ipv4-address-acknowledgement",
        "nat": "nat-detection", "ipv4-coa": "ipv4-care-of-address", "flow": "flow-identification",
        "flows": "flow-summary",
    ]

    /// An option that can be added.
    public struct Entry: Hashable, Sendable {
        /// As `add` takes it: its short name, or the one of paths.
        public var word: String
        /// What the specification calls it.
        public var name: String
        /// What it tells.
        public var meaning: String
        /// Where that is written.
        public var section: String
        /// Whether it may stand in the message; nil: no rule is kept.
        public var belongs: Bool?
    }

    /// All options that there are, those first that may stand in a message of this type.
    public static func entries(for type: UInt8?) -> [Entry] {
        let set = type.map { MessageSet(MobilityHeaderType(rawValue: $0)) } ?? []
        let entries = MobilityOptionType.table.rows.filter(\.isAssigned).map { row in
            Entry(
                word: word(of: row), name: row.name.description, meaning: row.meaning.description,
                section: row.section.description, belongs: row.messages?.isSuperset(of: set))
        }
        return entries.filter { $0.belongs == true } + entries.filter { $0.belongs == nil }
            + entries.filter { $0.belongs == false }
    }

    private static func word(of row: MobilityOptionType.Row) -> String {
        let slug = FieldName.slug(row.name.description)
        return short.first { $0.value == slug }?.key ?? slug
    }

    /// The type that a name or number says.
    static func type(_ word: String) throws(Refusal) -> UInt8 {
        if let number = UInt8(word) { return number }
        let wanted = short[word] ?? word
        let rows = MobilityOptionType.table.rows.filter(\.isAssigned)
        if let row = rows.first(where: { FieldName.slug($0.name.description) == wanted }) {
            return row.numbers.lowerBound
        }
        let matches = rows.filter { FieldName.slug($0.name.description).contains(wanted) }
        if matches.count == 1 { return matches[0].numbers.lowerBound }
        throw Refusal(
            words: matches.isEmpty
                ? "there is no option \"\(word)\": expected a number from 0 to 255, or \(rows.prefix(8).map(self.word).joined(separator: ", ")), …"
                : "\"\(word)\" could be several options: expected \(matches.prefix(8).map { FieldName.slug($0.name.description) }.alternatives)"
        )
    }
}

/// Makes new options with contents that make sense in a message.
struct OptionTemplate {
    private let context: EditingContext
    private let list: OptionList
    private let type: UInt8
    private let source: IPv6Address

    init(_ list: OptionList, octets: [UInt8], _ context: EditingContext) {
        self.context = context
        self.list = list
        type = octets.indices.contains(list.base + 2) ? octets[list.base + 2] : 0
        var report = NoProblems()
        source = PacketView(octets.span.bytes, problems: &report).source
    }

    /// An option by its name, with what it tells where that was given.
    func octets(of name: String, _ value: String?) throws(Refusal) -> [UInt8] {
        let type = try OptionNames.type(name)
        if type == 0 {
            guard value == nil else {
                throw Refusal(
                    words: "Pad1 has no value: found \"\(value ?? "")\", expected nothing")
            }
            return [0]
        }
        if type == 1 {
            let count = value.map { UInt8($0) } ?? 4
            guard let count, count >= 2 else {
                throw Refusal(
                    words: "\"\(value ?? "")\" does not fit PadN: expected a number of octets from 2 to 255")
            }
            return [1, count - 2] + [UInt8](repeating: 0, count: Int(count) - 2)
        }
        let format = list.format
        let isBindingIdentifier =
            type == format.bindingIdentifierType || type == OptionKind.bindingIdentifier.rawValue
        let kind = isBindingIdentifier ? .bindingIdentifier : OptionKind(number: type)
        let data: [UInt8]
        if let kind { data = try contents(of: kind, value) } else { data = try unknown(value, type) }
        guard let length = UInt8(exactly: data.count) else {
            throw Refusal(
                words: "The option would have \(data.count) octets of data: expected 255 at most")
        }
        return [isBindingIdentifier ? format.bindingIdentifierType : type, length] + data
    }

    private func unknown(_ value: String?, _ type: UInt8) throws(Refusal) -> [UInt8] {
        guard let value else { return [] }
        guard let octets = Hexadecimal.octets(value) else {
            throw refusal(value, MobilityOptionType(rawValue: type).name.description, "octets in hexadecimal")
        }
        return octets
    }

    private func refusal(_ value: String, _ name: String, _ expected: String) -> Refusal {
        Refusal(words: "\"\(value)\" does not fit \(name): expected \(expected)")
    }

    private func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ value: String?, _ usual: Number, _ name: String
    ) throws(Refusal) -> [UInt8] {
        let number = value.map { Number($0) } ?? usual
        guard let number else { throw refusal(value ?? "", name, "a number from 0 to \(Number.max)") }
        return FieldValue.split(UInt64(number), Number.bitWidth / 8)
    }

    private func ipv6(_ value: String?, _ usual: IPv6Address, _ name: String) throws(Refusal)
        -> [UInt8]
    {
        guard let value else { return usual.octets }
        guard let address = IPv6Address(value) else { throw refusal(value, name, "an IPv6 address") }
        return address.octets
    }

    private func ipv4(_ value: String?, _ usual: IPv4Address, _ name: String) throws(Refusal)
        -> [UInt8]
    {
        guard let value else { return usual.octets }
        guard let address = IPv4Address(value) else { throw refusal(value, name, "an IPv4 address") }
        return address.octets
    }

    /// An address of the documentation (RFC 3849, RFC 5737) where nothing better is known.
    private static let example = IPv6Address(high: 0x2001_0db8_00f0_0000, low: 0x100)
    private static let exampleIPv4 = IPv4Address(0xc000_0201)

    private func contents(of kind: OptionKind, _ value: String?) throws(Refusal) -> [UInt8] {
        switch kind {
        case .bindingRefreshAdvice: return try number(value, UInt16(10), "Refresh Interval")
        case .alternateCareOfAddress:
            return try ipv6(value, context.careOfAddress ?? source, "Alternate Care-of Address")
        case .nonceIndices: return [0, 0, 0, 0]
        case .bindingAuthorizationData: return [UInt8](repeating: 0, count: Authenticator.size)
        case .mobileNetworkPrefix:
            let prefix = context.prefixes.first ?? IPv6Prefix(Self.example.masked(to: 48), length: 48)
            return [0, UInt8(clamping: prefix.length)]
                + (try ipv6(value, prefix.address, "Mobile Network Prefix"))
        case .linkLayerAddress:
            // Code 2: of the mobile node (RFC 5568 §6.4.3); a locally administered address.
            return [2] + (value == nil ? [2, 0, 0, 0, 0, 1] : try unknown(value, kind.rawValue))
        case .mobileNodeIdentifier:
            let identifier = Array((value ?? context.identifier).utf8)
            guard identifier.count < 255 else {
                throw refusal("…", "Identifier", "text of 254 octets at most")
            }
            return [1] + identifier
        case .messageAuthentication:
            // RFC 4285 §5.1: subtype 1, SPI, and the authenticator, which is made last.
            return [MobilityMessageAuthentication.homeAgentSubtype]
                + (try number(value, context.spi, "Mobility SPI"))
                + [UInt8](repeating: 0, count: Authenticator.size)
        case .messageIdentification: return try number(value, context.timestamp, "Timestamp")
        case .ipv4HomeAddress:
            return [32 << 2, 0] + (try ipv4(value, .unspecified, "IPv4 Home Address"))
        case .ipv4AddressAcknowledgement:
            return [0, 32 << 2] + (try ipv4(value, Self.exampleIPv4, "IPv4 Home Address"))
        case .natDetection: return [0, 0] + (try number(value, UInt32(0), "Refresh Time"))
        case .ipv4CareOfAddress: return [0, 0] + (try ipv4(value, Self.exampleIPv4, "IPv4 Care-of Address"))
        case .bindingIdentifier: return try bindingIdentifier(value)
        case .flowSummary: return try number(value, UInt16(1), "FID")
        case .flowIdentification:
            // RFC 6089 §4.2: FID, FID-PRI 1, and a Binding Reference to the first BID.
            return try number(value, UInt16(1), "FID") + [0, 1, 0, 0, 2, 2]
                + FieldValue.split(UInt64(context.bindings.first?.bid ?? 1), 2)
        }
    }

    /// A BID that is not in the message yet: the next of the node's with its care-of address, else the next number.
    private func bindingIdentifier(_ value: String?) throws(Refusal) -> [UInt8] {
        let used = list.items.compactMap { item -> UInt16? in
            guard item.octets.count >= 4,
                list.format.kind(ofType: item.type, length: item.octets.count - 2) == .bindingIdentifier
            else { return nil }
            return UInt16(item.octets[2]) << 8 | UInt16(item.octets[3])
        }
        let bid: UInt16
        if let value {
            guard let number = UInt16(value), number > 0 else {
                // R-028: 0 is reserved; who wants it can set the field.
                throw refusal(value, "BID", "a number from 1 to 65535")
            }
            bid = number
        } else if let next = context.bindings.first(where: { !used.contains($0.bid) }) {
            bid = next.bid
        } else {
            bid = (used + context.bindings.map(\.bid)).max().map { $0 == .max ? 1 : $0 + 1 } ?? 1
        }
        // R-017, R-042: a care-of address stands in a Binding Update only; elsewhere the option names the binding.
        let isUpdate = type == MessageKind.bindingUpdate.rawValue
        let known = context.bindings.first { $0.bid == bid }?.careOfAddress
        // Of a new BID: the address that the message comes from.
        let leavesByOwn = context.bindings.contains { $0.careOfAddress == .ipv6(source) }
        let new = leavesByOwn ? source : context.careOfAddress ?? source
        let address: [UInt8]
        switch isUpdate && list.format.profile != .shisa
            ? known ?? new.asCareOf : nil
        {
        case .ipv6(let ipv6): address = ipv6.octets
        case .ipv4(let ipv4): address = ipv4.octets
        case nil: address = []
        }
        var flags: UInt8 = 0
        if list.format.profile == .draft06, !address.isEmpty { flags = address.count == 4 ? 0x90 : 0x80 }
        return FieldValue.split(UInt64(bid), 2) + [0, flags] + address
    }
}

extension IPv6Address {
    fileprivate var asCareOf: CareOfAddress { .ipv6(self) }
}
