/// Why a capture cannot be read or written any further.
///
/// Offsets count octets from the beginning of the capture. What was read before an error has been handed out
/// before it, and asking again gives the same error again.
public enum CaptureError: Error, Hashable, Sendable {
    /// There is not one octet.
    case empty
    /// The first octets (at most four) are not those of a capture.
    case notACapture(beginsWith: [UInt8])
    /// The pcap variant of patched libpcap versions of the 1990s (magic a1b2cd34), whose records differ.
    case modifiedPcap
    /// A format version we do not know how to read.
    case unsupportedVersion(CaptureFormat, major: UInt16, minor: UInt16, offset: UInt64)
    /// The capture ends inside a part that begins at `offset` and needs `expected` octets.
    case truncated(Part, offset: UInt64, expected: UInt64, found: UInt64)
    /// A record or block at `offset` says it is longer than we hold in memory.
    case tooLong(Part, offset: UInt64, length: UInt64, limit: UInt64)
    /// A section neither begins with 1a2b3c4d nor with its mirror image.
    case byteOrderMagic(offset: UInt64, found: UInt32)
    /// A block length that is no multiple of four, or less than such a block needs.
    case blockLength(offset: UInt64, found: UInt32, minimum: UInt32)
    /// The length behind a block is not the length in front of it.
    case blockLengthsDiffer(offset: UInt64, first: UInt32, second: UInt32)
    /// A packet says it is longer than the block it stands in leaves room for.
    case packetBeyondBlock(offset: UInt64, length: UInt32, room: UInt32)
    /// An option says it is longer than the block it stands in leaves room for.
    case optionBeyondBlock(offset: UInt64, option: UInt16)
    /// An option that times depend on has another length than its meaning needs.
    case optionLength(offset: UInt64, option: UInt16, expected: UInt16, found: UInt16)
    /// A packet names an interface that its section has not described; `described` counts those it has.
    case unknownInterface(offset: UInt64, found: UInt32, described: Int)
    /// A section describes more interfaces than ``CaptureLimits/interfaces``.
    case tooManyInterfaces(offset: UInt64, limit: Int)

    /// The system refused; `code` is its `errno`.
    case system(Operation, code: Int32)
    /// The path is a directory.
    case directory

    /// A pcap capture holds one interface; several need pcapng.
    case severalInterfaces
    /// A packet to be written names an interface that the header does not describe.
    case undescribedInterface(Int, described: Int)
    /// A packet to be written is longer than a capture holds.
    case packetTooLong(length: Int, limit: Int)
    /// A time the format has no number for: before 1970, and for pcap from 2106-02-07 on.
    case unwritableTime(nanoseconds: Int64)

    /// The parts a capture is made of.
    public enum Part: String, Hashable, Sendable {
        /// The header of a pcap capture, 24 octets.
        case fileHeader = "file header"
        /// The header of a pcap packet record, 16 octets.
        case recordHeader = "packet header"
        /// A pcap packet record with its header.
        case record = "packet"
        /// Type and length of a pcapng block, in a section header also the byte-order magic.
        case blockHeader = "block header"
        /// A pcapng block.
        case block = "block"
    }

    /// What the system was asked to do.
    public enum Operation: String, Hashable, Sendable {
        /// Opening a path.
        case open
        /// Reading from a descriptor.
        case read
        /// Writing to a descriptor.
        case write
    }
}
