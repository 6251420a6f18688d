import MobilityWire

/// Hides addresses, each always behind the same other one, so that a screen can be shown to strangers and still be
/// followed: documentation addresses (RFC 3849, RFC 5737), the link told by the third group, the host by the last.
///
/// No table is kept: what stands in place of an address follows from the address.
enum AddressMask {
    /// What stands in place of an address; those that are the same everywhere stay.
    static func masked(_ address: IPv6Address) -> IPv6Address {
        if address.isUnspecified || address.isLoopback || address.isMulticast || address.isIPv4Mapped {
            return address
        }
        let link = mixed(address.high) >> 52
        let host = mixed(address.high ^ mixed(address.low)) >> 48
        return IPv6Address(high: 0x2001_0db8_0000_0000 | (link | 0x1000) << 16, low: host | 1)
    }

    /// The same for IPv4.
    static func masked(_ address: IPv4Address) -> IPv4Address {
        if address.isUnspecified || address.isLoopback { return address }
        return IPv4Address(0xc000_0200 | UInt32(truncatingIfNeeded: mixed(UInt64(address.value)) >> 56))
    }

    /// A text with every address in it masked.
    static func masked(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }) else {
            return text
        }
        var result = ""
        var word = ""
        for scalar in text.unicodeScalars {
            if isPart(scalar) {
                word.unicodeScalars.append(scalar)
            } else {
                result += replaced(word)
                word = ""
                result.unicodeScalars.append(scalar)
            }
        }
        return result + replaced(word)
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "a"..."f", "A"..."F", ":", ".": true
        default: false
        }
    }

    private static func replaced(_ word: String) -> String {
        // A full stop or a colon may belong to the sentence.
        var body = word
        var tail = ""
        while let last = body.last, last == "." || last == ":", !body.hasSuffix("::") {
            tail = String(last) + tail
            body.removeLast()
        }
        if body.count(where: { $0 == ":" }) >= 2, let address = IPv6Address(body) {
            return masked(address).description + tail
        }
        if body.count(where: { $0 == "." }) == 3, let address = IPv4Address(body) {
            return masked(address).description + tail
        }
        return word
    }

    /// A mixing of 64 bits: the finalizer of splitmix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
