import Capture
import MobilityWire
import Nodes
import Testing

/// What is inferred from a capture of another implementation: UMIP as mobile node and home agent, no Binding
/// Identifiers; the node registers (twice), asks for prefixes, moves, and registers from there (twice).
struct ObservedCaptureTests {
    static let homeAddress = IPv6Address("2001:db8:1::1234") ?? .unspecified
    static let agent = IPv6Address("2001:db8:1::1") ?? .unspecified
    static let first = IPv6Address("2001:db8:a:0:9c1a:e4ff:fee9:2c0a") ?? .unspecified
    static let second = IPv6Address("2001:db8:b:0:287a:ceff:fe4b:bb53") ?? .unspecified

    /// The signalling that passed, with the time since the first message.
    static let datagrams: [(octets: [UInt8], time: Instant)] = {
        let folder = String(describing: #filePath).split(separator: "/", omittingEmptySubsequences: false)
            .dropLast(3).joined(separator: "/")
        var datagrams: [(octets: [UInt8], time: Instant)] = []
        var start: Int64?
        do {
            var reader = try CaptureReader(path: folder + "/CaptureTests/Resources/umip-home-agent.pcap")
            while let packet = try reader.next() {
                guard case .ipv6(let offset) = packet.networkLayer, let time = packet.time?.nanoseconds else {
                    continue
                }
                var counter = ProblemCounter()
                let kind = PacketView(packet.octets.extracting(droppingFirst: offset), problems: &counter)
                    .facts.kind
                guard kind == .mobility || kind == .discovery else { continue }
                let origin = start ?? time
                start = origin
                let octets = packet.octets.extracting(droppingFirst: offset)
                datagrams.append(
                    (octets.withUnsafeBytes { Array($0) }, .zero + Interval(nanoseconds: time - origin)))
            }
        } catch {
            Issue.record("\(error)")
        }
        return datagrams
    }()

    /// What an observer knows who saw those of the datagrams that `sees` lets pass.
    func observe(_ sees: (_ index: Int, _ isFromNode: Bool) -> Bool) -> Observer {
        var observer = Observer()
        for (index, datagram) in Self.datagrams.enumerated() {
            let octets = datagram.octets
            // The destination of the fixed header.
            let isFromNode =
                Array(octets[24..<40]) == [0x20, 1, 0xd, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
            if sees(index, isFromNode) {
                let isRead = observer.observe(datagram: octets.span.bytes, at: datagram.time)
                #expect(isRead)
            }
        }
        return observer
    }

    func binding(_ observer: Observer) throws -> ObservedBinding {
        let registration = try #require(observer[Self.homeAddress, Self.agent])
        #expect(registration.bindings.count == 1)
        return try #require(registration.bindings.first)
    }

    @Test func wholeCaptureShowsTheBindingWhereTheNodeIsNow() throws {
        let observer = observe { _, _ in true }
        #expect(observer.packets == 10)
        let registration = try #require(observer[Self.homeAddress, Self.agent])
        #expect(registration.role == .homeAgent)
        #expect(registration.unanswered.isEmpty)
        #expect(registration.lastStatus == 0)
        let binding = try binding(observer)
        #expect(binding.bid == nil)
        #expect(binding.careOfAddress == .ipv6(Self.second))
        #expect(binding.evidence == .both)
        #expect(binding.missing.isEmpty)
        #expect(binding.granted == .seconds(86384))
        #expect(binding.sequence == 19855)
        // The last answer passed 14.148 s after the first packet.
        #expect(binding.remaining(at: .zero + .seconds(100))?.wholeSeconds == 86298)
        let roles = observer.parties.map { ($0.address, $0.roles) }
        #expect(roles.map(\.0) == [Self.agent, Self.homeAddress, Self.first, Self.second])
        #expect(roles.map(\.1) == [.homeAgent, .homeAddress, .careOfAddress, .careOfAddress])
    }

    @Test func beforeTheMoveItIsBoundToTheFirstAddress() throws {
        let binding = try binding(observe { index, _ in index < 4 })
        #expect(binding.careOfAddress == .ipv6(Self.first))
        #expect(binding.evidence == .both)
        #expect(binding.granted == .seconds(86396))
    }

    @Test func withoutTheAnswersItIsMarkedAsAskedFor() throws {
        let binding = try binding(observe { _, isFromNode in isFromNode })
        #expect(binding.careOfAddress == .ipv6(Self.second))
        #expect(binding.evidence == .update)
        #expect(binding.missing == [.acknowledgement, .lifetime])
        #expect(binding.requested == .seconds(86384))
        #expect(binding.ends == nil)
    }

    @Test func withoutTheUpdatesItIsMarkedAsGrantedAlone() throws {
        let binding = try binding(observe { _, isFromNode in !isFromNode })
        #expect(binding.careOfAddress == .ipv6(Self.second))
        #expect(binding.evidence == .acknowledgement)
        #expect(binding.missing == .update)
        #expect(binding.requested == nil)
        #expect(binding.granted == .seconds(86384))
    }

    /// The answers to the first Binding Update from the second address and to the second one are lost to the observer.
    @Test func aMoveWithoutAnswersLeavesTheConfirmedBindingAndShowsWhatIsAskedFor() throws {
        let observer = observe { index, isFromNode in index < 4 || isFromNode }
        let binding = try binding(observer)
        #expect(binding.careOfAddress == .ipv6(Self.first))
        #expect(binding.evidence == .both)
        #expect(observer[Self.homeAddress, Self.agent]?.unanswered.map(\.sequence) == [19854, 19855])
    }

    @Test func aDatagramWithAWrongChecksumTellsNothing() {
        var octets = Self.datagrams.first?.octets ?? []
        octets[octets.count - 1] ^= 1
        var observer = Observer()
        let isRead = observer.observe(datagram: octets.span.bytes, at: .zero)
        #expect(!isRead)
        #expect(observer.registrations.isEmpty)
    }

    @Test("The layout of Binding Identifiers is found out, and remembered for messages that do not tell it")
    func layoutIsFoundOut() throws {
        for profile in [WireProfile.rfc5648, .draft06] {
            var observer = Observer()
            func pass(_ packet: SignallingPacket) throws {
                let octets = try packet.encoded(format: WireFormat(profile))
                let isRead = observer.observe(datagram: octets.span.bytes, at: .zero)
                #expect(isRead)
            }
            let address = CareOfAddress.ipv6(Self.first)
            let option: BindingIdentifier =
                profile == .draft06
                ? .draft06(bid: 7, careOfAddress: address) : .rfc5648(bid: 7, careOfAddress: address)
            try pass(
                SignallingPacket(
                    source: Self.first, destination: Self.agent, homeAddressOption: Self.homeAddress,
                    payload: .mobility(
                        .bindingUpdate(
                            BindingUpdate(
                                sequence: 1, flags: [.acknowledge, .homeRegistration], lifetime: 15,
                                options: [.bindingIdentifier(option)])))))
            // Octet 5 is zero here: nothing in the answer tells one layout from the other.
            try pass(
                SignallingPacket(
                    source: Self.agent, destination: Self.first, routingHeader: Self.homeAddress,
                    payload: .mobility(
                        .bindingAcknowledgement(
                            BindingAcknowledgement(
                                status: 0, sequence: 1, lifetime: 15,
                                options: [
                                    .bindingIdentifier(
                                        BindingIdentifier(profile: profile, bid: 7, flags: 0))
                                ])))))
            #expect(observer[Self.homeAddress, Self.agent]?.profile == profile)
            let binding = try binding(observer)
            #expect(binding.bid == 7)
            #expect(binding.evidence == .both)
        }
    }
}
