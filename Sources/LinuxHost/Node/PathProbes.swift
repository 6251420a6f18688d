import MobilityWire
import Nodes

/// Small probes of the path of each binding: echo requests from its care-of address to the home agent, past the tunnel,
/// so that the answer comes back the same way whatever the agent prefers.
///
/// A probe with no answer says nothing by itself: the agent, or someone before it, may not answer echo requests at all.
/// A path is silent when it answered before, does not any more, and another one does.
struct PathProbes {
    /// The path of one binding.
    struct Path {
        /// Where it begins.
        var careOfAddress: IPv6Address
        /// Where it ends.
        var homeAgent: IPv6Address
        /// The interface it leaves by.
        var interface: InterfaceIdentifier
        /// The number of the last probe.
        var sequence: UInt16 = 0
        /// When the probes left that may still be answered, the newest last.
        var departures: [(sequence: UInt16, at: Instant)] = []
        /// How long the last answer took; nil: none came yet, or none comes any more.
        var roundTrip: Interval?
        /// When the last answer came.
        var lastAnswer: Instant?
        /// Answers without a gap, as far as that counts.
        var answersInRow = 0
        /// Whether the node was told that it is silent.
        var isSilent = false
    }

    /// What the node has to be told.
    struct Verdict: Equatable {
        var careOfAddress: CareOfAddress
        var isSilent: Bool
        /// In words, for the journal.
        var text: String
    }

    /// From one probe to the next.
    let interval: Interval
    /// Octets that nobody outside knows, so that nobody can answer for the agent.
    private let secret: UInt64
    /// The paths, in the order of the tunnels.
    private(set) var paths: [Path] = []
    /// When the next probes are due.
    private(set) var nextDeadline: Instant?

    /// Probes at an interval, to which answers are known by a secret.
    init(interval: Interval, secret: UInt64) {
        self.interval = interval
        self.secret = secret
    }

    /// Silence counts after so many probes without an answer.
    private static let patience: Int64 = 4
    /// A path is trusted again after so many answers.
    private static let trust = 3

    /// Probes the paths of these tunnels from now on.
    mutating func follow(_ tunnels: [Action.Tunnel], at now: Instant) {
        let former = paths
        paths = tunnels.compactMap { tunnel in
            guard case .ipv6(let careOfAddress) = tunnel.careOfAddress, let interface = tunnel.interface
            else {
                return nil
            }
            return former.first {
                $0.careOfAddress == careOfAddress && $0.homeAgent == tunnel.homeAgent
                    && $0.interface == interface
            } ?? Path(careOfAddress: careOfAddress, homeAgent: tunnel.homeAgent, interface: interface)
        }
        nextDeadline = paths.isEmpty ? nil : min(nextDeadline ?? now, now + interval)
    }

    /// What is known of the path from an address.
    func path(from careOfAddress: IPv6Address) -> Path? {
        paths.first { $0.careOfAddress == careOfAddress }
    }

    /// The probes that are due now, and what silence means by now.
    mutating func due(at now: Instant) -> (probes: [Datagram], verdicts: [Verdict]) {
        guard let deadline = nextDeadline, deadline <= now else { return ([], []) }
        nextDeadline = now + interval
        let limit = now - interval * PathProbes.patience
        let isAnyAnswered = paths.contains { ($0.lastAnswer ?? .zero) > limit }
        var verdicts: [Verdict] = []
        var probes: [Datagram] = []
        for index in paths.indices {
            if let last = paths[index].lastAnswer, last <= limit {
                paths[index].roundTrip = nil
                paths[index].answersInRow = 0
                if isAnyAnswered, !paths[index].isSilent {
                    paths[index].isSilent = true
                    verdicts.append(
                        verdict(paths[index], "no answer for \((now - last).nanoseconds / 1_000_000) ms"))
                }
            }
            paths[index].sequence &+= 1
            paths[index].departures.append((paths[index].sequence, now))
            if paths[index].departures.count > 64 { paths[index].departures.removeFirst() }
            probes.append(request(paths[index]))
        }
        return (probes, verdicts)
    }

    /// Takes an answer; nil: it is none of ours. The verdict is there where it changes something.
    mutating func heard(_ octets: [UInt8], at now: Instant) -> Verdict?? {
        guard octets.count >= 56, octets[0] >> 4 == 6, octets[6] == 58, octets[40] == 129,
            let source = IPv6Address(network: octets[8...]),
            let destination = IPv6Address(network: octets[24...])
        else { return nil }
        guard
            let index = paths.firstIndex(where: { $0.careOfAddress == destination && $0.homeAgent == source }
            ),
            octets[48..<56].elementsEqual(mark),
            let position = paths[index].departures.firstIndex(where: {
                $0.sequence == UInt16(octets[46]) << 8 | UInt16(octets[47])
            })
        else { return .some(nil) }
        let departure = paths[index].departures[position].at
        paths[index].departures.removeSubrange(...position)
        let isInRow = paths[index].lastAnswer.map { now - $0 < interval * 2 } ?? false
        paths[index].answersInRow = isInRow ? paths[index].answersInRow + 1 : 1
        paths[index].roundTrip = now - departure
        paths[index].lastAnswer = now
        guard paths[index].isSilent, paths[index].answersInRow >= PathProbes.trust else { return .some(nil) }
        paths[index].isSilent = false
        return verdict(paths[index], "answered again")
    }

    private func verdict(_ path: Path, _ what: String) -> Verdict {
        Verdict(
            careOfAddress: .ipv6(path.careOfAddress), isSilent: path.isSilent,
            text: "probes of the path from \(path.careOfAddress) to \(path.homeAgent): \(what)")
    }

    private var mark: [UInt8] { withUnsafeBytes(of: secret.bigEndian) { Array($0) } }

    /// An Echo Request (RFC 4443 §4.1). The filter of the signalling port knows its identifier.
    private func request(_ path: Path) -> Datagram {
        var body: [UInt8] = [128, 0, 0, 0, 0xca, 0x0f]
        body += [UInt8(path.sequence >> 8), UInt8(path.sequence & 0xff)] + mark
        var checksum = Checksum.pseudoHeader(
            source: path.careOfAddress, destination: path.homeAgent, length: body.count, nextHeader: 58)
        checksum.add(body.span.bytes)
        body[2] = UInt8(checksum.value >> 8)
        body[3] = UInt8(checksum.value & 0xff)
        let header: [UInt8] = [0x60, 0, 0, 0, 0, UInt8(body.count), 58, 64]
        return Datagram(
            octets: header + path.careOfAddress.octets + path.homeAgent.octets + body,
            interface: path.interface)
    }
}
