public import MobilityWire

/// A signalling packet in one line, as people read it: `BU 1 A H O 60 s, 1 = 2001:db8:a::100`.
public struct MessageText: Hashable, Sendable {
    /// `BU`, `BA`, `HoTI`, `data`; as in the registry of message types.
    public var name: String
    /// What stands behind the name.
    public var details: String

    /// The whole line.
    public var line: String { details.isEmpty ? name : name + " " + details }

    /// The line of a packet.
    public init(_ packet: SignallingPacket) {
        switch packet.payload {
        case .mobility(let message): self.init(message)
        case .discovery(let message): self.init(message)
        case .icmpError(let type, let code, let parameter, _):
            self.init(name: "ICMPv6", details: "error \(type)/\(code) at \(parameter)")
        case .esp(let spi, let sequence, _):
            self.init(name: "ESP", details: "spi \(spi) sequence \(sequence)")
        case .data(58, let octets) where MessageText.neighbourMessages[octets.first ?? 0] != nil:
            self.init(name: MessageText.neighbourMessages[octets.first ?? 0] ?? "")
        case .data(let nextHeader, let octets):
            self.init(name: "data", details: "protocol \(nextHeader), \(octets.count) octets")
        }
    }

    /// Messages of ICMPv6 that are seen beside signalling, by type (RFC 4861 §4, RFC 4443 §4).
    private static let neighbourMessages: [UInt8: String] = [
        128: "echo request", 129: "echo reply", 133: "router solicitation", 134: "router advertisement",
        135: "neighbour solicitation", 136: "neighbour advertisement",
    ]

    private init(name: String, details: String = "") {
        self.name = name
        self.details = details
    }

    private init(_ message: MobilityMessage) {
        var parts: [String] = []
        let options: [MobilityOption]
        switch message {
        case .bindingRefreshRequest(let request):
            name = "BRR"
            options = request.options
        case .homeTestInit(let test):
            name = "HoTI"
            options = test.options
        case .careOfTestInit(let test):
            name = "CoTI"
            options = test.options
        case .homeTest(let test):
            name = "HoT"
            parts.append("nonce \(test.nonceIndex)")
            options = test.options
        case .careOfTest(let test):
            name = "CoT"
            parts.append("nonce \(test.nonceIndex)")
            options = test.options
        case .bindingUpdate(let update):
            name = "BU"
            parts.append(String(update.sequence))
            parts += MessageText.letters(of: update)
            parts.append(MessageText.seconds(update.lifetime))
            options = update.options
        case .bindingAcknowledgement(let acknowledgement):
            name = "BA"
            parts.append(String(acknowledgement.sequence))
            parts.append(MessageText.status(acknowledgement.status))
            parts.append(MessageText.seconds(acknowledgement.lifetime))
            options = acknowledgement.options
        case .bindingError(let error):
            name = "BE"
            parts.append("status \(error.status) \(error.homeAddress)")
            options = error.options
        case .homeAgentSwitch(let change):
            name = "HAS"
            parts += change.homeAgents.map(\.description)
            options = change.options
        case .bindingRevocationIndication(let indication):
            name = "BRI"
            parts.append("\(indication.sequence) trigger \(indication.trigger)")
            options = indication.options
        case .bindingRevocationAcknowledgement(let acknowledgement):
            name = "BRA"
            parts.append("\(acknowledgement.sequence) status \(acknowledgement.status)")
            options = acknowledgement.options
        case .other(let other):
            name = "MH"
            parts.append("type \(other.type)")
            options = other.options
        }
        let acknowledges = if case .bindingAcknowledgement = message { true } else { false }
        let told = options.compactMap { MessageText.option($0, acknowledges: acknowledges) }
        details = ((parts.isEmpty ? [] : [parts.joined(separator: " ")]) + told).joined(separator: ", ")
    }

    private init(_ message: DiscoveryMessage) {
        switch message {
        case .homeAgentAddressRequest: self.init(name: "DHAAD request")
        case .homeAgentAddressReply(_, _, let agents):
            self.init(
                name: "DHAAD reply", details: agents.map(\.description).joined(separator: " "))
        case .mobilePrefixSolicitation: self.init(name: "MPS")
        case .mobilePrefixAdvertisement(_, _, _, let prefixes):
            self.init(
                name: "MPA",
                details: prefixes.map { "\($0.address)/\($0.length)" }.joined(separator: " "))
        }
    }

    /// The letters of the flags of a Binding Update that are set, as the layout of its BIDs has them.
    public static func letters(of update: BindingUpdate) -> [String] {
        let isShisa = update.options.contains { option in
            guard case .bindingIdentifier(let identifier) = option else { return false }
            return identifier.profile == .shisa
        }
        let bits = update.flags.rawValue
        return FlagTable.bindingUpdate(flags: bits, profile: isShisa ? .shisa : .rfc5648).flags
            .filter { bits & $0.mask != 0 }.map { String($0.letter) }
    }

    private static func seconds(_ units: UInt16) -> String { "\(UInt32(units) * 4) s" }

    private static func status(_ status: UInt8) -> String { "status \(status)" }

    private static func option(_ option: MobilityOption, acknowledges: Bool) -> String? {
        switch option {
        case .bindingIdentifier(let identifier):
            var text = "BID \(identifier.bid)"
            if let address = identifier.careOfAddress { text += " = \(address)" }
            if identifier.home { text += " H" }
            if identifier.overwrite { text += " O" }
            if acknowledges || identifier.status != 0 { text += " status \(identifier.status)" }
            return text
        case .bindingRefreshAdvice(let interval): return "refresh \(seconds(interval))"
        case .alternateCareOfAddress(let address): return "care-of \(address)"
        case .nonceIndices(let home, let careOf): return "nonces \(home) \(careOf)"
        case .mobileNetworkPrefix(let prefix): return "prefix \(prefix)"
        case .ipv4HomeAddress(let address, _, _): return "IPv4 home \(address)"
        case .ipv4AddressAcknowledgement(let status, _, let address):
            return "IPv4 home \(address) status \(status)"
        case .natDetection(let force, let refresh):
            // All ones: no keep-alives needed (RFC 5555 §3.2.2).
            if refresh == .max { return force ? "UDP" : "no NAT" }
            return "NAT, refresh \(refresh) s"
        case .ipv4CareOfAddress(let address): return "IPv4 care-of \(address)"
        case .bindingAuthorizationData: return "authorized"
        // Whether it is right its receiver says.
        case .messageAuthentication: return "authenticator"
        case .linkLayerAddress: return "link-layer address"
        case .malformed(let type, _): return "malformed option \(type)"
        default: return nil
        }
    }
}
