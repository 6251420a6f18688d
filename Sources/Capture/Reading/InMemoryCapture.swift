/// A whole capture in memory, walked without copying an octet.
public struct InMemoryCapture: ~Escapable {
    private let octets: RawSpan
    private var position = 0
    private var scanner = RecordScanner()

    /// The capture that the octets hold.
    @_lifetime(copy octets)
    public init(_ octets: RawSpan) {
        self.octets = octets
    }

    /// The interfaces described so far, in pcapng those of the current section, by number.
    public var interfaces: [CaptureInterface] { scanner.interfaces }

    /// The format, once the first octets were read.
    public var format: CaptureFormat? { scanner.format }

    /// The next packet; nil at the end of the capture.
    ///
    /// Throws where the octets are not a capture or end inside a record, after all packets before that.
    @_lifetime(&self)
    public mutating func next() throws(CaptureError) -> CapturedPacket? {
        while true {
            let window = octets.extracting(position..<octets.byteCount)
            switch try scanner.step(window, ended: true) {
            case .packet(let length):
                position += length
                return CapturedPacket(scanner, in: window)
            case .passed(let length):
                position += length
            case .needs, .end:
                return nil
            }
        }
    }
}
