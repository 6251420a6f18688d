import MobilityWire
import Nodes
import Runtime

// From a command to its effect: refused, asked about, or done.

extension Console {
    /// Does a command; where it would take something away, asks first and says what would become of what.
    mutating func ask(_ command: RunCommand, _ run: inout some Run) -> [ConsoleEffect] {
        if options.isReadOnly, command.changesRun { return refuseReadOnly() }
        guard command.isPreviewed else { return execute(command, &run) }
        let preview = run.preview(command)
        if let refusal = preview.refusal { return refuse(refusal) }
        guard preview.takesAway else { return execute(command, &run) }
        overlay = .confirm(confirmation(of: command, preview))
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
            default: break
            }
            return []
        case .refused(let reason): return refuse(reason)
        }
    }

    private func confirmation(of command: RunCommand, _ preview: Preview) -> Confirmation {
        Confirmation(
            title: command.title, command: command, entries: Console.entries(of: preview),
            button: command.button)
    }

    /// What would leave, and what would become of what.
    static func entries(of preview: Preview) -> [Confirmation.Entry] {
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
                    label: index == 0 ? "Effect" : "", text: effect, isWarning: preview.takesAway))
        }
        return entries
    }
}

extension RunCommand {
    /// Whether it does more than change how fast time goes.
    var changesRun: Bool {
        switch self {
        case .pause, .speed, .faster, .slower: false
        default: true
        }
    }

    /// Whether it is worth finding out beforehand what it would do.
    var isPreviewed: Bool {
        switch self {
        case .pause, .speed, .faster, .slower, .gate, .rewind, .write, .set, .plug, .unplug, .loss, .delay,
            .silence,
            .partition, .mute, .trap, .reject, .forgetTranslations, .setOverwrite, .setRegistration, .probe:
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
