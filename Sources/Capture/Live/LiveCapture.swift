internal import CPcap

/// Packets as they pass an interface of this machine, through libpcap. It sends nothing and changes nothing.
///
/// It never blocks: whoever uses it waits at its descriptor.
///
/// ```
/// var live = try LiveCapture(interface: "wlan0")
/// … poll(live.descriptor) …
/// while let packet = try live.next() { … }
/// ```
public struct LiveCapture: ~Copyable {
    /// All interfaces, also those that come later.
    public static let allInterfaces = "any"

    /// The most octets kept of a frame. A Mobility Header has at most 2048 (RFC 6275 §6.1.1), and libpcap takes room for
    /// the longest frame for each.
    static let snapshot: Int32 = 4096

    /// The interface.
    public let interface: String
    private let sniffer: Sniffer
    private var scanner = RecordScanner()
    private var count = 0
    /// Where the octets of the packet found last stand; libpcap keeps them until it is asked for the next.
    private var found: UnsafeRawPointer?

    /// Begins to capture.
    ///
    /// - Parameters:
    ///   - interface: its name, or `allInterfaces`.
    ///   - filter: what the kernel shall hand over, in the language of pcap-filter(7).
    ///   - isPromiscuous: whether the interface shall take frames that are not for this machine.
    public init(
        interface: String = Self.allInterfaces, filter: String = SignallingFilter.expression,
        isPromiscuous: Bool = true
    ) throws(LiveCaptureError) {
        sniffer = try Sniffer(interface, filter, isPromiscuous: isPromiscuous)
        self.interface = interface
        let linkType = sniffer.linkType
        scanner.record.linkType = linkType
        scanner.interfaces = [CaptureInterface(linkType: linkType, name: interface)]
    }

    /// Ready for reading when packets may be there.
    public var descriptor: Int32 { careof_sniffer_descriptor(sniffer.pointer) }
    /// What frames begin with.
    public var linkType: LinkType { scanner.record.linkType }

    /// The next packet; nil: none is there now. Its octets stay until the next call.
    ///
    /// Throws where the capture cannot go on: the interface went away, for one.
    @_lifetime(&self)
    public mutating func next() throws(LiveCaptureError) -> CapturedPacket? {
        guard try advance() else { return nil }
        return packet
    }

    /// Goes on to the next packet; false where none is there now.
    private mutating func advance() throws(LiveCaptureError) -> Bool {
        var frame = careof_sniffed()
        var reason = careof_sniffer_fine
        var words = Message()
        found = nil
        let status = words.filled { careof_sniffer_next(sniffer.pointer, &frame, &reason, $0) }
        guard status >= 0 else { throw Sniffer.error(reason, words.text, interface) }
        guard status > 0 else { return false }
        count += 1
        scanner.record.number = count
        scanner.record.time = CaptureTime(
            ticks: UInt64(clamping: frame.nanoseconds), resolution: .nanoseconds, offset: frame.seconds)
        scanner.record.originalLength = frame.original
        scanner.record.octets = 0..<Int(frame.count)
        found = frame.octets
        return true
    }

    private var packet: CapturedPacket? {
        @_lifetime(borrow self)
        get {
            guard let found else { return nil }
            let octets = RawSpan(_unsafeStart: found, byteCount: scanner.record.octets.count)
            return CapturedPacket(scanner, in: unsafe _overrideLifetime(octets, borrowing: self))
        }
    }

    /// How many packets were passed on, and how many were lost because nobody took them in time.
    public var counts: (received: Int, lost: Int) {
        var received: UInt32 = 0
        var lost: UInt32 = 0
        careof_sniffer_counts(sniffer.pointer, &received, &lost)
        return (Int(received), Int(lost))
    }

    /// The names of the interfaces of this machine that could be captured on.
    public static var interfaces: [String] {
        var names = [CChar](repeating: 0, count: 16384)
        let used = names.withUnsafeMutableBufferPointer {
            careof_sniffer_interfaces($0.baseAddress, $0.count)
        }
        return names.prefix(used).split(separator: 0).map { name in
            String(decoding: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

/// What libpcap holds for one capture, given back at the end.
private struct Sniffer: ~Copyable {
    let pointer: OpaquePointer
    let linkType: LinkType

    init(_ interface: String, _ filter: String, isPromiscuous: Bool) throws(LiveCaptureError) {
        var reason = careof_sniffer_fine
        var words = Message()
        let opened = words.filled { message in
            careof_sniffer_open(
                interface, filter, LiveCapture.snapshot, isPromiscuous ? 1 : 0, &reason, message)
        }
        guard let opened else { throw Self.error(reason, words.text, interface) }
        let linkType = LinkType(rawValue: UInt16(truncatingIfNeeded: careof_sniffer_link_type(opened)))
        guard linkType.isSupported else {
            careof_sniffer_close(opened)
            throw .linkType(linkType, interface)
        }
        pointer = opened
        self.linkType = linkType
    }

    deinit {
        careof_sniffer_close(pointer)
    }

    static func error(
        _ reason: careof_sniffer_error, _ words: String, _ interface: String
    ) -> LiveCaptureError {
        switch reason {
        case careof_sniffer_no_library: .noLibrary(words)
        case careof_sniffer_no_permission: .noPermission(interface)
        case careof_sniffer_no_interface: .noInterface(interface, known: LiveCapture.interfaces)
        case careof_sniffer_down: .down(interface)
        case careof_sniffer_vanished: .vanished(interface)
        default: .failed(interface, words)
        }
    }
}

/// Room for the words of libpcap.
private struct Message {
    private var characters = [CChar](repeating: 0, count: Int(careof_sniffer_message_size))

    var text: String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    mutating func filled<Result>(_ body: (UnsafeMutablePointer<CChar>?) -> Result) -> Result {
        characters.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }
}
