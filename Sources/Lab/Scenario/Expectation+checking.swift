import MobilityWire
import Nodes
import Runtime

// Whether what must be true is true, and in words what is.

extension ScenarioStage {
    /// How far a lifetime may be off: a unit of 4 seconds and a round trip.
    private static let tolerance = Interval.milliseconds(4_500)

    func verdict(on expectation: Expectation, probes: [(name: String, number: Int)]) -> Verdict {
        let (claim, found) =
            switch expectation.claim {
            case .binding(let claim): check(claim)
            case .cache(let holder, let rows): check(holder, rows)
            case .message(let claim): check(claim)
            case .path(let name, let via, let arrives):
                check(probes.last { $0.name == name }?.number, name, via, arrives)
            case .answers(let names): check(answers: names)
            case .homeAddress(let place):
                (
                    "home address is \(place)",
                    difference(lab.homeAddressPlace(of: node)?.word ?? "nowhere", place)
                )
            case .peer(let name, let multiple, let bulk, let simultaneous):
                check(name, multiple, bulk, simultaneous)
            case .homeAgent(let name):
                (
                    "the node uses \(name)",
                    difference(
                        lab.mobileNode(node)?.homeAgent?.description ?? "none",
                        address(of: name).description)
                )
            case .prefixRoute(let active):
                (
                    "ha1 routes the prefix: \(active)",
                    difference(
                        "\(lab.routes(ScenarioWorld.mobilePrefix, at: agents[0]))", "\(active)")
                )
            case .note(let event, let word, let name): check(event, word, name)
            case .shut(let interface, let shut):
                (
                    "\(interface) is \(shut ? "shut" : "open")",
                    difference(
                        port(interface).map { lab.network[$0].isShut } == true ? "shut" : "open",
                        shut ? "shut" : "open")
                )
            }
        return Verdict(
            expectation: expectation, holds: found == nil, claim: claim, found: found ?? "")
    }

    private func difference(_ found: String, _ wanted: String) -> String? {
        found == wanted ? nil : "found \(found)"
    }

    // MARK: Bindings

    private func check(_ claim: Expectation.BindingClaim) -> (String, String?) {
        let name = claim.bid.map { "BID \($0)" } ?? "the ordinary binding"
        let row = lab.mobileNode(node)?.binding(claim.bid, at: address(of: claim.peer), now: lab.now)
        var parts = ["\(name) at \(claim.peer)"]
        guard claim.exists else {
            let state = row.flatMap { $0.state == .idle ? nil : $0.state.rawValue }
            return ("no \(parts[0])", state.map { "found \($0)" })
        }
        parts += claim.state.isEmpty ? [] : [claim.state.map(\.rawValue).joined(separator: " or ")]
        parts += claim.careOf.map { ["care-of \($0)"] } ?? []
        parts += claim.status.map { ["status \($0)"] } ?? []
        parts += claim.remaining.map { ["\($0.wholeSeconds) s left"] } ?? []
        let words = parts.joined(separator: ", ")
        guard let row else { return (words, "found none") }
        var wrong: [String] = []
        if !claim.state.isEmpty, !claim.state.contains(row.state) {
            wrong.append("state \(row.state.rawValue)")
        }
        if let careOf = claim.careOf {
            let found = row.confirmedCareOfAddress ?? row.careOfAddress
            if found != careOfAddress(careOf) { wrong.append("care-of \(text(found))") }
        }
        if let status = claim.status, row.lastStatus != status {
            wrong.append("status \(row.lastStatus.map(String.init) ?? "none")")
        }
        if let remaining = claim.remaining, !isNear(row.remaining, remaining) {
            wrong.append("\(row.remaining.map { String($0.wholeSeconds) } ?? "no") s left")
        }
        return (words, wrong.isEmpty ? nil : "found " + wrong.joined(separator: ", "))
    }

    private func check(_ holder: String, _ rows: [Expectation.CacheRow]) -> (String, String?) {
        let wanted = rows.map { row in
            "\(row.bid.map(String.init) ?? "-") \(row.careOf)"
                + (row.remaining.map { " \($0.wholeSeconds) s" } ?? (row.hasNoEnd ? " endless" : ""))
        }
        let found = cache(of: holder)
        let isRight =
            found.count == rows.count
            && zip(found, rows).allSatisfy { found, row in
                found.bid == row.bid && found.careOfAddress == careOfAddress(row.careOf)
                    && (row.remaining.map { isNear(found.remaining, $0) } ?? true)
                    && (!row.hasNoEnd || found.remaining == nil)
            }
        let listed = found.map { row in
            "\(row.bid.map(String.init) ?? "-") \(row.careOfAddress.map { "\($0)" } ?? "-")"
                + (row.remaining.map { " \($0.wholeSeconds) s" } ?? " endless")
        }
        return (
            "cache of \(holder): " + (wanted.isEmpty ? "empty" : wanted.joined(separator: "; ")),
            isRight ? nil : "found " + (listed.isEmpty ? "nothing" : listed.joined(separator: "; "))
        )
    }

    /// What a holder of a cache has for the node, by BID.
    func cache(of holder: String) -> [CachedRow] {
        guard let station = station(holder) else { return [] }
        return lab.cachedRows(of: ScenarioWorld.homeAddress, at: station)
    }

    private func isNear(_ found: Interval?, _ wanted: Interval) -> Bool {
        guard let found else { return false }
        let off = found - wanted
        return off <= ScenarioStage.tolerance && off >= .zero - ScenarioStage.tolerance
    }

    /// The care-of address that a name stands for: that of an interface, the home address, or itself.
    private func careOfAddress(_ name: String) -> CareOfAddress? {
        if name == "home" { return .ipv6(ScenarioWorld.homeAddress) }
        if let port = port(name) {
            let interface = lab.network[port]
            let address = interface.addresses.first { $0.address != ScenarioWorld.homeAddress }?.address
            return address.map(CareOfAddress.ipv6) ?? interface.ipv4.map(CareOfAddress.ipv4)
        }
        return IPv6Address(name).map(CareOfAddress.ipv6) ?? IPv4Address(name).map(CareOfAddress.ipv4)
    }

    private func text(_ address: CareOfAddress?) -> String { address.map { "\($0)" } ?? "none" }

    // MARK: Other claims

    private func check(
        _ number: Int?, _ name: String, _ via: [String], _ arrives: Bool
    ) -> (String, String?) {
        let words =
            "\(name) \(arrives ? "arrives" : "is lost")"
            + (via.isEmpty ? "" : " via " + via.joined(separator: ", "))
        guard let number, lab.probes.indices.contains(number) else { return (words, "it was never sent") }
        let probe = lab.probes[number]
        let hops = lab.hops(of: probe)
        var rest = hops[...]
        let hasAll = via.allSatisfy { wanted in
            guard let index = rest.firstIndex(where: { $0 == wanted || $0.hasPrefix(wanted + " ") }) else {
                return false
            }
            rest = rest[(index + 1)...]
            return true
        }
        let isRight = (probe.outcome == .arrived) == arrives && hasAll
        return (words, isRight ? nil : lab.text(of: probe))
    }

    private func check(answers names: [String]) -> (String, String?) {
        let home = lab.network.link(named: "home")
        let found = home.map { link in
            lab.network.answerers(for: ScenarioWorld.homeAddress, on: link).map {
                lab.network[$0.station].name
            }
        }
        let words = names.isEmpty ? "nobody" : names.joined(separator: ", ")
        return (
            "for the home address answers: \(words)",
            difference((found ?? []).isEmpty ? "nobody" : (found ?? []).joined(separator: ", "), words)
        )
    }

    private func check(
        _ name: String, _ multiple: String?, _ bulk: String?, _ simultaneous: String?
    ) -> (String, String?) {
        let address = address(of: name)
        let mobileNode = lab.mobileNode(node)
        let row = mobileNode?.peers(0..<(mobileNode?.peerCount ?? 0)).first { $0.address == address }
        let pairs = [
            ("several care-of addresses", multiple, row?.multiple), ("bulk", bulk, row?.bulk),
            ("simultaneous use", simultaneous, row?.simultaneous),
        ]
        let wanted = pairs.compactMap { pair in pair.1.map { "\(pair.0): \($0)" } }
        let wrong = pairs.compactMap { pair in
            pair.1.flatMap { $0 == pair.2 ?? "unknown" ? nil : "\(pair.0): \(pair.2 ?? "unknown")" }
        }
        return (
            "the node thinks of \(name): " + wanted.joined(separator: ", "),
            wrong.isEmpty ? nil : "found " + wrong.joined(separator: ", ")
        )
    }

    private func check(_ event: Note.Event, _ word: String?, _ name: String?) -> (String, String?) {
        let found = lab.journal.entries.contains { entry in
            guard case .note(let note) = entry.event, note.event == event else { return false }
            return (word.map { note.to == $0 } ?? true)
                && (name.map { entry.station.map { lab.network[$0].name } == $0 } ?? true)
        }
        let words =
            "noted: \(event.rawValue)" + (word.map { " \($0)" } ?? "") + (name.map { " by \($0)" } ?? "")
        return (words, found ? nil : "it was not")
    }
}

/// A row of somebody's binding cache.
struct CachedRow: Hashable, Sendable {
    var bid: UInt16?
    var careOfAddress: CareOfAddress?
    /// Nil: without an end.
    var remaining: Interval?
}

extension Lab {
    /// What an agent or correspondent has in its binding cache for a home address, by BID.
    func cachedRows(of homeAddress: IPv6Address, at station: StationReference) -> [CachedRow] {
        if let agent = homeAgent(station) {
            return agent.cacheRows(of: homeAddress, at: now).map {
                CachedRow(bid: $0.bid, careOfAddress: $0.careOfAddress, remaining: $0.remaining)
            }
        }
        if let correspondent = correspondent(station) {
            return correspondent.cacheWindow(0..<Int.max, at: now).rows.filter {
                $0.homeAddress == homeAddress
            }
            .map {
                CachedRow(bid: $0.bid, careOfAddress: $0.careOfAddress, remaining: $0.remaining)
            }
        }
        return []
    }
}
