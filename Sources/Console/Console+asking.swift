import MobilityWire
import Nodes
import Runtime

// From a command to its effect: refused, asked about, or done.

extension Console {
    /// Does a command; where it would take something away, asks first and says what would become of what.
    mutating func ask(_ command: RunCommand, _ run: inout some Run) -> [ConsoleEffect] {
        if case .write(let kind, let file) = command { return write(kind, file) }
        if case .edit(.change(.any, let edit)) = command, let target = aimedTarget(run) {
            return execute(.edit(.change(target, edit)), &run)
        }
        if case .gate(let gate) = command, case let aimed = RunCommand.gate(aimed(gate, run)),
            aimed != command
        {
            return ask(aimed, &run)
        }
        if options.isReadOnly, command.changesRun { return refuseReadOnly() }
        guard command.isPreviewed else { return execute(command, &run) }
        let preview = run.preview(command)
        if let refusal = preview.refusal { return refuse(refusal) }
        let replaced = replaced(by: command, run)
        let takesAway = preview.takesAway || !replaced.isEmpty || command.alwaysTakesAway
        guard takesAway || options.showsPreviews && !preview.messages.isEmpty else {
            return execute(command, &run)
        }
        overlay = .confirm(confirmation(of: command, preview, replaced: replaced, takesAway: takesAway, run))
        return []
    }

    /// Does a command and says what came of it.
    mutating func execute(_ command: RunCommand, _ run: inout some Run) -> [ConsoleEffect] {
        if options.isReadOnly, command.changesRun { return refuseReadOnly() }
        switch run.perform(command) {
        case .done(_, let text):
            if !text.isEmpty { notice = Notice(text: text, isError: false) }
            switch command {
            case .registerBulk, .deregister, .revoke: marks = []
            case .changeBid(_, let new): binding = BindingKey(peer: run.headline.homeAgent, bid: new)
            case .rewind, .past: followMove(run)
            case .edit(.compose): openEditor(.composed, run)
            default: break
            }
            return []
        case .refused(let reason): return refuse(reason)
        }
    }

    /// The bindings at the home agent that a Binding Update with O would replace: those it does not name.
    private func replaced(by command: RunCommand, _ run: some Run) -> [UInt16] {
        guard run.headline.overwritesNext else { return [] }
        let named: [UInt16]
        switch command {
        case .registerBulk(let bids) where !bids.isEmpty: named = bids
        case .register(let bid): named = [bid]
        default: return []
        }
        return BindingLine.lines(of: run).compactMap { line in
            guard case .binding(let row) = line, row.role != "correspondent", row.isBound, let bid = row.bid,
                !named.contains(bid)
            else { return nil }
            return bid
        }
    }

    private func confirmation(
        of command: RunCommand, _ preview: Preview, replaced: [UInt16], takesAway: Bool, _ run: some Run
    ) -> Confirmation {
        var entries = Console.entries(of: preview, takesAway: takesAway)
        if !replaced.isEmpty {
            let bids = Wording.list(replaced.map { "BID \($0)" })
            let again =
                run.headline.registration == .automatic
                ? "; registered by itself, the node adds them again" : ""
            entries.insert(
                Confirmation.Entry(
                    label: "O flag", text: "The home agent drops all others first: \(bids)\(again).",
                    isWarning: true),
                at: entries.firstIndex { $0.label == "Effect" || $0.isOctets } ?? entries.count)
        }
        return Confirmation(
            title: command.title, command: command, entries: entries, button: command.button,
            isConfirming: !takesAway)
    }

    /// How many octets of a message a question shows.
    private static let shownOctets = 160

    /// What would leave, and what would become of what.
    static func entries(of preview: Preview, takesAway: Bool) -> [Confirmation.Entry] {
        var entries: [Confirmation.Entry] = []
        for (index, message) in preview.messages.enumerated() {
            let place = message.interfaceName.isEmpty ? "" : ", from \(message.interfaceName)"
            entries.append(
                Confirmation.Entry(
                    label: index == 0 ? "Sends" : "",
                    text: "\(message.text)\(place), \(message.octets.count) octets"))
        }
        for (index, effect) in preview.effects.enumerated() {
            entries.append(
                Confirmation.Entry(
                    label: index == 0 ? "Effect" : "", text: effect, isWarning: takesAway))
        }
        // What goes onto the wire, from the first IP header on.
        guard let octets = preview.messages.first?.octets else { return entries }
        for start in stride(from: 0, to: min(octets.count, Console.shownOctets), by: 16) {
            let digits = octets[start..<min(start + 16, octets.count)].enumerated().map { place, octet in
                (place == 8 ? " " : "") + (octet < 16 ? "0" : "") + String(octet, radix: 16)
            }
            entries.append(
                Confirmation.Entry(
                    label: start == 0 ? "Octets" : "", text: digits.joined(separator: " "), isOctets: true))
        }
        return entries
    }
}

extension RunCommand {
    /// Whether it does more than change how fast time goes.
    var changesRun: Bool {
        switch self {
        case .pause, .speed, .faster, .slower, .rewind: false
        case .past(let command): command == .branch
        default: true
        }
    }

    /// Whether it is asked about even where nothing is registered that could go.
    var alwaysTakesAway: Bool {
        switch self {
        case .deregister, .deregisterAll, .deregisterAtCorrespondent, .revoke, .reboot, .useHomeAgent: true
        case .returnHome(.homeOnly): true
        default: false
        }
    }

    /// Whether it is worth finding out beforehand what it would do.
    var isPreviewed: Bool {
        switch self {
        case .pause, .speed, .faster, .slower, .gate, .edit, .rewind, .past, .note, .write, .set, .plug,
            .unplug, .loss, .delay, .silence, .partition, .mute, .trap, .reject, .forgetTranslations,
            .setOverwrite, .setRegistration, .probe:
            false
        default: true
        }
    }

    /// What stands above the question.
    var title: String {
        switch self {
        case .deregister(let bids): "Deregister " + RunCommand.words(bids)
        case .deregisterAll: "Deregister everything"
        case .registerBulk(let bids):
            bids.isEmpty ? "Register all BIDs in bulk" : "Register \(RunCommand.words(bids)) in bulk"
        case .register(let bid): "Register BID \(bid)"
        case .deregisterAtCorrespondent(let bid, _): "Deregister BID \(bid) at the correspondent"
        case .returnHome(.homeOnly): "Return home: home link only"
        case .returnHome(.visitedOnly): "Return home: visited links only"
        case .returnHome(.both): "Return home: both at once"
        case .revoke(let bids): bids.isEmpty ? "Revoke all bindings" : "Revoke " + RunCommand.words(bids)
        case .changeBid(let old, let new): "BID \(old) becomes BID \(new)"
        case .reboot(let machine): "Reboot \(machine)"
        case .useHomeAgent(let address): "Use the home agent \(address)"
        case .switchAgent: "Send the node to another home agent"
        case .removeFlow(let name): "Remove the flow rule \(name)"
        default: "Do this?"
        }
    }

    /// The word on the button that does it.
    var button: String {
        switch self {
        case .deregister, .deregisterAll, .deregisterAtCorrespondent: "Deregister"
        case .registerBulk, .register, .registerAtCorrespondent: "Register"
        case .returnHome: "Return home"
        case .revoke: "Revoke"
        case .reboot: "Reboot"
        default: "Do it"
        }
    }

    private static func words(_ bids: [UInt16]) -> String {
        (bids.count == 1 ? "BID " : "BIDs ") + Wording.list(bids.map(String.init))
    }
}
