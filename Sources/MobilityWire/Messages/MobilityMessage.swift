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
