import ArgumentParser
import Crypto
import LinuxHost
import MobilityWire
import Nodes
import StrictTOML

/// What `careof node` and `careof agent` have in common.
struct MachineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
    var config: String

    @Flag(help: "No screen: the journal as JSON lines on standard output, commands on standard input.")
    var headless = false

    @OptionGroup var console: ConsoleArguments

    @Flag(help: "Say what would be done to this machine, and do nothing.")
    var dryRun = false

    /// The folder of the configuration, from which relative paths start.
    var folder: String {
        guard let slash = config.lastIndex(of: "/") else { return "." }
        return slash == config.startIndex ? "/" : String(config[..<slash])
    }

    static let exitStatuses = """
        Exit status: 0 after `quit`, and without a screen after a signal; a signal that ends a screen is what the shell \
        sees (143 for SIGTERM); 65 the configuration is broken, with file, line and column; 66 it cannot be read; 69 something on this machine is in the way, with its name; 77 the privileges are missing.
        """

    /// Ends with 77 where the process may not do what it has to.
    func demandPrivileges() throws {
        guard dryRun || Privileges.suffice else {
            complain(
                "CAP_NET_ADMIN and CAP_NET_RAW are needed: run as root, or grant them to the program once: "
                    + "setcap cap_net_admin,cap_net_raw+ep \(CommandLine.arguments[0])")
            throw ExitCode(ExitStatus.noPermission.rawValue)
        }
    }

    /// Opens the machine, runs the node on it, and leaves the machine as it was found.
    func run(
        _ settings: HostSettings, role: String, format: WireFormat,
        _ make: (Machine) throws -> any MachineNode
    ) throws {
        // Before anything is changed: what is wrong with the theme is said first.
        var look = headless || dryRun ? nil : try console.look()
        if role != "node" { look?.console.beginsWith = .cache }
        do {
            let machine = try Machine(settings, role: role, format: format, isDryRun: dryRun)
            if dryRun {
                machine.ledger.report = { change, isNew in if isNew { Swift.print(change.command) } }
            } else {
                try Privileges.keepNetworkOnly()
            }
            let node: any MachineNode
            do {
                node = try make(machine)
            } catch {
                // What was set on the way is given back now, not at the next start.
                leave(machine.close())
                throw error
            }
            if dryRun {
                for line in DryRun.lines(of: node) { Swift.print(line) }
                machine.ledger.report = nil
                return
            }
            if let look {
                return try show(HostRun(node, title: config), look: look) { run in
                    let count = run.openGate()
                    if count > 0 {
                        complain("\(count) held messages went on: the gate opens when careof ends")
                    }
                    leave(run.close())
                }
            }
            var loop = try HostLoop(node, title: config, files: RunFiles()) { complain($0) }
            loop.run()
            // Tunnel devices go with the node, and not before the routes through them.
            withExtendedLifetime(node) { leave(machine.close()) }
        } catch let error as KernelError {
            complain(error.description)
            throw ExitCode(ExitStatus.unavailable.rawValue)
        }
    }
}

/// Says what could not be taken out of the kernel.
private func leave(_ errors: [KernelError]) {
    for error in errors { complain("left behind: \(error)") }
}

/// `careof node`: a mobile node or mobile router on this machine.
struct Node: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Be a mobile node or mobile router on this machine.",
        discussion: MachineOptions.exitStatuses)

    @OptionGroup var options: MachineOptions

    func run() throws {
        try ConfigurationFile.demand("node", options.config)
        let file = try ConfigurationFile.read(options.config) { octets, name throws(TOMLProblems) in
            try NodeFile(octets, file: name, defaultState: ConfigurationFile.defaultState)
        }
        try options.demandPrivileges()
        let configuration = try ConfigurationFile.withKeys { () throws(KeyFileProblem) in
            try file.configuration(folder: options.folder, epoch: Machine.epoch)
        }
        let node: MobileNode
        do {
            node = try MobileNode(configuration, cryptography: try OpenSSLCryptography())
        } catch {
            complain("\(options.config): \(error)")
            throw ExitCode(ExitStatus.dataError.rawValue)
        }
        try options.run(file.settings, role: "node", format: configuration.policies.format) { machine in
            try NodeHost(node, inside: file.inside, on: machine)
        }
    }
}

/// `careof agent`: a home agent on this machine.
struct Agent: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Be a home agent, or a correspondent node, on this machine.",
        discussion: MachineOptions.exitStatuses)

    @OptionGroup var options: MachineOptions

    func run() throws {
        try ConfigurationFile.demand("agent", options.config)
        if CorrespondentFile.isMeant(by: try ConfigurationFile.octets(options.config)) {
            return try runCorrespondent()
        }
        let file = try ConfigurationFile.read(options.config) { octets, name throws(TOMLProblems) in
            try AgentFile(octets, file: name, defaultState: ConfigurationFile.defaultState)
        }
        try options.demandPrivileges()
        let configuration = try ConfigurationFile.withKeys { () throws(KeyFileProblem) in
            try file.configuration(folder: options.folder, epoch: Machine.epoch)
        }
        let agent: HomeAgent
        do {
            agent = try HomeAgent(configuration, cryptography: try OpenSSLCryptography())
        } catch {
            complain("\(options.config): \(error)")
            throw ExitCode(ExitStatus.dataError.rawValue)
        }
        try options.run(file.settings, role: "agent", format: configuration.policies.format) { machine in
            try AgentHost(agent, interface: file.interface, on: machine)
        }
    }
}

extension Agent {
    /// The role "correspondent": no tunnels, no home link.
    private func runCorrespondent() throws {
        let file = try ConfigurationFile.read(options.config) { octets, name throws(TOMLProblems) in
            try CorrespondentFile(octets, file: name, defaultState: ConfigurationFile.defaultState)
        }
        try options.demandPrivileges()
        let node: CorrespondentNode
        do {
            node = try CorrespondentNode(file.node, cryptography: try OpenSSLCryptography())
        } catch {
            complain("\(options.config): \(error)")
            throw ExitCode(ExitStatus.dataError.rawValue)
        }
        try options.run(file.settings, role: "correspondent", format: file.node.policies.format) { machine in
            try CorrespondentHost(node, on: machine)
        }
    }
}
