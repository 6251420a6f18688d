import Crypto
import MobilityWire
import Nodes
import Testing

/// A mobile node under virtual time. The test plays its world: interfaces, links, and every peer.
struct MobileNodeBench {
    /// The node.
    var node: MobileNode
    /// Its random numbers.
    var random: SeededRandom
    /// The time.
    private(set) var now = Instant.zero
    /// All actions so far, with their instants.
    private(set) var journal: [(at: Instant, action: Action)] = []
    /// What left and was not looked at yet.
    private var unseen: [Sent] = []

    /// A datagram that left, read.
    struct Sent {
        var at: Instant
        var datagram: Datagram
        var packet: SignallingPacket
        var rule: Nodes.Rule

        /// The Binding Update in it.
        var update: BindingUpdate? {
            if case .bindingUpdate(let update)? = packet.message { update } else { nil }
        }
        /// The Binding Identifiers of the message.
        var identifiers: [BindingIdentifier] { (packet.message?.options ?? []).identifiers }
        /// The BIDs of the message.
        var bids: [UInt16] { identifiers.map(\.bid) }
        /// Whether it asks to replace everything, wherever its profile has the flag.
        var overwrites: Bool {
            update?.flags.contains(.overwrite) == true || identifiers.contains(where: \.overwrite)
        }
    }

    /// A node of this configuration.
    init(_ configuration: MobileNode.Configuration = .test(), seed: UInt64 = 1) throws {
        node = try MobileNode(configuration, cryptography: OpenSSLCryptography())
        random = SeededRandom(seed: seed)
    }

    /// The wire format the node uses.
    var format: WireFormat { node.configuration.policies.format }

    // MARK: Inputs

    /// Something happens.
    mutating func give(_ input: MobileNode.Input) {
        var actions: [Action] = []
        node.handle(input, at: now, random: &random, into: &actions)
        take(actions)
    }

    /// A command.
    mutating func command(_ command: MobileNode.Command) {
        give(.command(command))
    }

    /// Something about an interface.
    mutating func fact(_ interface: UInt32, _ fact: InterfaceFact) {
        give(.interface(InterfaceIdentifier(interface), fact))
    }

    /// A packet arrives.
    mutating func deliver(
        _ packet: SignallingPacket, interface: UInt32? = nil, protection: Protection = .none
    ) throws {
        let octets = try packet.encoded(format: format)
        give(
            .datagram(
                Datagram(
                    octets: octets, interface: interface.map(InterfaceIdentifier.init), protection: protection
                )))
    }

    /// Time passes; the node is called whenever it asked for it.
    mutating func advance(by interval: Interval) {
        let end = now + interval
        while let deadline = node.nextDeadline, deadline <= end {
            #expect(deadline > now, "a deadline in the past would never let time pass")
            now = max(deadline, now + Interval(nanoseconds: 1))
            var actions: [Action] = []
            node.deadlinePassed(at: now, random: &random, into: &actions)
            take(actions)
        }
        now = end
    }

    /// Lets the node see that nothing more comes at this moment.
    mutating func gather() {
        advance(by: .milliseconds(10))
    }

    /// Lets the limit of three Binding Updates a second pass.
    mutating func pause() {
        advance(by: .seconds(1))
    }

    private mutating func take(_ actions: [Action]) {
        for action in actions {
            journal.append((now, action))
            guard case .send(let datagram, let rule) = action else { continue }
            var report = ReadingReport()
            do {
                let packet = try SignallingPacket(
                    reading: datagram.octets.span.bytes, format: format, report: &report)
                #expect(report.problems.isEmpty, "what a node sends is without fault: \(report.problems)")
                unseen.append(Sent(at: now, datagram: datagram, packet: packet, rule: rule))
            } catch {
                Issue.record("unreadable datagram sent: \(error)")
            }
        }
    }

    // MARK: Links

    /// An interface with an address on a visited link.
    mutating func attach(_ interface: UInt32, _ address: String, name: String? = nil) {
        fact(
            interface, .present(name: name ?? "if\(interface)", up: true, linkLayerAddress: .test(interface)))
        fact(interface, .address(.init(text: address), state: .preferred))
    }

    /// An interface on the home link.
    mutating func attachHome(_ interface: UInt32, name: String? = nil) {
        fact(
            interface, .present(name: name ?? "if\(interface)", up: true, linkLayerAddress: .test(interface)))
        fact(
            interface,
            .router(address: .agent, linkLayerAddress: .test(99), prefixes: [.home]))
    }

    // MARK: What happened

    /// What left since the last look.
    mutating func takeSent() -> [Sent] {
        defer { unseen = [] }
        return unseen
    }

    /// The one Binding Update that left since the last look.
    mutating func takeUpdate(sourceLocation: SourceLocation = #_sourceLocation) throws -> Sent {
        let sent = takeSent()
        #expect(sent.count == 1, "\(sent.count) datagrams instead of one", sourceLocation: sourceLocation)
        let update = try #require(sent.first, sourceLocation: sourceLocation)
        _ = try #require(update.update, sourceLocation: sourceLocation)
        return update
    }

    /// The notes so far of this kind.
    func notes(_ event: Note.Event) -> [Note] {
        journal.compactMap { entry in
            if case .note(let note) = entry.action, note.event == event { note } else { nil }
        }
    }

    /// The last word of a refused command.
    var refusal: String? { notes(.commandRefused).last?.to }

    /// Places of the home address so far.
    var homeAddressPlaces: [Action.HomeAddressChange] {
        journal.compactMap { if case .homeAddress(let place, _) = $0.action { place } else { nil } }
    }

    /// The state of a binding at the home agent.
    func state(_ bid: UInt16?, at peer: IPv6Address = .agent) -> BindingState? {
        node.binding(bid, at: peer, now: now)?.state
    }

    /// The row of a binding at the home agent.
    func row(_ bid: UInt16?, at peer: IPv6Address = .agent) throws -> MobileNode.BindingRow {
        try #require(node.binding(bid, at: peer, now: now))
    }

    // MARK: The home agent, by hand

    /// The acknowledgement a peer without opinion gives: everything accepted, BIDs echoed.
    func acknowledgement(
        to sent: Sent, status: UInt8 = 0, bidStatus: [UInt16: UInt8] = [:], lifetime: UInt16? = nil,
        sequence: UInt16? = nil, identifiers: Bool = true, options: [MobilityOption] = []
    ) throws -> BindingAcknowledgement {
        let update = try #require(sent.update)
        var echoed = options
        if identifiers {
            echoed += sent.identifiers.map { identifier in
                .bindingIdentifier(
                    BindingIdentifier(
                        profile: identifier.profile, bid: identifier.bid,
                        status: bidStatus[identifier.bid] ?? 0, flags: 0))
            }
        }
        return BindingAcknowledgement(
            status: status, sequence: sequence ?? update.sequence, lifetime: lifetime ?? update.lifetime,
            options: echoed)
    }

    /// Brings an acknowledgement back to where the Binding Update came from (R-076 where that was the home link).
    mutating func deliver(
        _ acknowledgement: BindingAcknowledgement, answering sent: Sent, protection: Protection = .none
    ) throws {
        let away = sent.packet.homeAddressOption != nil
        var packet = SignallingPacket(
            source: sent.packet.destination, destination: sent.packet.source,
            routingHeader: away ? sent.packet.homeAddressOption : nil,
            payload: .mobility(.bindingAcknowledgement(acknowledgement)))
        if case .ipv4(let source, let destination)? = sent.packet.encapsulation.first,
            case .udp(let from, let to)? = sent.packet.encapsulation.dropFirst().first
        {
            packet.encapsulation = [
                .ipv4(source: destination, destination: source), .udp(sourcePort: to, destinationPort: from),
            ]
        }
        try deliver(packet, interface: sent.datagram.interface?.number, protection: protection)
    }

    /// Answers a Binding Update.
    mutating func answer(
        _ sent: Sent, status: UInt8 = 0, bidStatus: [UInt16: UInt8] = [:], lifetime: UInt16? = nil,
        sequence: UInt16? = nil, identifiers: Bool = true, options: [MobilityOption] = []
    ) throws {
        try deliver(
            try acknowledgement(
                to: sent, status: status, bidStatus: bidStatus, lifetime: lifetime, sequence: sequence,
                identifiers: identifiers, options: options), answering: sent)
    }

    /// Answers everything that left with "accepted", until the node is quiet for now; what was answered.
    @discardableResult
    mutating func acceptAll(lifetime: UInt16? = nil) throws -> [Sent] {
        var answered: [Sent] = []
        while true {
            let sent = takeSent().filter { $0.update != nil }
            if sent.isEmpty { return answered }
            for one in sent { try answer(one, lifetime: one.update?.lifetime == 0 ? 0 : lifetime) }
            answered += sent
        }
    }

    /// Answers what went to the home agent with "accepted"; the rest stays to be looked at.
    mutating func acceptAllFromAgent() throws {
        var rest: [Sent] = []
        while true {
            let sent = takeSent()
            if sent.isEmpty { break }
            for one in sent {
                if one.update != nil, one.packet.destination == .agent {
                    try answer(one)
                } else {
                    rest.append(one)
                }
            }
        }
        unseen = rest
    }

    /// What is left to be looked at.
    mutating func takeHeld() -> [Sent] { takeSent() }

    /// A node with these care-of addresses on interfaces 1, 2, …, registered: BIDs 1, 2, …
    static func registered(
        _ addresses: [String], _ configuration: MobileNode.Configuration = .test()
    ) throws -> MobileNodeBench {
        var bench = try MobileNodeBench(configuration)
        bench.give(.started)
        for (index, address) in addresses.enumerated() { bench.attach(UInt32(index + 1), address) }
        if configuration.registration == .manual {
            bench.command(.registerBulk([]))
        } else {
            bench.advance(by: .milliseconds(10))
        }
        try bench.acceptAll()
        for bid in addresses.indices { #expect(bench.state(UInt16(bid + 1)) == .bound) }
        return bench
    }
}

extension [MobilityOption] {
    /// The Binding Identifiers among them.
    var identifiers: [BindingIdentifier] {
        compactMap { if case .bindingIdentifier(let identifier) = $0 { identifier } else { nil } }
    }
}

extension MobileNode.Configuration {
    /// Home address ::1234 of 2001:db8:1::/64, agent ::1, lifetime 60 s.
    static func test(
        _ profile: WireProfile = .rfc5648, _ registration: MobileNode.RegistrationMode = .automatic,
        edit: (inout Self) -> Void = { _ in }
    ) -> Self {
        var configuration = Self(
            homeAddress: .homeAddress, homePrefix: .home, homeAgents: [.agent], lifetime: .seconds(60),
            policies: Policies(profile: profile))
        configuration.registration = registration
        edit(&configuration)
        return configuration
    }
}

extension IPv6Address {
    static let homeAddress = IPv6Address(text: "2001:db8:1::1234")
    static let agent = IPv6Address(text: "2001:db8:1::1")
    static let secondAgent = IPv6Address(text: "2001:db8:1::2")
    static let correspondent = IPv6Address(text: "2001:db8:c::99")

    /// An address that is known to be written well.
    init(text: String) {
        self = IPv6Address(text) ?? .unspecified
    }
}

extension IPv6Prefix {
    static let home = IPv6Prefix(IPv6Address(text: "2001:db8:1::"), length: 64)
}

extension LinkLayerAddress {
    /// The link-layer address of a test interface.
    static func test(_ number: UInt32) -> LinkLayerAddress {
        LinkLayerAddress([2, 0, 0, 0, 0, UInt8(truncatingIfNeeded: number)])
    }
}

/// The care-of addresses of tests: on the visited links a, b, c, d.
enum CareOf {
    static let one = "2001:db8:a::10"
    static let two = "2001:db8:b::20"
    static let three = "2001:db8:d::30"

    /// As an option holds it.
    static func ipv6(_ text: String) -> CareOfAddress { .ipv6(IPv6Address(text: text)) }
}
