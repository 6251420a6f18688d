import MobilityWire
import Nodes

/// The largest packets that fit into tunnels to care-of addresses, and whose tunnels these are.
///
/// A tunnel takes what the link takes that its outer packets leave by, less the outer header (RFC 2473 §7.1), or what a
/// router on the path said in a Packet Too Big. That is believed for ten minutes, then more is tried (RFC 8201 §5.3).
struct PathSizes {
    private struct Path {
        /// What the link takes.
        var link: Int
        /// What a router said, and until when that counts.
        var learned: (size: Int, until: Instant)?
        /// Whose care-of address it is: of several nodes behind one router that is not theirs alone.
        var homeAddresses: Set<IPv6Address>

        var size: Int { min(link, learned?.size ?? .max) }
    }

    private var paths: [IPv6Address: Path] = [:]
    /// What was learned, the oldest first: all is believed equally long.
    private var learned: [(careOfAddress: IPv6Address, until: Instant)] = []

    /// RFC 8201 §5.3: ten minutes.
    static let patience = Interval.seconds(600)

    /// The largest packet inside a tunnel to a care-of address; nil: there is no such tunnel.
    subscript(careOfAddress: IPv6Address) -> Int? { paths[careOfAddress]?.size }

    /// A node is bound to a care-of address; what the link takes is asked where it is the first.
    mutating func add(_ homeAddress: IPv6Address, at careOfAddress: IPv6Address, link: () -> Int) {
        if paths[careOfAddress]?.homeAddresses.insert(homeAddress) == nil {
            paths[careOfAddress] = Path(link: link(), homeAddresses: [homeAddress])
        }
    }

    /// It no longer is.
    mutating func remove(_ homeAddress: IPv6Address, at careOfAddress: IPv6Address) {
        paths[careOfAddress]?.homeAddresses.remove(homeAddress)
        if paths[careOfAddress]?.homeAddresses.isEmpty == true { paths[careOfAddress] = nil }
    }

    /// A router on the path takes less; whose tunnels have another size by that.
    mutating func learn(_ size: Int, towards careOfAddress: IPv6Address, at now: Instant) -> Set<IPv6Address>
    {
        // A Packet Too Big makes no path larger (RFC 8201 §4).
        guard let path = paths[careOfAddress], size < path.size else { return [] }
        let until = now + PathSizes.patience
        paths[careOfAddress]?.learned = (size, until)
        learned.append((careOfAddress, until))
        return path.homeAddresses
    }

    /// When the oldest of what was learned is forgotten.
    var deadline: Instant? { learned.first?.until }

    /// Forgets what is too old; whose tunnels have another size by that.
    mutating func forget(dueAt now: Instant) -> Set<IPv6Address> {
        var changed: Set<IPv6Address> = []
        let count = learned.prefix { $0.until <= now }.count
        for old in learned[..<count] {
            // Something smaller may have been learned since, or the path be another one.
            guard let path = paths[old.careOfAddress], path.learned?.until == old.until else { continue }
            paths[old.careOfAddress]?.learned = nil
            changed.formUnion(path.homeAddresses)
        }
        learned.removeFirst(count)
        return changed
    }

    /// Links or routes changed: asks what the links take now; whose tunnels have another size by that.
    mutating func measure(_ link: (IPv6Address) -> Int) -> Set<IPv6Address> {
        var changed: Set<IPv6Address> = []
        for (careOfAddress, path) in paths {
            let size = link(careOfAddress)
            guard size != path.link else { continue }
            paths[careOfAddress]?.link = size
            changed.formUnion(path.homeAddresses)
        }
        return changed
    }
}
