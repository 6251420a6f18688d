public import MobilityWire

/// What ladders say of a message: that of `careof run`, and those that are written into files.
public enum LadderWords {
    /// A message in one line, and whether it stood inside another packet; what it was to be where it cannot be read.
    ///
    /// - Parameter packet: what was read from the octets; nil: nothing could be.
    public static func message(
        _ packet: SignallingPacket?, _ octets: [UInt8], _ format: WireFormat
    ) -> String {
        guard let packet else { return UnreadableMessage(octets, format).line }
        let line = MessageText(packet).line
        return packet.encapsulation.isEmpty ? line : line + " (encapsulated)"
    }
}
