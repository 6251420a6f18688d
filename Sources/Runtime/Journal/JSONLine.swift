/// One JSON object in one line, its members in the order in which they are added (RFC 8259).
///
/// Bytes and not strings are appended, so that thousands of entries cost little.
public struct JSONLine {
    private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]
    private var isFirst = true

    /// An object without members.
    public init() {}

    /// The line without its end of line.
    public var text: String {
        var complete = bytes
        complete.append(UInt8(ascii: "}"))
        return String(decoding: complete, as: UTF8.self)
    }

    /// Adds a string.
    public mutating func add(_ key: String, _ value: String) {
        begin(key)
        quote(value)
    }

    /// Adds a string, where there is one.
    public mutating func add(_ key: String, _ value: String?) {
        if let value { add(key, value) }
    }

    /// Adds a number.
    public mutating func add(_ key: String, _ value: some BinaryInteger) {
        begin(key)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Adds a number, where there is one.
    public mutating func add(_ key: String, _ value: (some BinaryInteger)?) {
        if let value { add(key, value) }
    }

    /// Adds true or false.
    public mutating func add(_ key: String, _ value: Bool) {
        begin(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Adds strings as an array.
    public mutating func add(_ key: String, _ values: [String]) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            quote(value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Adds an instant or an interval in seconds, all nine digits behind the point.
    public mutating func add(seconds key: String, _ nanoseconds: Int64) {
        begin(key)
        if nanoseconds < 0 { bytes.append(UInt8(ascii: "-")) }
        let size = nanoseconds.magnitude
        bytes.append(contentsOf: String(size / 1_000_000_000).utf8)
        bytes.append(UInt8(ascii: "."))
        let fraction = String(size % 1_000_000_000)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 9 - fraction.utf8.count))
        bytes.append(contentsOf: fraction.utf8)
    }

    /// Adds octets in hexadecimal digits.
    public mutating func add(hexadecimal key: String, _ octets: [UInt8]) {
        begin(key)
        bytes.append(UInt8(ascii: "\""))
        for octet in octets {
            bytes.append(JSONLine.digits[Int(octet >> 4)])
            bytes.append(JSONLine.digits[Int(octet & 0x0f)])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func begin(_ key: String) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        quote(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20, 0x7f:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(JSONLine.digits[Int(byte >> 4)])
                bytes.append(JSONLine.digits[Int(byte & 0x0f)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
