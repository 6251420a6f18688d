/// The options of a pcapng block (draft-ietf-opsawg-pcapng §3.5): code 2, length 2, value, padding to a multiple of four;
/// code 0 ends them, or the end of the block.
struct OptionList: ~Escapable {
    /// `opt_endofopt`.
    static let end: UInt16 = 0
    /// `opt_comment`: UTF-8 text; may be given several times.
    static let comment: UInt16 = 1
    /// `if_name`: UTF-8 text.
    static let interfaceName: UInt16 = 2
    /// `shb_userappl`: UTF-8 text.
    static let application: UInt16 = 4
    /// `if_tsresol`: one octet.
    static let timestampResolution: UInt16 = 9
    /// `if_tsoffset`: seconds, 64 bits.
    static let timestampOffset: UInt16 = 14

    /// One option.
    struct Option: ~Escapable {
        /// What it is.
        let code: UInt16
        /// Where it begins, from the beginning of the list.
        let offset: Int
        /// Its value without padding.
        let value: RawSpan

        @_lifetime(copy value)
        init(code: UInt16, offset: Int, value: RawSpan) {
            self.code = code
            self.offset = offset
            self.value = value
        }
    }

    private let octets: RawSpan
    private let byteOrder: ByteOrder
    private var position = 0
    /// The option that reaches beyond the end, once it was met. Padding alone may be missing.
    private(set) var broken: (code: UInt16, offset: Int)?

    /// The options in the given octets.
    @_lifetime(copy octets)
    init(_ octets: RawSpan, _ byteOrder: ByteOrder) {
        self.octets = octets
        self.byteOrder = byteOrder
    }

    /// The next option; nil at the end and at one that is broken.
    @_lifetime(copy self)
    mutating func next() -> Option? {
        let start = position
        guard octets.byteCount - start >= 4 else { return nil }
        let code = octets.number16(at: start, byteOrder)
        let length = Int(octets.number16(at: start + 2, byteOrder))
        guard code != Self.end else { return nil }
        guard octets.byteCount - start - 4 >= length else {
            broken = (code, start)
            return nil
        }
        position = min(octets.byteCount, start + 4 + (length + 3) & ~3)
        return Option(
            code: code, offset: start, value: octets.extracting(start + 4..<start + 4 + length))
    }
}
