internal import MobilityWire
public import Nodes

// Why a binding stands in a cache as it does, and how it will end.

extension Explainer {
    /// The explanation of a binding as an agent or a correspondent has it: the party of this explainer.
    public func explanation(of row: HomeAgent.CacheRow) -> Explanation {
        let name = row.bid.map { "BID \($0)" } ?? "The ordinary binding"
        var state: String
        if row.home {
            state = "\(name) is the binding of the home link (H): the node is at home by it."
        } else if row.preferred {
            state =
                "\(name) is the default: packets for \(row.homeAddress) that no flow rule names go to "
                + "\(row.destination)."
        } else {
            state =
                "\(name) is bound to \(row.destination): packets take it by a flow rule, or once no binding is "
                + "preferred to it."
        }
        if row.behindNAT { state += " A NAT stands before that address: packets go in UDP." }
        if row.revoking { state += " It is being revoked: the node was told, and has not answered yet." }
        if row.refreshRequested { state += " The node was asked to refresh it." }
        let change = lastChange(of: row)
        var causes = change.map { self.causes(of: $0) } ?? []
        // The change itself is what is being explained.
        if !causes.isEmpty { causes.removeFirst() }
        return Explanation(
            title: "\(row.bid.map { "BID \($0)" } ?? "Binding") of \(row.homeAddress)", state: state,
            since: row.since, because: causes,
            next: row.remaining == nil ? nil : "it ends unless the node refreshes it",
            nextTime: row.remaining.map { now + $0 },
            ifNothing: row.remaining == nil
                ? "It has no end of its own: it stands until the node removes it (R-057)." : nil,
            rules: Explainer.rules(causes))
    }

    /// The last entry that says that this binding was entered or changed; a bounded number is looked at.
    private func lastChange(of row: HomeAgent.CacheRow) -> Int? {
        lastEntry(notAfter: row.verified) { entry in
            guard entry.party == party, case .note(let note) = entry.event, note.event == .bindingCache else {
                return false
            }
            return note.homeAddress == row.homeAddress && (note.bid ?? 0) == (row.bid ?? 0)
        }?.number
    }
}
