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
    ///   - now: the run's time.
    public static func of(
        _ octets: [UInt8], since: Instant, format: WireFormat, node: MobileNode?,
        agentRows: (IPv6Address) -> [HomeAgent.CacheRow], at now: Instant
    ) -> [HoldingCost] {
        var report = ReadingReport()
        guard let packet = try? SignallingPacket(reading: octets.span.bytes, format: format, report: &report),
            let message = packet.message
        else { return [] }
        let isUpdate: Bool
        switch message {
        case .bindingUpdate: isUpdate = true
        case .bindingAcknowledgement: isUpdate = false
        default: return []
        }
        let homeAddress = isUpdate ? packet.logicalSource : packet.logicalDestination
        let peer = isUpdate ? packet.logicalDestination : packet.logicalSource
        var costs: [HoldingCost] = []
        let rows =
            node?.configuration.homeAddress == homeAddress
            ? node?.bindings(at: now).filter { $0.peer == peer } ?? [] : []
        if let next = rows.compactMap(\.nextTransmission).min() {
            costs.append(HoldingCost("the node resends", at: now + next))
        } else if node == nil, !isUpdate {
            // RFC 6275 §11.8, §12: INITIAL_BINDACK_TIMEOUT, twice that from one to the next.
            var wait = Interval.seconds(1)
            while since + wait <= now, wait < .seconds(32) { wait = wait + wait }
            costs.append(HoldingCost("a node of RFC 6275 resends", at: since + wait))
        }
        let entries = agentRows(homeAddress)
        if let row = entries.filter({ $0.remaining != nil }).min(by: {
            $0.remaining ?? .zero < $1.remaining ?? .zero
        }),
            let remaining = row.remaining
        {
            costs.append(HoldingCost("the agent's entry\(name(row.bid)) expires", at: now + remaining))
        } else if let row = rows.filter({ $0.remaining != nil })
            .min(by: { $0.remaining ?? .zero < $1.remaining ?? .zero }), let remaining = row.remaining
        {
            let whose = row.role == "correspondent" ? "correspondent" : "agent"
            costs.append(HoldingCost("the \(whose)'s entry\(name(row.bid)) expires", at: now + remaining))
        }
        return costs.sorted { $0.at < $1.at }
    }

    private static func name(_ bid: UInt16?) -> String { bid.map { " of BID \($0)" } ?? "" }
}
