internal import CNetlink
internal import Glibc
public import MobilityWire

// Mobile IPv6 in xfrm: what puts Home Address options and type 2 routing headers on, and takes them off.

extension KernelChange {
    /// A header of Mobile IPv6 that xfrm knows.
    public enum MobilityTransform: String, Hashable, Sendable, CaseIterable {
        /// The Home Address option (RFC 6275 §6.3): the source is exchanged with the care-of address.
        case homeAddressOption = "hao"
        /// The type 2 routing header (RFC 6275 §6.4): the destination is exchanged with the care-of address.
        case type2RoutingHeader = "route2"

        /// IPPROTO_DSTOPTS, IPPROTO_ROUTING.
        fileprivate var number: UInt8 { self == .homeAddressOption ? 60 : 43 }
    }

    /// A state: what is done to packets from a source to a destination.
    public struct Transform: Hashable, Sendable {
        /// Which header.
        public var kind: MobilityTransform
        /// The source, the home address where it is a mobile node's; unspecified: any.
        public var source: IPv6Address
        /// The destination likewise.
        public var destination: IPv6Address
        /// The care-of address; unspecified: any.
        public var careOfAddress: IPv6Address

        /// Whether it stands for Mobility Headers of all addresses.
        var isWildcard: Bool { source == .unspecified && destination == .unspecified }
    }

    /// A policy: which packets get, or may have had, the header.
    public struct TransformPolicy: Hashable, Sendable {
        /// Which header; nil: none, whatever other policies say. That is for whole packets of a raw socket
        /// (IPPROTO_RAW): signalling brings its own headers, and Home Tests never go straight (RFC 6275 §5.2.5).
        public var kind: MobilityTransform?
        /// Whether it is for packets that leave.
        public var isOutbound: Bool
        /// The source, the home address where it is a mobile node's.
        public var source: IPv6Address
        /// The destination likewise.
        public var destination: IPv6Address
    }

    /// What lets Mobility Headers with Home Address options and type 2 routing headers of any address pass: whether
    /// they are valid is for the nodes to say (RFC 6275 §9.3.1, §6.4).
    static var mobilityStates: [KernelChange] {
        MobilityTransform.allCases.map {
            .transform(
                Transform(
                    kind: $0, source: .unspecified, destination: .unspecified, careOfAddress: .unspecified))
        }
    }
}

extension KernelChange.Transform {
    /// The state that a command of ours makes.
    init?(words: [String]) {
        guard let kind = words.word(after: "proto").flatMap(KernelChange.MobilityTransform.init),
            let ends = TunnelEnds(words.word(after: "src"), words.word(after: "dst")),
            let careOfAddress = words.word(after: "coa").flatMap({ IPv6Address($0) })
        else { return nil }
        self.init(
            kind: kind, source: ends.local, destination: ends.remote, careOfAddress: careOfAddress)
    }

    /// The command that would make it.
    var command: String {
        let text =
            "ip xfrm state add src \(source) dst \(destination) proto \(kind.rawValue) mode ro coa \(careOfAddress)"
        return isWildcard ? text + " flag wildrecv sel src ::/0 dst ::/0 proto 135" : text
    }

    func message(adding: Bool) -> NetlinkMessage {
        guard adding else {
            var message = NetlinkMessage(Int(XFRM_MSG_DELSA))
            message.append(
                structure: xfrm_usersa_id(
                    daddr: destination.forTransform, spi: 0, family: UInt16(AF_INET6), proto: kind.number))
            message.append(attribute: Int(XFRMA_SRCADDR.rawValue), source.octets)
            return message
        }
        var state = xfrm_usersa_info()
        state.sel.family = UInt16(AF_INET6)
        if isWildcard { state.sel.proto = 135 }
        state.id.daddr = destination.forTransform
        state.id.proto = kind.number
        state.saddr = source.forTransform
        state.lft = .unlimited
        state.family = UInt16(AF_INET6)
        state.mode = UInt8(XFRM_MODE_ROUTEOPTIMIZATION)
        if isWildcard { state.flags = UInt8(XFRM_STATE_WILDRECV) }
        var message = NetlinkMessage(Int(XFRM_MSG_NEWSA), flags: NLM_F_CREATE | NLM_F_EXCL)
        message.append(structure: state)
        message.append(attribute: Int(XFRMA_COADDR.rawValue), careOfAddress.octets)
        return message
    }
}

extension KernelChange.TransformPolicy {
    /// The policy that a command of ours makes.
    init?(words: [String]) {
        guard let header = words.word(after: "proto"),
            header == Self.rawPackets || KernelChange.MobilityTransform(rawValue: header) != nil,
            let source = words.word(after: "src").flatMap({ IPv6Prefix($0) }),
            let destination = words.word(after: "dst").flatMap({ IPv6Prefix($0) }),
            let direction = words.word(after: "dir")
        else { return nil }
        let kind = KernelChange.MobilityTransform(rawValue: header)
        self.init(
            kind: kind, isOutbound: direction == "out", source: source.address,
            destination: destination.address)
    }

    /// The command that would make it.
    var command: String {
        let start =
            "ip xfrm policy add dir \(isOutbound ? "out" : "in") src \(source)/128 dst \(destination)/128 "
        guard let kind else { return start + "proto \(Self.rawPackets) priority 0" }
        return start + "priority 1 tmpl proto \(kind.rawValue) mode ro"
    }

    /// IPPROTO_RAW.
    private static let rawPackets = "255"

    private var selector: xfrm_selector {
        var selector = xfrm_selector()
        selector.family = UInt16(AF_INET6)
        selector.saddr = source.forTransform
        selector.daddr = destination.forTransform
        selector.prefixlen_s = 128
        selector.prefixlen_d = 128
        if kind == nil { selector.proto = UInt8(IPPROTO_RAW) }
        return selector
    }

    func message(adding: Bool) -> NetlinkMessage {
        let direction = UInt8(isOutbound ? XFRM_POLICY_OUT : XFRM_POLICY_IN)
        guard adding else {
            var identifier = xfrm_userpolicy_id()
            identifier.sel = selector
            identifier.dir = direction
            var message = NetlinkMessage(Int(XFRM_MSG_DELPOLICY))
            message.append(structure: identifier)
            return message
        }
        var policy = xfrm_userpolicy_info()
        policy.sel = selector
        policy.lft = .unlimited
        policy.dir = direction
        policy.action = UInt8(XFRM_POLICY_ALLOW)
        policy.share = UInt8(XFRM_SHARE_ANY)
        var message = NetlinkMessage(Int(XFRM_MSG_NEWPOLICY), flags: NLM_F_CREATE | NLM_F_EXCL)
        guard let kind else {
            message.append(structure: policy)
            return message
        }
        policy.priority = 1
        message.append(structure: policy)
        var template = xfrm_user_tmpl()
        template.id.proto = kind.number
        template.family = UInt16(AF_INET6)
        template.mode = UInt8(XFRM_MODE_ROUTEOPTIMIZATION)
        // What comes by way of the home agent comes without (RFC 6275 §11.3.3).
        template.optional = isOutbound ? 0 : 1
        message.append(attribute: Int(XFRMA_TMPL.rawValue), withUnsafeBytes(of: template) { Array($0) })
        return message
    }
}

extension xfrm_lifetime_cfg {
    fileprivate static var unlimited: xfrm_lifetime_cfg {
        var lifetime = xfrm_lifetime_cfg()
        lifetime.soft_byte_limit = .max
        lifetime.hard_byte_limit = .max
        lifetime.soft_packet_limit = .max
        lifetime.hard_packet_limit = .max
        return lifetime
    }
}

extension IPv6Address {
    fileprivate var forTransform: xfrm_address_t {
        var address = xfrm_address_t()
        withUnsafeMutableBytes(of: &address) { $0.copyBytes(from: octets) }
        return address
    }
}

extension NetlinkMessage {
    /// Appends what holds a union of C, which Swift does not take for plain octets.
    fileprivate mutating func append<Part>(structure: Part) {
        withUnsafeBytes(of: structure) { body.append(contentsOf: $0) }
    }
}

extension [String] {
    /// The word behind a key.
    func word(after key: String) -> String? {
        guard let index = firstIndex(of: key), index + 1 < count else { return nil }
        return self[index + 1]
    }
}
