public import MobilityWire

/// A packet that passed and has to do with Mobile IPv6.
public struct Passage: Sendable {
    /// The number of its frame in the capture, from 1.
    public var frame: Int
    /// Nanoseconds since 1970; that of the frame before where a capture does not say.
    public var nanoseconds: Int64
    /// From its outermost IP header on; of a datagram that came in fragments, the datagram.
    public var octets: [UInt8]
    /// What it says; nil: it cannot be made out, see `failure`.
    public var packet: SignallingPacket?
    /// Why it cannot be made out; a receiver would drop it.
    public var failure: WireError?
    /// Source of the innermost IP header.
    public var source: IPv6Address
    /// Destination of the innermost IP header.
    public var destination: IPv6Address
    /// How its Binding Identifier options are laid out.
    public var format: WireFormat
    /// Whether the message itself told the layout.
    public var tellsFormat: Bool
    /// Whether it is no signalling but traffic in a tunnel: it tells that a binding is in use.
    public var isTraffic: Bool
    /// Whether the same packet passed a moment ago: a router forwarded it, or it was captured on two interfaces.
    public var isRepeated: Bool
    /// How many of its octets were not captured: a capture may keep the beginnings of frames only. What the link padded
    /// is none of them, and what a sender promised and never sent neither.
    public var missing: Int
}

/// Remembers for a moment which packets passed, to know those that come again.
///
/// A packet that a router forwards is met twice where both its interfaces are captured. It is not sent twice: a node
/// that repeats a message waits a second (RFC 6275 §12) and gives it another sequence number (§11.7.1).
struct RecentPackets: Sendable {
    private struct Seen {
        var hash: UInt64 = 0
        var time = Int64.min
    }

    private var ring = [Seen](repeating: Seen(), count: 64)
    private var place = 0
    /// Nanoseconds within which a packet counts as the same: much more than a router needs, much less than a second.
    private static let moment: Int64 = 100_000_000

    /// Whether a packet passed a moment ago; it is remembered.
    mutating func met(_ octets: [UInt8], at time: Int64) -> Bool {
        let hash = RecentPackets.hash(octets)
        for seen in ring where seen.hash == hash {
            let (age, overflow) = time.subtractingReportingOverflow(seen.time)
            if !overflow, age.magnitude < UInt64(RecentPackets.moment) { return true }
        }
        ring[place] = Seen(hash: hash, time: time)
        place = (place + 1) % ring.count
        return false
    }

    /// FNV-1a over eight octets at a time, the hop limit and IPv4's checksum left out: routers change those.
    private static func hash(_ octets: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let isIPv6 = (octets.first ?? 0) >> 4 == 6
        octets.withUnsafeBytes { bytes in
            var position = 0
            while position + 8 <= bytes.count {
                var word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
                if position == 0, isIPv6 { word &= 0x00ff_ffff_ffff_ffff }
                if position == 8, !isIPv6 { word &= 0xffff_ffff_0000_ff00 }
                hash = (hash ^ word) &* 0x100_0000_01b3
                hash ^= hash >> 29
                position += 8
            }
            for octet in bytes[position...] { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
        }
        return hash
    }
}
