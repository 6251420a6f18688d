import Capture

/// How messages are printed.
public enum DecodingStyle: Sendable {
    /// One line a message.
    case lines
    /// A tree a message, with every field.
    case trees
    /// One JSON object a message, one a line.
    case objects
}

/// Decodes a capture from a reader to a descriptor.
public struct DecodingSession: ~Copyable {
    private let style: DecodingStyle
    private let options: DecodingOptions
    private let output: OutputDescriptor
    private var buffer = OutputBuffer(capacity: 1 << 18)

    /// The link types that were met and are not read.
    public private(set) var unsupportedLinkTypes: [LinkType] = []
    /// Whether there were frames, and not one of a link type that is read.
    public private(set) var sawNothingReadable = false

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
    public init(_ style: DecodingStyle, options: DecodingOptions, output: OutputDescriptor) {
        self.style = style
        self.options = options
        self.output = output
    }

    /// Reads to the end of the capture. What was decoded is written before more is read, so that someone who watches a
    /// pipe sees a message as soon as it is there, and a file is written in pieces as large as those it is read in.
    ///
    /// - Throws: `CaptureError` where the capture breaks off or is none; all before that has been written.
    public mutating func run(_ reader: inout CaptureReader) throws(CaptureError) -> Outcome {
        // Each printer is compiled into a loop of its own.
        switch style {
        case .lines: try run(&reader, LinePrinter())
        case .trees: try run(&reader, TreePrinter())
        case .objects: try run(&reader, JSONPrinter())
        }
    }

    private mutating func run(
        _ reader: inout CaptureReader, _ printer: some MessagePrinter
    ) throws(CaptureError) -> Outcome {
        var decoder = CaptureDecoder(printer, options: options)
        defer {
            unsupportedLinkTypes = decoder.unsupportedLinkTypes
            sawNothingReadable = decoder.readableFrames == 0 && !unsupportedLinkTypes.isEmpty
        }
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
