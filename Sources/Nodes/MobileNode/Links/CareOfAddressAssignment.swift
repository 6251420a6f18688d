import MobilityWire

/// A care-of address with its BID, or a BID whose care-of address is gone for now: it stays with its interface
/// as long as some peer holds it, so that the same binding keeps its BID.
struct CareOfAddressAssignment: Hashable, Sendable {
    /// The binding identifier, unique for the home address.
    let bid: UInt16
    /// The interface, which may have several.
    let interface: InterfaceIdentifier
    /// The care-of address; nil: lost.
    var careOfAddress: CareOfAddress?
    /// Not to be preferred any more.
    var deprecated = false
    /// Probes of its path go unanswered, while those of another one are answered.
    var isSilent = false
    /// The binding of the home link: the home address stands for the care-of address.
    var home = false
    /// Whether a NAT stands before it (IPv4); nil: not known yet.
    var isTranslated: Bool?
    /// BID-PRI (RFC 6089 §4.1): 1…127, lower is preferred; 0: none given, which comes last.
    var priority: UInt8

    /// What is preferred comes first: what answers, what is not deprecated, then by priority, then by BID.
    static func precedes(_ left: Self, _ right: Self) -> Bool {
        let (one, other) = (left.rank, right.rank)
        return one != other ? one < other : left.bid < right.bid
    }

    private var rank: Int {
        (isSilent ? 512 : 0) + (deprecated ? 256 : 0) + (priority == 0 ? 128 : Int(priority))
    }
}
