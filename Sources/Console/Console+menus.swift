import MobilityWire
import Nodes
import Runtime

// The menus: coming home, and faults.

extension Console {
    // ┌ Return home · eth0 is on the home link ────────────────────────────────┐
    // │   Home only     BU 5 A H lifetime 0: every binding goes                 │
    // │   Visited only  …                                                       │
    // │ ▸ Both          …                                                       │

    /// What each way of being at home would send and change.
    func homeMenu(_ run: some Run) -> Menu {
        let interfaces = run.interfaces()
        let home = interfaces.first { $0.link == .home }
        var items: [Menu.Item] = []
        for mode in [MobileNode.ReturnHomeMode.homeOnly, .visitedOnly, .both] {
            let preview = run.preview(.returnHome(mode))
            items.append(
                Menu.Item(
                    title: mode.title, text: mode.meaning + Console.summary(preview),
                    choice: .run(.returnHome(mode)),
                    refusal: preview.refusal ?? ""))
        }
        if home != nil {
            items.append(
                Menu.Item(
                    title: "Leave home", text: "Use the visited links again as if there were no home link.",
                    choice: .run(.leaveHome), refusal: run.preview(.leaveHome).refusal ?? ""))
        } else if run.headline.kind == .lab {
            for interface in interfaces {
                items.append(
                    Menu.Item(
                        title: "Plug \(interface.name)",
                        text:
                            "Moves the cable of \(interface.name) to the home link, which the modes above need.",
                        choice: .run(.plug(interface: interface.name, link: "home"))))
            }
        }
        let title =
            home.map { "Return home: \($0.name) is on the home link" }
            ?? "Return home: no interface is on the home link"
        let now = run.headline.returnHome
        return Menu(
            title: title, items: items,
            selected: home == nil
                ? min(3, max(0, items.count - 1))
                : [.homeOnly, .visitedOnly, .both].firstIndex(of: now) ?? 0,
            note: home == nil ? "" : "Now: \(now.title.lowercased()), \(run.headline.place).")
    }

    private static func summary(_ preview: Preview) -> String {
        guard preview.refusal == nil else { return "" }
        var text = ""
        if !preview.messages.isEmpty {
            text +=
                " Sends "
                + preview.messages.map { message in
                    message.text + (message.interfaceName.isEmpty ? "" : " from \(message.interfaceName)")
                }.joined(separator: "; ") + "."
        }
        if !preview.effects.isEmpty { text += " " + preview.effects.joined(separator: " ") }
        return text
    }

    /// What can go wrong in the lab.
    func faultsMenu(_ run: some Run) -> Menu {
        guard run.headline.kind == .lab else { return Menu(title: "", items: []) }
        let vocabulary = run.vocabulary()
        let interfaces = run.interfaces()
        let selected = interfaces.indices.contains(interfaceRow) ? interfaces[interfaceRow] : interfaces.first
        var items: [Menu.Item] = []
        func line(_ title: String, _ text: String, _ command: String) {
            items.append(Menu.Item(title: title, text: text, choice: .line(command)))
        }
        for interface in interfaces {
            if interface.link != .none {
                items.append(
                    Menu.Item(
                        title: "Unplug \(interface.name)",
                        text: "Its cable comes out of \(interface.linkName).",
                        choice: .run(.unplug(interface: interface.name))))
            } else {
                line("Plug \(interface.name)", "Into which link?", "plug \(interface.name) ")
            }
        }
        let link = selected.map(\.linkName).flatMap { $0.isEmpty ? nil : $0 } ?? vocabulary.links.first ?? ""
        items.append(
            Menu.Item(
                title: "Lose the next BU", text: "The next Binding Update does not arrive.",
                choice: .run(.trap(.drop, message: "BU"))))
        items.append(
            Menu.Item(
                title: "Lose the next BA", text: "The next Binding Acknowledgement does not arrive.",
                choice: .run(.trap(.drop, message: "BA"))))
        line("Loss", "A link loses so many percent of its packets.", "loss \(link) ")
        line("Delay", "A link takes longer, one way.", "latency \(link) ")
        line(
            "Reject", "The agent refuses every Binding Update with a status, 128 to 255; off ends it.",
            "reject ")
        items.append(
            Menu.Item(
                title: "Mute the agent", text: "The home agent answers nothing; :mute off ends it.",
                choice: .run(.mute(true))))
        for machine in vocabulary.machines {
            items.append(
                Menu.Item(
                    title: "Reboot \(machine)",
                    text: "It loses power and forgets what it knows.",
                    choice: .run(.reboot(machine))))
        }
        line("Forget NAT", "The NAT of a link forgets all it knows.", "forget-translations ")
        line("More", "Any command; Tab completes.", "")
        return Menu(title: "Faults", items: items)
    }
}

extension MobileNode.ReturnHomeMode {
    /// What people call it.
    var title: String {
        switch self {
        case .homeOnly: "Home only"
        case .visitedOnly: "Visited only"
        case .both: "Both"
        }
    }

    /// What it means (RFC 5648 §5.6).
    var meaning: String {
        switch self {
        case .homeOnly: "Every binding goes; packets come on the home link."
        case .visitedOnly: "The home link is shut and not used; packets go on through the visited links."
        case .both: "A home binding with the H flag beside the others; the agent chooses by packet."
        }
    }
}
