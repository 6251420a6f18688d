import MobilityWire
import Nodes
import Testing

@testable import Runtime

struct JournalTests {
    private static let address = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    private static let other = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x100)
    private static let rule = Rule(46, "RFC 6275 §11.8")
    private static let prefix = IPv6Prefix(address, length: 64)
    private static let port = InterfaceIdentifier(3)

    /// Each kind of event, with and without what may be absent.
    static let events: [JournalEntry.Event] = [
        .sent(octets: Array(0...200), port, .transport, rule), .sent(octets: [], nil, .tunnel, Rule()),
        .delivered(octets: [1, 2, 3], InterfaceIdentifier(.max)),
        .lost(octets: [4], .noBinding, link: nil), .lost(octets: [4], .silentRouter, link: "wlan"),
        .duplicated(octets: [5], link: "a"), .corrupted(octets: [6], link: "b"),
        .interface(
            port, .present(name: "eth0", up: true, linkLayerAddress: LinkLayerAddress([2, 0, 0, 0, 0, 1]))),
        .interface(port, .present(name: "", up: false, linkLayerAddress: nil)), .interface(port, .vanished),
        .interface(port, .address(address, state: .tentative)),
        .interface(port, .address(address, state: .preferred)),
        .interface(port, .address(address, state: .deprecated)), .interface(port, .addressGone(address)),
        .interface(port, .ipv4Address(IPv4Address(0xc000_0201))),
        .interface(port, .ipv4AddressGone(IPv4Address(0xffff_ffff))),
        .interface(
            port,
            .router(address: address, linkLayerAddress: LinkLayerAddress([9]), prefixes: [prefix, prefix])),
        .interface(port, .router(address: address, linkLayerAddress: nil, prefixes: [])),
        .interface(port, .routersGone), .interface(port, .mtu(1280)), .interface(port, .mtu(-1)),
        .duplicatesDetected(address, found: true), .neighbourProbed(address, answered: false),
        .command("register 1, 2 in bulk"), .fault(""), .timer, .started, .probe("lost: übel"),
        .remark("pulled eth0"),
        .action(
            .tunnel(
                .set(
                    Action.Tunnel(
                        homeAddress: address, bid: 7, homeAgent: other,
                        careOfAddress: .ipv4(IPv4Address(0x0a00_0001)), interface: port,
                        ports: Action.Tunnel.Ports(local: 4191, remote: 65535))), rule: rule)),
        .action(
            .tunnel(
                .set(
                    Action.Tunnel(
                        homeAddress: address, bid: nil, homeAgent: other, careOfAddress: .ipv6(other))),
                rule: rule)),
        .action(.tunnel(.remove(homeAddress: address, bid: 65535), rule: rule)),
        .action(.homeAddress(.away(address), rule: rule)),
        .action(.homeAddress(.tentative(address, interface: port), rule: rule)),
        .action(.homeAddress(.home(address, interface: port, defended: true), rule: rule)),
        .action(.homeAddress(.removed(address), rule: rule)),
        .action(.proxyNeighbour(address, active: true, rule: rule)),
        .action(
            .neighbour(address, linkLayerAddress: LinkLayerAddress([1, 2]), interface: port, rule: rule)),
        .action(.neighbour(address, linkLayerAddress: nil, interface: nil, rule: rule)),
        .action(.detectDuplicates(of: address, rule: rule)),
        .action(.probeNeighbour(address, linkLayerAddress: nil, rule: rule)),
        .action(.prefixRoute(prefix, homeAddress: address, active: false, rule: rule)),
        .action(
            .ipv4HomeAddress(IPv4Address(1), homeAddress: address, active: true, rule: Rule(0, "RFC 5555"))),
        .action(.defaultBinding(homeAddress: address, bid: nil, rule: rule)),
        .action(.defaultBinding(homeAddress: address, bid: 1, rule: rule)),
        .action(.interface(port, shut: true, rule: rule)),
        .action(.keyExchange(.move(homeAddress: address, to: .ipv6(other)), rule: rule)),
        .action(.keyExchange(.reestablish(homeAddress: address, from: .ipv6(other)), rule: rule)),
        .note(Note(.remark, rule)),
        .note(
            Note(
                .bindingState, rule, homeAddress: address, peer: other, bid: 0, careOfAddress: .ipv6(other),
                number: -5, from: "registered", to: "refreshing")),
        .note(Note(.policy, rule, number: .max)), .note(Note(.limit, rule, number: .min)),
    ]

    @Test func everyKindOfEntryComesBackAsItWasWritten() throws {
        var journal = Journal()
        for (index, event) in Self.events.enumerated() {
            journal.append(
                event, at: Instant(nanoseconds: Int64(index) * 1_000_000_007 - 5),
                of: index % 3 == 0 ? nil : PartyIdentifier(index), cause: index / 2)
        }
        #expect(Set(Self.events.map(\.kind)) == Set(JournalEntry.Kind.allCases))
        #expect(journal.count == Self.events.count)
        for (index, event) in Self.events.enumerated() {
            let entry = try #require(journal[index + 1])
            #expect(entry.event == event)
            #expect(journal.kind(of: index + 1) == event.kind)
            #expect(entry.number == index + 1)
            #expect(entry.time.nanoseconds == Int64(index) * 1_000_000_007 - 5)
            #expect(entry.party == (index % 3 == 0 ? nil : PartyIdentifier(index)))
            #expect(entry.cause == index / 2)
        }
        #expect(journal[0] == nil)
        #expect(journal[Self.events.count + 1] == nil)
    }

    @Test func moreRulesThanAreNumberedAreWrittenOut() throws {
        var journal = Journal()
        for number in 0..<5000 {
            journal.append(.note(Note(.remark, Rule(UInt8(number % 200), "§\(number)"))), at: .zero)
        }
        for number in stride(from: 0, to: 5000, by: 7) {
            #expect(journal[number + 1]?.rule == Rule(UInt8(number % 200), "§\(number)"))
        }
    }

    @Test func theOldestEntriesGoAndNumbersStay() throws {
        var journal = Journal(capacity: 100_000)
        for number in 1...20_000 {
            #expect(journal.append(.command("\(number)"), at: .zero) == number)
            #expect(journal.size <= 130_000)
        }
        #expect(journal.dropped > 10_000)
        #expect(journal.numbers == journal.dropped + 1..<20_001)
        #expect(journal.count == 20_000 - journal.dropped)
        #expect(journal[journal.dropped] == nil)
        for number in journal.numbers { #expect(journal[number]?.event == .command("\(number)")) }
        #expect(journal.entries.first?.number == journal.dropped + 1)
        #expect(journal.entries.last?.number == 20_000)
        let rows = journal.exchangeRows
        #expect(rows.upperBound == 20_000)
        for row in rows { #expect(journal.exchangeRow(row)?.number == row + 1) }
        #expect(rows.count <= journal.count)
        #expect(journal.exchangeRow(rows.lowerBound - 1) == nil)
    }

    @Test func aCopyKnowsNothingOfWhatHappensToTheOther() throws {
        var journal = Journal(capacity: 50_000)
        for number in 1...1000 { journal.append(.command("\(number)"), at: .zero) }
        let sent = journal.append(.sent(octets: [1], nil, .none, Rule()), at: .zero)
        let copy = journal
        journal.append(.delivered(octets: [1], Self.port), at: .zero, cause: sent)
        for number in 1...5000 { journal.append(.fault("\(number)"), at: .zero) }
        #expect(copy.nextNumber == 1002)
        #expect(copy[1001]?.kind == .sent)
        #expect(copy.exchangeRow(copy.exchangeRows.upperBound - 1)?.fate == 0)
    }

    @Test func aRowOfTheExchangeKnowsWhatBecameOfItsMessage() throws {
        var journal = Journal()
        let lost = journal.append(.sent(octets: [1], nil, .none, Rule()), at: .zero)
        let twice = journal.append(.sent(octets: [2], nil, .none, Rule()), at: .zero)
        let flying = journal.append(.sent(octets: [3], nil, .none, Rule()), at: .zero)
        journal.append(.timer, at: .zero)
        let cross = journal.append(.lost(octets: [1], .fault, link: nil), at: .zero, cause: lost)
        let arrival = journal.append(.delivered(octets: [2], Self.port), at: .zero, cause: twice)
        journal.append(.lost(octets: [2], .impairment, link: nil), at: .zero, cause: twice)
        journal.append(.note(Note(.commandRefused, Rule(), to: "at-home")), at: .zero)
        journal.append(.note(Note(.remark, Rule())), at: .zero)
        #expect(journal.exchangeRows == 0..<4)
        #expect(journal.exchangeRow(0) == ExchangeRow(number: lost, fate: cross))
        #expect(journal.exchangeRow(1) == ExchangeRow(number: twice, fate: arrival))
        #expect(journal.exchangeRow(2) == ExchangeRow(number: flying, fate: 0))
        #expect(journal.exchangeRow(of: arrival) == 1)
        #expect(journal.exchangeRow(of: 4) == nil)
        #expect(journal.exchangeRow(notBefore: 4) == 3)
    }

    /// What leaves for a network has left: nobody here sees it arrive, and it is not under way for ever.
    @Test func whatLeftHasPassed() {
        var journal = Journal()
        let first = journal.append(.sent(octets: [1], nil, .none, Rule()), at: .zero)
        let held = journal.append(.sent(octets: [2], nil, .none, Rule()), at: .zero)
        journal.letPass(held)
        #expect(journal.isPassing(held) && !journal.isPassing(first))
        // One that was held leaves after others.
        journal.letPass(first)
        #expect(journal.isPassing(first))
        let lost = journal.append(.sent(octets: [3], nil, .none, Rule()), at: .zero)
        let loss = journal.append(.lost(octets: [3], .noRoute, link: nil), at: .zero, cause: lost)
        #expect(journal.exchangeRow(2) == ExchangeRow(number: lost, fate: loss))
    }

    /// What is seen beside signalling has the name that people know it by.
    @Test func neighbourMessagesHaveTheirNames() {
        let text = EntryText(parties: [], format: WireFormat(.rfc5648))
        func words(_ nextHeader: UInt8, _ type: UInt8) -> String {
            // IPv6 header: version, 8 octets of payload, next header, hop limit, no addresses; then ICMPv6 or data.
            text.message(
                [0x60, 0, 0, 0, 0, 8, nextHeader, 255] + [UInt8](repeating: 0, count: 32)
                    + [type, 0, 0, 0, 0, 0, 0, 0])
        }
        #expect(words(58, 135) == "neighbour solicitation" && words(58, 136) == "neighbour advertisement")
        #expect(words(17, 135) == "data protocol 17, 8 octets")
    }

    @Test func causesAreFollowedAsFarAsTheyAreKept() {
        var journal = Journal()
        journal.append(.command("register 1"), at: .zero)
        journal.append(.sent(octets: [1], nil, .none, Rule()), at: .zero, cause: 1)
        journal.append(.timer, at: .zero)
        journal.append(.delivered(octets: [1], Self.port), at: .zero, cause: 2)
        #expect(journal.causes(of: 4).map(\.number) == [4, 2, 1])
        #expect(journal.causes(of: 3).map(\.number) == [3])
        #expect(journal.causes(of: 9).isEmpty)
    }
}

@Suite struct ForgettingTests {
    @Test func whatIsForgottenIsGoneAndTheRestKeepsItsNumbers() throws {
        var journal = Journal(capacity: 1 << 20)
        for number in 1...60_000 { journal.append(.command("entry \(number)"), at: .zero) }
        let whole = journal
        let size = journal.size
        journal.forget(below: 1)
        #expect(journal.numbers == whole.numbers)
        let middle = whole.numbers.lowerBound + whole.count / 2
        journal.forget(below: middle)
        #expect(journal.numbers.lowerBound <= middle && journal.numbers.lowerBound > whole.numbers.lowerBound)
        #expect(journal.size < size * 3 / 4)
        for number in journal.numbers { #expect(journal[number]?.event == whole[number]?.event) }
        #expect(journal.exchangeRows.count == journal.count)
        #expect(journal.exchangeRow(journal.exchangeRows.lowerBound)?.number == journal.numbers.lowerBound)
        // It goes on as if nothing had been.
        #expect(journal.append(.command("next"), at: .zero) == 60_001)
        journal.forget(below: .max)
        #expect(journal[60_001] != nil)
    }
}
