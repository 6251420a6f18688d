// The text of addresses: RFC 5952 when written, RFC 4291 §2.2 when read. Text goes out as UTF-8 octets, because a
// decoder that prints a million lines must not build a String for each address.

extension IPv6Address: CustomStringConvertible, LosslessStringConvertible {
    /// The text of RFC 5952: lower case, no leading zeros, the longest run of zero groups (two or more) as `::`.
    public var description: String {
        var text = [UInt8]()
        appendText(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the text of RFC 5952 as ASCII octets; at most 45.
    public func appendText(to text: inout [UInt8]) {
        if isIPv4Mapped {
            text.append(contentsOf: "::ffff:".utf8)
            IPv4Address(UInt32(truncatingIfNeeded: low)).appendText(to: &text)
            return
        }
        let (runStart, runLength) = longestZeroRun()
        var index = 0
        while index < 8 {
            if index == runStart, runLength > 1 {
                text.append(Ascii.colon)
                if index == 0 { text.append(Ascii.colon) }
                index += runLength
                continue
            }
            Ascii.appendHexadecimal(group(index), to: &text)
            index += 1
            if index < 8 { text.append(Ascii.colon) }
        }
    }

    /// Group `index` (0…7) of 16 bits.
    private func group(_ index: Int) -> UInt16 {
        let half = index < 4 ? high : low
        return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (index & 3)))
    }

    /// The first of the longest runs of zero groups (RFC 5952 §4.2.3).
    private func longestZeroRun() -> (start: Int, length: Int) {
        var best = (start: -1, length: 0)
        var current = (start: -1, length: 0)
        for index in 0..<8 {
            guard group(index) == 0 else {
                current = (-1, 0)
                continue
            }
            current = current.length == 0 ? (index, 1) : (current.start, current.length + 1)
            if current.length > best.length { best = current }
        }
        return best
    }

    /// Reads any text form of RFC 4291 §2.2, without zone or prefix length; nil where it is none.
    public init?(_ text: String) {
        var groups = [UInt16]()
        var elision: Int?
        var rest = text.utf8[...]
        if rest.starts(with: "::".utf8) {
            elision = 0
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            let piece = rest.prefix { $0 != Ascii.colon }
            if piece.contains(Ascii.dot) {
                // A dotted quad stands for the last two groups.
                guard piece.count == rest.count, groups.count <= 6,
                    let quad = IPv4Address(String(decoding: piece, as: UTF8.self))
                else { return nil }
                groups.append(UInt16(quad.value >> 16))
                groups.append(UInt16(quad.value & 0xffff))
                rest = rest.dropFirst(piece.count)
                break
            }
            guard groups.count < 8, let value = Ascii.hexadecimal(piece, digits: 4) else { return nil }
            groups.append(UInt16(value))
            rest = rest.dropFirst(piece.count)
            guard !rest.isEmpty else { break }
            rest = rest.dropFirst()
            if rest.first == Ascii.colon {
                guard elision == nil else { return nil }
                elision = groups.count
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        if let elision {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: elision)
        }
        guard groups.count == 8 else { return nil }
        self.init(
            high: groups[0..<4].reduce(0) { $0 << 16 | UInt64($1) },
            low: groups[4..<8].reduce(0) { $0 << 16 | UInt64($1) })
    }
}

extension IPv4Address: CustomStringConvertible, LosslessStringConvertible {
    /// Dotted decimal.
    public var description: String {
        var text = [UInt8]()
        appendText(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends dotted decimal as ASCII octets; at most 15.
    public func appendText(to text: inout [UInt8]) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            Ascii.appendDecimal(UInt64(value >> shift & 0xff), to: &text)
            if shift > 0 { text.append(Ascii.dot) }
        }
    }

    /// Reads dotted decimal with exactly four numbers; nil where it is none.
    public init?(_ text: String) {
        let pieces = text.utf8.split(separator: Ascii.dot, omittingEmptySubsequences: false)
        guard pieces.count == 4 else { return nil }
        var value: UInt32 = 0
        for piece in pieces {
            guard let octet = Ascii.decimal(piece, digits: 3), octet < 256 else { return nil }
            value = value << 8 | UInt32(octet)
        }
        self.init(value)
    }
}

extension CareOfAddress: CustomStringConvertible, LosslessStringConvertible {
    /// The text of the address inside.
    public var description: String {
        switch self {
        case .ipv6(let address): address.description
        case .ipv4(let address): address.description
        }
    }

    /// Appends the text of the address as ASCII octets.
    public func appendText(to text: inout [UInt8]) {
        switch self {
        case .ipv6(let address): address.appendText(to: &text)
        case .ipv4(let address): address.appendText(to: &text)
        }
    }

    /// Reads an IPv4 address in dotted decimal, else an IPv6 address.
    public init?(_ text: String) {
        if let address = IPv4Address(text) {
            self = .ipv4(address)
        } else if let address = IPv6Address(text) {
            self = .ipv6(address)
        } else {
            return nil
        }
    }
}

extension IPv6Prefix: CustomStringConvertible, LosslessStringConvertible {
    /// `2001:db8::/32`.
    public var description: String { "\(address)/\(length)" }

    /// Reads `address/length`; nil where either is missing or the length is not 0…128. Bits behind are cleared.
    public init?(_ text: String) {
        let pieces = text.utf8.split(separator: Ascii.slash, omittingEmptySubsequences: false)
        guard pieces.count == 2, let length = Ascii.decimal(pieces[1], digits: 3), length <= 128,
            let address = IPv6Address(String(decoding: pieces[0], as: UTF8.self))
        else { return nil }
        self.init(address, length: length)
    }
}

/// ASCII octets and numbers in text.
package enum Ascii {
    package static let dot = UInt8(ascii: ".")
    package static let colon = UInt8(ascii: ":")
    package static let slash = UInt8(ascii: "/")

    /// Appends `number` in decimal.
    package static func appendDecimal(_ number: UInt64, to text: inout [UInt8]) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends `number` in lower-case hexadecimal without leading zeros.
    package static func appendHexadecimal(_ number: UInt16, to text: inout [UInt8]) {
        var shift: UInt16 = 12
        while shift > 0, number >> shift == 0 { shift -= 4 }
        while true {
            text.append(hexadecimalDigit(UInt8(number >> shift & 0xf)))
            if shift == 0 { return }
            shift -= 4
        }
    }

    /// The lower-case digit of the low four bits.
    package static func hexadecimalDigit(_ nibble: UInt8) -> UInt8 {
        let value = nibble & 0xf
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// A number of 1 to `digits` decimal digits and nothing else; `digits` at most 18.
    package static func decimal(_ text: some Collection<UInt8>, digits: Int) -> Int? {
        guard !text.isEmpty, text.count <= min(digits, 18) else { return nil }
        var value = 0
        for octet in text {
            guard octet >= UInt8(ascii: "0"), octet <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(octet - UInt8(ascii: "0"))
        }
        return value
    }

    /// A number of 1 to `digits` hexadecimal digits and nothing else; `digits` at most 15.
    package static func hexadecimal(_ text: some Collection<UInt8>, digits: Int) -> Int? {
        guard !text.isEmpty, text.count <= min(digits, 15) else { return nil }
        var value = 0
        for octet in text {
            guard let digit = hexadecimalValue(octet) else { return nil }
            value = value << 4 | Int(digit)
        }
        return value
    }

    /// The value of one hexadecimal digit of either case.
    package static func hexadecimalValue(_ octet: UInt8) -> UInt8? {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): octet - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): octet - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): octet - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
