/// An alignment "xn+y": an option's Type octet stands at an offset from the beginning of the Mobility Header that
/// leaves `remainder` when divided by `modulus` (RFC 6275 §6.2.1).
public struct OptionAlignment: Hashable, Sendable {
    /// x, a power of two; 1 where the option may stand anywhere.
    public var modulus: UInt8
    /// y.
    public var remainder: UInt8

    /// "xn+y"; `modulus` must be a power of two.
    @inlinable
    public init(_ modulus: UInt8, _ remainder: UInt8 = 0) {
        self.modulus = modulus
        self.remainder = remainder
    }

    /// How many octets of padding an option needs that would else begin at `offset`.
    @inlinable
    public func padding(at offset: Int) -> Int {
        (Int(remainder) &- offset) & (Int(modulus) &- 1)
    }
}

extension OptionKind {
    /// Where an option of this kind has to stand. `length` is its Length; `profile` tells the layouts of the Binding
    /// Identifier option apart.
    @inlinable
    public func alignment(length: Int, profile: WireProfile) -> OptionAlignment {
        switch self {
        case .bindingRefreshAdvice, .nonceIndices: OptionAlignment(2)  // RFC 6275 §6.2.4, §6.2.6
        case .alternateCareOfAddress: OptionAlignment(8, 6)  // RFC 6275 §6.2.5
        case .bindingAuthorizationData: OptionAlignment(8, 2)  // RFC 6275 §6.2.7
        case .mobileNetworkPrefix: OptionAlignment(8, 4)  // RFC 3963 §4.3
        case .linkLayerAddress, .mobileNodeIdentifier: OptionAlignment(1)  // RFC 5568 §6.4.3, RFC 4283 §3
        case .messageAuthentication: OptionAlignment(4, 1)  // RFC 4285 §5
        case .messageIdentification: OptionAlignment(8, 2)  // RFC 4285 §6
        case .ipv4HomeAddress, .ipv4AddressAcknowledgement, .natDetection, .ipv4CareOfAddress:
            OptionAlignment(4)  // RFC 5555 §3.1, §3.2
        case .bindingIdentifier:
            switch profile {
            case .rfc5648: length == 4 ? OptionAlignment(2) : OptionAlignment(8, 2)  // RFC 5648 §4.2
            case .draft06: OptionAlignment(1)  // none stated
            case .shisa: OptionAlignment(2)
            }
        case .flowSummary, .flowIdentification: OptionAlignment(2)  // RFC 6089 §4.2, §4.3
        }
    }

    /// The Length that every option of this kind has; nil where it varies.
    @inlinable
    public var length: Int? {
        switch self {
        case .bindingRefreshAdvice: 2
        case .alternateCareOfAddress: 16
        case .nonceIndices: 4
        case .bindingAuthorizationData: 12
        case .mobileNetworkPrefix: 18
        case .messageIdentification: 8
        case .ipv4HomeAddress, .ipv4AddressAcknowledgement, .natDetection, .ipv4CareOfAddress: 6
        case .linkLayerAddress, .mobileNodeIdentifier, .messageAuthentication, .bindingIdentifier,
            .flowSummary,
            .flowIdentification:
            nil
        }
    }

    /// Whether an option of this kind may have this Length. The data of a variable option is read further on.
    @inlinable
    public func allows(length: Int, profile: WireProfile) -> Bool {
        switch self {
        case .bindingRefreshAdvice, .alternateCareOfAddress, .nonceIndices, .bindingAuthorizationData,
            .mobileNetworkPrefix, .messageIdentification, .ipv4HomeAddress, .ipv4AddressAcknowledgement,
            .natDetection, .ipv4CareOfAddress:
            length == self.length
        case .linkLayerAddress, .mobileNodeIdentifier: length >= 1
        case .messageAuthentication: length >= 5
        case .bindingIdentifier:
            length == 4 || (profile != .shisa && (length == 8 || length == 20))
        case .flowSummary: length >= 2 && length & 1 == 0
        case .flowIdentification: length >= 6
        }
    }
}
