/// A requirement of the multiple care-of addresses memo, by the number that sources and tests call it by.
struct Requirement {
    /// 1…161.
    let number: Int
    /// The texts it is in.
    let texts: Texts
    /// What it asks for, in a few words.
    let words: String
    /// Why no test can fail for it; nil: one can.
    let untestable: String?

    /// The texts that a requirement can be in.
    enum Texts {
        /// draft-06 and RFC 5648, as they are or with a variant in each.
        case both
        /// draft-06 alone: RFC 5648 took it out.
        case draft
        /// RFC 5648 alone.
        case rfc

        /// Whether it is in a text.
        func contains(_ profile: String) -> Bool {
            switch self {
            case .both: true
            case .draft: profile == "draft-06"
            case .rfc: profile == "rfc5648"
            }
        }
    }

    init(_ number: Int, _ texts: Texts, _ words: String, untestable: String? = nil) {
        self.number = number
        self.texts = texts
        self.words = words
        self.untestable = untestable
    }

    /// `R-054`.
    var name: String {
        let digits = String(number)
        return "R-" + String(repeating: "0", count: 3 - digits.count) + digits
    }
}

extension Requirement {
    static let all: [Requirement] =
        overview + option + management + registration + lifetime + home + answers + lookup
        + processing + dualStack + security

    // §1, §2, §3
    private static let overview: [Requirement] = [
        Requirement(
            1, .both, "one home address spares applications from knowing several addresses",
            untestable: "an opinion about applications, which the review contested and RFC 5648 dropped"),
        Requirement(2, .both, "a BID for each care-of address registered together"),
        Requirement(3, .both, "each binding handled by its BID, alone or with others"),
        Requirement(4, .both, "the BID is copied into the cache"),
        Requirement(5, .both, "another BID makes another entry"),
        Requirement(6, .both, "return routability for each care-of address"),
        Requirement(7, .both, "the same BID at a correspondent"),
        Requirement(8, .both, "no bulk at correspondents"),
        Requirement(9, .both, "an update without BID leaves one ordinary binding"),
        Requirement(10, .both, "a single binding may keep its BID"),
        Requirement(11, .both, "signalling is looked up by home address and BID, data by filters"),
        Requirement(12, .both, "nothing found by BID: home address alone"),
        Requirement(13, .rfc, "a flow goes to one care-of address at a time"),
        Requirement(14, .both, "three ways of being at home"),
        Requirement(15, .rfc, "no BID in the answer: fall back to RFC 3775"),
        Requirement(16, .rfc, "a BID may change, and is never there twice"),
    ]

    // §4.2
    private static let option: [Requirement] = [
        Requirement(17, .both, "the status of a BID overrides that of the acknowledgement"),
        Requirement(
            18, .both, "statuses of BIDs are statuses of acknowledgements",
            untestable: "a statement about one table of numbers; nothing behaves by it"),
        Requirement(
            19, .both, "C in every option of a bulk; RFC 5648: options with and without address mixed"),
        Requirement(20, .both, "the option's care-of address instead of an Alternate Care-of Address"),
        Requirement(21, .both, "C in updates to home agents alone; RFC 5648: also to correspondents"),
        Requirement(22, .both, "O replaces all bindings"),
        Requirement(23, .both, "H: several bindings while at home"),
        Requirement(24, .both, "D, Length 8: an IPv4 care-of address"),
        Requirement(25, .both, "reserved bits are zero, and ignored"),
        Requirement(26, .both, "no care-of address outside of a Binding Update"),
    ]

    // §5.1, §5.2
    private static let management: [Requirement] = [
        Requirement(27, .both, "a BID is unique for the home address"),
        Requirement(28, .both, "BIDs from 1 to 65535"),
        Requirement(29, .both, "with several care-of addresses all have BIDs"),
        Requirement(30, .both, "several interfaces and several prefixes of one are alike"),
        Requirement(31, .rfc, "the first registration of a BID has the care-of address"),
        Requirement(32, .both, "a new BID for a cached care-of address (review item 2)"),
        Requirement(33, .both, "a care-of token for each care-of address, one home token"),
        Requirement(34, .draft, "a BID in Care-of Test Init"),
        Requirement(35, .draft, "without flags"),
        Requirement(36, .draft, "Care-of Test repeats the BID, the token does not depend on it"),
        Requirement(37, .draft, "Care-of Test without BID: the correspondent lacks it"),
        Requirement(38, .draft, "then no BIDs in Binding Updates to it"),
        Requirement(39, .draft, "the token may be kept for an ordinary Binding Update"),
    ]

    // §5.3, §5.4
    private static let registration: [Requirement] = [
        Requirement(40, .both, "Binding Updates carry the BIDs of the list"),
        Requirement(41, .both, "under ESP the care-of address stands in the option"),
        Requirement(42, .both, "and no Alternate Care-of Address beside it"),
        Requirement(43, .both, "tokens before a Binding Update to a correspondent"),
        Requirement(44, .both, "Binding Authorization Data after the BID"),
        Requirement(45, .both, "O clear adds to the bindings"),
        Requirement(46, .both, "one option for each binding of a bulk"),
        Requirement(47, .both, "lifetime, sequence and flags are common"),
        Requirement(48, .both, "no Alternate Care-of Address in a bulk"),
        Requirement(49, .both, "the sequence number of a bulk chosen with care; RFC 5648: shared"),
        Requirement(50, .draft, "the largest number of the bindings in a bulk"),
        Requirement(51, .draft, "no binding in a bulk whose number would be out of window"),
        Requirement(52, .both, "O in a bulk"),
    ]

    // Review item 1, §5.5
    private static let lifetime: [Requirement] = [
        Requirement(53, .both, "no lifetime of a single BID"),
        Requirement(54, .both, "O = 0, lifetime > 0: all bindings' lifetime; RFC 5648: those named"),
        Requirement(55, .both, "O = 1: all are replaced"),
        Requirement(56, .both, "O = 0, lifetime = 0: only those named go"),
        Requirement(57, .both, "the state of a node at home, hard or soft"),
        Requirement(58, .both, "removing everything needs no BID"),
        Requirement(59, .both, "removing some names their BIDs"),
        Requirement(60, .both, "without their care-of addresses"),
    ]

    // §5.6
    private static let home: [Requirement] = [
        Requirement(61, .both, "which interfaces to use at home is configured"),
        Requirement(62, .both, "home only: everything is removed"),
        Requirement(63, .both, "then everything goes to the home link"),
        Requirement(64, .both, "bindings at correspondents may stay"),
        Requirement(
            65, .both, "visited only: the home interface is shut, its binding removed (review item 3)"),
        Requirement(66, .both, "by lifetime 0 and its BID"),
        Requirement(67, .both, "both: by H"),
        Requirement(68, .both, "the agent intercepts everything and decides"),
        Requirement(69, .both, "it needs the node's link-layer address"),
        Requirement(70, .both, "the message from the home link, lifetime 0 or not"),
        Requirement(71, .both, "with H; RFC 5648: one home binding"),
        Requirement(72, .both, "without care-of address; RFC 5648: with the home address"),
        Requirement(73, .both, "H clear ends the use of the home link"),
        Requirement(74, .both, "status 0 or 5"),
        Requirement(75, .both, "the only router may stop proxying"),
        Requirement(76, .both, "one of several goes on, says 5 and delivers on link"),
        Requirement(77, .both, "tentative before the acknowledgement"),
        Requirement(78, .both, "status 0: the home address may be defended"),
        Requirement(79, .both, "status 5: never"),
        Requirement(80, .both, "and frames are built with the link-layer address learned"),
        Requirement(81, .both, "how long the state of the home link lasts"),
    ]

    // §5.7–§5.10
    private static let answers: [Requirement] = [
        Requirement(82, .both, "acknowledgements are verified"),
        Requirement(83, .both, "BIDs are answered by BIDs"),
        Requirement(84, .both, "no BID in the answer: a legacy peer"),
        Requirement(85, .both, "status 0 of a BID stands for that of the acknowledgement"),
        Requirement(86, .both, "below 128 it is registered"),
        Requirement(87, .both, "166: no more of several"),
        Requirement(88, .both, "168: no more bulk"),
        Requirement(89, .both, "164: malformed"),
        Requirement(90, .both, "165: O"),
        Requirement(91, .rfc, "167: gone, or again with the care-of address"),
        Requirement(92, .both, "refresh requests are verified"),
        Requirement(93, .both, "a request with BID: an update for it"),
        Requirement(94, .both, "with the BID"),
        Requirement(95, .both, "a request without BID: as the list says"),
        Requirement(96, .draft, "nothing in the list: register by policy"),
        Requirement(
            97, .both, "a tunnel rather than a Home Address option to the agent",
            untestable: "the section was withdrawn in draft-06 and is not in RFC 5648"),
        Requirement(
            98, .both, "the agent may check packets with a Home Address option",
            untestable: "withdrawn with R-097; R-136 asks for it of all packets"),
        Requirement(99, .both, "O in the first registration after a start"),
        Requirement(100, .both, "which replaces what was left"),
        Requirement(101, .both, "135: the number it gives is the base"),
        Requirement(102, .both, "O at correspondents, too"),
    ]

    // §6.1, §6.2
    private static let lookup: [Requirement] = [
        Requirement(103, .both, "any of the bindings may be used"),
        Requirement(104, .both, "look-up by home address and BID"),
        Requirement(105, .both, "an update with BID is looked up by both"),
        Requirement(106, .both, "BID unknown: home address alone"),
        Requirement(107, .both, "a receiver may ignore BIDs"),
        Requirement(
            108, .draft, "a correspondent that does not know the option ignores it in Care-of Test Init"),
        Requirement(109, .draft, "C or O there: no token, MALFORMED"),
        Requirement(110, .draft, "else the BID in Care-of Test, status 0"),
        Requirement(111, .draft, "without care-of address"),
    ]

    // §6.3–§7
    private static let processing: [Requirement] = [
        Requirement(112, .both, "an update without BID replaces all by one"),
        Requirement(113, .both, "without BID and lifetime 0: all go"),
        Requirement(114, .both, "first the checks of RFC 3775"),
        Requirement(115, .both, "no duplicate detection when a binding exists"),
        Requirement(116, .both, "correspondents: the status stands in the acknowledgement"),
        Requirement(117, .both, "4 and the status of each BID"),
        Requirement(118, .both, "a wrong Length: 164"),
        Requirement(119, .both, "no usable care-of address: 164"),
        Requirement(120, .both, "correspondents refuse a bulk: 168"),
        Requirement(121, .both, "lifetime 0: the entry of that BID goes"),
        Requirement(122, .both, "an unknown BID there: 133"),
        Requirement(123, .both, "O there is ignored"),
        Requirement(124, .both, "lifetime 0 and H: the home address as care-of address"),
        Requirement(125, .both, "the care-of address of the option"),
        Requirement(126, .both, "none: the source; RFC 5648: that of the entry, else 167"),
        Requirement(127, .draft, "none, and an Alternate Care-of Address: that"),
        Requirement(128, .both, "O: all go, then those are entered"),
        Requirement(129, .both, "an ordinary binding in the way: 165"),
        Requirement(130, .both, "a BID that exists is updated"),
        Requirement(131, .both, "one that does not is entered"),
        Requirement(132, .both, "the acknowledgement has the BIDs"),
        Requirement(133, .both, "repeated but for the status"),
        Requirement(134, .both, "and the care-of address"),
        Requirement(135, .both, "refresh requests name BIDs"),
        Requirement(136, .both, "a Home Address option: from a registered care-of address alone"),
        Requirement(137, .both, "else Binding Error"),
        Requirement(138, .both, "but not for a Binding Update"),
        Requirement(139, .both, "mobile routers do the same"),
    ]

    // §8
    private static let dualStack: [Requirement] = [
        Requirement(140, .both, "some care-of addresses of IPv4"),
        Requirement(141, .both, "the first registration of one stands alone"),
        Requirement(142, .both, "in UDP and IPv4 to the agent"),
        Requirement(143, .both, "no IPv4 Care-of Address option beside a BID"),
        Requirement(144, .both, "behind a NAT: no bulk for it"),
        Requirement(145, .both, "no NAT: bulk from an IPv6 care-of address"),
        Requirement(146, .both, "from an IPv4 care-of address: in UDP and IPv4"),
        Requirement(147, .both, "a changed one: alone again"),
        Requirement(148, .both, "refused: the status of the BID"),
        Requirement(149, .rfc, "the outer source counts"),
        Requirement(150, .both, "an IPv4 home address by its option, over the same care-of addresses"),
        Requirement(151, .both, "acknowledged if it was asked for"),
        Requirement(152, .both, "before any BID"),
        Requirement(153, .both, "whose status is about the IPv4 home address alone"),
    ]

    // §9, §10
    private static let security: [Requirement] = [
        Requirement(154, .both, "signalling is protected by IPsec"),
        Requirement(155, .both, "one care-of address for IKE"),
        Requirement(156, .both, "moved by an update with K"),
        Requirement(157, .both, "made anew without K"),
        Requirement(158, .both, "signalling and prefix discovery from any care-of address"),
        Requirement(159, .both, "Home Test Init in the tunnel from any care-of address"),
        Requirement(160, .both, "tunnels from any care-of address"),
        Requirement(161, .both, "bulk cannot be verified: 168 is allowed"),
    ]
}
