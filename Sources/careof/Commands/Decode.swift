import ArgumentParser
import Capture
import Decoding
import MobilityWire

/// `careof decode`: what mobility signalling is in a capture?
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the mobility signalling in a capture.",
        discussion: """
            Reads pcap and pcapng, also while they are being written: tcpdump -w - | careof decode -

            Prints one line a message. Times are of the day in UTC; a line of its own has the date where it changes. What deviates from the specifications follows a \
            "!" at the end of the line.

            Exit status: 0, also where messages are broken; 64 wrong usage; 65 not a capture, or one that ends inside a \
            packet, after printing what came before; 66 the file cannot be read; 74 the output cannot be written.
            """)

    @Argument(help: "A pcap or pcapng file; - for standard input.")
    var file: String

    @Flag(help: "Print one JSON object a message, one a line.")
    var json = false

    @Flag(help: "Print every field with its octets, its meaning and where it is written.")
    var verbose = false

    @Option(
        help: ArgumentHelp(
            "How Binding Identifier options are laid out; auto finds it out and says why.",
            valueName: "profile"))
    var profile = Profile.auto

    @Flag(help: "List datagrams too that only carry a Home Address option or a type 2 routing header.")
    var all = false

    func validate() throws {
        if json && verbose { throw ValidationError("--json and --verbose exclude each other.") }
    }

    func run() throws {
        let options = DecodingOptions(format: profile.format, listsAll: all)
        let status = decode(json ? .objects : verbose ? .trees : .lines, options)
        if status != .success { throw ExitCode(status.rawValue) }
    }

    /// Decodes the whole file, tells on standard error what went wrong, and says with which status to end.
    private func decode(_ style: DecodingStyle, _ options: DecodingOptions) -> ExitStatus {
        var session = DecodingSession(style, options: options, output: StandardStream.output)
        do throws(CaptureError) {
            var reader = file == "-" ? CaptureReader(descriptor: 0) : try CaptureReader(path: file)
            switch try session.run(&reader) {
            case .complete: break
            case .outputClosed: return .success
            case .outputFailed(let reason):
                complain("standard output: \(reason)")
                return .inputOutputError
            }
        } catch {
            complain("\(name): \(error)")
            return error.exitStatus
        }
        for linkType in session.unsupportedLinkTypes {
            complain("\(name): link type \(linkType) is not supported")
        }
        return session.sawNothingReadable ? .dataError : .success
    }

    private var name: String { file == "-" ? "standard input" : file }

    /// The layouts to choose from.
    enum Profile: String, ExpressibleByArgument, CaseIterable {
        case auto, rfc5648
        case draft06 = "draft-06"
        case shisa

        var format: WireFormat? {
            switch self {
            case .auto: nil
            case .rfc5648: WireFormat(.rfc5648)
            case .draft06: WireFormat(.draft06)
            case .shisa: WireFormat(.shisa)
            }
        }
    }
}
