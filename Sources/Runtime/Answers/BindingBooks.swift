public import MobilityWire
public import Nodes

/// One binding in three books: what the node believes, what the kernel has, what the agent confirmed last; and how its
/// path answers.
public struct BindingBooks: Hashable, Sendable, Codable {
    /// The home agent.
    public var peer: IPv6Address
    /// The BID; nil: an ordinary binding.
    public var bid: UInt16?
    /// The care-of address that the node takes for it now; nil: none.
    public var believed: CareOfAddress?
    /// The care-of address that packets really leave from: on an interface, with a tunnel that is up; nil: none do.
    public var kernel: CareOfAddress?
    /// The kernel's side in words: `careof1, MTU 1460, default`.
    public var kernelWords: String
    /// The care-of address that the agent acknowledged last, as long as it was granted; nil: none.
    public var confirmed: CareOfAddress?
    /// How long the path's last probe took, there and back; nil: unknown.
    public var roundTrip: Interval?
    /// Whether the path answered before and does not any more, while another one does.
    public var isSilent: Bool
    /// Whether a Binding Update by hand came after what the agent acknowledged, which it may have changed.
    public var isDoubtful = false

    /// A binding in three books.
    public init(
        peer: IPv6Address, bid: UInt16?, believed: CareOfAddress?, kernel: CareOfAddress?,
        kernelWords: String, confirmed: CareOfAddress?, roundTrip: Interval? = nil, isSilent: Bool = false
    ) {
        self.peer = peer
        self.bid = bid
        self.believed = believed
        self.kernel = kernel
        self.kernelWords = kernelWords
        self.confirmed = confirmed
        self.roundTrip = roundTrip
        self.isSilent = isSilent
    }

    /// Whether the three say different things.
    public var differs: Bool { believed != kernel || kernel != confirmed || isDoubtful }
}
