import MobilityWire

// Return routability (RFC 6275 §5.2.5, §11.6): the home test through the home agent, a care-of test for each care-of
// address, and the tokens they bring.

extension MobileNode {
    /// Whether the tokens for a Binding Update from a way are there. Where they are not, their tests begin.
    mutating func hasTokens(
        for way: Way, bid: UInt16, at index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Bool {
        let home = list[index].tokens.home
        if home.token == nil, !home.isRunning { sendHomeTestInit(to: index, &turn) }
        guard case .ipv6(let careOfAddress)? = way.careOfAddress else { return home.token != nil }
        let position = list[index].tokens.enter(careOfAddress, bid: bid)
        let careOf = list[index].tokens.careOf[position].test
        if careOf.token == nil, !careOf.isRunning { sendCareOfTestInit(at: position, to: index, &turn) }
        return home.token != nil && careOf.token != nil
    }

    /// Sends init messages again that were not answered, each with a new cookie (RFC 6275 §11.8). A test that is never
    /// answered is given up.
    mutating func resendTests(to index: Int, _ turn: inout Turn<some RandomNumberGenerator>) {
        if list[index].tokens.home.isRunning, list[index].tokens.home.timer.isDue(at: turn.now) {
            if list[index].tokens.home.timer.transmissions >= MobileNode.testTransmissions {
                list[index].tokens.home.stop()
                return failTests(to: index, from: nil, &turn)
            }
            sendHomeTestInit(to: index, &turn)
        }
        for position in list[index].tokens.careOf.indices {
            let careOf = list[index].tokens.careOf[position]
            guard careOf.test.isRunning, careOf.test.timer.isDue(at: turn.now) else { continue }
            if careOf.test.timer.transmissions >= MobileNode.testTransmissions {
                list[index].tokens.modify(at: position) { $0.test.stop() }
                failTests(to: index, from: careOf.address, &turn)
            } else {
                sendCareOfTestInit(at: position, to: index, &turn)
            }
        }
    }

    /// Six transmissions take a minute.
    private static let testTransmissions = 6

    /// What waited for a test is refused, and may be tried again later.
    private mutating func failTests(
        to index: Int, from careOfAddress: IPv6Address?, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        for entry in list[index].entries
        where entry.need != nil
            && (careOfAddress == nil
                || self.careOfAddress(for: entry.bid, at: list[index])?.ipv6 == careOfAddress)
        {
            list[index].modify(entry.bid) { $0.need = nil }
            refuse(entry.bid, .reasonUnspecified, at: index, &turn)
        }
        turn.note(
            note(
                .remark, Rule(6, "RFC 6275 §11.6.1"), peer: list[index].address,
                careOfAddress: careOfAddress.map { .ipv6($0) }, to: "test-unanswered"))
    }

    // MARK: Init messages

    /// The Home Test Init goes from the home address, away from home inside the tunnel (RFC 6275 §11.6.1; any registered
    /// care-of address will do, R-159).
    private mutating func sendHomeTestInit(
        to index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard list[index].homeTestRate.permits(at: turn.now), let way = tunnelWay else { return }
        let cookie = turn.random.next()
        list[index].tokens.home.sent(cookie, at: turn.now)
        list[index].homeTestRate.departed(at: turn.now)
        var packet = SignallingPacket(
            source: configuration.homeAddress, destination: list[index].address,
            payload: .mobility(.homeTestInit(TestInit(cookie: cookie))))
        var protection = Protection.none
        if let careOfAddress = way.careOfAddress {
            packet.encapsulation = tunnelHeaders(from: careOfAddress)
            if case .ipsec = configuration.security { protection = .tunnel }
        }
        send(packet, by: way, protection, Rule(33, "RFC 6275 §11.6.1"), &turn)
    }

    /// The Care-of Test Init goes from the care-of address straight to the correspondent (RFC 6275 §11.6.1).
    private mutating func sendCareOfTestInit(
        at position: Int, to index: Int, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let careOf = list[index].tokens.careOf[position]
        guard list[index].careOfTestRate.permits(at: turn.now),
            let interface = assignments.first(where: { $0.careOfAddress == .ipv6(careOf.address) })?.interface
        else { return }
        let cookie = turn.random.next()
        list[index].tokens.modify(at: position) { $0.test.sent(cookie, at: turn.now) }
        list[index].careOfTestRate.departed(at: turn.now)
        var options: [MobilityOption] = []
        if configuration.policies.bidInCareOfTestInit, careOf.bid != BindingEntry.ordinary,
            !isOrdinary(list[index])
        {
            // the BID, and no flag (A18).
            options = [
                .bindingIdentifier(
                    BindingIdentifier(
                        profile: configuration.policies.format.profile, bid: careOf.bid, flags: 0))
            ]
        }
        let packet = SignallingPacket(
            source: careOf.address, destination: list[index].address,
            payload: .mobility(.careOfTestInit(TestInit(cookie: cookie, options: options))))
        send(
            packet, by: Way(careOfAddress: .ipv6(careOf.address), interface: interface), .none,
            Rule(6, "RFC 6275 §11.6.1"), &turn)
    }

    /// The way by which the home address is used: the home link, or the tunnel of the best binding.
    var tunnelWay: Way? {
        if case .home = home.phase { return homeWay }
        guard let index = homeAgentIndex else { return nil }
        let usable = list[index].entries.filter { isUsable($0) && !$0.home }
        let best = usable.min { left, right in
            guard let one = assignment(left.bid), let other = assignment(right.bid) else { return false }
            return CareOfAddressAssignment.precedes(one, other)
        }
        guard let best, let interface = best.interface else { return nil }
        return Way(careOfAddress: best.grant?.careOfAddress, interface: interface)
    }

    private func tunnelHeaders(from careOfAddress: CareOfAddress) -> [SignallingPacket.Encapsulation] {
        switch careOfAddress {
        case .ipv6(let address):
            return homeAgent.map { [.ipv6(source: address, destination: $0)] } ?? []
        case .ipv4(let address):
            guard let dualStack = configuration.dualStack else { return [] }
            return [
                .ipv4(source: address, destination: dualStack.homeAgent),
                .udp(sourcePort: dualStack.port, destinationPort: ProtocolConstants.dualStackPort),
            ]
        }
    }

    private func send(
        _ packet: SignallingPacket, by way: Way, _ protection: Protection, _ rule: Rule,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        guard let octets = try? packet.encoded(format: configuration.policies.format) else { return }
        turn.act(
            .send(Datagram(octets: octets, interface: way.interface, protection: protection), rule: rule))
    }

    // MARK: Answers

    /// A Home Test arrived (RFC 6275 §11.6.2): for the home address, from the correspondent, with our cookie.
    mutating func receiveHomeTest(
        _ test: TestReply, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(33, "RFC 6275 §11.6.2")
        guard arrival.packet.destination == configuration.homeAddress,
            let index = list.index(of: arrival.source, .correspondent),
            list[index].tokens.home.cookie == test.cookie
        else { return drop("test-not-asked", rule, from: arrival.source, &turn) }
        guard isTunnelProtected(arrival) else {
            return drop("not-authentic", Rule(154, "RFC 4877 §4.2"), from: arrival.source, &turn)
        }
        list[index].tokens.home.received(
            KeygenToken(value: test.token, nonceIndex: test.nonceIndex, receivedAt: turn.now))
    }

    /// What comes through the tunnel comes from the home agent, and with IPsec protected.
    private func isTunnelProtected(_ arrival: Arrival) -> Bool {
        if case .home = home.phase { return true }
        if case .ipv6(let source, _)? = arrival.packet.encapsulation.last, source != homeAgent {
            return false
        }
        guard case .ipsec = configuration.security else { return true }
        return arrival.datagram.protection == .tunnel
    }

    /// A Care-of Test arrived (RFC 6275 §11.6.2): for the care-of address of the test, with its cookie.
    mutating func receiveCareOfTest(
        _ test: TestReply, in arrival: Arrival, _ turn: inout Turn<some RandomNumberGenerator>
    ) {
        let rule = Rule(6, "RFC 6275 §11.6.2")
        let careOfAddress = arrival.packet.destination
        guard let index = list.index(of: arrival.source, .correspondent),
            let position = list[index].tokens.careOf.firstIndex(where: { $0.address == careOfAddress }),
            list[index].tokens.careOf[position].test.cookie == test.cookie
        else { return drop("test-not-asked", rule, from: arrival.source, &turn) }
        let bid = list[index].tokens.careOf[position].bid
        if configuration.policies.bidInCareOfTestInit, bid != BindingEntry.ordinary, !isOrdinary(list[index])
        {
            guard acceptsIdentifier(of: test, bid: bid, position, at: index, &turn) else { return }
        }
        list[index].tokens.modify(at: position) {
            $0.test.received(
                KeygenToken(value: test.token, nonceIndex: test.nonceIndex, receivedAt: turn.now))
        }
    }

    /// The BID that a Care-of Test repeats in draft-06. False: there is no token in it.
    private mutating func acceptsIdentifier(
        of test: TestReply, bid: UInt16, _ position: Int, at index: Int,
        _ turn: inout Turn<some RandomNumberGenerator>
    ) -> Bool {
        for case .bindingIdentifier(let identifier) in test.options where identifier.bid == bid {
            guard identifier.status < 128 else {
                // the correspondent found our option malformed, and computed nothing.
                noteStatus(BindingStatus(rawValue: identifier.status), bid: bid, at: index, &turn)
                list[index].tokens.modify(at: position) { $0.test.stop() }
                list[index].modify(bid) { $0.need = nil }
                refuse(bid, BindingStatus(rawValue: identifier.status), at: index, &turn)
                return false
            }
            return true
        }
        // it does not know BIDs, and gets none any more. R-039: the token serves an ordinary binding.
        let rule = Rule(37, "draft-06 §5.2")
        learn(.no, \.multiple, "legacy", rule, at: index, &turn)
        becomeOrdinary(bid, at: index, rule, &turn)
        return true
    }
}
