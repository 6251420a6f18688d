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
        /// A person, or a scenario, wants something.
        case command(Command)
    }
}
