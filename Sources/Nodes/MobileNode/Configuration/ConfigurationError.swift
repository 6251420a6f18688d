import MobilityWire

extension MobileNode {
    /// Why a configuration was refused.
    public enum ConfigurationError: Error, Hashable, Sendable {
        /// The home address is not a unicast address that is routed (RFC 6275 §9.5.1).
        case homeAddressNotRoutable(IPv6Address)
        /// The home address does not lie in the home prefix.
        case homeAddressOutsidePrefix(IPv6Address, IPv6Prefix)
        /// A home agent is not a unicast address that is routed.
        case homeAgentNotRoutable(IPv6Address)
        /// A home agent has the node's own home address.
        case homeAgentIsHomeAddress(IPv6Address)
        /// The same home agent twice.
        case equalHomeAgents(IPv6Address)
        /// A lifetime of zero or less asks for removal (RFC 6275 §6.1.7).
        case zeroLifetime
        /// More than 65535 units of 4 seconds.
        case lifetimeTooLong(Interval)
        /// BID 0 is reserved.
        case reservedBid(interface: String)
        /// Two interfaces have the same BID.
        case equalBids(UInt16, interfaces: [String])
        /// Priorities are 1…127, 0 is reserved (RFC 6089 §4.1).
        case priorityOutOfRange(UInt8, interface: String)
        /// A rule without a name would match nothing.
        case emptyInterfaceName
        /// SPIs below 256 are reserved (RFC 4285 §5.1).
        case reservedSPI(UInt32)
        /// An empty key protects nothing.
        case emptyKey
        /// A Network Access Identifier is 1…254 octets here (one octet of Length, one of subtype).
        case identifierLength(Int)
        /// A flow rule names BID 0.
        case flowRuleWithoutBid(name: String)
        /// Two flow rules of the same name.
        case equalFlowRules(name: String)
        /// A mobile router with explicit registration needs a prefix to register (RFC 3963 §5.2).
        case noMobileNetworkPrefix
        /// A prefix of the mobile network is not one that is routed.
        case mobileNetworkPrefix(IPv6Prefix)
        /// The home agent's IPv4 address is not a unicast address.
        case homeAgentIPv4NotRoutable(IPv4Address)
        /// The UDP port is zero.
        case zeroPort
        /// IPv6 carries 1280 octets everywhere.
        case pathMTUTooSmall(Int)
        /// At least one transmission.
        case noTransmissions
        /// A policy has a value outside its range.
        case policy(String)
    }
}

extension MobileNode.Configuration {
    /// Refuses what cannot work, with the first reason found.
    ///
    /// - Throws: `MobileNode.ConfigurationError`.
    public func validate() throws(MobileNode.ConfigurationError) {
        try validateAddresses()
        try validateInterfaces()
        try validateSecurity()
        try validateFlowRules()
        try validateMobileRouter()
        try validateDualStack()
        guard pathMTU >= 1280 else { throw .pathMTUTooSmall(pathMTU) }
        guard transmissionsPerHomeAgent > 0 else { throw .noTransmissions }
        // A1: 133, 167 or 0 are what texts and mailing list offer.
        guard [133, 167, 0].contains(policies.unknownBidStatus) else { throw .policy("unknown-bid") }
    }

    private func validateAddresses() throws(MobileNode.ConfigurationError) {
        guard homeAddress.isRoutableUnicast else { throw .homeAddressNotRoutable(homeAddress) }
        guard homePrefix.contains(homeAddress) else {
            throw .homeAddressOutsidePrefix(homeAddress, homePrefix)
        }
        for (index, agent) in homeAgents.enumerated() {
            guard agent.isRoutableUnicast else { throw .homeAgentNotRoutable(agent) }
            guard agent != homeAddress else { throw .homeAgentIsHomeAddress(agent) }
            guard !homeAgents[..<index].contains(agent) else { throw .equalHomeAgents(agent) }
        }
        guard lifetime > .zero else { throw .zeroLifetime }
        guard lifetime <= .lifetimeUnits(.max) else { throw .lifetimeTooLong(lifetime) }
    }

    private func validateInterfaces() throws(MobileNode.ConfigurationError) {
        for (index, rule) in interfaces.enumerated() {
            guard !rule.name.isEmpty else { throw .emptyInterfaceName }
            if let priority = rule.priority, !(1...127).contains(priority) {
                throw .priorityOutOfRange(priority, interface: rule.name)
            }
            guard let bid = rule.bid else { continue }
            // 1…65535.
            guard bid != 0 else { throw .reservedBid(interface: rule.name) }
            // unique for the home address.
            if let other = interfaces[..<index].first(where: { $0.bid == bid }) {
                throw .equalBids(bid, interfaces: [other.name, rule.name])
            }
        }
    }

    private func validateSecurity() throws(MobileNode.ConfigurationError) {
        guard case .authentication(let association) = security else { return }
        guard association.spi >= MobilityMessageAuthentication.firstFreeSPI else {
            throw .reservedSPI(association.spi)
        }
        guard !association.key.octets.isEmpty else { throw .emptyKey }
        if let identifier = association.identifier, !(1...254).contains(identifier.utf8.count) {
            throw .identifierLength(identifier.utf8.count)
        }
    }

    private func validateFlowRules() throws(MobileNode.ConfigurationError) {
        for (index, rule) in flowRules.enumerated() {
            guard rule.bid != 0 else { throw .flowRuleWithoutBid(name: rule.name) }
            guard !flowRules[..<index].contains(where: { $0.name == rule.name }) else {
                throw .equalFlowRules(name: rule.name)
            }
        }
    }

    private func validateMobileRouter() throws(MobileNode.ConfigurationError) {
        guard let mobileRouter else { return }
        guard !mobileRouter.explicit || !mobileRouter.prefixes.isEmpty else { throw .noMobileNetworkPrefix }
        for prefix in mobileRouter.prefixes {
            guard prefix.length > 0, prefix.address.isRoutableUnicast else {
                throw .mobileNetworkPrefix(prefix)
            }
        }
    }

    private func validateDualStack() throws(MobileNode.ConfigurationError) {
        guard let dualStack else { return }
        guard dualStack.homeAgent.isRoutableUnicast else {
            throw .homeAgentIPv4NotRoutable(dualStack.homeAgent)
        }
        guard dualStack.port > 0 else { throw .zeroPort }
    }
}
