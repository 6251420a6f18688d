import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Lab

/// Two links and a station in each, and what moves between them.
struct NetworkTests {
    var network = Network(seed: 1)
    let left: LinkReference
    let right: LinkReference
    let one: PortReference
    let two: PortReference

    static let oneAddress = IPv6Address(high: 0x2001_0db8_000a_0000, low: 1)
    static let twoAddress = IPv6Address(high: 0x2001_0db8_000b_0000, low: 2)

    init() {
        left = network.add(Link(name: "left", prefix: IPv6Prefix(Self.oneAddress, length: 64)))
        right = network.add(Link(name: "right", prefix: IPv6Prefix(Self.twoAddress, length: 64)))
        let first = network.add(Station(name: "one", interfaceIdentifier: 1))
        let second = network.add(Station(name: "two", interfaceIdentifier: 2))
        one = network.addPort(named: "eth0", to: first)
        two = network.addPort(named: "eth0", to: second)
        network.plug(one, into: left, settled: true)
        network.plug(two, into: right, settled: true)
        while network.next(until: .zero) != nil {}
    }

    func packet(_ octet: UInt8 = 7) -> Flight {
        Flight(
            octets: Encapsulation.ipv6Header(
                from: Self.oneAddress, to: Self.twoAddress, nextHeader: 59, payload: 1) + [octet],
            origin: 1)
    }

    mutating func arrivals(until limit: Instant = Instant.zero + .seconds(10)) -> [Flight] {
        var arrived: [Flight] = []
        while let occurrence = network.next(until: limit) {
            if case .arrived(let flight, two) = occurrence { arrived.append(flight) }
        }
        return arrived
    }

    @Test mutating func packetCrossesTwoLinksInTheSumOfTheirLatencies() {
        network.send(packet(), from: one.station)
        #expect(arrivals(until: .zero + .milliseconds(19)).isEmpty)
        #expect(arrivals(until: .zero + .milliseconds(20)).count == 1)
    }

    @Test mutating func aCopyOfTheNetworkHasWhatIsInFlight() {
        network.send(packet(), from: one.station)
        var copy = network
        #expect(arrivals().count == 1)
        network = copy
        #expect(arrivals().count == 1)
        copy = network
        #expect(network.next(until: .zero + .seconds(20)) == nil)
    }

    @Test mutating func lossIsSaidAndNothingArrives() {
        network[left].up.loss = .always
        network.send(packet(), from: one.station)
        guard case .lost(_, .impairment, left) = network.next(until: .distantFuture) else {
            Issue.record("no loss was said")
            return
        }
        #expect(arrivals().isEmpty)
    }

    @Test mutating func duplicationMakesTwoAndReorderingLetsTheSecondOvertake() {
        network[left].up.duplication = .always
        network.send(packet(), from: one.station)
        #expect(arrivals().count == 2)
        network[left].up = Impairment(reordering: .always)
        network.send(packet(1), from: one.station)
        network[left].up = Impairment()
        network.send(packet(2), from: one.station)
        #expect(arrivals(until: .distantFuture).map { $0.octets.last } == [2, 1])
    }

    @Test mutating func corruptionFlipsOneBitBehindTheHeader() {
        network[left].up.corruption = .always
        network.send(packet(0), from: one.station)
        let arrived = arrivals()
        #expect(arrived.count == 1)
        #expect(arrived.first?.octets.last?.nonzeroBitCount == 1)
        #expect(arrived.first?.octets.dropLast() == packet(0).octets.dropLast())
    }

    @Test mutating func silentRouterAndPartitionStopEverythingAndSayWhich() {
        var losses: [Loss] = []
        network.setSilent(left, true)
        network.send(packet(), from: one.station)
        while let occurrence = network.next(until: .zero + .seconds(1)) {
            if case .lost(_, let loss, _) = occurrence { losses.append(loss) }
        }
        network.setSilent(left, false)
        network[right].isPartitioned = true
        network.send(packet(), from: one.station)
        while let occurrence = network.next(until: .zero + .seconds(2)) {
            if case .lost(_, let loss, _) = occurrence { losses.append(loss) }
        }
        #expect(losses == [.silentRouter, .partition])
    }

    @Test mutating func packetInFlightToAnUnpluggedInterfaceIsLost() {
        network.send(packet(), from: one.station)
        _ = arrivals(until: .zero + .milliseconds(18))
        network.unplug(two)
        var losses: [Loss] = []
        while let occurrence = network.next(until: .zero + .seconds(1)) {
            if case .lost(_, let loss, _) = occurrence { losses.append(loss) }
        }
        #expect(losses == [.receiverGone])
    }

    @Test mutating func pluggingAdvertisesThenConfiguresAfterDuplicateDetection() {
        network.unplug(two)
        while network.next(until: .zero) != nil {}
        network.plug(two, into: left)
        var seen: [String] = []
        while let occurrence = network.next(until: .zero + .seconds(5)) {
            guard case .fact(two, let fact) = occurrence else { continue }
            let at = String(network.now.nanoseconds / 1_000_000)
            switch fact {
            case .present(_, let up, _): seen.append(at + (up ? " up" : " down"))
            case .router: seen.append(at + " router")
            case .address(_, let state): seen.append(at + " " + state.rawValue)
            default: seen.append(at + " other")
            }
        }
        #expect(seen == ["0 up", "20 router", "20 tentative", "1020 preferred"])
    }

    @Test mutating func secondStationWithTheSameIdentifierGetsTheNextAddress() {
        let third = network.add(Station(name: "three", interfaceIdentifier: 1))
        let port = network.addPort(named: "eth0", to: third)
        network.plug(port, into: left, settled: true)
        #expect(network[port].addresses.map(\.address.low) == [2])
    }

    @Test mutating func ownerAnswersBeforeProxyAndTentativeAddressDoesNot() {
        let home = IPv6Address(high: Self.oneAddress.high, low: 0x100)
        let agent = network.add(Station(name: "agent", interfaceIdentifier: 9))
        let port = network.addPort(named: "eth0", to: agent)
        network.plug(port, into: left, settled: true)
        network.setProxy(home, by: agent, active: true)
        network.assign(home, to: one, state: .tentative, answers: false)
        #expect(network.answerers(for: home, on: left) == [port])
        network.assign(home, to: one)
        #expect(network.answerers(for: home, on: left) == [one, port])
        network.setProxy(home, by: agent, active: false)
        #expect(network.answerers(for: home, on: left) == [one])
    }

    @Test mutating func duplicateDetectionFindsAnotherStationWithTheAddress() {
        let agent = network.add(Station(name: "agent", interfaceIdentifier: 9))
        network.detectDuplicates(of: Self.oneAddress, by: agent, on: left)
        guard
            case .duplicatesDetected(agent, Self.oneAddress, found: true) = network.next(
                until: .distantFuture)
        else {
            Issue.record("the duplicate was not found")
            return
        }
        #expect(network.now == .zero + .seconds(1))
    }
}

/// What a NAT does to packets.
struct AddressTranslatorTests {
    let inside = IPv4Address(0x0a00_000a)
    let agent = IPv4Address(0xc633_6401)
    var translator = AddressTranslator(publicAddress: IPv4Address(0xcb00_7101), timeout: .seconds(120))

    func packet(from source: IPv4Address, _ sourcePort: UInt16, to destination: IPv4Address, _ port: UInt16)
        -> [UInt8]
    {
        Encapsulation.udp([1, 2, 3], from: source, port: sourcePort, to: destination, port: port)
    }

    @Test mutating func outAndBackThroughOneMapping() throws {
        let sent = translator.outbound(packet(from: inside, 5000, to: agent, 4191), at: .zero)
        let out = try #require(sent)
        #expect(InternetChecksum.of(out[0..<20]) == 0)
        let port = out.bigEndian16(at: 20)
        #expect(PacketHeader(out)?.addresses == .ipv4(source: translator.publicAddress, destination: agent))
        let answer = packet(from: agent, 4191, to: translator.publicAddress, port)
        let delivered = translator.inbound(answer, at: .zero + .seconds(1))
        let back = try #require(delivered)
        #expect(PacketHeader(back)?.addresses == .ipv4(source: agent, destination: inside))
        #expect(back.bigEndian16(at: 22) == 5000)
        #expect(InternetChecksum.of(back[0..<20]) == 0)
    }

    @Test mutating func mappingGoesWithoutTraffic() throws {
        let sent = translator.outbound(packet(from: inside, 5000, to: agent, 4191), at: .zero)
        let out = try #require(sent)
        let back = packet(from: agent, 4191, to: translator.publicAddress, out.bigEndian16(at: 20))
        #expect(translator.inbound(back, at: .zero + .seconds(120)) != nil)
        #expect(translator.inbound(back, at: .zero + .seconds(241)) == nil)
    }

    @Test mutating func whatIsNotUDPDoesNotPass() {
        let packet = Encapsulation.ipv4([0x60], from: inside, to: agent)
        #expect(translator.outbound(packet, at: .zero) == nil)
    }
}

/// The queue that keeps time.
struct EventQueueTests {
    @Test func earliestFirstAndSameInstantInOrderOfScheduling() {
        var queue = EventQueue<Int>()
        var random = SeededRandom(seed: 3)
        var expected: [(Int64, Int)] = []
        for number in 0..<500 {
            let time = Int64(random.next() % 20)
            queue.schedule(number, at: Instant(nanoseconds: time))
            expected.append((time, number))
        }
        expected.sort { $0 < $1 }
        var found: [(Int64, Int)] = []
        while let (time, number) = queue.popFirst() { found.append((time.nanoseconds, number)) }
        #expect(found.elementsEqual(expected, by: ==))
    }
}
