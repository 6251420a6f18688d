/// What stands before each packet of a TUN device with offload (struct virtio_net_hdr, in the machine's byte order).
struct OffloadHeader: Equatable {
    /// Its size.
    static let size = 10

    /// VIRTIO_NET_HDR_F_NEEDS_CSUM: the checksum field holds the sum of the pseudo-header only.
    var needsChecksum = false
    /// VIRTIO_NET_HDR_GSO_NONE (0), or _TCPV6 (4): the packet stands for several. The bit for ECN is left out.
    var kind: UInt8 = 0
    /// Octets of headers.
    var headerLength: UInt16 = 0
    /// Octets of payload in each of the several.
    var segmentSize: UInt16 = 0
    /// Where the sum begins, and where behind that it is stored.
    var checksumStart: UInt16 = 0
    var checksumOffset: UInt16 = 0

    /// VIRTIO_NET_HDR_GSO_TCPV6.
    static let tcp: UInt8 = 4

    /// A packet that is what it is.
    init() {}

    /// Reads one.
    init(_ octets: UnsafeRawBufferPointer) {
        needsChecksum = octets[0] & 1 != 0
        kind = octets[1] & 0x7f
        headerLength = octets.loadUnaligned(fromByteOffset: 2, as: UInt16.self)
        segmentSize = octets.loadUnaligned(fromByteOffset: 4, as: UInt16.self)
        checksumStart = octets.loadUnaligned(fromByteOffset: 6, as: UInt16.self)
        checksumOffset = octets.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    }

    /// Writes it.
    func write(to octets: UnsafeMutableRawBufferPointer) {
        octets[0] = needsChecksum ? 1 : 0
        octets[1] = kind
        octets.storeBytes(of: headerLength, toByteOffset: 2, as: UInt16.self)
        octets.storeBytes(of: segmentSize, toByteOffset: 4, as: UInt16.self)
        octets.storeBytes(of: checksumStart, toByteOffset: 6, as: UInt16.self)
        octets.storeBytes(of: checksumOffset, toByteOffset: 8, as: UInt16.self)
    }
}
