import Capture

/// Decodes a capture from a reader to a descriptor.
public struct DecodingSession<Printer: MessagePrinter>: ~Copyable {
    private var decoder: CaptureDecoder<Printer>
    private var buffer = OutputBuffer(capacity: 1 << 18)
    private let output: OutputDescriptor

    /// How a session ended that was not stopped by its input.
    public enum Outcome: Hashable, Sendable {
        /// The capture was read to its end, and all was written.
        case complete
        /// Nobody reads the output any more.
        case outputClosed
        /// The output could not be written.
        case outputFailed(OutputError)
    }

    /// A session that prints to `output`.
    public init(_ printer: Printer, options: DecodingOptions, output: OutputDescriptor) {
        decoder = CaptureDecoder(printer, options: options)
        self.output = output
    }

    /// The link types that were met and are not read.
    public var unsupportedLinkTypes: [LinkType] { decoder.unsupportedLinkTypes }

    /// Whether there were frames, and not one of a link type that is read.
    public var sawNothingReadable: Bool {
        decoder.readableFrames == 0 && !decoder.unsupportedLinkTypes.isEmpty
    }

    /// Reads to the end of the capture. What was decoded is written before more is read, so that someone who watches a
    /// pipe sees a message as soon as it is there, and a file is written in pieces as large as those it is read in.
    ///
    /// - Throws: `CaptureError` where the capture breaks off or is none; all before that has been written.
    public mutating func run(_ reader: inout CaptureReader) throws(CaptureError) -> Outcome {
        do throws(CaptureError) {
            repeat {
                while let frame = try reader.nextHeld() { decoder.decode(frame, into: &buffer) }
                if let stop = flush() { return stop }
            } while try reader.readMore()
        } catch {
            if let stop = flush() { return stop }
            throw error
        }
        return .complete
    }

    /// Writes what there is; says so where the session has to stop.
    private mutating func flush() -> Outcome? {
        guard buffer.count > 0 else { return nil }
        defer { buffer.removeAll() }
        do throws(OutputError) {
            try output.write(buffer.octets)
            return nil
        } catch {
            return error == .closed ? .outputClosed : .outputFailed(error)
        }
    }
}
