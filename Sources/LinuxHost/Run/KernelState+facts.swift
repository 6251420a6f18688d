import MobilityWire
import Nodes
import Runtime

// What the kernel knows of links and addresses, as a view shows it.

extension KernelState {
    /// What is known of a link beside its state.
    func facts(of link: Link) -> LinkFacts {
        LinkFacts(
            isEnabled: link.isEnabled, hasCarrier: link.hasCarrier, mtu: link.mtu > 0 ? link.mtu : nil,
            linkLayerAddress: link.linkLayerAddress,
            routers: gateways(of: link.identifier).map { address in
                LinkFacts.Router(
                    address,
                    linkLayerAddress: linkLayerAddress(of: address, on: link.identifier))
            })
    }
}

extension KernelState.Address {
    /// What is known of the address beside its state.
    var facts: AddressFacts {
        var isDuplicate = false
        if case .ipv6 = address { isDuplicate = state == nil }
        return AddressFacts(
            prefixLength: prefixLength, validUntil: validUntil, preferredUntil: preferredUntil,
            isTemporary: isTemporary, isOptimistic: isOptimistic, isDuplicate: isDuplicate)
    }
}
