/// One packet of a capture, its octets borrowed from where it was read.
///
/// It cannot outlive the octets: the compiler refuses to keep it beyond the next call of its reader.
public struct CapturedPacket: ~Escapable {
    /// The packet's number in the capture, from 1: the frame number of other tools, unless they count blocks that
    /// hold no packet as well.
    public let number: Int
    /// When it was captured; nil in a Simple Packet Block, which has no time.
    public let time: CaptureTime?
    /// What its octets begin with.
    public let linkType: LinkType
    /// The number of its interface within its section, from 0; always 0 in pcap.
    public let interface: Int
    /// Its length on the wire in octets, of which a snapshot length may have kept fewer.
    public let originalLength: Int
    /// The captured octets.
    public let octets: RawSpan
    /// The options of its pcapng block; empty in pcap.
    private let options: RawSpan
    private let byteOrder: ByteOrder
    private let interfaces: Span<CaptureInterface>

    /// The packet that a record describes in the window it was found in.
    @inline(__always)
    @_lifetime(copy window, borrow scanner)
    init(_ scanner: borrowing RecordScanner, in window: RawSpan) {
        let record = scanner.record
        number = record.number
        time = record.time
        linkType = record.linkType
        interface = record.interface
        originalLength = Int(clamping: record.originalLength)
        octets = window.extracting(record.octets)
        options = window.extracting(record.options)
        byteOrder = scanner.byteOrder
        interfaces = scanner.interfaces.span
    }

    /// What the capture says of the packet's interface.
    public var interfaceDescription: CaptureInterface { interfaces[interface] }

    /// The comments on this packet (`opt_comment`), in their order; the first option that is broken ends them.
    public var comments: [String] {
        guard !options.isEmpty else { return [] }
        var comments: [String] = []
        var list = OptionList(options, byteOrder)
        while let option = list.next() {
            if option.code == OptionList.comment { comments.append(option.value.text) }
        }
        return comments
    }
}
