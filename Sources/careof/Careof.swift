import ArgumentParser

/// The commands of careof: they parse, wire the modules together and choose the exit status. Nothing else.
@main
struct Careof: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "careof",
        abstract: "Mobile IPv6 with several care-of addresses: see it, decode it, step through it.",
        version: "careof 1.0",
        subcommands: [
            LabCommand.self, Node.self, Agent.self, OpenCommand.self, WatchCommand.self, Decode.self,
            PlayCommand.self, Scenarios.self, ThemesCommand.self, CheckConfig.self, Example.self,
        ],
        defaultSubcommand: LabCommand.self)
}
