public import Capture
public import Decoding
internal import MobilityWire
internal import Nodes

/// Prints signalling as it passes, each message followed by what it did to the binding tables.
public struct WatchingSession: ~Copyable {
    private let printsObjects: Bool
    private var lines: CaptureDecoder<LinePrinter>
    private var objects: CaptureDecoder<JSONPrinter>
    private var reader: PassageReader
    private var watch = Watch()
    private let changes: BindingChangePrinter
    private let output: OutputDescriptor
    private var buffer = OutputBuffer()
    /// When the last packet passed.
    private var last = Instant(nanoseconds: .min)

    /// A session that prints to `output`: lines for people, or JSON objects.
    public init(printsObjects: Bool, options: DecodingOptions, output: OutputDescriptor) {
        self.printsObjects = printsObjects
        lines = CaptureDecoder(LinePrinter(), options: options)
        objects = CaptureDecoder(JSONPrinter(), options: options)
        reader = PassageReader(format: options.format)
        changes = BindingChangePrinter(printsObjects: printsObjects)
        self.output = output
    }

    /// A frame was captured: what it says is made ready to be written, once where it passed two interfaces.
    public mutating func take(_ frame: CapturedPacket) {
        let passage = reader.read(frame)
        // What passes two interfaces is one message.
        if passage?.isRepeated == true { return }
        // Packets of several interfaces come a little out of order.
        if let passage { last = max(last, Instant(nanoseconds: passage.nanoseconds)) }
        // What ended before it is told before it.
        print(watch.advance(to: last))
        if printsObjects {
            objects.decode(frame, into: &buffer)
        } else {
            lines.decode(frame, into: &buffer)
        }
        guard let passage else { return }
        print(watch.take(passage, at: last))
    }

    /// Time passes: bindings end.
    ///
    /// - Parameter nanoseconds: since 1970.
    public mutating func advance(to nanoseconds: Int64) {
        last = max(last, Instant(nanoseconds: nanoseconds))
        print(watch.advance(to: last))
    }

    /// When a binding may end, in nanoseconds since 1970; nil: none does by itself.
    public var nextEnd: Int64? { watch.observer.nextEnd?.nanoseconds }

    /// Writes what is ready.
    public mutating func flush() throws(OutputError) {
        guard buffer.count > 0 else { return }
        defer { buffer.removeAll() }
        try output.write(buffer.octets)
    }

    private mutating func print(_ found: [BindingChange]) {
        for change in found {
            let time = CaptureTime(
                ticks: UInt64(clamping: change.time(at: last).nanoseconds), resolution: .nanoseconds,
                offset: 0)
            changes.append(change, at: time, to: &buffer)
        }
    }
}
