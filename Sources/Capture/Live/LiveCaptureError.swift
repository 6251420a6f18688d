/// Why packets cannot be captured, or no longer.
public enum LiveCaptureError: Error, Hashable, Sendable {
    /// libpcap is not there, or too old; its words.
    case noLibrary(String)
    /// This process may not capture.
    case noPermission(String)
    /// There is no such interface; these there are.
    case noInterface(String, known: [String])
    /// The interface is down.
    case down(String)
    /// The interface went away.
    case vanished(String)
    /// Its frames are of a link type that is not read.
    case linkType(LinkType, String)
    /// Anything else, in libpcap's words.
    case failed(String, String)
}

extension LiveCaptureError: CustomStringConvertible {
    /// One line for a person.
    public var description: String {
        switch self {
        case .noLibrary(let words): words
        case .noPermission(let interface):
            "\(interface): no right to capture; give it once by: "
                + "sudo setcap cap_net_raw=ep \"$(command -v careof)\" (or run as root)"
        case .noInterface(let interface, let known):
            "\(interface): no such interface"
                + (known.isEmpty ? "" : "; there are " + known.joined(separator: ", "))
        case .down(let interface): "\(interface): the interface is down"
        case .vanished(let interface): "\(interface): the interface went away"
        case .linkType(let linkType, let interface):
            "\(interface): link type \(linkType) is not supported"
        case .failed(let interface, let words): "\(interface): \(words)"
        }
    }
}
