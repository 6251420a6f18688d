internal import MobilityWire

/// Writes values behind each other into few octets. What it writes `OctetUnpacker` reads; so there is no
/// alignment; where octets are kept, `RecordingFormat` has a version, which changes with them.
struct OctetPacker {
    var octets: [UInt8]

    mutating func put(_ octet: UInt8) { octets.append(octet) }

    mutating func put(_ flag: Bool) { octets.append(flag ? 1 : 0) }

    /// Seven bits an octet, the lowest first; the eighth says that more follow.
    mutating func put(number: UInt64) {
        var rest = number
        while rest > 0x7f {
            octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        octets.append(UInt8(truncatingIfNeeded: rest))
    }

    /// The sign in the lowest bit, so that small numbers of either sign are short.
    mutating func put(signed number: Int64) {
        put(number: UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    mutating func put(_ run: [UInt8]) {
        put(number: UInt64(run.count))
        octets.append(contentsOf: run)
    }

    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            put(number: UInt64(utf8.count))
            octets.append(contentsOf: utf8)
        }
    }

    mutating func put(_ address: IPv6Address) {
        put(fixed: address.high)
        put(fixed: address.low)
    }

    mutating func put(_ address: IPv4Address) {
        for shift in stride(from: 24, through: 0, by: -8) {
            octets.append(UInt8(truncatingIfNeeded: address.value >> UInt32(shift)))
        }
    }

    mutating func put(_ address: CareOfAddress) {
        switch address {
        case .ipv6(let address):
            put(6 as UInt8)
            put(address)
        case .ipv4(let address):
            put(4 as UInt8)
            put(address)
        }
    }

    mutating func put(_ prefix: IPv6Prefix) {
        put(prefix.address)
        put(UInt8(clamping: prefix.length))
    }

    /// A value that may be absent.
    mutating func put<Value>(_ value: Value?, _ write: (inout OctetPacker, Value) -> Void) {
        put(value != nil)
        if let value { write(&self, value) }
    }

    private mutating func put(fixed number: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            octets.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }
}

/// Reads what `OctetPacker` wrote. Behind the end everything is zero: a mistake there shows as a wrong entry, and does
/// not end the program.
struct OctetUnpacker {
    private let octets: [UInt8]
    private var position: Int
    /// Whether something was read behind the end.
    private(set) var isOverrun = false
    /// Whether nothing is left.
    var isAtEnd: Bool { position >= octets.count }

    init(_ octets: [UInt8], from position: Int) {
        self.octets = octets
        self.position = position
    }

    mutating func octet() -> UInt8 {
        guard position < octets.count else {
            isOverrun = true
            return 0
        }
        defer { position += 1 }
        return octets[position]
    }

    mutating func flag() -> Bool { octet() != 0 }

    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let part = octet()
            number |= UInt64(part & 0x7f) << shift
            if part & 0x80 == 0 { break }
            shift += 7
        }
        return number
    }

    mutating func signed() -> Int64 {
        let number = number()
        return Int64(bitPattern: (number >> 1) ^ (0 &- (number & 1)))
    }

    mutating func run() -> [UInt8] {
        let count = Int(clamping: number())
        if count > octets.count - position { isOverrun = true }
        let end = min(octets.count, position + min(count, octets.count))
        defer { position = end }
        return Array(octets[position..<end])
    }

    mutating func text() -> String {
        let count = Int(clamping: number())
        if count > octets.count - position { isOverrun = true }
        let end = min(octets.count, position + min(count, octets.count))
        defer { position = end }
        return String(decoding: octets[position..<end], as: UTF8.self)
    }

    mutating func ipv6() -> IPv6Address { IPv6Address(high: fixed(8), low: fixed(8)) }

    mutating func ipv4() -> IPv4Address { IPv4Address(UInt32(truncatingIfNeeded: fixed(4))) }

    mutating func careOfAddress() -> CareOfAddress { octet() == 4 ? .ipv4(ipv4()) : .ipv6(ipv6()) }

    mutating func prefix() -> IPv6Prefix {
        let address = ipv6()
        return IPv6Prefix(address, length: Int(octet()))
    }

    mutating func optional<Value>(_ read: (inout OctetUnpacker) -> Value) -> Value? {
        flag() ? read(&self) : nil
    }

    private mutating func fixed(_ count: Int) -> UInt64 {
        (0..<count).reduce(0) { number, _ in number << 8 | UInt64(octet()) }
    }
}
