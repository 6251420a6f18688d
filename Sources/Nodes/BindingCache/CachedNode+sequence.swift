import MobilityWire

// Sequence numbers of the Binding Updates of a node (RFC 6275 §9.5.1).

extension CachedNode {
    /// The last number accepted, where the update's is not newer; nil: it is.
    ///
    /// - Parameter shared: whether all bindings share one number (RFC 5648 §4.1), or each has its own (R-049…R-051).
    func lastSequence(refusing request: UpdateRequest, shared: Bool) -> UInt16? {
        var last: UInt16?
        if shared || !request.namesBids {
            // An ordinary update is about all bindings, too.
            last = sequence
            if !shared {
                for binding in bindings {
                    last = last.map { SequenceWindow.later($0, binding.sequence) } ?? binding.sequence
                }
            }
            if let known = last, SequenceWindow.accepts(request.sequence, after: known) { return nil }
            return last
        }
        // One that is out of window spoils the bulk.
        for identifier in request.identifiers {
            guard let index = index(of: identifier.option.bid) else { continue }
            let known = bindings[index].sequence
            guard !SequenceWindow.accepts(request.sequence, after: known) else { continue }
            last = last.map { SequenceWindow.later($0, known) } ?? known
        }
        return last
    }

    /// Remembers the number of a valid update, even if a later rule refuses it (RFC 6275 §9.5.1).
    mutating func acceptSequence(of request: UpdateRequest, shared: Bool) {
        guard !bindings.isEmpty else { return }
        sequence = request.sequence
        for index in bindings.indices {
            // shared, the number goes into all bindings; else into those that are named.
            if shared || !request.namesBids
                || request.identifiers.contains(where: { $0.option.bid == bindings[index].bid })
            {
                bindings[index].sequence = request.sequence
            }
        }
    }
}
