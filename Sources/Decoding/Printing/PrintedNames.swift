import MobilityWire

/// The names that nearly every line has, looked up once. The tables they come from are arrays behind a lock that is
/// passed once: cheap, but not when it is done a million times.
struct PrintedNames {
    private let messages: [StaticString]
    private let statuses: [StaticString]
    private let update = FlagTable.bindingUpdate.letters
    private let proxyUpdate = FlagTable.proxyBindingUpdate.letters
    private let draftUpdate = FlagTable.draftBindingUpdate.letters
    private let shisaUpdate = FlagTable.shisaBindingUpdate.letters
    /// Flags of a Binding Acknowledgement.
    let acknowledgement = FlagTable.bindingAcknowledgement.letters
    /// Flags of both revocation messages.
    let revocation = FlagTable.bindingRevocation.letters

    init() {
        messages = (UInt8.min...UInt8.max).map { MobilityHeaderType(rawValue: $0).shortName }
        statuses = (UInt8.min...UInt8.max).map { BindingStatus(rawValue: $0).name }
    }

    /// `BU`.
    @inline(__always)
    func message(_ header: borrowing MobilityHeaderView) -> StaticString {
        header.kind == .bindingRevocation ? header.shortName : messages[Int(header.type)]
    }

    /// `Binding Update accepted`.
    @inline(__always)
    func status(_ status: UInt8) -> StaticString { statuses[Int(status)] }

    /// Flags of a Binding Update: bit 0x0040 is not the same everywhere (policy A8).
    @inline(__always)
    func update(_ flags: UInt16, _ profile: WireProfile) -> FlagLetters {
        if profile == .shisa { return shisaUpdate }
        if flags & 0x0200 != 0 { return proxyUpdate }
        return profile == .rfc5648 ? update : draftUpdate
    }
}
