public import MobilityWire

extension MobilityMessage {
    /// A message of a short name, `BU`, with nothing in it that it could do without; nil: none is made of this name.
    ///
    /// - Parameters:
    ///   - sequence: the number of a message that has one.
    ///   - lifetime: in units of 4 seconds.
    ///   - homeAddress: where a message tells it.
    public init?(emptyNamed name: String, sequence: UInt16, lifetime: UInt16, homeAddress: IPv6Address) {
        switch name {
        case "BU":
            // RFC 6275 §11.7.1: A and H in a home registration.
            self = .bindingUpdate(
                BindingUpdate(
                    sequence: sequence, flags: [.acknowledge, .homeRegistration], lifetime: lifetime))
        case "BA":
            self = .bindingAcknowledgement(
                BindingAcknowledgement(status: 0, sequence: sequence, lifetime: lifetime))
        case "BRR": self = .bindingRefreshRequest(BindingRefreshRequest())
        case "HoTI": self = .homeTestInit(TestInit(cookie: UInt64(sequence)))
        case "CoTI": self = .careOfTestInit(TestInit(cookie: UInt64(sequence)))
        case "HoT": self = .homeTest(TestReply(nonceIndex: 0, cookie: UInt64(sequence), token: 0))
        case "CoT": self = .careOfTest(TestReply(nonceIndex: 0, cookie: UInt64(sequence), token: 0))
        case "BE": self = .bindingError(BindingError(status: 1, homeAddress: homeAddress))
        case "BRI":
            self = .bindingRevocationIndication(BindingRevocationIndication(trigger: 1, sequence: sequence))
        case "BRA":
            self = .bindingRevocationAcknowledgement(
                BindingRevocationAcknowledgement(status: 0, sequence: sequence))
        case "HAS": self = .homeAgentSwitch(HomeAgentSwitch(homeAgents: []))
        default: return nil
        }
    }
}
