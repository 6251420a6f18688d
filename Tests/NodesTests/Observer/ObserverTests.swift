import MobilityWire
import Nodes
import Testing

/// What can be known of bindings by watching: from whole exchanges, and from what is left of them.
struct ObserverTests {
    static let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    static let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
    static let first = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x100)
    static let second = IPv6Address(high: 0x2001_0db8_000b_0000, low: 0x100)

    var observer = Observer()

    static func identifiers(_ addresses: [(UInt16, IPv6Address?)], draft: Bool = false, home: Bool = false)
        -> [MobilityOption]
    {
        addresses.map { bid, address in
            let careOf = address.map(CareOfAddress.ipv6)
            return .bindingIdentifier(
                draft
                    ? .draft06(bid: bid, home: home, careOfAddress: careOf)
                    : .rfc5648(bid: bid, home: home, careOfAddress: careOf))
        }
    }

    mutating func update(
        _ sequence: UInt16, lifetime: UInt16 = 15, flags: BindingUpdate.Flags = [],
        _ options: [MobilityOption] = [], from source: IPv6Address = Self.first, at seconds: Int64
    ) {
        let message = BindingUpdate(
            sequence: sequence, flags: flags.union([.acknowledge, .homeRegistration]), lifetime: lifetime,
            options: options)
        observer.observe(
            SignallingPacket(
                source: source, destination: Self.agent, homeAddressOption: Self.homeAddress,
                payload: .mobility(.bindingUpdate(message))), at: .zero + .seconds(seconds))
    }

    mutating func acknowledge(
        _ sequence: UInt16, status: UInt8 = 0, lifetime: UInt16 = 15, _ bids: [(UInt16, UInt8)] = [],
        to destination: IPv6Address = Self.first, draft: Bool = false, at seconds: Int64
    ) {
        let options = bids.map { bid, status in
            MobilityOption.bindingIdentifier(
                draft ? .draft06(bid: bid, status: status) : .rfc5648(bid: bid, status: status))
        }
        let message = BindingAcknowledgement(
            status: status, sequence: sequence, lifetime: lifetime, options: options)
        observer.observe(
            SignallingPacket(
                source: Self.agent, destination: destination, routingHeader: Self.homeAddress,
                payload: .mobility(.bindingAcknowledgement(message))), at: .zero + .seconds(seconds))
    }

    var bindings: [ObservedBinding] { observer[Self.homeAddress, Self.agent]?.bindings ?? [] }

    func remaining(at seconds: Int64) -> [Int64?] {
        bindings.map { $0.remaining(at: .zero + .seconds(seconds))?.wholeSeconds }
    }

    mutating func registerBoth(at seconds: Int64 = 0, draft: Bool = false) {
        update(1, Self.identifiers([(1, Self.first), (2, Self.second)], draft: draft), at: seconds)
        acknowledge(1, [(1, 0), (2, 0)], draft: draft, at: seconds)
    }

    @Test mutating func wholeExchangeIsConfirmedAndEndsWhenTheGrantDoes() {
        registerBoth()
        #expect(bindings.map(\.bid) == [1, 2])
        #expect(bindings.map(\.careOfAddress) == [.ipv6(Self.first), .ipv6(Self.second)])
        #expect(bindings.allSatisfy { $0.evidence == .both && $0.missing.isEmpty })
        #expect(remaining(at: 10) == [50, 50])
        observer.expire(at: .zero + .seconds(60))
        #expect(bindings.isEmpty)
    }

    @Test mutating func updateWithoutAnswerIsMarkedAsAskedFor() {
        update(1, Self.identifiers([(1, Self.first)]), at: 0)
        #expect(bindings.map(\.evidence) == [.update])
        #expect(bindings.first?.missing == [.acknowledgement, .lifetime])
        #expect(observer[Self.homeAddress, Self.agent]?.unanswered.map(\.sequence) == [1])
    }

    @Test mutating func answerToWhatWasNotSeenTellsBidsAndLifetimeOnly() {
        acknowledge(9, [(1, 0), (2, 130)], at: 0)
        #expect(bindings.map(\.bid) == [1])
        #expect(bindings.first?.missing == [.update, .careOfAddress])
        #expect(bindings.first?.careOfAddress == nil)
        #expect(remaining(at: 4) == [56])
    }

    @Test mutating func refusalTakesAwayWhatOnlyTheUpdateAskedFor() {
        update(1, Self.identifiers([(1, Self.first)]), at: 0)
        acknowledge(1, status: 129, lifetime: 0, [(1, 129)], at: 0)
        #expect(bindings.isEmpty)
        #expect(observer[Self.homeAddress, Self.agent]?.lastStatus == 129)
    }

    @Test("R-117: with status 4 each BID's own status decides")
    mutating func statusOfEachBidDecides() {
        update(1, Self.identifiers([(1, Self.first), (2, Self.second)]), at: 0)
        acknowledge(1, status: 4, [(1, 0), (2, 130)], at: 0)
        #expect(bindings.map(\.bid) == [1])
        #expect(bindings.first?.evidence == .both)
    }

    @Test(
        "R-054: a refresh of one BID renews all in draft-06, itself alone in RFC 5648",
        arguments: [false, true])
    mutating func refreshOfOneBid(draft: Bool) {
        registerBoth(draft: draft)
        update(2, Self.identifiers([(1, Self.first)], draft: draft), at: 20)
        acknowledge(2, [(1, 0)], draft: draft, at: 20)
        #expect(remaining(at: 20) == (draft ? [60, 60] : [60, 40]))
    }

    @Test("R-056: removal of one BID leaves the others and their lifetimes")
    mutating func removalOfOne() {
        registerBoth()
        update(2, lifetime: 0, Self.identifiers([(2, nil)]), at: 20)
        acknowledge(2, lifetime: 0, [(2, 0)], at: 20)
        #expect(bindings.map(\.bid) == [1])
        #expect(remaining(at: 20) == [40])
    }

    @Test("R-055: with O the bindings of the update replace all")
    mutating func overwrite() {
        registerBoth()
        update(2, flags: .overwrite, Self.identifiers([(3, Self.second)]), at: 5)
        acknowledge(2, [(3, 0)], at: 5)
        #expect(bindings.map(\.bid) == [3])
    }

    @Test("R-112, R-113: without BID one ordinary binding is left, with lifetime 0 none")
    mutating func ordinaryUpdates() {
        registerBoth()
        update(2, at: 1)
        acknowledge(2, at: 1)
        #expect(bindings.map(\.bid) == [nil])
        #expect(bindings.first?.careOfAddress == .ipv6(Self.first))
        update(3, lifetime: 0, at: 2)
        acknowledge(3, lifetime: 0, at: 2)
        #expect(bindings.isEmpty)
    }

    @Test("R-084: a peer that answers BIDs without any is a legacy node and bound the source")
    mutating func legacyPeer() {
        update(1, Self.identifiers([(1, Self.first), (2, Self.second)]), at: 0)
        acknowledge(1, at: 0)
        #expect(observer[Self.homeAddress, Self.agent]?.isLegacy == true)
        #expect(bindings.map(\.bid) == [nil])
        #expect(bindings.first?.careOfAddress == .ipv6(Self.first))
    }

    @Test(
        "R-032: a new BID for a cached address moves the binding in draft-06, adds one in RFC 5648",
        arguments: [false, true])
    mutating func newBid(draft: Bool) {
        registerBoth(draft: draft)
        update(2, Self.identifiers([(7, Self.second)], draft: draft), at: 1)
        acknowledge(2, [(7, 0)], draft: draft, at: 1)
        #expect(bindings.map(\.bid) == (draft ? [1, 7] : [1, 2, 7]))
    }

    @Test("R-057: the draft's home binding has no end")
    mutating func draftHomeBinding() {
        registerBoth(draft: true)
        update(
            2, lifetime: 0, Self.identifiers([(2, nil)], draft: true, home: true), from: Self.homeAddress,
            at: 10)
        acknowledge(2, lifetime: 0, [(2, 5)], to: Self.homeAddress, draft: true, at: 10)
        #expect(remaining(at: 10) == [50, nil])
        #expect(bindings.last?.isHome == true)
        #expect(bindings.last?.careOfAddress == .ipv6(Self.homeAddress))
        #expect(bindings.last?.withoutNeighbourDiscovery == true)
    }

    @Test mutating func bindingErrorEmptiesTheTable() {
        registerBoth()
        observer.observe(
            SignallingPacket(
                source: Self.agent, destination: Self.first,
                payload: .mobility(.bindingError(BindingError(status: 1, homeAddress: Self.homeAddress)))),
            at: .zero + .seconds(1))
        #expect(bindings.isEmpty)
    }

    @Test mutating func revocationTakesTheNamedBidsWhenItIsAcknowledged() {
        registerBoth()
        observer.observe(
            SignallingPacket(
                source: Self.agent, destination: Self.first, routingHeader: Self.homeAddress,
                payload: .mobility(
                    .bindingRevocationIndication(
                        BindingRevocationIndication(
                            trigger: 1, sequence: 5, options: Self.identifiers([(2, nil)]))))),
            at: .zero + .seconds(1))
        #expect(bindings.map(\.bid) == [1, 2])
        #expect(observer[Self.homeAddress, Self.agent]?.revoking == [2])
        observer.observe(
            SignallingPacket(
                source: Self.first, destination: Self.agent, homeAddressOption: Self.homeAddress,
                payload: .mobility(
                    .bindingRevocationAcknowledgement(
                        BindingRevocationAcknowledgement(status: 0, sequence: 5)))),
            at: .zero + .seconds(1))
        #expect(bindings.map(\.bid) == [1])
    }

    @Test mutating func trafficInATunnelShowsABindingWhoseRestIsUnknown() {
        acknowledge(1, [(1, 0)], at: 0)
        observer.observe(
            SignallingPacket(
                encapsulation: [.ipv6(source: Self.agent, destination: Self.second)], source: Self.agent,
                destination: Self.homeAddress, payload: .data(nextHeader: 58, octets: [])),
            at: .zero + .seconds(1))
        #expect(bindings.map(\.evidence) == [.acknowledgement, .traffic])
        #expect(bindings.last?.missing == [.bid, .lifetime, .update, .acknowledgement])
        // The whole exchange later explains it.
        update(2, Self.identifiers([(1, Self.first), (2, Self.second)]), at: 2)
        acknowledge(2, [(1, 0), (2, 0)], at: 2)
        #expect(bindings.map(\.bid) == [1, 2])
        #expect(bindings.allSatisfy { $0.evidence == .both })
    }

    @Test mutating func partiesAreKnownByWhatTheyDo() {
        registerBoth()
        let roles = observer.parties.map { ($0.address, $0.roles) }
        #expect(roles.map(\.0) == [Self.agent, Self.homeAddress, Self.first, Self.second])
        #expect(roles.map(\.1) == [.homeAgent, .homeAddress, .careOfAddress, .careOfAddress])
    }

    @Test mutating func tablesAreBoundedAndSayWhatWent() {
        var limits = Observer.Limits()
        limits.registrations = 3
        limits.parties = 4
        limits.unanswered = 2
        observer = Observer(limits: limits)
        for number in 0..<20 {
            let message = BindingUpdate(
                sequence: UInt16(number), flags: [.acknowledge, .homeRegistration], lifetime: 15)
            observer.observe(
                SignallingPacket(
                    source: Self.first, destination: Self.agent,
                    homeAddressOption: IPv6Address(high: Self.agent.high, low: UInt64(0x200 + number)),
                    payload: .mobility(.bindingUpdate(message))), at: .zero + .seconds(Int64(number)))
        }
        for number in 0..<20 { update(UInt16(number), at: 30) }
        #expect(observer.registrations.count == 3)
        #expect(observer.parties.count == 4)
        #expect(observer.registrations.allSatisfy { $0.unanswered.count <= 2 })
        #expect(observer.forgotten > 0)
    }
}
