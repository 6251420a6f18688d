/// Base64 (RFC 4648 §4) for the clipboard sequence; the standard library has none without Foundation.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text of octets.
    static func encoded(_ octets: some Collection<UInt8>) -> String {
        var text = [UInt8]()
        var rest = octets[...]
        while !rest.isEmpty {
            let group = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            let bits =
                UInt32(group[0]) << 16 | (group.count > 1 ? UInt32(group[1]) << 8 : 0)
                | (group.count > 2 ? UInt32(group[2]) : 0)
            for index in 0..<4 {
                let digit = alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)]
                text.append(index <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
