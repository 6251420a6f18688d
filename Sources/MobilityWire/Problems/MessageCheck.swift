/// One pass over a message that holds it against every rule. It remembers of the options it passed what later options
/// and the message as a whole are held against.
///
/// What it finds goes to `report`, a closure that is handed down from call to call because it must not be kept: that way
/// neither it nor anything else is allocated. Every method is mutating and those of the usual path are inlined always:
/// otherwise the whole value is copied for each call, which cost more than the check itself.
struct MessageCheck: ~Escapable {
    let view: MobilityHeaderView
    let format: WireFormat
    let homeAddress: IPv6Address?
    /// The message as far as its fixed part is known.
    let kind: MessageKind?
    /// Binding Update: its flags; else empty.
    let updateFlags: BindingUpdate.Flags
    /// Binding Update and Acknowledgement: the lifetime in units of 4 seconds; else 0.
    let lifetime: UInt16

    var padding = PaddingRun()
    var passed = PassedOptions()
    var bindings = PassedBindings()

    @_lifetime(copy view)
    init(_ view: MobilityHeaderView, format: WireFormat, homeAddress: IPv6Address?) {
        self.view = view
        self.format = format
        self.homeAddress = homeAddress
        kind = view.kind
        updateFlags = view.bindingUpdate?.flags ?? []
        switch kind {
        case .bindingUpdate, .bindingAcknowledgement: lifetime = view.octets.number16(inside: 10)
        default: lifetime = 0
        }
    }

    /// Runs the whole check; false where the options cannot be walked to the end.
    mutating func run(_ report: (Problem) -> Void) -> Bool {
        checkFixedPart(report)
        var walk = view.options
        do throws(WireError) {
            while let position = try walk.next() {
                if position.isPadding {
                    checkPadding(at: position, report)
                } else {
                    checkOption(at: position, report)
                }
            }
        } catch {
            report(Problem(.optionEndsInside, field: error.field, offset: error.offset))
            return false
        }
        if view.optionsOffset < view.length { checkPaddingAtEnd(report) }
        checkWholeMessage(report)
        return true
    }
}

/// What the check remembers of options in general.
struct PassedOptions {
    /// Bit n: an option of kind n has been passed.
    var kinds: UInt64 = 0
    /// Where these stand, or 0: no option stands at the beginning of a message.
    var alternateCareOfAddress = 0
    var nonceIndices = 0
    var authorizationData = 0
    var ipv4CareOfAddress = 0
    var authentication = 0

    /// Notes an option of this kind; true where one has been passed before.
    mutating func note(_ kind: OptionKind) -> Bool {
        let bit: UInt64 = 1 << UInt64(kind.rawValue & 63)
        defer { kinds |= bit }
        return kinds & bit != 0
    }
}

/// What the check remembers of Binding Identifier options.
struct PassedBindings {
    /// How many there were, malformed ones included.
    var count = 0
    /// How many held a care-of address.
    var addresses = 0
    /// How many asked for a home binding (H).
    var homeBindings = 0
    /// The largest BID so far.
    var largest: UInt16 = 0
    /// draft-06: whether O was set in the first of them.
    var firstOverwrites = false
    /// draft-06: whether a difference in O has been reported.
    var overwriteDiffers = false
}
