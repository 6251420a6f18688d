import MobilityWire

// What views ask: a window of rows, never the whole cache.

extension HomeAgent {
    /// Rows of the binding cache. By home address a window costs what its rows cost; by lifetime all bindings are looked
    /// at once, and none is sorted that is not shown.
    ///
    /// - Parameter range: row numbers; those outside are left out.
    public func cacheWindow(
        _ range: Range<Int>, order: CacheOrder = .homeAddress, at now: Instant
    ) -> CacheWindow {
        let total = cache.bindingCount
        let range = range.clamped(to: 0..<total)
        var window = CacheWindow(total: total, first: range.lowerBound, rows: [])
        guard !range.isEmpty else { return window }
        switch order {
        case .homeAddress:
            window.rows = rows(range, at: now)
        case .lifetime:
            let numbers = rowNumbersByLifetime(range)
            window.rows = numbers.flatMap { rows($0..<($0 + 1), at: now) }
        }
        return window
    }

    /// The bindings of one home address.
    public func cacheRows(of homeAddress: IPv6Address, at now: Instant) -> [CacheRow] {
        cache[homeAddress].map { rows(of: $0, at: now) } ?? []
    }

    /// The agent in numbers.
    public var overview: Overview {
        Overview(
            address: configuration.address, profile: policies.format.profile, bindings: cache.bindingCount,
            nodes: cache.nodeCount, awaitingDetection: awaiting.count, revocations: revocations.count,
            mobileNetworks: networks.count, otherAgents: knownAgents.count, administration: administration)
    }

    /// Rows in order of home addresses and BIDs.
    private func rows(_ range: Range<Int>, at now: Instant) -> [CacheRow] {
        var found: [CacheRow] = []
        cache.forEach(inRows: range) { firstRow, node in
            let rows = rows(of: node, at: now)
            let wanted = range.clamped(to: firstRow..<(firstRow + rows.count))
            found.append(contentsOf: rows[(wanted.lowerBound - firstRow)..<(wanted.upperBound - firstRow)])
        }
        return found
    }

    /// The numbers of the rows that stand in `range` when rows are sorted by their end.
    private func rowNumbersByLifetime(_ range: Range<Int>) -> [Int] {
        var ends: [RowEnd] = []
        ends.reserveCapacity(cache.bindingCount)
        cache.forEach { node in
            for binding in node.bindings where !binding.marks.contains(.removed) {
                ends.append(RowEnd(expiry: binding.expiry, row: ends.count))
            }
        }
        return ends.sorted(only: range).map(\.row)
    }

    private struct RowEnd: Comparable {
        var expiry: Instant
        var row: Int

        static func < (left: RowEnd, right: RowEnd) -> Bool {
            left.expiry != right.expiry ? left.expiry < right.expiry : left.row < right.row
        }
    }

    private func rows(of node: CachedNode, at now: Instant) -> [CacheRow] {
        let preferred = preferredBinding(of: node, at: now)?.bid
        let revocation = revocations[node.homeAddress]
        return node.bindings.filter { !$0.marks.contains(.removed) }.map { binding in
            let isHard = binding.marks.contains(.hard)
            return CacheRow(
                homeAddress: node.homeAddress, bid: binding.bid == 0 ? nil : binding.bid,
                careOfAddress: binding.careOfAddress, home: binding.isHome,
                preferred: binding.bid == preferred, priority: binding.priority, sequence: binding.sequence,
                grantedLifetime: isHard ? nil : 4 * Int(binding.lifetime),
                remaining: isHard ? nil : max(.zero, binding.expiry - now), since: binding.since,
                verified: binding.verified, bulk: binding.marks.contains(.bulk),
                behindNAT: binding.marks.contains(.behindNAT),
                remotePort: binding.remotePort == 0 ? nil : binding.remotePort,
                refreshRequested: binding.marks.contains(.refreshRequested),
                revoking: revocation.map { $0.bids.isEmpty || $0.bids.contains(binding.bid) } ?? false)
        }
    }
}
