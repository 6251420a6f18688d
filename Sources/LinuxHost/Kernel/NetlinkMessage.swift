internal import CNetlink

/// A message of rtnetlink without its header: a fixed part, then attributes (RFC 3549 §2.3). Numbers are in the byte
/// order of the machine, addresses in that of the network.
struct NetlinkMessage {
    /// RTM_NEWLINK and so on.
    var type: UInt16
    /// NLM_F_REQUEST and so on.
    var flags: UInt16
    /// Fixed part and attributes.
    var body: [UInt8]

    /// A message to be filled.
    init(_ type: Int, flags: Int32 = 0) {
        self.type = UInt16(truncatingIfNeeded: type)
        self.flags = UInt16(truncatingIfNeeded: flags)
        body = []
    }

    /// A message that was received.
    init(type: UInt16, flags: UInt16, body: [UInt8]) {
        self.type = type
        self.flags = flags
        self.body = body
    }

    /// Appends a fixed part, or anything that is laid out as C has it.
    mutating func append<Part: BitwiseCopyable>(_ part: Part) {
        withUnsafeBytes(of: part) { body.append(contentsOf: $0) }
        align()
    }

    /// Appends an attribute.
    mutating func append(attribute type: Int, _ octets: [UInt8]) {
        append(header: 4 + octets.count, type)
        body.append(contentsOf: octets)
        align()
    }

    /// Appends an attribute that holds a number.
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(attribute type: Int, _ number: Number) {
        append(attribute: type, withUnsafeBytes(of: number) { Array($0) })
    }

    /// Appends an attribute that holds a text with a zero behind it.
    mutating func append(attribute type: Int, text: String) {
        append(attribute: type, Array(text.utf8) + [0])
    }

    /// Appends an attribute that holds attributes.
    mutating func append(nested type: Int, _ fill: (inout NetlinkMessage) -> Void) {
        var inner = NetlinkMessage(type: 0, flags: 0, body: [])
        fill(&inner)
        append(attribute: type, inner.body)
    }

    private mutating func append(header length: Int, _ type: Int) {
        let header = (UInt16(truncatingIfNeeded: length), UInt16(truncatingIfNeeded: type))
        withUnsafeBytes(of: header) { body.append(contentsOf: $0) }
    }

    private mutating func align() {
        while body.count % 4 != 0 { body.append(0) }
    }

    /// The fixed part at the beginning of the body; nil where the message is shorter.
    func fixed<Part: BitwiseCopyable>(as type: Part.Type) -> Part? {
        guard body.count >= MemoryLayout<Part>.size else { return nil }
        return body.withUnsafeBytes { $0.loadUnaligned(as: Part.self) }
    }

    /// The attributes behind a fixed part.
    func attributes<Part: BitwiseCopyable>(after type: Part.Type) -> NetlinkAttributes {
        let start = (MemoryLayout<Part>.size + 3) & ~3
        return NetlinkAttributes(start <= body.count ? body[start...] : [])
    }
}

/// Attributes one after another: length, type, value, padding to four octets. What does not fit ends the reading.
struct NetlinkAttributes {
    private let octets: ArraySlice<UInt8>

    init(_ octets: ArraySlice<UInt8>) {
        self.octets = octets
    }

    /// The value of the first attribute of a type.
    subscript(type: Int) -> ArraySlice<UInt8>? {
        var rest = octets
        while let (found, value) = NetlinkAttributes.next(&rest) {
            // The two highest bits are flags (NLA_F_NESTED, NLA_F_NET_BYTEORDER).
            if Int(found & 0x3fff) == type { return value }
        }
        return nil
    }

    private static func next(_ rest: inout ArraySlice<UInt8>) -> (UInt16, ArraySlice<UInt8>)? {
        guard rest.count >= 4, let length = rest.native(UInt16.self),
            let type = rest.dropFirst(2).native(UInt16.self),
            length >= 4, Int(length) <= rest.count
        else { return nil }
        let value = rest.dropFirst(4).prefix(Int(length) - 4)
        rest = rest.dropFirst((Int(length) + 3) & ~3)
        return (type, value)
    }
}

extension ArraySlice<UInt8> {
    /// What stands at the beginning, laid out as C has it; nil where there is too little.
    func native<Value: BitwiseCopyable>(_ type: Value.Type) -> Value? {
        guard count >= MemoryLayout<Value>.size else { return nil }
        return withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
    }

    /// A text up to its zero.
    var text: String { String(decoding: prefix { $0 != 0 }, as: UTF8.self) }
}
