/// A command as help shows it and as a line is read by: one row of `CommandTable`.
public struct CommandDefinition: Sendable {
    /// The word on the `:` line, in kebab case; keys are bound to it.
    public let name: String
    /// Where it stands in help.
    public let section: Section
    /// One line of help.
    public let summary: String
    /// What it takes, in order.
    public let parameters: [Parameter]
    /// What it can do to the run.
    public let effect: Effect
    /// Turns the arguments into what is done.
    let make: @Sendable (CommandArguments) throws(CommandError) -> CommandAction

    /// Where commands stand in help.
    public enum Section: String, CaseIterable, Hashable, Sendable, Codable {
        case registration, home, agent, flows, lab, gate, journal, view, program

        /// What stands above the section.
        public var title: String {
            switch self {
            case .registration: "Registration"
            case .home: "At home"
            case .agent: "Home agent"
            case .flows: "Flows"
            case .lab: "Lab: time and faults"
            case .gate: "Gate"
            case .journal: "Journal"
            case .view: "View"
            case .program: "Program"
            }
        }
    }

    /// What a command can do to the run.
    public enum Effect: String, Hashable, Sendable, Codable {
        /// Nothing: it changes what is seen.
        case view
        /// It changes the run, so that `--read-only` forbids it.
        case changes
        /// It takes something away, so that a person is asked first.
        case destructive
    }

    /// Something a command takes.
    public struct Parameter: Hashable, Sendable {
        /// What help calls it.
        public let name: String
        /// What it can be.
        public let kind: Kind
        /// Whether it may be left out.
        public let isOptional: Bool

        /// A parameter that has to be there.
        public static func required(_ name: String, _ kind: Kind) -> Parameter {
            Parameter(name: name, kind: kind, isOptional: false)
        }

        /// A parameter that may be left out.
        public static func optional(_ name: String, _ kind: Kind) -> Parameter {
            Parameter(name: name, kind: kind, isOptional: true)
        }

        /// What a parameter can be.
        public enum Kind: Hashable, Sendable {
            /// BIDs, as many as there are: `1 2`, `1,2`, `1-3`. Takes the rest of the line.
            case bids
            /// One BID, 1…65535.
            case bid
            /// An interface of the node.
            case interface
            /// A link of the world.
            case link
            /// A correspondent: its name or its address.
            case peer
            /// A mobile node, by its home address.
            case node
            /// A machine of the world.
            case machine
            /// A flow rule.
            case flow
            /// An IPv6 address.
            case address
            /// An IPv6 prefix.
            case prefix
            /// A whole number.
            case number(ClosedRange<Int>)
            /// Seconds, `0.25` or `250ms`.
            case duration
            /// A factor, `0.1` to `1000`.
            case factor
            /// `on` or `off`.
            case toggle
            /// One of these words.
            case word([String])
            /// A setting's key.
            case setting
            /// What the setting named before can be.
            case settingValue
            /// A theme.
            case theme
            /// A pane.
            case pane
            /// A word of its own: a name, a file.
            case name
            /// The rest of the line.
            case text
        }
    }

    /// How it is written: `deregister-at-correspondent BID [PEER]`.
    public var usage: String {
        ([name]
            + parameters.map { parameter in
                let word =
                    parameter.kind.isRest ? parameter.name.uppercased() + "…" : parameter.name.uppercased()
                return parameter.isOptional ? "[\(word)]" : word
            }).joined(separator: " ")
    }
}

extension CommandDefinition.Parameter.Kind {
    /// Whether it takes all that is left of the line.
    var isRest: Bool {
        switch self {
        case .bids, .text: true
        default: false
        }
    }
}

/// What a line or a key asks for.
public enum CommandAction: Hashable, Sendable {
    /// Something of the run.
    case run(RunCommand)
    /// Something of the screen: the name of a command of `CommandTable`, and its arguments as they were written.
    case view(String, [String])
}

/// What is wrong with a line, and what would be accepted.
public struct CommandError: Error, Hashable, Sendable {
    /// Where in the line, in characters from 0.
    public var offset: Int
    /// What is wrong: `"11x" is no BID`.
    public var problem: String
    /// What would be accepted: `a number from 1 to 65535`.
    public var expects: String

    /// A sentence for a person.
    public var text: String { expects.isEmpty ? problem : "\(problem): expected \(expects)" }
}
