/// The two file formats packets are captured in.
public enum CaptureFormat: String, Hashable, Sendable, CaseIterable {
    /// Classic libpcap savefile: one header, one link type, one resolution (draft-ietf-opsawg-pcap).
    case pcap
    /// Blocks in sections, interfaces of differing link types, comments (draft-ietf-opsawg-pcapng).
    case pcapng
}
