import MobilityWire

/// A Binding Update that is out, with all that is needed to send it again (RFC 6275 §11.8). It may be about several
/// bindings; those that are answered, or superseded, leave it.
struct UpdateExchange: Hashable, Sendable {
    /// Tells exchanges of one list apart.
    let number: UInt32
    /// What it asks for.
    let purpose: Purpose
    /// The BIDs it is still about, ascending; 0 is the ordinary binding.
    var members: [UInt16]
    /// Members whose option goes without a care-of address (Length 4).
    var withoutAddress: [UInt16] = []
    /// O: all other bindings go.
    let overwrite: Bool
    /// The lifetime asked for, in units of 4 seconds.
    let lifetime: UInt16
    /// When it is sent again.
    var timer: RetransmissionTimer
    /// The number of the last transmission.
    var sequence: UInt16 = 0
    /// When that left.
    var sentAt: Instant = .zero
    /// The care-of address it left from; nil: from the home address on the home link.
    var source: CareOfAddress?
    /// The interface it left by.
    var interface: InterfaceIdentifier?
    /// The key of the last transmission (correspondent).
    var managementKey: BindingManagementKey?
    /// How many Binding Identifiers the last transmission had.
    var optionCount = 0
    /// How often it was refused for a number in it: sequence number, timestamp.
    var corrections = 0
    /// The timestamp of the last transmission (RFC 4285 §6).
    var timestamp: UInt64?
    /// Because of what.
    let rule: Rule

    /// What a Binding Update asks for.
    enum Purpose: Hashable, Sendable {
        /// Bindings with a lifetime.
        case register
        /// Removal of the members.
        case deregister
        /// Removal of everything, without a Binding Identifier.
        case deregisterAll
        /// The draft's return to the home link: H with lifetime 0.
        case returnHome
    }

    /// Whether it carries Binding Identifiers.
    var carriesBindingIdentifiers: Bool {
        purpose != .deregisterAll && members != [BindingEntry.ordinary]
    }
}
