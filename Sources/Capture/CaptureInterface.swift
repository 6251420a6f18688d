/// An interface packets were captured on, as the capture describes it.
public struct CaptureInterface: Hashable, Sendable {
    /// What its frames begin with.
    public var linkType: LinkType
    /// The most octets kept of a frame; 0 where the capture sets no limit.
    public var snapshotLength: UInt32
    /// The unit of its timestamps (`if_tsresol`; microseconds where a pcapng capture does not say).
    public var resolution: TimestampResolution
    /// Seconds to add to each of its timestamps (`if_tsoffset`).
    public var offset: Int64
    /// What the system called it (`if_name`), invalid UTF-8 repaired, the first 255 octets.
    public var name: String?

    /// An interface; by default raw IP with nanoseconds, as we write it.
    public init(
        linkType: LinkType = .raw, snapshotLength: UInt32 = UInt32(CaptureLimits.snapshot),
        resolution: TimestampResolution = .nanoseconds, offset: Int64 = 0, name: String? = nil
    ) {
        self.linkType = linkType
        self.snapshotLength = snapshotLength
        self.resolution = resolution
        self.offset = offset
        self.name = name
    }
}
