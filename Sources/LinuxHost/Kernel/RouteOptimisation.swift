import MobilityWire

/// Data that goes straight between a mobile node and a correspondent, as the kernel's xfrm does it where it knows Mobile
/// IPv6: with a Home Address option one way, with a type 2 routing header the other.
struct RouteOptimisation: Hashable {
    /// The home address.
    var homeAddress: IPv6Address
    /// The correspondent.
    var correspondent: IPv6Address
    /// The care-of address that packets take; nil: for now they go by way of the home agent, while what comes straight
    /// is taken all the same (mobile node).
    var careOfAddress: IPv6Address?
    /// The care-of address from which packets come (correspondent); nil: the same.
    var sender: IPv6Address?

    /// What the mobile node's kernel needs. Nothing leaves before what answers is understood.
    var changesOnNode: [KernelChange] {
        // To which of our addresses the other end sends is its choice (RFC 6275 §6.4: the home address is what counts).
        var changes: [KernelChange] = [
            state(.type2RoutingHeader, towardsNode: true, .unspecified),
            policy(.type2RoutingHeader, towardsNode: true, isOutbound: false),
        ]
        if let careOfAddress {
            changes += [
                state(.homeAddressOption, towardsNode: false, careOfAddress),
                policy(nil, towardsNode: false, isOutbound: true),
                policy(.homeAddressOption, towardsNode: false, isOutbound: true),
            ]
        }
        return changes
    }

    /// What the correspondent's kernel needs. It takes a Home Address option from a care-of address that is bound, and
    /// from no other; of several, from the one that the node uses.
    var changesOnCorrespondent: [KernelChange] {
        guard let careOfAddress else { return [] }
        return [
            state(.type2RoutingHeader, towardsNode: true, careOfAddress),
            policy(nil, towardsNode: true, isOutbound: true),
            policy(.type2RoutingHeader, towardsNode: true, isOutbound: true),
            policy(.homeAddressOption, towardsNode: false, isOutbound: false),
            // Last, because it alone changes when the node sends by another binding.
            state(.homeAddressOption, towardsNode: false, sender ?? careOfAddress),
        ]
    }

    private func state(
        _ kind: KernelChange.MobilityTransform, towardsNode: Bool, _ careOfAddress: IPv6Address
    ) -> KernelChange {
        .transform(
            .init(
                kind: kind, source: towardsNode ? correspondent : homeAddress,
                destination: towardsNode ? homeAddress : correspondent, careOfAddress: careOfAddress))
    }

    private func policy(
        _ kind: KernelChange.MobilityTransform?, towardsNode: Bool, isOutbound: Bool
    ) -> KernelChange {
        .transformPolicy(
            .init(
                kind: kind, isOutbound: isOutbound, source: towardsNode ? correspondent : homeAddress,
                destination: towardsNode ? homeAddress : correspondent))
    }
}

extension Ledger {
    /// Puts changes in the place of others, touching only what differs: what goes, goes last first, so that no policy
    /// asks for a state that is gone.
    func exchange(
        _ former: [KernelChange], for wanted: [KernelChange],
        _ attempt: (() throws(KernelError) -> Void) -> Void
    ) {
        // A state is another one with another care-of address, and its policy has to be away while it is exchanged.
        let kept = zip(former, wanted).prefix { $0 == $1 }.count
        for change in former[kept...].reversed() { attempt { () throws(KernelError) in try revert(change) } }
        for change in wanted[kept...] { attempt { () throws(KernelError) in try apply(change) } }
    }
}
