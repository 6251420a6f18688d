import MobilityWire
import Nodes
import Runtime

// What somebody does who is not the node: send in its name, send again, sign with what was overheard.

extension ScenarioStage {
    private mutating func stranger(on name: String) -> StationReference? {
        if let known = station("stranger") { return known }
        guard let link = lab.network.link(named: name), let prefix = lab.network[link].prefix else {
            return nil
        }
        return lab.addHost(named: "stranger", IPv6Address(high: prefix.address.high, low: 0xbad), on: link)
    }

    /// Sends again, octet for octet, what the node sent last of a kind.
    mutating func replay(_ type: MobilityHeaderType, from link: String) {
        let sent = lab.journal.entries.last { entry in
            guard entry.station == node, case .sent(let octets, _, _, _) = entry.event else { return false }
            return PacketContents(octets)?.kind == .mobility(type: type.rawValue)
        }
        guard let octets = sent?.octets, let stranger = stranger(on: link) else { return }
        lab.inject(octets, from: stranger)
    }

    /// Sends a Binding Update to the home agent in the node's name, well made but for what only the node can add.
    mutating func forge(from link: String, bid: UInt16, lifetime: UInt16) {
        guard let stranger = stranger(on: link), let address = address(of: stranger) else { return }
        let careOf = lifetime == 0 ? nil : CareOfAddress.ipv6(address)
        let packet = SignallingPacket(
            source: address, destination: ScenarioWorld.agentAddress(1),
            homeAddressOption: ScenarioWorld.homeAddress,
            payload: .mobility(
                .bindingUpdate(
                    BindingUpdate(
                        sequence: lastSequence(at: ScenarioWorld.agentAddress(1)) &+ 1,
                        flags: [.acknowledge, .homeRegistration], lifetime: lifetime,
                        options: [identifier(bid, careOf)]))))
        if let octets = try? packet.encoded(format: format) { lab.inject(octets, from: stranger) }
    }

    /// Sends a Binding Update with two BIDs to a correspondent, signed with the tokens that passed: who hears both tests
    /// can do all that the node can (RFC 6275 §15.4.2), but not what the correspondent allows nobody.
    mutating func forgeBulk(at name: String) {
        let peer = self.address(of: name)
        guard let home = lastTest(ofType: 3, from: peer), let careOf = lastTest(ofType: 4, from: peer),
            let source = careOf.address
        else { return }
        let key = ReturnRoutability.bindingManagementKey(
            homeToken: home.test.token, careOfToken: careOf.test.token, by: lab.cryptography)
        let packet = SignallingPacket(
            source: source, destination: peer, homeAddressOption: ScenarioWorld.homeAddress,
            payload: .mobility(
                .bindingUpdate(
                    BindingUpdate(
                        sequence: lastSequence(at: peer) &+ 1, flags: .acknowledge, lifetime: 15,
                        options: [
                            .nonceIndices(home: home.test.nonceIndex, careOf: careOf.test.nonceIndex),
                            identifier(8, .ipv6(source)), identifier(9, .ipv6(source)),
                        ]))))
        let authentication = PacketAuthentication.correspondent(
            key: key, careOfAddress: source, correspondent: peer)
        guard let octets = try? authentication.sealed(packet, format: format, by: lab.cryptography) else {
            return
        }
        lab.inject(octets, from: node)
    }

    private var format: WireFormat { lab.mobileNode(node)?.configuration.policies.format ?? .rfc5648 }

    private func address(of station: StationReference) -> IPv6Address? {
        lab.network[station].ports.first?.addresses.first?.address
    }

    private func identifier(_ bid: UInt16, _ careOfAddress: CareOfAddress?) -> MobilityOption {
        .bindingIdentifier(
            format.profile == .rfc5648
                ? .rfc5648(bid: bid, careOfAddress: careOfAddress)
                : .draft06(bid: bid, careOfAddress: careOfAddress))
    }

    /// The number that the node used last at a peer, which a stranger on the way could have read.
    private func lastSequence(at peer: IPv6Address) -> UInt16 {
        let rows = lab.mobileNode(node)?.bindings(at: lab.now) ?? []
        return rows.filter { $0.peer == peer }.compactMap(\.sequenceSent).max() ?? 0
    }

    /// The last Home Test or Care-of Test that a correspondent sent, and where it went.
    private func lastTest(ofType type: UInt8, from peer: IPv6Address) -> (
        test: TestReply, address: IPv6Address?
    )? {
        for entry in lab.journal.entries.reversed() {
            guard case .sent(let octets, _, _, _) = entry.event,
                PacketContents(octets)?.kind == .mobility(type: type), PacketContents(octets)?.source == peer
            else { continue }
            var report = ReadingReport()
            let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report)
            switch packet?.message {
            case .homeTest(let test), .careOfTest(let test): return (test, packet?.destination)
            default: continue
            }
        }
        return nil
    }
}
