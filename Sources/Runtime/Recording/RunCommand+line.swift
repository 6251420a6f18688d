internal import Nodes

extension RunCommand {
    /// The line that says it, as `CommandTable` reads it; nil: it does nothing to a run that would have to be done again.
    public var line: String? {
        switch self {
        case .registerBulk(let bids): RunCommand.line("bulk-register", bids)
        case .register(let bid): "register \(bid)"
        case .deregister(let bids): RunCommand.line("deregister", bids)
        case .deregisterAll: "deregister-all"
        case .setOverwrite(let value): RunCommand.line("toggle-overwrite", value)
        case .changeBid(let old, let new): "change-bid \(old) \(new)"
        case .registerAtCorrespondent(let bid, let peer):
            "register-at-correspondent \(bid)" + (peer.map { " \($0)" } ?? "")
        case .deregisterAtCorrespondent(let bid, let peer):
            "deregister-at-correspondent \(bid)" + (peer.map { " \($0)" } ?? "")
        case .setPriority(let bid, let priority): "priority \(bid) \(priority)"
        case .setRegistration(let mode): "registration \(mode == .manual ? "manual" : "automatic")"
        case .forgetPeer(let peer): "forget-peer \(peer)"
        case .returnHome(let mode): "return-home \(mode.rawValue)"
        case .leaveHome: "leave-home"
        case .discoverHomeAgents: "discover-home-agents"
        case .solicitPrefixes: "solicit-prefixes"
        case .useHomeAgent(let address): "use-home-agent \(address)"
        case .chooseNode(let address): "choose-node \(address)"
        case .requestRefresh(let bids): RunCommand.line("request-refresh", bids)
        case .revoke(let bids): RunCommand.line("revoke", bids)
        case .switchAgent(let address): "switch-agent" + (address.map { " \($0)" } ?? "")
        case .addFlow(let name, let bid, let transportProtocol, let port, let peer):
            "flow \(name) \(bid) \(RunCommand.protocols[transportProtocol ?? 0] ?? "any") \(port ?? 0)"
                + (peer.map { " \($0)" } ?? "")
        case .removeFlow(let name): "flow-remove \(name)"
        case .probe(let from, let port): "probe \(from) \(port)"
        case .set(let key, let value): "set \(key) \(value)"
        case .plug(let interface, let link): "plug \(interface) \(link)"
        case .unplug(let interface): "unplug \(interface)"
        case .loss(let link, let percent): "loss \(link) \(percent)"
        case .delay(let link, let time): "latency \(link) \(RunCommand.duration(time))"
        case .silence(let link, let value): RunCommand.line("silence \(link)", value)
        case .partition(let link, let value): RunCommand.line("partition \(link)", value)
        case .reject(let status): "reject \(status.map(String.init) ?? "off")"
        case .mute(let value): RunCommand.line("mute", value)
        case .trap(.drop, let message): "drop-next \(message)"
        case .trap(.duplicate, let message): "duplicate-next \(message)"
        case .trap(.delay(let time), let message): "delay-next \(RunCommand.duration(time)) \(message)"
        case .reboot(let machine): "reboot \(machine)"
        case .forgetTranslations(let link): "forget-translations \(link)"
        case .note(let words): "note \(words)"
        case .gate(let command): command.line
        case .edit(let command): command.line
        case .pause, .speed, .faster, .slower, .rewind, .past, .write: nil
        }
    }

    private static let protocols: [UInt8: String] = [6: "tcp", 17: "udp", 58: "icmpv6"]

    private static func line(_ name: String, _ bids: [UInt16]) -> String {
        ([name] + bids.map(String.init)).joined(separator: " ")
    }

    private static func line(_ name: String, _ value: Bool?) -> String {
        value.map { "\(name) \($0 ? "on" : "off")" } ?? name
    }

    private static func duration(_ time: Interval) -> String { "\(Double(time.nanoseconds) / 1_000_000)ms" }
}
