import MobilityWire

// Row 12: the answer to a Binding Update.

extension HomeAgent {
    /// What a Binding Acknowledgement says beside what it repeats.
    struct Answer {
        /// The status of the whole.
        var status: BindingStatus
        /// What made it so.
        var rule: Rule
        /// In units of 4 seconds; 0 for a refusal and for a de-registration.
        var lifetime: UInt16 = 0
        /// With 135 the last number accepted; else that of the Binding Update.
        var sequence: UInt16?
        /// K, R.
        var flags: BindingAcknowledgement.Flags = []
        /// The answer about the IPv4 home address.
        var ipv4Home: IPv4HomeAddressAnswer?
        /// What was found about a NAT.
        var natDetection: MobilityOption?

        /// An answer.
        init(_ status: BindingStatus, _ rule: Rule, lifetime: UInt16 = 0, sequence: UInt16? = nil) {
            self.status = status
            self.rule = rule
            self.lifetime = lifetime
            self.sequence = sequence
        }
    }

    /// What is said about an IPv4 home address (RFC 5555 §3.2.1).
    struct IPv4HomeAddressAnswer {
        var status: UInt8
        var prefixLength: UInt8
        var address: IPv4Address
    }

    /// K and R as they are granted (R-156, RFC 3963 §4.2).
    func acknowledgementFlags(_ request: UpdateRequest) -> BindingAcknowledgement.Flags {
        var flags: BindingAcknowledgement.Flags = []
        if request.flags.contains(.mobileRouter) { flags.insert(.mobileRouter) }
        if request.flags.contains(.keyManagementMobility),
            case .ipsec(keyMobility: true) = security(of: request.homeAddress)
        {
            flags.insert(.keyManagementMobility)
        }
        return flags
    }

    /// Sends the Binding Acknowledgement. A home agent answers whether A is set or not (RFC 6275 §10.3.1).
    func acknowledge(_ request: UpdateRequest, _ answer: Answer, into actions: inout [Action]) {
        var acknowledgement = BindingAcknowledgement(
            status: answer.status.rawValue, flags: answer.flags,
            sequence: answer.sequence ?? request.sequence,
            lifetime: answer.lifetime, options: options(of: answer, to: request))
        if case .authentication(let association) = security(of: request.homeAddress) {
            seal(&acknowledgement, answering: request, by: association)
        }
        send(.bindingAcknowledgement(acknowledgement), answering: request, rule: answer.rule, into: &actions)
    }

    /// The options in order: advice, the IPv4 home address before any BID, the NAT, then the BIDs.
    private func options(of answer: Answer, to request: UpdateRequest) -> [MobilityOption] {
        var options: [MobilityOption] = []
        options.reserveCapacity(request.identifiers.count)
        if let advice = refreshAdvice(for: answer.lifetime) {
            options.append(.bindingRefreshAdvice(interval: advice))
        }
        if let home = answer.ipv4Home {
            options.append(
                .ipv4AddressAcknowledgement(
                    status: home.status, prefixLength: home.prefixLength, home.address))
        }
        if let detection = answer.natDetection { options.append(detection) }
        for identifier in request.identifiers {
            options.append(.bindingIdentifier(identifier.option.echo(identifier.status)))
        }
        return options
    }

    /// When a refresh is advised, in units of 4 seconds: before the lifetime ends (RFC 6275 §6.2.4).
    private func refreshAdvice(for lifetime: UInt16) -> UInt16? {
        guard let share = administration.refreshAdvice, lifetime > 1 else { return nil }
        return min(lifetime - 1, max(1, UInt16(UInt32(lifetime) * UInt32(share) / 100)))
    }

    /// Sends a message back to where a Binding Update came from (RFC 6275 §9.5.4): with a type 2 routing header unless
    /// it came without a Home Address option, and by UDP where it came by UDP (RFC 5555 §4.4.1).
    private func send(
        _ message: MobilityMessage, answering request: UpdateRequest, rule: Rule, into actions: inout [Action]
    ) {
        var packet = SignallingPacket(
            source: request.destination, destination: request.source,
            routingHeader: request.hasHomeAddressOption ? request.homeAddress : nil,
            payload: .mobility(message))
        if let outer = request.outer {
            packet.encapsulation = [.ipv4(source: outer.destination, destination: outer.source)]
            if let ports = outer.ports {
                packet.encapsulation.append(
                    .udp(sourcePort: ports.destination, destinationPort: ports.source))
            }
        }
        var datagram = Datagram(octets: [], protection: request.protection)
        if request.comesFromHomeLink {
            // RFC 5648 §6.3: a node at home must not answer neighbour solicitations before it has the answer.
            datagram.linkLayerDestination = request.linkLayerAddress ?? request.linkLayerSource
            datagram.interface = configuration.homeInterface ?? request.interface
        }
        send(packet, datagram, rule: rule, into: &actions)
    }

    /// Sends a packet that this agent made. One that cannot be written is a fault of ours; it is noted, not sent.
    func send(
        _ packet: SignallingPacket, _ datagram: Datagram = Datagram(octets: []), rule: Rule,
        into actions: inout [Action]
    ) {
        do {
            var datagram = datagram
            datagram.octets = try packet.encoded(format: policies.format)
            actions.append(.send(datagram, rule: rule))
        } catch {
            actions.append(
                .note(Note(.dropped, rule, homeAddress: packet.logicalDestination, to: "cannot be written")))
        }
    }
}

extension BindingIdentifier {
    /// The option as an acknowledgement repeats it: the care-of address is left out.
    fileprivate func echo(_ status: BindingStatus) -> BindingIdentifier {
        var echo = self
        echo.status = status.rawValue
        echo.careOfAddress = nil
        // C and D say that there is an address; reserved bits are zero. O and H stay.
        if profile == .draft06 { echo.flags &= 0x60 }
        return echo
    }
}
