import Crypto
import MobilityWire
import Testing

@testable import Nodes

/// A home agent with somebody who sends it packets and reads its answers, in virtual time.
struct AgentHarness {
    static let agentAddress = address("2001:db8:1::1")
    static let home = address("2001:db8:1::1234")
    static let careOf = [
        address("2001:db8:a::10"), address("2001:db8:b::20"), address("2001:db8:c::30"),
        address("2001:db8:d::40"),
    ]
    static let linkLayer = LinkLayerAddress([2, 0xaa, 0xbb, 0xcc, 0xdd, 0xee])

    var agent: HomeAgent
    var now = Instant.zero
    var random = SeededRandom(seed: 7)
    /// Whether duplicate address detection is answered at once: nobody else has the address.
    var answersDetection = true
    /// Everything the agent did last.
    var actions: [Action] = []

    static func address(_ text: String) -> IPv6Address { IPv6Address(text) ?? .unspecified }

    /// An agent of a profile; `change` sets what the test is about.
    init(_ profile: WireProfile, _ change: (inout HomeAgent.Configuration) -> Void = { _ in }) throws {
        var configuration = HomeAgent.Configuration(
            address: Self.agentAddress, homePrefix: IPv6Prefix(Self.agentAddress, length: 64),
            policies: Policies(profile: profile))
        change(&configuration)
        agent = try HomeAgent(configuration, cryptography: OpenSSLCryptography())
    }

    var policies: Policies { agent.configuration.policies }
    var profile: WireProfile { policies.format.profile }

    // MARK: - What a node sends

    /// A Binding Identifier option of the profile.
    func bid(
        _ bid: UInt16, _ careOf: CareOfAddress? = nil, home: Bool = false, overwrite: Bool = false,
        priority: UInt8 = 0
    ) -> MobilityOption {
        switch profile {
        case .rfc5648:
            .bindingIdentifier(.rfc5648(bid: bid, home: home, priority: priority, careOfAddress: careOf))
        default:
            .bindingIdentifier(.draft06(bid: bid, overwrite: overwrite, home: home, careOfAddress: careOf))
        }
    }

    /// A BID with one of the care-of addresses of this harness.
    func bid(_ number: UInt16, at index: Int) -> MobilityOption { bid(number, .ipv6(Self.careOf[index])) }

    /// Sends a Binding Update from a care-of address with a Home Address option; from home with `source` nil.
    @discardableResult
    mutating func update(
        _ sequence: UInt16, lifetime: UInt16 = 900, _ options: [MobilityOption] = [],
        flags: BindingUpdate.Flags = [.acknowledge, .homeRegistration], from source: IPv6Address? = careOf[0],
        home: IPv6Address = home, protection: Protection = .none, linkLayerSource: LinkLayerAddress? = nil
    ) -> BindingAcknowledgement? {
        let update = BindingUpdate(sequence: sequence, flags: flags, lifetime: lifetime, options: options)
        let packet = SignallingPacket(
            source: source ?? home, destination: Self.agentAddress,
            homeAddressOption: source == nil ? nil : home, payload: .mobility(.bindingUpdate(update)))
        return send(packet, protection: protection, linkLayerSource: linkLayerSource)
    }

    /// Sends a packet and gives back the Binding Acknowledgement, if one came.
    @discardableResult
    mutating func send(
        _ packet: SignallingPacket, protection: Protection = .none, linkLayerSource: LinkLayerAddress? = nil
    ) -> BindingAcknowledgement? {
        do {
            let octets = try packet.encoded(format: policies.format)
            return deliver(
                Datagram(octets: octets, linkLayerSource: linkLayerSource, protection: protection))
        } catch {
            Issue.record("the test's own packet cannot be written: \(error)")
            return nil
        }
    }

    /// Hands over a datagram.
    @discardableResult
    mutating func deliver(_ datagram: Datagram) -> BindingAcknowledgement? {
        handle(.datagram(datagram))
        return acknowledgements.last
    }

    /// Hands over an input; `actions` is what came of it.
    mutating func handle(_ input: HomeAgent.Input) {
        actions = []
        agent.handle(input, at: now, random: &random, into: &actions)
        guard answersDetection else { return }
        for case .detectDuplicates(let address, _) in actions {
            agent.handle(
                .duplicateDetection(of: address, isDuplicate: false), at: now, random: &random, into: &actions
            )
        }
    }

    /// Lets time pass, deadlines included; `actions` is what came of it.
    mutating func wait(_ interval: Interval) {
        actions = []
        let end = now + interval
        var calls = 0
        while let deadline = agent.nextDeadline, deadline <= end, calls < 100_000 {
            now = max(now, deadline)
            agent.deadlinePassed(at: now, random: &random, into: &actions)
            calls += 1
        }
        #expect(calls < 100_000, "the deadline never moves on")
        now = end
    }

    // MARK: - What the agent did

    /// The packets it sent.
    var packets: [SignallingPacket] {
        actions.compactMap {
            guard case .send(let datagram, _) = $0 else { return nil }
            var report = ReadingReport()
            do {
                let packet = try SignallingPacket(
                    reading: datagram.octets.span.bytes, format: policies.format, report: &report)
                // An answer repeats even a BID 0 (policy A10), and a BID that stands twice.
                let problems = report.problems.filter {
                    $0.rule != .bidIsNotZero && $0.rule != .bidStandsOnce
                }
                #expect(problems.isEmpty, "\(problems)")
                return packet
            } catch {
                Issue.record("the agent sent something unreadable: \(error)")
                return nil
            }
        }
    }

    /// The datagrams it sent.
    var datagrams: [Datagram] {
        actions.compactMap { if case .send(let datagram, _) = $0 { datagram } else { nil } }
    }

    /// The Binding Acknowledgements it sent.
    var acknowledgements: [BindingAcknowledgement] {
        packets.compactMap {
            if case .bindingAcknowledgement(let acknowledgement)? = $0.message {
                acknowledgement
            } else {
                nil
            }
        }
    }

    /// The tunnels it asked for.
    var tunnels: [Action.TunnelChange] {
        actions.compactMap { if case .tunnel(let change, _) = $0 { change } else { nil } }
    }

    /// What it asked about proxy neighbour discovery for the home address.
    var proxying: [Bool] {
        actions.compactMap {
            if case .proxyNeighbour(Self.home, let active, _) = $0 { active } else { nil }
        }
    }

    /// The notes about something thrown away.
    var drops: [String] {
        actions.compactMap {
            if case .note(let note) = $0, note.event == .dropped { note.to } else { nil }
        }
    }

    /// The bindings in force: BID (0: none) and care-of address, ascending by BID.
    var bindings: [Held] {
        (agent.cache[Self.home]?.bindings ?? []).filter { $0.isLive(at: now) }.map {
            Held(bid: $0.bid, careOf: $0.careOfAddress, seconds: ($0.expiry - now).wholeSeconds)
        }
    }

    /// A binding as tests compare it.
    struct Held: Equatable, CustomStringConvertible {
        var bid: UInt16
        var careOf: CareOfAddress
        /// Seconds until it ends.
        var seconds: Int64

        init(bid: UInt16, careOf: CareOfAddress, seconds: Int64) {
            self.bid = bid
            self.careOf = careOf
            self.seconds = seconds
        }

        init(_ bid: UInt16, at index: Int, _ seconds: Int64) {
            self.init(bid: bid, careOf: .ipv6(AgentHarness.careOf[index]), seconds: seconds)
        }

        var description: String { "\(bid)→\(careOf) \(seconds)s" }
    }
}

extension BindingAcknowledgement {
    /// The Binding Identifier options.
    var identifiers: [BindingIdentifier] {
        options.compactMap { if case .bindingIdentifier(let identifier) = $0 { identifier } else { nil } }
    }

    /// The statuses of the Binding Identifier options in order.
    var bidStatuses: [UInt8] { identifiers.map(\.status) }
}

/// Both profiles, for tests of what does not differ.
let bothProfiles: [WireProfile] = [.rfc5648, .draft06]
