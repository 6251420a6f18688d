/// How a recording is laid out.
///
/// ```
/// 89 63 61 72 65 6f 66 0a   eight octets that no text and no capture begins with
/// 02                        the version
/// then parts, each:
///   kind                    one octet
///   length                  four octets, the lowest first
///   octets                  so many
///   CRC-32                  of kind, length and octets, four octets, the lowest first
/// ```
///
/// Parts follow each other as the run goes on, and nothing before the end is ever changed: a file that is cut off holds
/// what stands whole in it. Keys of nodes are no part of a journal, and so none of a recording.
enum RecordingFormat {
    static let magic: [UInt8] = [0x89, 0x63, 0x61, 0x72, 0x65, 0x6f, 0x66, 0x0a]
    /// 2: inputs say after how many things they came.
    static let version: UInt8 = 2
    /// The most octets of a part.
    static let partLimit = 1 << 24

    /// What a part holds.
    enum Part: UInt8 {
        /// What the run is: replaced by a later one.
        case description = 1
        /// Who takes part: replaced by a later one.
        case parties = 2
        /// Rules that entries name by number.
        case rules = 3
        /// Entries of the journal.
        case entries = 4
        /// What a person told the run.
        case input = 5
        /// The run ended here: nothing is missing.
        case end = 6
    }

    /// CRC-32 as in ISO 3309.
    static func checksum(_ octets: some Sequence<UInt8>) -> UInt32 {
        var sum: UInt32 = 0xffff_ffff
        for octet in octets { sum = table[Int((sum ^ UInt32(octet)) & 0xff)] ^ (sum >> 8) }
        return ~sum
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? 0xedb8_8320 ^ (sum >> 1) : sum >> 1 }
    }
}
