import MobilityWire

extension MobileNode {
    /// What can happen to a mobile node.
    public enum Input: Sendable {
        /// It begins: says where the home address stands, and looks for a home agent where none is configured.
        case started
        /// A datagram arrived.
        case datagram(Datagram)
        /// Something is so about an interface.
        case interface(InterfaceIdentifier, InterfaceFact)
        /// Probes of the path from this care-of address to the home agent are not answered any more, or are again.
        case path(CareOfAddress, isSilent: Bool)
        /// A person, or a scenario, wants something.
        case command(Command)
    }
}
