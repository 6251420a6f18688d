internal import CNetlink
internal import Glibc
import MobilityWire

// Routes of segment routing.

extension KernelChanger {
    /// Whether the kernel has such routes. One is made that leads nowhere, in a table that nothing asks, and goes again.
    func routesSegments() -> Bool {
        let nowhere = IPv6Address(high: 0x2001_0db8_0000_0000, low: 1)
        return [KernelChange.Route.Segment.to(nowhere), .off(table: KernelChanger.probeTable)].allSatisfy {
            segment in
            let route = KernelChange.route(
                .init(
                    prefix: IPv6Prefix(nowhere, length: 128), table: KernelChanger.probeTable, device: "lo",
                    segment: segment))
            do {
                try apply(route)
                try revert(route)
                return true
            } catch {
                return false
            }
        }
    }

    private static let probeTable: UInt32 = 6999

    /// Whether the first rule is the kernel's own, as ever, and nothing of anybody is where it goes; else what is in the
    /// way.
    func obstacleToMovingLocalRule() throws(KernelError) -> String? {
        let first = try rules(upTo: KernelChange.movedLocalRule.preference)
        if let other = first.first(where: { $0.preference != 0 || $0.table != 255 }) {
            return "routing rule \(other.preference) (ip -6 rule show pref \(other.preference))"
        }
        return first.count == 1 ? nil : "no rule 0 for local addresses, or several (ip -6 rule show pref 0)"
    }

    /// A machine without a rule for local addresses would hear nobody any more: an error where the one that is to go is
    /// the last.
    func demandLocalRule() throws(KernelError) {
        guard try rules(upTo: 0).contains(where: { $0.table == 255 }) else {
            throw KernelError(
                "routing rule 1 leads to local addresses, and rule 0 does not: it stays", code: EBUSY)
        }
    }

    private func rules(upTo limit: UInt32) throws(KernelError) -> [(preference: UInt32, table: UInt32?)] {
        try socket.dump(Int(RTM_GETRULE), family: AF_INET6).map { message in
            let attributes = message.attributes(after: fib_rule_hdr.self)
            return (
                attributes[Int(FRA_PRIORITY)]?.native(UInt32.self) ?? 0,
                attributes[Int(FRA_TABLE)]?.native(UInt32.self)
            )
        }.filter { $0.preference <= limit }
    }
}

extension KernelChange {
    /// The kernel's own first rule: local addresses.
    static let localRule = Rule(preference: 0, table: 255)
    /// Where it stands while others have to come before it.
    static let movedLocalRule = Rule(preference: 1, table: 255)
}

extension NetlinkMessage {
    /// Appends what segment routing does on a route.
    mutating func append(segment: KernelChange.Route.Segment) {
        switch segment {
        case .to(let address):
            append(attribute: Int(RTA_ENCAP_TYPE.rawValue), UInt16(LWTUNNEL_ENCAP_SEG6.rawValue))
            append(nested: Int(RTA_ENCAP.rawValue)) {
                // A mode (struct seg6_iptunnel_encap), then a segment routing header of one segment (RFC 8754 §2).
                var octets = withUnsafeBytes(of: Int32(SEG6_IPTUN_MODE_ENCAP_RED)) { Array($0) }
                octets += [0, 2, 4, 0, 0, 0, 0, 0]
                $0.append(attribute: Int(SEG6_IPTUNNEL_SRH), octets + address.octets)
            }
        case .off(let table):
            append(attribute: Int(RTA_ENCAP_TYPE.rawValue), UInt16(LWTUNNEL_ENCAP_SEG6_LOCAL.rawValue))
            append(nested: Int(RTA_ENCAP.rawValue)) {
                $0.append(
                    attribute: Int(SEG6_LOCAL_ACTION), UInt32(SEG6_LOCAL_ACTION_END_DT6))
                $0.append(attribute: Int(SEG6_LOCAL_TABLE), table)
            }
        }
    }
}
