/// A message of the Mobility Header as a value (RFC 6275 §6.1).
public enum MobilityMessage: Hashable, Sendable {
    /// Type 0.
    case bindingRefreshRequest(BindingRefreshRequest)
    /// Type 1.
    case homeTestInit(TestInit)
    /// Type 2.
    case careOfTestInit(TestInit)
    /// Type 3.
    case homeTest(TestReply)
    /// Type 4.
    case careOfTest(TestReply)
    /// Type 5.
    case bindingUpdate(BindingUpdate)
    /// Type 6.
    case bindingAcknowledgement(BindingAcknowledgement)
    /// Type 7.
    case bindingError(BindingError)
    /// Type 12 (RFC 5142).
    case homeAgentSwitch(HomeAgentSwitch)
    /// Type 16, B.R. Type 1 (RFC 5846 §5.1).
    case bindingRevocationIndication(BindingRevocationIndication)
    /// Type 16, B.R. Type 2 (RFC 5846 §5.2).
    case bindingRevocationAcknowledgement(BindingRevocationAcknowledgement)
    /// Any other type: named where it is known, its body kept.
    case other(OtherMessage)
}

extension MobilityMessage {
    /// MH Type.
    public var type: UInt8 {
        switch self {
        case .bindingRefreshRequest: MessageKind.bindingRefreshRequest.rawValue
        case .homeTestInit: MessageKind.homeTestInit.rawValue
        case .careOfTestInit: MessageKind.careOfTestInit.rawValue
        case .homeTest: MessageKind.homeTest.rawValue
        case .careOfTest: MessageKind.careOfTest.rawValue
        case .bindingUpdate: MessageKind.bindingUpdate.rawValue
        case .bindingAcknowledgement: MessageKind.bindingAcknowledgement.rawValue
        case .bindingError: MessageKind.bindingError.rawValue
        case .homeAgentSwitch: MessageKind.homeAgentSwitch.rawValue
        case .bindingRevocationIndication, .bindingRevocationAcknowledgement:
            MessageKind.bindingRevocation.rawValue
        case .other(let message): message.type
        }
    }

    /// The mobility options in order.
    public var options: [MobilityOption] {
        switch self {
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
        }
    }
}
