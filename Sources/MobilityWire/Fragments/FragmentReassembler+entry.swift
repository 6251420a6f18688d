extension FragmentReassembler {
    /// What the fragments of one datagram have in common.
    struct Key: Hashable, Sendable {
        let source: IPv6Address
        let destination: IPv6Address
        let identification: UInt32
        /// In IPv4 datagrams are told apart by protocol too (RFC 791 §3.2); in IPv6 it may differ (RFC 8200 §4.5).
        let protocolNumber: UInt8

        init(_ view: borrowing PacketView, _ fragment: PacketView.Fragment) {
            source = view.source
            destination = view.destination
            identification = fragment.identification
            protocolNumber = view.facts.isIPv6 ? 0 : view.facts.nextHeader
        }
    }

    /// A datagram some fragments of which are there.
    struct Entry: Hashable, Sendable {
        let key: Key
        /// When its first fragment came.
        let since: Int64
        /// Its parts in the order of their offsets, none of which overlap.
        private var parts: [Part] = []
        /// Where the last fragment said that it ends.
        private var end: Int?
        /// What stands before the first part: IP header and extension headers, made so that they fit the whole.
        private var head: Head?
        /// Whether fragments overlapped: then it is only kept to throw away the others (RFC 5722 §3).
        private var isRuined = false
        /// How many octets the parts have together.
        private var received = 0

        /// What keeping it costs, in octets, rounded up: a flood of tiny fragments is to count as what it takes.
        var cost: Int { 256 + 64 * parts.count + received + (head?.octets.count ?? 0) }

        private struct Part: Hashable, Sendable {
            let offset: Int
            let octets: [UInt8]
            var end: Int { offset + octets.count }
        }

        private struct Head: Hashable, Sendable {
            var octets: [UInt8]
            let isIPv6: Bool
            let outer: [SignallingPacket.Encapsulation]
        }

        init(key: Key, since: Int64) {
            self.key = key
            self.since = since
        }

        /// Takes a fragment in, or says why not.
        mutating func insert(_ view: borrowing PacketView, _ fragment: PacketView.Fragment) -> Reason? {
            guard !isRuined else { return .overlap }
            let part = Part(
                offset: fragment.offset, octets: view.payload.array(0..<view.payload.byteCount))
            if fragment.moreFollow {
                if let end, part.end > end { return ruin(.end) }
            } else {
                if let end, part.end != end { return ruin(.end) }
                if let last = parts.last, last.end > part.end { return ruin(.end) }
            }
            // The first part that ends behind the beginning of the new one is the only one it can be equal to.
            let place = firstIndex(endingBehind: part.offset)
            if place < parts.count, parts[place].offset < part.end {
                return parts[place] == part ? nil : ruin(.overlap)
            }
            parts.insert(part, at: place)
            received += part.octets.count
            if !fragment.moreFollow { end = part.end }
            if fragment.offset == 0 { head = Entry.head(view, fragment) }
            return nil
        }

        private func firstIndex(endingBehind offset: Int) -> Int {
            var low = 0
            var high = parts.count
            while low < high {
                let middle = (low + high) / 2
                if parts[middle].end > offset { high = middle } else { low = middle + 1 }
            }
            return low
        }

        private mutating func ruin(_ reason: Reason) -> Reason {
            isRuined = true
            parts = []
            received = 0
            head = nil
            return reason
        }

        /// Whether all parts are there. No two overlap, so that it is enough to add up their lengths.
        var isComplete: Bool {
            head != nil && received == end
        }

        /// IP header and extension headers up to the fragment header, which they name no more.
        private static func head(_ view: borrowing PacketView, _ fragment: PacketView.Fragment) -> Head {
            var octets = view.octets.array(fragment.headerOffset..<fragment.unfragmentableEnd)
            if view.facts.isIPv6 {
                octets[Int(view.facts.nextHeaderOffset) - fragment.headerOffset] = view.facts.nextHeader
            } else {
                // Neither flags nor an offset: nothing is cut any more.
                octets[6] = 0
                octets[7] = 0
            }
            let count = view.facts.path.innermost ?? 0
            var outer: [SignallingPacket.Encapsulation] = []
            for index in 0..<count {
                if let header = view.header(index) { outer.append(header) }
            }
            return Head(octets: octets, isIPv6: view.facts.isIPv6, outer: outer)
        }

        /// The datagram from its parts, lengths and IPv4 checksum made; nil where it is too long for its length field.
        func datagram() -> Datagram? {
            guard var head, let end else { return nil }
            let counted = head.isIPv6 ? head.octets.count - 40 + end : head.octets.count + end
            guard let length = UInt16(exactly: counted) else { return nil }
            let place = head.isIPv6 ? 4 : 2
            head.octets[place] = UInt8(length >> 8)
            head.octets[place + 1] = UInt8(length & 0xff)
            if !head.isIPv6 {
                head.octets[10] = 0
                head.octets[11] = 0
                var checksum = Checksum()
                checksum.add(head.octets.span.bytes)
                head.octets[10] = UInt8(checksum.value >> 8)
                head.octets[11] = UInt8(checksum.value & 0xff)
            }
            var octets = head.octets
            octets.reserveCapacity(octets.count + end)
            for part in parts { octets.append(contentsOf: part.octets) }
            return Datagram(octets: octets, outer: head.outer)
        }
    }
}
