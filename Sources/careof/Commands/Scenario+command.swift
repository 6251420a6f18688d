import ArgumentParser
import Lab
import StrictTOML

extension Scenario {
    /// The scenario of that name, else that of the file; what is wrong goes to standard error.
    ///
    /// - Throws: the exit status.
    static func read(_ choice: String) throws -> Scenario {
        do {
            if let known = try ScenarioLibrary.scenario(named: choice) { return known }
            let octets = try WholeFile.octets(choice, upTo: TOMLDocument.maximumSize)
            return try Scenario(octets, name: name(of: choice), file: choice)
        } catch let problems as TOMLProblems {
            complain(problems)
            throw ExitCode(ExitStatus.dataError.rawValue)
        } catch let problem as WholeFile.Problem {
            let isName = !choice.contains("/") && !choice.contains(".")
            complain(
                "\(choice): \(problem)" + (isName ? " (`careof scenarios` lists those of the program)" : ""))
            throw ExitCode(ExitStatus.noInput.rawValue)
        }
    }

    /// What a file is called without folder and ending.
    private static func name(of path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".toml") ? String(file.dropLast(5)) : file
    }
}
