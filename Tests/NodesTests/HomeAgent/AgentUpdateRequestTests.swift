import MobilityWire
import Testing

@testable import Nodes

@Suite("Home agent: reading Binding Updates")
struct AgentUpdateRequestTests {
    @Test("what the views read is what the values say, for any Binding Update", arguments: bothProfiles)
    func viewsAndValuesAgree(_ profile: WireProfile) throws {
        let seed = TestSeed.value
        var updates = RandomUpdates(profile: profile, seed: seed)
        for round in 0..<2000 {
            let packet = updates.next()
            let octets: [UInt8]
            do { octets = try packet.encoded(format: updates.format) } catch { continue }
            var report = ReadingReport()
            let value = try SignallingPacket(
                reading: octets.span.bytes, format: updates.format, report: &report)
            guard case .bindingUpdate(let update)? = value.message else { continue }
            let datagram = Datagram(octets: octets, interface: InterfaceIdentifier(3), protection: .transport)
            let expected = UpdateRequest(update, in: value, datagram: datagram, format: updates.format)
            var problems = ProblemCounter()
            let view = PacketView(datagram.octets.span.bytes, problems: &problems)
            let header = try MobilityHeaderView(view.payload)
            var read = try UpdateRequest(header, in: view, datagram, format: updates.format)
            // Where authenticators stand only the octets tell.
            read.authentication = nil
            read.hasOptionBehindAuthentication = false
            read.authorizationOffset = nil
            read.isAuthorizationLast = false
            #expect(read == expected, "round \(round), seed \(seed)")
        }
    }
}

extension UpdateRequest {
    /// The request by another way: through the values of a packet and its options.
    init(_ update: BindingUpdate, in packet: SignallingPacket, datagram: Datagram, format: WireFormat) {
        self.init()
        homeAddress = packet.logicalSource
        hasHomeAddressOption = packet.homeAddressOption != nil
        source = packet.source
        destination = packet.destination
        outer = Outer(packet.encapsulation)
        interface = datagram.interface
        linkLayerSource = datagram.linkLayerSource
        protection = datagram.protection
        sequence = update.sequence
        flags = update.flags
        lifetime = update.lifetime
        for option in update.options { add(option, format: format) }
    }

    private mutating func add(_ option: MobilityOption, format: WireFormat) {
        switch option {
        case .bindingIdentifier(let identifier):
            identifiers.append(Identifier(option: identifier))
        case .malformed(let type, let data) where type == format.bindingIdentifierType:
            hasMalformedIdentifier = true
            guard data.count >= 2 else { return }
            let bid = UInt16(data[0]) << 8 | UInt16(data[1])
            let option = BindingIdentifier(profile: format.profile, bid: bid, flags: 0)
            identifiers.append(Identifier(option: option, isMalformed: true))
        case .alternateCareOfAddress(let address): alternateCareOfAddress = address
        case .ipv4CareOfAddress(let address): ipv4CareOfAddress = address
        case .ipv4HomeAddress(let address, let length, let requestsPrefix):
            ipv4HomeAddress = IPv4HomeAddressRequest(
                address: address, prefixLength: length, requestsPrefix: requestsPrefix)
        case .mobileNetworkPrefix(let prefix): prefixes.append(prefix)
        case .malformed(type: 6, _): hasInvalidPrefix = true
        case .linkLayerAddress(code: 2, let address): linkLayerAddress = LinkLayerAddress(address)
        case .nonceIndices(let home, let careOf): nonceIndices = NonceIndices(home: home, careOf: careOf)
        case .mobileNodeIdentifier(let subtype, let identifier):
            nodeIdentifier = NodeIdentifier(subtype: subtype, identifier: identifier)
        case .messageIdentification(let timestamp): identification = timestamp
        default: break
        }
    }
}

extension UpdateRequest.Outer {
    init?(_ encapsulation: [SignallingPacket.Encapsulation]) {
        guard case .ipv4(let source, let destination)? = encapsulation.first else { return nil }
        self.init(source: source, destination: destination)
        if encapsulation.count == 2, case .udp(let sourcePort, let destinationPort) = encapsulation[1] {
            ports = Ports(source: sourcePort, destination: destinationPort)
        }
    }
}
