/// No link layer at all: the packet's first four bits are the version of IP.
enum RawIP {
    static func networkLayer(of frame: RawSpan) -> NetworkLayer {
        guard !frame.isEmpty else { return .missing(.tooShort(expected: 1, found: 0)) }
        let version = frame.unsafeLoad(fromByteOffset: 0, as: UInt8.self) >> 4
        return switch version {
        case 6: .ipv6(offset: 0)
        case 4: .ipv4(offset: 0)
        default: .missing(.unknownVersion(version))
        }
    }
}
