import MobilityWire

// Binding Identifier options: in each profile what it allows.

extension RandomMessages {
    /// The options of a Binding Update, none to five of them.
    mutating func bindings(atHomeAgent: Bool, lifetime: UInt16) -> [MobilityOption] {
        let count = atHomeAgent ? number(below: 6) : number(below: 2)
        let bids = bids(count)
        let homeBinding = atHomeAgent && oneIn(3) ? number(below: max(1, count)) : -1
        let overwrite = coin()
        return bids.enumerated().map { index, bid in
            let isHome = index == homeBinding
            switch format.profile {
            case .draft06:
                let returnsHome = isHome && lifetime == 0
                return .bindingIdentifier(
                    .draft06(
                        bid: bid, overwrite: overwrite, home: returnsHome,
                        careOfAddress: returnsHome ? nil : careOfAddress(ipv4: atHomeAgent)))
            case .rfc5648, .shisa:
                let goesHome = isHome && lifetime > 0
                let address: CareOfAddress? =
                    goesHome
                    ? (coin() ? .ipv6(homeAddress) : nil)
                    : lifetime > 0 ? careOfAddress(ipv4: atHomeAgent) : nil
                return .bindingIdentifier(
                    .rfc5648(
                        bid: bid, home: goesHome, priority: UInt8(number(below: 128)), careOfAddress: address)
                )
            }
        }
    }

    /// The options of an answer or a request: no addresses; statuses where they mean something.
    mutating func bindingsWithoutAddresses(statuses: Bool = false) -> [MobilityOption] {
        bids(number(below: 5)).map { option($0, status: statuses ? status() : 0) }
    }

    /// One option or none.
    mutating func oneBinding(status: UInt8 = 0) -> [MobilityOption] {
        bids(number(below: 2)).map { option($0, status: status) }
    }

    private mutating func option(_ bid: UInt16, status: UInt8) -> MobilityOption {
        format.profile == .draft06
            ? .bindingIdentifier(.draft06(bid: bid, status: status))
            : .bindingIdentifier(
                .rfc5648(bid: bid, status: status, home: oneIn(4), priority: UInt8(number(below: 128))))
    }

    private mutating func careOfAddress(ipv4: Bool) -> CareOfAddress? {
        switch number(below: 4) {
        case 0: nil
        case 1 where ipv4: .ipv4(ipv4Address())
        default: .ipv6(address())
        }
    }

    /// Different BIDs, small ones and large ones, in any order.
    private mutating func bids(_ count: Int) -> [UInt16] {
        var bids = [UInt16]()
        while bids.count < count {
            let bid: UInt16 = coin() ? UInt16(1 + number(below: 8)) : max(1, random.next())
            if !bids.contains(bid) { bids.append(bid) }
        }
        return bids
    }
}
