import MobilityWire

/// The binding cache of a home agent (RFC 6275 §9.1), keyed by home address and BID (R-005, RFC 5648 §6.1).
///
/// A node's bindings are changed outside: `checkOut` hands the node out, `checkIn` takes it back, and in between the
/// cache holds a placeholder. So nothing is copied, and nothing can be changed in two places.
struct BindingCache: Sendable {
    private var nodes = OrderedPages<IPv6Address, CachedNode>()
    private var schedule = Schedule()
    /// Where the node belongs that is out.
    private var place: OrderedPages<IPv6Address, CachedNode>.Place?

    /// How many home addresses there are.
    var nodeCount: Int { nodes.count }
    /// How many bindings there are.
    var bindingCount: Int { nodes.rows }

    /// What is known of a home address.
    subscript(homeAddress: IPv6Address) -> CachedNode? { nodes[homeAddress] }

    /// Hands out what is known of a home address, to be changed and brought back by `checkIn` before anything else is
    /// asked of the cache.
    mutating func checkOut(_ homeAddress: IPv6Address) -> CachedNode {
        let place = nodes.place(of: homeAddress)
        self.place = place
        guard place.isFound else { return CachedNode(homeAddress) }
        return nodes.exchange(CachedNode(homeAddress), at: place)
    }

    /// Takes back what `checkOut` handed out. A node without bindings is forgotten.
    ///
    /// - Parameter refreshRequestLead: how long before a binding's end the node is to be looked at, if at all.
    mutating func checkIn(_ node: consuming CachedNode, refreshRequestLead: Interval? = nil) {
        let place = self.place ?? nodes.place(of: node.homeAddress)
        self.place = nil
        guard !node.bindings.isEmpty else {
            if let scheduled = node.scheduled { schedule.remove(node.homeAddress, at: scheduled) }
            if place.isFound { _ = nodes.remove(at: place) }
            return
        }
        let deadline = node.nextDeadline(refreshRequestLead: refreshRequestLead)
        // A deadline that moved away is found when the noted one comes: a refresh costs the schedule nothing.
        if deadline < node.scheduled ?? .distantFuture {
            if let scheduled = node.scheduled { schedule.remove(node.homeAddress, at: scheduled) }
            schedule.add(node.homeAddress, at: deadline)
            node.scheduled = deadline
        }
        if place.isFound {
            _ = nodes.exchange(node, at: place)
        } else {
            nodes.insert(node, for: node.homeAddress, at: place)
        }
    }

    /// When to look for nodes that are due; never later than the first of them is.
    var nextDeadline: Instant? { schedule.next }

    /// Hands out a node whose noted instant has come, as `checkOut` does; nil when there is none.
    mutating func checkOutDue(at now: Instant) -> CachedNode? {
        guard let due = schedule.popDue(at: now) else { return nil }
        var node = checkOut(due.homeAddress)
        node.scheduled = nil
        return node
    }

    /// Calls `body` for the nodes that have a binding among these rows, in order of home address and BID.
    func forEach(inRows range: Range<Int>, _ body: (_ firstRow: Int, _ node: CachedNode) -> Void) {
        nodes.forEach(inRows: range) { row, _, node in body(row, node) }
    }

    /// Calls `body` for every node in order of home addresses.
    func forEach(_ body: (CachedNode) -> Void) {
        nodes.forEach { _, node in body(node) }
    }
}
