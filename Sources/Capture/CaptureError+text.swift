#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

extension CaptureError: CustomStringConvertible {
    /// One line for a person, without the name of the file, which the caller knows.
    public var description: String {
        switch self {
        case .empty:
            "the file is empty"
        case .notACapture(let octets):
            "not a pcap or pcapng capture" + (Self.otherFormat(octets).map { ": this is \($0)" } ?? "")
        case .modifiedPcap:
            "the modified pcap format (magic a1b2cd34) is not supported; editcap can convert it"
        case .unsupportedVersion(let format, let major, let minor, let offset):
            "\(format.rawValue) version \(major).\(minor) at offset \(offset) is not supported"
        case .truncated(let part, let offset, let expected, let found):
            "the capture ends inside the \(part.rawValue) at offset \(offset): "
                + "\(expected) octets expected, \(found) found"
        case .tooLong(let part, let offset, let length, let limit):
            "the \(part.rawValue) at offset \(offset) says it is \(length) octets long; the limit is \(limit)"
        case .byteOrderMagic(let offset, let found):
            "the section at offset \(offset) has byte-order magic \(hexadecimal(found)) instead of 1a2b3c4d"
        case .blockLength(let offset, let found, let minimum):
            found < minimum
                ? "the block at offset \(offset) says it is \(found) octets long; it needs at least \(minimum)"
                : "the block at offset \(offset) says it is \(found) octets long, not a multiple of 4"
        case .blockLengthsDiffer(let offset, let first, let second):
            "the block at offset \(offset) says it is \(first) octets long, and at its end \(second)"
        case .packetBeyondBlock(let offset, let length, let room):
            "the packet in the block at offset \(offset) says it is \(length) octets long; "
                + "the block has room for \(room)"
        case .optionBeyondBlock(let offset, let option):
            "option \(option) at offset \(offset) reaches beyond the end of its block"
        case .optionLength(let offset, let option, let expected, let found):
            "option \(option) at offset \(offset) has \(found) octets instead of \(expected)"
        case .unknownInterface(let offset, let found, let described):
            "the packet in the block at offset \(offset) names interface \(found); "
                + "its section has described \(described)"
        case .tooManyInterfaces(let offset, let limit):
            "the section describes more than \(limit) interfaces (block at offset \(offset))"
        case .system(let operation, let code):
            "cannot \(operation.rawValue): " + (strerror(code).map { String(cString: $0) } ?? "error \(code)")
        case .directory:
            "is a directory"
        case .severalInterfaces:
            "a pcap capture holds packets of one interface; several need pcapng"
        case .undescribedInterface(let interface, let described):
            "a packet names interface \(interface) of \(described)"
        case .packetTooLong(let length, let limit):
            "a packet of \(length) octets is too long for a capture; the limit is \(limit)"
        case .unwritableTime(let nanoseconds):
            "a time of \(nanoseconds) ns since 1970 does not fit into the capture format"
        }
    }

    /// What else a file is that people hand to capture tools, by its first octets.
    private static func otherFormat(_ octets: [UInt8]) -> String? {
        let known: [(first: [UInt8], name: String)] = [
            ([0x1f, 0x8b], "gzip; decompress it first"),
            ([0x28, 0xb5, 0x2f, 0xfd], "zstd; decompress it first"),
            ([0x04, 0x22, 0x4d, 0x18], "lz4; decompress it first"),
            ([0xfd, 0x37, 0x7a, 0x58], "xz; decompress it first"),
            ([0x42, 0x5a, 0x68], "bzip2; decompress it first"),
            (Array("snoo".utf8), "a snoop capture; editcap can convert it"),
        ]
        return known.first { octets.starts(with: $0.first) }?.name
    }
}

/// Eight hexadecimal digits.
private func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}
