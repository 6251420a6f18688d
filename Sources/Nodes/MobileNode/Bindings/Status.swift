/// The statuses of a Binding Acknowledgement that a node reacts to (RFC 6275 §6.1.8; MCoA: RFC 5648 §4.4, whose numbers
/// also serve the draft, A16). Below 128 accepted, else refused.
enum Status {
    /// Accepted.
    static let accepted: UInt8 = 0
    /// 1: accepted, but prefix discovery is necessary.
    static let prefixDiscovery: UInt8 = 1
    /// 4, MCOA NOTCOMPLETE: look at each binding.
    static let notComplete: UInt8 = 4
    /// 5, MCOA RETURNHOME WO/NDP: at home without neighbour discovery.
    static let returnHomeWithoutNeighbourDiscovery: UInt8 = 5
    /// 128: reason unspecified.
    static let unspecified: UInt8 = 128
    /// 130: insufficient resources.
    static let insufficientResources: UInt8 = 130
    /// 133: not home agent for this mobile node; at de-registration, no such binding.
    static let notHomeAgent: UInt8 = 133
    /// 135: sequence number out of window.
    static let sequenceOutOfWindow: UInt8 = 135
    /// 136: expired home nonce index.
    static let expiredHomeNonce: UInt8 = 136
    /// 137: expired care-of nonce index.
    static let expiredCareOfNonce: UInt8 = 137
    /// 138: expired nonces.
    static let expiredNonces: UInt8 = 138
    /// 144: replay protection failed (RFC 4285 §6).
    static let identificationMismatch: UInt8 = 144
    /// 145: a Message Identification option is required (RFC 4285 §6).
    static let identificationRequired: UInt8 = 145
    /// 146: authentication failed (RFC 4285 §5.3).
    static let authenticationFailed: UInt8 = 146
    /// 164, MCOA MALFORMED.
    static let malformed: UInt8 = 164
    /// 165, MCOA NON-MCOA BINDING EXISTS; the draft's MCOA BID CONFLICT.
    static let ordinaryBindingExists: UInt8 = 165
    /// 166, MCOA PROHIBITED.
    static let prohibited: UInt8 = 166
    /// 167, MCOA UNKNOWN COA.
    static let unknownCareOfAddress: UInt8 = 167
    /// 168, MCOA BULK REGISTRATION PROHIBITED.
    static let bulkProhibited: UInt8 = 168
    /// 169, MCOA SIMULTANEOUS HOME AND FOREIGN PROHIBITED.
    static let simultaneousProhibited: UInt8 = 169

    /// Whether a status is about the way of registering, and so about all bindings of the Binding Update.
    static func concernsPeer(_ status: UInt8) -> Bool {
        [ordinaryBindingExists, prohibited, bulkProhibited, simultaneousProhibited].contains(status)
    }
}
