import Grid
import Nodes
import Runtime
import Themes

// What is known of an interface beside its state: below it where there is room, else in "why".

extension Painter {
    /// Its link and its routers, a line each.
    func factLines(of interface: InterfaceView) -> [String] {
        guard let facts = interface.facts else { return [] }
        var lines: [String] = []
        let link = linkWords(facts)
        if !link.isEmpty { lines.append(link) }
        return lines + facts.routers.map { "router " + words($0) }
    }

    /// Why no packet passes, how long packets may be, what its frames bear.
    private func linkWords(_ facts: LinkFacts) -> String {
        [
            facts.isEnabled == false ? "switched off" : facts.hasCarrier == false ? "no carrier" : "",
            facts.mtu.map { "MTU \($0)" } ?? "", facts.linkLayerAddress.map(hardware) ?? "",
        ].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private func words(_ router: LinkFacts.Router) -> String {
        text(router.address) + (router.linkLayerAddress.map { "  " + hardware($0) } ?? "")
    }

    /// A link-layer address tells whose machine it is as surely as an address does.
    private func hardware(_ address: LinkLayerAddress) -> String {
        console.options.isPrivate ? "xx:xx:xx:xx:xx:xx" : address.text
    }

    /// Until when an address may be used.
    func lifetimes(_ facts: AddressFacts) -> String {
        guard let valid = facts.validUntil else { return "" }
        let left = "valid " + Wording.left(valid - run.now)
        guard let preferred = facts.preferredUntil, preferred != valid, preferred > run.now else {
            return left
        }
        return left + ", preferred " + Wording.left(preferred - run.now)
    }

    /// Everything of the selected interface, for "why".
    mutating func facts(of subject: Subject, _ area: Rectangle, _ row: Int) -> Int {
        guard case .interface(let id) = subject, let view = interfaces.first(where: { $0.id == id }) else {
            return row
        }
        var row = row
        if let facts = view.facts {
            row = entry("link", linkWords(facts).replacing("  ", with: ", "), area, row)
            for router in facts.routers { row = entry("router", words(router), area, row) }
        }
        for address in view.addresses {
            guard let facts = address.facts else { continue }
            let parts = [
                "\(text(address.address))/\(facts.prefixLength)",
                facts.isDuplicate ? "duplicate: another node has it" : address.state?.rawValue ?? "",
                facts.isOptimistic ? "optimistic" : "", facts.isTemporary ? "temporary" : "",
                facts.validUntil == nil ? "without end" : lifetimes(facts),
            ].filter { !$0.isEmpty }
            row = entry("address", parts.joined(separator: ", "), area, row)
        }
        return row
    }
}

extension Console {
    /// How many lines interfaces take.
    static func lines(of interfaces: [InterfaceView], isDetailed: Bool) -> Int {
        interfaces.reduce(0) { lines, interface in
            var own = 1 + max(1, interface.addresses.count)
            if isDetailed { own += factLines(of: interface) }
            return lines + own
        }
    }

    /// How many lines the facts of an interface take.
    static func factLines(of interface: InterfaceView) -> Int {
        interface.facts.map { ($0.isEmpty ? 0 : 1) + $0.routers.count } ?? 0
    }
}
