/// The Flow Identification option (RFC 6089 §4.2).
public struct FlowIdentification: Hashable, Sendable {
    /// FID, 1…65535; 0 is reserved.
    public var flowIdentifier: UInt16
    /// FID-PRI: lower is matched first; 0 is reserved.
    public var priority: UInt16
    /// 0 in requests; in acknowledgements the outcome.
    public var status: UInt8
    /// The sub-options in order.
    public var subOptions: [SubOption]

    /// A flow identification with its sub-options.
    public init(flowIdentifier: UInt16, priority: UInt16, status: UInt8 = 0, subOptions: [SubOption] = []) {
        self.flowIdentifier = flowIdentifier
        self.priority = priority
        self.status = status
        self.subOptions = subOptions
    }

    /// A sub-option of a flow identification (RFC 6089 §4.2.1).
    public enum SubOption: Hashable, Sendable {
        /// 0 or 1: so many octets of padding; one is a Pad1, more are a PadN.
        case padding(octets: Int)
        /// 2: the bindings the flow may use, preferred first.
        case bindingReference(bids: [UInt16])
        /// 3: the traffic selector in a format of RFC 6088; its octets are kept.
        case trafficSelector(format: UInt8, data: [UInt8])
        /// Any other sub-option, its octets kept.
        case other(type: UInt8, data: [UInt8])
    }
}
