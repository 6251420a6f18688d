import ArgumentParser
import LinuxHost
import StrictTOML

/// `careof check-config`: is a configuration as it should be?
struct CheckConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Read a configuration and say what is wrong with it, with line and column.",
        discussion: """
            The files of keys that it names are not read, so that it can be checked where they are not:
            --dry-run of node and agent reads them.

            Exit status: 0 where nothing is; 65 where something is; 66 the file cannot be read.
            """)

    @Argument(help: "A configuration of a node, a router, an agent or a correspondent.")
    var file: String

    func run() throws {
        let octets = try ConfigurationFile.octets(file)
        do {
            let document = try TOMLDocument(octets, file: file)
            if document.root["role"]?.content == .string("home-agent") {
                _ = try AgentFile(octets, file: file, defaultState: ConfigurationFile.defaultState)
            } else if CorrespondentFile.isMeant(by: octets) {
                _ = try CorrespondentFile(octets, file: file, defaultState: ConfigurationFile.defaultState)
            } else {
                _ = try NodeFile(octets, file: file, defaultState: ConfigurationFile.defaultState)
            }
        } catch {
            throw ConfigurationFile.refusal(of: error)
        }
    }
}

/// `careof example`: a configuration to begin with.
struct Example: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a commented configuration to begin with.")

    @Argument(help: "node, router, agent or correspondent.")
    var role: ExampleConfiguration

    func run() throws {
        Swift.print(role.text, terminator: "")
    }
}

extension ExampleConfiguration: ExpressibleByArgument {}

/// Configurations as the commands read them: problems are said on standard error, and give the exit status.
enum ConfigurationFile {
    /// Where state is kept unless the configuration says otherwise.
    static let defaultState = "/var/lib/careof"

    /// Ends where the configuration is for the other one of `node` and `agent`, before all that it says is a riddle.
    static func demand(_ command: String, _ path: String) throws {
        guard let document = try? TOMLDocument(try octets(path), file: path),
            case .string(let role)? = document.root["role"]?.content
        else { return }
        let other: String
        switch role {
        case "mobile-node", "mobile-router": other = "node"
        case "home-agent", "correspondent": other = "agent"
        default: return
        }
        guard other != command else { return }
        complain("\(path): role \"\(role)\" is for careof \(other)")
        throw ExitCode(ExitStatus.dataError.rawValue)
    }

    static func octets(_ path: String) throws -> [UInt8] {
        do {
            return try WholeFile.octets(path, upTo: TOMLDocument.maximumSize)
        } catch {
            complain("\(path): \(error)")
            throw ExitCode(ExitStatus.noInput.rawValue)
        }
    }

    static func read<File>(
        _ path: String, _ make: ([UInt8], String) throws(TOMLProblems) -> File
    ) throws -> File {
        let octets = try octets(path)
        do {
            return try make(octets, path)
        } catch {
            throw refusal(of: error)
        }
    }

    static func withKeys<Value>(_ make: () throws(KeyFileProblem) -> Value) throws -> Value {
        do {
            return try make()
        } catch {
            complain(error.description)
            if case .unreadable = error { throw ExitCode(ExitStatus.noInput.rawValue) }
            throw ExitCode(ExitStatus.dataError.rawValue)
        }
    }

    static func refusal(of problems: TOMLProblems) -> ExitCode {
        complain(problems)
        return ExitCode(ExitStatus.dataError.rawValue)
    }
}
