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
        var careOfAddress: CareOfAddress
        /// Where it ends: the home agent's address of the same family.
        var homeAgent: CareOfAddress
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
    ///
    /// - Parameter ipv4Agent: the home agent's IPv4 address; nil: unknown, and paths in IPv4 are not probed.
    mutating func follow(_ tunnels: [Action.Tunnel], ipv4Agent: IPv4Address? = nil, at now: Instant) {
        let former = paths
        paths = tunnels.compactMap { tunnel in
            let isIPv4 = tunnel.careOfAddress.ipv4 != nil
            guard let interface = tunnel.interface,
                let agent = isIPv4 ? ipv4Agent.map(CareOfAddress.ipv4) : .ipv6(tunnel.homeAgent)
            else { return nil }
            return former.first {
                $0.careOfAddress == tunnel.careOfAddress && $0.homeAgent == agent && $0.interface == interface
            } ?? Path(careOfAddress: tunnel.careOfAddress, homeAgent: agent, interface: interface)
        }
        nextDeadline = paths.isEmpty ? nil : min(nextDeadline ?? now, now + interval)
    }

    /// What is known of the path from an address.
    func path(from careOfAddress: CareOfAddress) -> Path? {
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
        guard let answer = ProbePacket(answer: octets) else { return nil }
        let known = paths.firstIndex {
            $0.careOfAddress == answer.destination && $0.homeAgent == answer.source
        }
        guard let index = known, answer.mark.elementsEqual(mark),
            let position = paths[index].departures.firstIndex(where: { $0.sequence == answer.sequence })
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
            careOfAddress: path.careOfAddress, isSilent: path.isSilent,
            text: "probes of the path from \(path.careOfAddress) to \(path.homeAgent): \(what)")
    }

    private var mark: [UInt8] { withUnsafeBytes(of: secret.bigEndian) { Array($0) } }

    private func request(_ path: Path) -> Datagram {
        let packet = ProbePacket(
            source: path.careOfAddress, destination: path.homeAgent, sequence: path.sequence, mark: mark)
        return Datagram(octets: packet.request, interface: path.interface)
    }
}
