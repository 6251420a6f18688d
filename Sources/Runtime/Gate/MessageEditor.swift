public import MobilityWire

/// Changes fields of a message by their names, and makes its checksum right again unless that is what was changed.
///
/// A field is named by as much of its path as makes it one, in small letters with `-` for blanks: `status`,
/// `binding-identifier:2/status` for that of the option whose value is 2 (`bid:2/status` for short), or
/// `binding-identifier#1/status` for the second of its name. Or by octets: `@40` is the octet at offset 40 from the
/// beginning of the packet, and its value octets in hexadecimal.
public struct MessageEditor: Sendable {
    /// The message from the outermost IP header on.
    public private(set) var octets: [UInt8]
    private let format: WireFormat

    /// An editor of a message in a format.
    public init(_ octets: [UInt8], format: WireFormat) {
        self.octets = octets
        self.format = format
    }

    /// A field with the names that lead to it.
    public struct Place: Sendable {
        /// The field.
        public var field: Field
        /// `mobility-header/binding-identifier#1/status`.
        public var path: String
        /// The value of each field on the way, for `name:value`.
        var values: [String]
    }

    /// Why something could not be changed.
    public struct Failure: Error, Hashable, Sendable {
        /// What is wrong, and what would be accepted.
        public var words: String
    }

    /// All fields, in the order of the packet, those around others first.
    public var places: [Place] {
        var places: [Place] = []
        var twins: [String: Int] = [:]
        func add(_ field: Field, _ path: String, _ values: [String]) {
            var own = (path.isEmpty ? "" : path + "/") + MessageEditor.name(of: field)
            let before = twins[own, default: 0]
            twins[own] = before + 1
            if before > 0 { own += "#\(before)" }
            let values = values + [String(field.value.prefix { $0 != " " })]
            places.append(Place(field: field, path: own, values: values))
            for child in field.children { add(child, own, values) }
        }
        var report = NoProblems()
        let packet = PacketView(octets.span.bytes, problems: &report)
        for field in packet.headerFields { add(field, "", []) }
        guard case .mobility = packet.facts.kind, let header = try? MobilityHeaderView(packet.payload) else {
            return places
        }
        add(header.fields(format: format, base: packet.facts.payloadOffset), "", [])
        return places
    }

    /// Gives a field another value: a number (decimal, or hexadecimal with `0x`), an address, or octets in hexadecimal.
    ///
    /// - Returns: what changed, in words: `Status 0 → 130`.
    public mutating func set(_ field: String, _ value: String) throws(Failure) -> String {
        if field.hasPrefix("@") { return try setOctets(at: field, value) }
        let place = try place(field)
        let target = place.field
        // Bits of one octet are set together, or the others would be lost without a word.
        let parent = place.path.split(separator: "/").dropLast()
        let sharing = places.first {
            $0.path != place.path && $0.path.split(separator: "/").dropLast() == parent
                && $0.field.octets.overlaps(target.octets)
        }
        if let sharing {
            throw Failure(
                words:
                    "\(target.name) shares its octet with \(sharing.field.name): expected @\(target.offset) and "
                    + "both in hexadecimal")
        }
        let new = try MessageEditor.octets(of: value, for: target)
        guard target.offset >= 0, target.offset + new.count <= octets.count else {
            throw Failure(words: "\(target.name) is not in the message as a whole.")
        }
        octets.replaceSubrange(target.offset..<target.offset + new.count, with: new)
        if !target.name.hasPrefix("Checksum") { correctChecksum() }
        let now = places.first { $0.path == place.path }?.field.value ?? value
        return "\(target.name) \(target.value) → \(now)"
    }

    private mutating func setOctets(at field: String, _ value: String) throws(Failure) -> String {
        let digits = field.dropFirst()
        let number = digits.hasPrefix("0x") ? Int(digits.dropFirst(2), radix: 16) : Int(digits)
        guard let offset = number, let new = MessageEditor.hexadecimal(value), !new.isEmpty, offset >= 0,
            offset <= octets.count - new.count
        else {
            throw Failure(
                words:
                    "expected an offset from @0 to @\(max(0, octets.count - 1)) and octets in hexadecimal that fit"
            )
        }
        let before = octets[offset..<offset + new.count].map { MessageEditor.digits($0) }.joined()
        octets.replaceSubrange(offset..<offset + new.count, with: new)
        return "octets at \(offset) \(before) → \(new.map { MessageEditor.digits($0) }.joined())"
    }

    /// The one field that a path names.
    private func place(_ wanted: String) throws(Failure) -> Place {
        let places = places.filter { $0.field.length > 0 }
        if let exact = places.first(where: { $0.path == wanted }) { return exact }
        let matches = places.filter { MessageEditor.matches($0, wanted) }
        // Of a message's own status and those of its options, the message's own is meant.
        let depth = matches.map(\.values.count).min()
        let nearest = matches.filter { $0.values.count == depth }
        if nearest.count == 1, let only = nearest.first { return only }
        // What most are looking for is in the message, not in the headers around it.
        let message = places.filter { $0.path.hasPrefix("mobility-header/") }
        let candidates = (message.isEmpty ? places : message).filter { $0.field.children.isEmpty }
        let known = (nearest.isEmpty ? candidates : nearest).map(\.path)
        throw Failure(
            words: (nearest.isEmpty
                ? "there is no field \"\(wanted)\"" : "\"\(wanted)\" could be several fields")
                + ": expected \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", …" : "")")
    }

    private static func matches(_ place: Place, _ wanted: String) -> Bool {
        let names = place.path.split(separator: "/")
        let parts = wanted.split(separator: "/")
        guard !parts.isEmpty, parts.count <= names.count else { return false }
        let first = names.count - parts.count
        return parts.indices.allSatisfy { index in
            let pieces = parts[index].split(separator: ":", maxSplits: 1)
            let name = pieces.first == "bid" ? "binding-identifier" : pieces.first ?? ""
            let own = names[first + index]
            guard own == name || own.split(separator: "#").first == name else { return false }
            return pieces.count < 2 || place.values[first + index] == pieces[1]
        }
    }

    /// A field's name as paths write it.
    static func name(of field: Field) -> String {
        field.name.lowercased().replacing(" #", with: "").replacing(" ", with: "-").replacing("/", with: "-")
    }

    // MARK: Octets

    private static func octets(of value: String, for field: Field) throws(Failure) -> [UInt8] {
        if field.length == 16, let address = IPv6Address(value) {
            return (0..<8).map { UInt8(truncatingIfNeeded: address.high >> (56 - 8 * $0)) }
                + (0..<8).map { UInt8(truncatingIfNeeded: address.low >> (56 - 8 * $0)) }
        }
        if field.length <= 8 {
            let number = value.hasPrefix("0x") ? UInt64(value.dropFirst(2), radix: 16) : UInt64(value)
            let most = field.length == 8 ? UInt64.max : (UInt64(1) << (8 * UInt64(field.length))) - 1
            if let number, number <= most {
                return (0..<field.length).map {
                    UInt8(truncatingIfNeeded: number >> UInt64(8 * (field.length - 1 - $0)))
                }
            }
            if let octets = hexadecimal(value), octets.count == field.length, value.count > 1 {
                return octets
            }
            throw Failure(
                words: "\"\(value)\" does not fit \(field.name): expected a number from 0 to \(most)")
        }
        guard let octets = hexadecimal(value), octets.count == field.length else {
            throw Failure(
                words: "\"\(value)\" does not fit \(field.name): expected "
                    + (field.length == 16 ? "an IPv6 address or " : "")
                    + "\(field.length) octets in hexadecimal")
        }
        return octets
    }

    private static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var octets: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let octet = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
            else {
                return nil
            }
            octets.append(octet)
        }
        return octets
    }

    private static func digits(_ octet: UInt8) -> String {
        (octet < 16 ? "0" : "") + String(octet, radix: 16)
    }

    /// Makes the checksum of the message right for what is in it (RFC 6275 §6.1.1).
    private mutating func correctChecksum() {
        guard let (offset, sum) = MessageEditor.checksum(of: octets), offset + 2 <= octets.count else {
            return
        }
        octets[offset] = UInt8(truncatingIfNeeded: sum >> 8)
        octets[offset + 1] = UInt8(truncatingIfNeeded: sum)
    }

    /// Where the checksum of a Mobility Header stands, and what would be right.
    private static func checksum(of octets: [UInt8]) -> (offset: Int, sum: UInt16)? {
        var report = NoProblems()
        let packet = PacketView(octets.span.bytes, problems: &report)
        guard case .mobility = packet.facts.kind, let sums = packet.checksums else { return nil }
        return (packet.facts.payloadOffset + 4, sums.computed)
    }

    private struct NoProblems: ProblemSink {
        mutating func report(_ problem: Problem) {}
    }
}
