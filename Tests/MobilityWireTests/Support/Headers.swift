import MobilityWire

// Headers for tests, made octet by octet and independently of the code under test. Each wraps what it is given.

/// The number as two octets.
func two(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xff), UInt8(number & 0xff)] }

/// An address from its text; the tests' own texts are right.
func address(_ text: String) -> IPv6Address { IPv6Address(text) ?? .unspecified }

let careOf = "2001:db8:a::10"
let homeAgent = "2001:db8:1::1"
let homeAddress = "2001:db8:1::1234"

/// An IPv6 header. `length` is what its field says, that of `content` unless given.
func ipv6(
    _ next: UInt8, from source: String = careOf, to destination: String = homeAgent, hopLimit: UInt8 = 64,
    length: Int? = nil, _ content: [UInt8]
) -> [UInt8] {
    [0x60, 0, 0, 0] + two(length ?? content.count) + [next, hopLimit] + address(source).octets
        + address(destination).octets + content
}

/// An IPv4 header with its checksum.
func ipv4(
    _ protocolNumber: UInt8, flags: Int = 0x4000, identification: Int = 0, length: Int? = nil,
    options: [UInt8] = [], timeToLive: UInt8 = 64, _ content: [UInt8]
) -> [UInt8] {
    var header: [UInt8] =
        [0x45 + UInt8(options.count / 4), 0] + two(length ?? 20 + options.count + content.count)
        + two(identification) + two(flags) + [timeToLive, protocolNumber, 0, 0]
    header += [192, 0, 2, 10, 198, 51, 100, 1] + options
    let sum = complementedSum(header)
    header[10] = UInt8(sum >> 8)
    header[11] = UInt8(sum & 0xff)
    return header + content
}

/// A UDP header; the checksum field holds `checksum`, 0 unless given.
func udp(
    from source: Int = 50_000, to destination: Int = 4191, checksum: Int = 0, length: Int? = nil,
    _ content: [UInt8]
) -> [UInt8] {
    two(source) + two(destination) + two(length ?? 8 + content.count) + two(checksum) + content
}

/// An extension header of options (RFC 8200 §4.2); the options' octets must come to 8n+6.
func options(_ next: UInt8, _ options: [UInt8], _ content: [UInt8]) -> [UInt8] {
    [next, UInt8((options.count + 2) / 8 - 1)] + options + content
}

/// A Destination Options header with a Home Address option, as RFC 6275 §6.3 asks for.
func homeAddressOption(_ next: UInt8, of home: String = homeAddress, _ content: [UInt8]) -> [UInt8] {
    options(next, [1, 2, 0, 0, 0xc9, 16] + address(home).octets, content)
}

/// A type 2 routing header (RFC 6275 §6.4).
func routing2(
    _ next: UInt8, of home: String = homeAddress, segmentsLeft: UInt8 = 1, reserved: UInt8 = 0,
    _ content: [UInt8]
) -> [UInt8] {
    [next, 2, 2, segmentsLeft, reserved, 0, 0, 0] + address(home).octets + content
}

/// A fragment header (RFC 8200 §4.5); `offset` counts octets.
func fragment(
    _ next: UInt8, _ offset: Int, more: Bool, identification: UInt8 = 7, _ content: [UInt8]
) -> [UInt8] {
    [next, 0] + two(offset | (more ? 1 : 0)) + [0, 0, 0, identification] + content
}

/// The checksum over words, added one by one (RFC 1071 §4.1).
func complementedSum(_ octets: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: octets.count, by: 2) {
        let low = index + 1 < octets.count ? octets[index + 1] : 0
        sum += UInt32(octets[index]) << 8 | UInt32(low)
        sum = (sum & 0xffff) + (sum >> 16)
    }
    return ~UInt16(sum)
}

/// A Binding Refresh Request, whose checksum is not right.
let refreshRequest: [UInt8] = [59, 0, 0, 0, 0, 0, 0, 0]
