import MobilityWire

// IPv4 care-of addresses and home addresses (RFC 5555; RFC 5648 §8).

extension HomeAgent {
    /// The IPv4 address a node can be reached at that claims to have `address`; nil: it cannot be verified.
    ///
    /// From the node itself over IPv4, the source of the outer header counts. In a bulk, or from elsewhere, only
    /// an address that was verified before and has no NAT in front of it is taken.
    func realAddress(of address: IPv4Address, known: CareOfAddress?, _ request: UpdateRequest) -> IPv4Address?
    {
        if let outer = request.outer, !request.isBulk || outer.source == address { return outer.source }
        return known == .ipv4(address) ? address : nil
    }

    /// Notes in a binding whether a NAT stands before the care-of address, and by which port the node is reached
    /// (RFC 5555 §4.3.1).
    func noteTranslation(of binding: inout CachedBinding, claimed: IPv4Address?, _ request: UpdateRequest) {
        guard let outer = request.outer, binding.careOfAddress == .ipv4(outer.source) else { return }
        if let claimed {
            if claimed == outer.source {
                binding.marks.remove(.behindNAT)
            } else {
                binding.marks.insert(.behindNAT)
            }
        }
        let needsUDP =
            binding.marks.contains(.behindNAT) || request.flags.contains(.forceUDPEncapsulation)
        binding.remotePort = needsUDP ? outer.ports?.source ?? 0 : 0
    }

    /// Row 3, RFC 5555 §4.4.1: F asks for UDP where no NAT needs it; an agent may refuse that (144).
    func forcedEncapsulationRefused(_ request: UpdateRequest, _ node: CachedNode) -> Refusal? {
        guard !administration.forcedEncapsulation, request.flags.contains(.forceUDPEncapsulation),
            request.lifetime > 0, let outer = request.outer, !isTranslated(request, outer, node)
        else { return nil }
        return Refusal(status: .identificationMismatch, rule: Rule(0, "RFC 5555 §4.4.1"))
    }

    /// The NAT Detection option: where a NAT was found, or the Binding Update came by UDP (RFC 5555 §4.3.1).
    func natDetection(for request: UpdateRequest, _ node: CachedNode) -> MobilityOption? {
        guard let outer = request.outer else { return nil }
        let isTranslated = isTranslated(request, outer, node)
        guard isTranslated || outer.ports != nil else { return nil }
        if isTranslated || request.flags.contains(.forceUDPEncapsulation) {
            let refresh = UInt32(clamping: ProtocolConstants.natKeepAliveTimeout.wholeSeconds)
            return .natDetection(forceEncapsulation: true, refreshTime: refresh)
        }
        // All ones: no keep-alives needed.
        return .natDetection(forceEncapsulation: false, refreshTime: .max)
    }

    /// Whether the address that the node believes to have is not the one its packets come from.
    private func isTranslated(
        _ request: UpdateRequest, _ outer: UpdateRequest.Outer, _ node: CachedNode
    ) -> Bool {
        if let claimed = request.ipv4CareOfAddress { return claimed != outer.source }
        guard !request.isBulk, let identifier = request.identifiers.first else { return false }
        if let claimed = identifier.option.careOfAddress { return claimed != .ipv4(outer.source) }
        // An option without an address: what was found when it had one.
        guard let index = node.index(of: identifier.option.bid) else { return false }
        return node.bindings[index].marks.contains(.behindNAT)
    }
}
