import MobilityWire

extension UpdateRequest {
    /// Whether it has Binding Identifier options at all, readable or not.
    var namesBids: Bool { !identifiers.isEmpty || hasMalformedIdentifier }

    /// Whether several bindings are meant.
    var isBulk: Bool { identifiers.count > 1 }

    /// Whether the bindings are to replace all others (R-022, policies A8 and A14).
    func overwrites(_ policies: Policies) -> Bool {
        // A8: with P the bit is B of RFC 6602.
        if policies.overwriteInHeader, flags.contains(.overwrite), !flags.contains(.proxyRegistration) {
            return true
        }
        var anyOverwrites = false
        var allOverwrite = !identifiers.isEmpty
        for identifier in identifiers {
            if identifier.option.overwrite { anyOverwrites = true } else { allOverwrite = false }
        }
        return policies.anyOverwriteCounts ? anyOverwrites : allOverwrite
    }

    /// Whether it removes bindings instead of entering some.
    ///
    /// - Parameter byHomeAddress: whether the home address as care-of address deletes, too (RFC 3775 §9.5.1; only
    ///   without BIDs).
    func deregisters(byHomeAddress: Bool) -> Bool {
        lifetime == 0 || byHomeAddress && !namesBids && ordinaryCareOfAddress == .ipv6(homeAddress)
    }

    /// The care-of address where no Binding Identifier option gives one (RFC 6275 §9.5.1, RFC 5555 §4.3.1).
    var ordinaryCareOfAddress: CareOfAddress {
        // RFC 5555 §4.3.1: what the outer header says counts, whatever a NAT made of it.
        if let outer, ipv4CareOfAddress != nil || source == homeAddress { return .ipv4(outer.source) }
        if let ipv4CareOfAddress { return .ipv4(ipv4CareOfAddress) }
        return .ipv6(alternateCareOfAddress ?? source)
    }

    /// Whether an option asks for a binding of the home link.
    var asksForHomeBinding: Bool { identifiers.contains { $0.option.home } }

    /// Whether it was sent from the home link: with the home address as source, in no IPv4 header.
    var comesFromHomeLink: Bool { source == homeAddress && outer == nil }
}
