/// What a packet's record says, and where in the window its octets lie.
struct PacketRecord: Sendable {
    /// From 1; 0 before the first packet.
    var number = 0
    var time: CaptureTime?
    var linkType = LinkType.raw
    var interface = 0
    var originalLength: UInt32 = 0
    /// The captured octets; within the window.
    var octets = 0..<0
    /// The options of the block; within the window.
    var options = 0..<0
}
