import MobilityWire

extension HomeAgent {
    /// Why a configuration was refused.
    public enum ConfigurationError: Error, Hashable, Sendable {
        /// The agent's address is not a unicast address that is routed.
        case addressNotRoutable(IPv6Address)
        /// The agent's address lies in none of the home prefixes.
        case addressOutsidePrefixes(IPv6Address)
        /// The agent's IPv4 address is not a unicast address.
        case ipv4AddressNotRoutable(IPv4Address)
        /// There is no home prefix, so no home address would be served.
        case noHomePrefix
        /// A home prefix is not one that is routed, or has no bits.
        case homePrefix(IPv6Prefix)
        /// A node's home address is not a unicast address that is routed (RFC 6275 §9.5.1).
        case homeAddressNotRoutable(IPv6Address)
        /// A node's home address lies in none of the home prefixes.
        case homeAddressOutsidePrefixes(IPv6Address)
        /// A node has the agent's own address.
        case homeAddressIsAgent(IPv6Address)
        /// Two nodes with the same home address.
        case equalHomeAddresses(IPv6Address)
        /// Two nodes with the same IPv4 home address.
        case equalIPv4HomeAddresses(IPv4Address)
        /// A node's IPv4 home address is not a unicast address.
        case ipv4HomeAddressNotRoutable(IPv4Address)
        /// SPIs below 256 are reserved (RFC 4285 §5.1).
        case reservedSPI(UInt32)
        /// An empty key protects nothing.
        case emptyKey
        /// A prefix of a mobile network is not one that is routed, or lies across a home prefix.
        case mobileNetworkPrefix(IPv6Prefix)
        /// The same mobile network for two nodes.
        case equalMobileNetworkPrefixes(IPv6Prefix)
        /// A flow rule names BID 0.
        case flowRuleWithoutBid(name: String)
        /// The longest lifetime is below 4 seconds or above 65535 units of 4 seconds.
        case maximumLifetime(Interval)
        /// The shortest lifetime is negative or above the longest.
        case minimumLifetime(Interval)
        /// A limit that allows nothing.
        case limit(String)
        /// Advice has to come before the end: 1…99 hundredths of the lifetime.
        case refreshAdvice(UInt8)
        /// A refresh cannot be asked for after the end.
        case refreshRequestLead(Interval)
        /// 128…255 refuse.
        case refusalStatus(UInt8)
        /// A pool of no addresses, or one that runs over the end.
        case ipv4Pool
        /// A node has to be probed now and then.
        case homeProbeInterval(Interval)
        /// A policy has a value outside its range.
        case policy(String)
    }
}

extension HomeAgent.Configuration {
    /// Refuses what cannot work, with the first reason found.
    ///
    /// - Throws: `HomeAgent.ConfigurationError`.
    public func validate() throws(HomeAgent.ConfigurationError) {
        try validateAddresses()
        try validateSecurity(security)
        try validateNodes()
        for rule in flowRules where rule.bid == 0 { throw .flowRuleWithoutBid(name: rule.name) }
        guard homeProbeInterval > .zero else { throw .homeProbeInterval(homeProbeInterval) }
        if let pool = ipv4HomePool {
            guard pool.count > 0, pool.first.isRoutableUnicast,
                !pool.first.value.addingReportingOverflow(pool.count - 1).overflow
            else { throw .ipv4Pool }
        }
        try administration.validate()
        try Self.validate(policies)
    }

    private func validateAddresses() throws(HomeAgent.ConfigurationError) {
        guard address.isRoutableUnicast else { throw .addressNotRoutable(address) }
        guard !homePrefixes.isEmpty else { throw .noHomePrefix }
        for home in homePrefixes where home.prefix.length == 0 || !home.prefix.isRoutable {
            throw .homePrefix(home.prefix)
        }
        guard homePrefixes.contains(where: { $0.prefix.contains(address) }) else {
            throw .addressOutsidePrefixes(address)
        }
        if let ipv4Address, !ipv4Address.isRoutableUnicast { throw .ipv4AddressNotRoutable(ipv4Address) }
    }

    private func validateSecurity(_ security: HomeAgent.Security) throws(HomeAgent.ConfigurationError) {
        guard case .authentication(let association) = security else { return }
        guard association.spi >= MobilityMessageAuthentication.firstFreeSPI else {
            throw .reservedSPI(association.spi)
        }
        guard !association.key.octets.isEmpty else { throw .emptyKey }
    }

    private func validateNodes() throws(HomeAgent.ConfigurationError) {
        for node in nodes {
            try validate(node)
            if let security = node.security { try validateSecurity(security) }
        }
        if let address = nodes.map(\.homeAddress).firstRepeated { throw .equalHomeAddresses(address) }
        if let address = nodes.compactMap(\.ipv4HomeAddress).firstRepeated {
            throw .equalIPv4HomeAddresses(address)
        }
        if let prefix = nodes.flatMap(\.prefixes).firstRepeated { throw .equalMobileNetworkPrefixes(prefix) }
    }

    func validate(_ node: HomeAgent.NodeEntry) throws(HomeAgent.ConfigurationError) {
        let homeAddress = node.homeAddress
        guard homeAddress.isRoutableUnicast else { throw .homeAddressNotRoutable(homeAddress) }
        guard homeAddress != address else { throw .homeAddressIsAgent(homeAddress) }
        guard homePrefixes.contains(where: { $0.prefix.contains(homeAddress) }) else {
            throw .homeAddressOutsidePrefixes(homeAddress)
        }
        if let ipv4 = node.ipv4HomeAddress, !ipv4.isRoutableUnicast {
            throw .ipv4HomeAddressNotRoutable(ipv4)
        }
        for prefix in node.prefixes where !prefix.isRoutable || overlapsHome(prefix) {
            throw .mobileNetworkPrefix(prefix)
        }
    }

    /// Whether a prefix lies across the home link: routing it away would cut the home link off.
    func overlapsHome(_ prefix: IPv6Prefix) -> Bool {
        homePrefixes.contains { $0.prefix.contains(prefix.address) || prefix.contains($0.prefix.address) }
    }

    static func validate(_ policies: Policies) throws(HomeAgent.ConfigurationError) {
        // A1 knows three answers.
        guard [0, 133, 167].contains(policies.unknownBidStatus) else { throw .policy("unknown-bid") }
    }
}

extension HomeAgent.Administration {
    /// Refuses what cannot work.
    ///
    /// - Throws: `HomeAgent.ConfigurationError`.
    public func validate() throws(HomeAgent.ConfigurationError) {
        guard maximumLifetime >= .lifetimeUnits(1), maximumLifetime <= .lifetimeUnits(.max) else {
            throw .maximumLifetime(maximumLifetime)
        }
        guard minimumLifetime >= .zero, minimumLifetime <= maximumLifetime else {
            throw .minimumLifetime(minimumLifetime)
        }
        guard maximumBindingsPerNode > 0 else { throw .limit("bindings-per-node") }
        guard maximumBindings > 0 else { throw .limit("bindings") }
        if let refreshAdvice, !(1...99).contains(refreshAdvice) { throw .refreshAdvice(refreshAdvice) }
        if let refreshRequestLead, refreshRequestLead <= .zero {
            throw .refreshRequestLead(refreshRequestLead)
        }
        if let refuseWith, refuseWith < 128 { throw .refusalStatus(refuseWith) }
    }
}

extension IPv6Prefix {
    /// Whether packets to it can be routed: neither link-local nor multicast, and not all of the Internet.
    var isRoutable: Bool {
        length > 0 && !address.isMulticast && !address.isLinkLocal && !address.isUnspecified
            && !address.isLoopback
    }
}

extension Array where Element: Comparable {
    /// The least element that stands there twice.
    fileprivate var firstRepeated: Element? {
        let sorted = sorted()
        return zip(sorted, sorted.dropFirst()).first { $0 == $1 }?.0
    }
}
