import MobilityWire
import Nodes
import Runtime

// Messages in the journal, and whether they look as they must.

extension ScenarioStage {
    func check(_ claim: Expectation.MessageClaim) -> (String, String?) {
        let format = lab.mobileNode(node)?.configuration.policies.format ?? .rfc5648
        var count = 0
        var others: [String] = []
        for entry in lab.journal.entries where entry.time >= claim.since {
            guard case .sent(let octets, let interface, _, _) = entry.event else { continue }
            var report = ReadingReport()
            guard
                let packet = try? SignallingPacket(
                    reading: octets.span.bytes, format: format, report: &report)
            else { continue }
            let text = MessageText(packet)
            guard text.name == claim.name else { continue }
            let sender = entry.station.map { lab.network[$0].name }
            guard claim.sender == nil || claim.sender == sender else { continue }
            let name = entry.station.flatMap { station in
                interface.map { lab.network[PortReference(station, interface: $0)].name }
            }
            if claim.fits(packet), claim.interface == nil || claim.interface == name {
                count += 1
            } else {
                others.append(text.line)
            }
        }
        guard !claim.count.contains(count) else { return (claim.words, nil) }
        let seen = others.suffix(4).joined(separator: " / ")
        return (claim.words, "found \(count)" + (seen.isEmpty ? "" : ", others: " + seen))
    }
}

extension Expectation.MessageClaim {
    /// Whether a message has all that is asked of it.
    fileprivate func fits(_ packet: SignallingPacket) -> Bool {
        let options = packet.options
        let identifiers = options.bindingIdentifiers
        if let bids, identifiers.map(\.bid) != bids { return false }
        if let bidStatus, identifiers.map(\.status) != bidStatus { return false }
        if let careOfAddresses, identifiers.count(where: { $0.careOfAddress != nil }) != careOfAddresses {
            return false
        }
        if let hasHomeFlag, identifiers.contains(where: { $0.home }) != hasHomeFlag { return false }
        let names = options.map(\.scenarioName)
        guard self.options.allSatisfy(names.contains), !absentOptions.contains(where: names.contains) else {
            return false
        }
        return fitsFixedPart(packet, identifiers) && fitsWrapping(packet)
    }

    private func fitsFixedPart(_ packet: SignallingPacket, _ identifiers: [BindingIdentifier]) -> Bool {
        switch packet.message {
        case .bindingUpdate(let update):
            if let lifetime, Int(update.lifetime) * 4 != lifetime { return false }
            let overwriting =
                identifiers.contains { $0.overwrite }
                || identifiers.first?.profile != .draft06 && update.flags.contains(.overwrite)
            if let overwrites, overwriting != overwrites { return false }
            guard let flags else { return true }
            let letters = FlagTable.bindingUpdate(flags: update.flags.rawValue, profile: .rfc5648).flags
                .filter { update.flags.rawValue & $0.mask != 0 }.map { Character($0.letter) }
            return flags.allSatisfy(letters.contains)
        case .bindingAcknowledgement(let acknowledgement):
            if let lifetime, Int(acknowledgement.lifetime) * 4 != lifetime { return false }
            if let status, acknowledgement.status != status { return false }
            guard let flags else { return true }
            let letters = FlagTable.bindingAcknowledgement.flags
                .filter { UInt16(acknowledgement.flags.rawValue) & $0.mask != 0 }.map { Character($0.letter) }
            return flags.allSatisfy(letters.contains)
        case .bindingError(let error): return status.map { error.status == $0 } ?? true
        case .bindingRevocationAcknowledgement(let answer): return status.map { answer.status == $0 } ?? true
        default: return true
        }
    }

    private func fitsWrapping(_ packet: SignallingPacket) -> Bool {
        switch wrapping {
        case "home-address-option": return packet.homeAddressOption != nil
        case "routing-header": return packet.routingHeader != nil
        case "plain":
            return packet.homeAddressOption == nil && packet.routingHeader == nil
                && packet.encapsulation.isEmpty
        case "tunnel":
            if case .ipv6? = packet.encapsulation.first { return true }
            return false
        case "udp":
            return packet.encapsulation.contains { header in
                if case .udp = header { true } else { false }
            }
        default: return true
        }
    }

    /// What is claimed, in words.
    fileprivate var words: String {
        var text = name
        if let sender { text += " from \(sender)" }
        if let interface { text += " by \(interface)" }
        if let flags { text += " \(flags)" }
        if let bids { text += " BIDs " + bids.map(String.init).joined(separator: " ") }
        if let lifetime { text += " \(lifetime) s" }
        if let status { text += " status \(status)" }
        if let bidStatus { text += " BID statuses " + bidStatus.map(String.init).joined(separator: " ") }
        if let overwrites { text += overwrites ? " with O" : " without O" }
        if let hasHomeFlag { text += hasHomeFlag ? " with H" : " without H" }
        if let careOfAddresses { text += " with \(careOfAddresses) care-of addresses" }
        for option in options { text += " with \(option)" }
        for option in absentOptions { text += " without \(option)" }
        if let wrapping { text += " in \(wrapping)" }
        if since > .zero { text += " since \(Ladder.seconds(since))" }
        if count.lowerBound == count.upperBound { return text + ": \(count.lowerBound)" }
        return text + ": \(count.lowerBound) or more"
    }
}

extension SignallingPacket {
    /// The mobility options of its message.
    fileprivate var options: [MobilityOption] {
        switch message {
        case .bindingRefreshRequest(let message): message.options
        case .homeTestInit(let message), .careOfTestInit(let message): message.options
        case .homeTest(let message), .careOfTest(let message): message.options
        case .bindingUpdate(let message): message.options
        case .bindingAcknowledgement(let message): message.options
        case .bindingError(let message): message.options
        case .homeAgentSwitch(let message): message.options
        case .bindingRevocationIndication(let message): message.options
        case .bindingRevocationAcknowledgement(let message): message.options
        case .other(let message): message.options
        case nil: []
        }
    }
}

extension MobilityOption {
    /// The word for it in scenarios.
    fileprivate var scenarioName: String {
        switch self {
        case .bindingRefreshAdvice: "refresh-advice"
        case .alternateCareOfAddress: "alternate-care-of"
        case .nonceIndices: "nonce-indices"
        case .bindingAuthorizationData: "authorization"
        case .mobileNetworkPrefix: "prefix"
        case .linkLayerAddress: "link-layer-address"
        case .messageAuthentication: "authentication"
        case .messageIdentification: "identification"
        case .ipv4HomeAddress: "ipv4-home"
        case .ipv4AddressAcknowledgement: "ipv4-acknowledgement"
        case .natDetection: "nat-detection"
        case .ipv4CareOfAddress: "ipv4-care-of"
        case .bindingIdentifier: "bid"
        default: ""
        }
    }
}
