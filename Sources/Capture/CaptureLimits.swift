/// What one record of a capture may cost, so that a file can never make its reader grow without bound.
public enum CaptureLimits {
    /// The most octets of a packet record or of a block that has to be held whole, its own header included: 1 MiB.
    ///
    /// Four times the largest snapshot length that capture tools use (262,144). Blocks that are only passed over
    /// may be of any length.
    public static let record = 1 << 20

    /// The snapshot length our own captures state, and the most octets of a packet we write.
    public static let snapshot = 262_144

    /// The most interfaces one section of a pcapng capture may describe.
    public static let interfaces = 4096

    /// The most octets kept of an interface's name.
    static let interfaceName = 255
}
