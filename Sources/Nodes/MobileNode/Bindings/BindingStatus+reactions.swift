import MobilityWire

// What a mobile node tells apart among the statuses of a Binding Acknowledgement. The numbers are those of RFC 5648 in
// the draft, too, which had none (A16).

extension BindingStatus {
    /// Whether it is about the way of registering, and so about all bindings of the Binding Update.
    var concernsPeer: Bool {
        self == .mcoaNonMCOABindingExists || self == .mcoaProhibited
            || self == .mcoaBulkRegistrationProhibited || self == .mcoaSimultaneousHomeAndForeignProhibited
    }

    /// Whether the same Binding Update may be accepted later.
    var mayPass: Bool { self == .reasonUnspecified || self == .insufficientResources }

    /// Whether it says that this home agent is not the one: 129, 131, 132, 133.
    var isAboutTheAgent: Bool {
        self == .administrativelyProhibited || self == .homeRegistrationNotSupported
            || self == .notHomeSubnet || self == .notHomeAgent
    }

    /// Whether it answers a removal with "it is not there" (R-122, A1): 0, 133 and 167 are all in use for that.
    var meansGone: Bool { isAccepted || self == .notHomeAgent || self == .mcoaUnknownCoA }
}
