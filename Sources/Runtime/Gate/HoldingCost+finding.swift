import MobilityWire
public import Nodes

// What waits for a message that is held, as far as the nodes of this run know it.

extension HoldingCost {
    /// What holding a message of signalling costs, the soonest first.
    ///
    /// - Parameters:
    ///   - octets: the message.
    ///   - since: since when it is held.
    ///   - node: the mobile node that sent it or waits for it, where it is one of this run.
    ///   - agentRows: what the home agent of this run has of the message's home address.
    ///   - timeRuns: whether time goes on meanwhile.
    ///   - now: the run's time.
    public static func of(
        _ octets: [UInt8], since: Instant, format: WireFormat, node: MobileNode?,
        agentRows: (IPv6Address) -> [HomeAgent.CacheRow], timeRuns: Bool = true, at now: Instant
    ) -> [HoldingCost] {
        var report = ReadingReport()
        guard let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report),
            let message = packet.message
        else { return [] }
        let isUpdate: Bool
        let options: [MobilityOption]
        var isGranted = false
        switch message {
        case .bindingUpdate(let update): (isUpdate, options) = (true, update.options)
        case .bindingAcknowledgement(let answer):
            (isUpdate, options) = (false, answer.options)
            isGranted = answer.status < 128 && answer.lifetime > 0
        default: return []
        }
        let homeAddress = isUpdate ? packet.logicalSource : packet.logicalDestination
        let peer = isUpdate ? packet.logicalDestination : packet.logicalSource
        let bids = options.bindingIdentifiers.map(\.bid)
        // At stake is what the message names; one without BIDs is about all.
        func isMeant(_ bid: UInt16?) -> Bool { bids.isEmpty || bid.map(bids.contains) ?? false }
        var costs: [HoldingCost] = []
        let rows =
            node?.configuration.homeAddress == homeAddress
            ? node?.bindings(at: now).filter { $0.peer == peer && isMeant($0.bid) } ?? [] : []
        if let next = rows.compactMap(\.nextTransmission).min() {
            costs.append(HoldingCost("the node resends", at: now + next))
        } else if node == nil {
            // RFC 6275 §11.8, §12: INITIAL_BINDACK_TIMEOUT, twice that from one to the next.
            var wait = Interval.seconds(1)
            while since + wait <= now, wait < .seconds(32) { wait = wait + wait }
            costs.append(HoldingCost("a node of RFC 6275 resends", at: since + wait))
        }
        let isStamped = options.contains { if case .messageIdentification = $0 { true } else { false } }
        let tooOld = since + HoldingCost.timestampTolerance
        if timeRuns, isUpdate, isStamped, tooOld > now {
            costs.append(HoldingCost("its timestamp is too old for the agent", at: tooOld))
        }
        let entries = agentRows(homeAddress).filter { isMeant($0.bid) }
        if let row = entries.filter({ $0.remaining != nil }).min(by: {
            $0.remaining ?? .zero < $1.remaining ?? .zero
        }),
            let remaining = row.remaining
        {
            costs.append(HoldingCost("the agent's entry\(name(row.bid)) expires", at: now + remaining))
        } else if let row = rows.filter({ $0.remaining != nil })
            .min(by: { $0.remaining ?? .zero < $1.remaining ?? .zero }), let remaining = row.remaining
        {
            // What is granted in an answer that waits the agent has entered already, and the node knows nothing of it.
            let whose =
                isGranted
                ? "the node's binding"
                : row.role == "correspondent" ? "the correspondent's entry" : "the agent's entry"
            let ends = isGranted ? "ends" : "expires"
            costs.append(HoldingCost("\(whose)\(name(row.bid)) \(ends)", at: now + remaining))
        }
        return costs.sorted { $0.at < $1.at }
    }

    /// A timestamp may be so far from the receiver's date (RFC 4285 §5.1).
    private static let timestampTolerance = Interval.seconds(7)

    private static func name(_ bid: UInt16?) -> String { bid.map { " of BID \($0)" } ?? "" }
}
