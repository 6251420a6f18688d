import MobilityWire

// The other options, and the numbers they are made of.

extension RandomMessages {
    /// Options that may stand in any message.
    mutating func extras() -> [MobilityOption] {
        var options = [MobilityOption]()
        if oneIn(5) {
            options.append(
                .mobileNodeIdentifier(subtype: UInt8(1 + number(below: 8)), identifier: octets(upTo: 12)))
        }
        // Options of which only the name is known, or not even that.
        if oneIn(5) {
            options.append(.other(type: pick([11, 20, 46, 70, 200, 255]), data: octets(upTo: 20)))
        }
        return options
    }

    /// What has to stand at the end: replay protection and authentication, or nonces and authenticator.
    mutating func closing(authorized: Bool, isUpdate: Bool) -> [MobilityOption] {
        if authorized, coin() {
            let authenticator = (0..<12).map { _ in random.next() as UInt8 }
            return (isUpdate ? [.nonceIndices(home: random.next(), careOf: random.next())] : [])
                + [.bindingAuthorizationData(authenticator: authenticator)]
        }
        guard oneIn(3) else { return [] }
        var options = [MobilityOption]()
        if coin() { options.append(.messageIdentification(timestamp: random.next())) }
        let authenticator = (0..<12).map { _ in random.next() as UInt8 }
        options.append(
            .messageAuthentication(
                subtype: pick([1, 2]), spi: pick([3, 5, 256, max(256, random.next())]),
                data: coin() ? authenticator : octets(upTo: 40)))
        return options
    }

    /// A flow with its sub-options.
    mutating func flow(status: UInt8) -> MobilityOption {
        var subOptions = [FlowIdentification.SubOption]()
        if coin() { subOptions.append(.bindingReference(bids: numbers(upTo: 4))) }
        if oneIn(4) { subOptions.append(.padding(octets: 1 + number(below: 4))) }
        if coin() {
            subOptions.append(.trafficSelector(format: UInt8(1 + number(below: 3)), data: octets(upTo: 24)))
        }
        if oneIn(4) { subOptions.append(.other(type: 200, data: octets(upTo: 6))) }
        return .flowIdentification(
            FlowIdentification(
                flowIdentifier: max(1, random.next()), priority: max(1, random.next()), status: status,
                subOptions: subOptions))
    }

    mutating func ipv4HomeAddress() -> MobilityOption {
        .ipv4HomeAddress(
            coin() ? .unspecified : ipv4Address(), prefixLength: UInt8(1 + number(below: 32)),
            requestsPrefix: coin())
    }

    mutating func ipv4Acknowledgement() -> MobilityOption {
        .ipv4AddressAcknowledgement(
            status: pick([0, 128, 129, 130, 131, 132, 133]), prefixLength: UInt8(1 + number(below: 32)),
            ipv4Address())
    }

    /// A status that is assigned.
    mutating func status() -> UInt8 {
        coin() ? UInt8(number(below: 7)) : UInt8(128 + number(below: 53))
    }

    mutating func prefix() -> IPv6Prefix {
        IPv6Prefix(
            IPv6Address(high: 0x2001_0db8_0000_0000 | UInt64(random.next() as UInt32), low: random.next()),
            length: number(below: 129))
    }

    /// A unicast routable address.
    mutating func address() -> IPv6Address {
        IPv6Address(high: 0x2001_0db8_0000_0000 | UInt64(random.next() as UInt32), low: random.next())
    }

    /// A unicast routable IPv4 address.
    mutating func ipv4Address() -> IPv4Address {
        IPv4Address(0xc633_6400 | UInt32(random.next() as UInt8))
    }

    /// One to `limit` numbers above 0.
    mutating func numbers(upTo limit: Int) -> [UInt16] {
        (0...number(below: limit)).map { _ in max(1, random.next()) }
    }

    /// None to `limit` octets.
    mutating func octets(upTo limit: Int) -> [UInt8] {
        (0..<number(below: limit + 1)).map { _ in random.next() }
    }

    mutating func coin() -> Bool { random.next() & 1 == (0 as UInt8) }
    mutating func oneIn(_ count: Int) -> Bool { number(below: count) == 0 }
    mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }
}
