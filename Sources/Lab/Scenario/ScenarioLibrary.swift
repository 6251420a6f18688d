internal import CEmbedded
public import StrictTOML

/// The scenarios that come with the program.
public enum ScenarioLibrary {
    /// Their names, in alphabetical order.
    public static let names: [String] = (0..<cembedded_scenario_count()).map { index in
        String(cString: cembedded_scenario(index).name)
    }

    /// A scenario by its name; nil: there is none.
    ///
    /// - Throws: what is wrong with it, which a test makes sure is nothing.
    public static func scenario(named name: String) throws(TOMLProblems) -> Scenario? {
        guard let index = names.firstIndex(of: name) else { return nil }
        let file = cembedded_scenario(index)
        let octets = [UInt8](UnsafeBufferPointer(start: file.octets, count: file.size))
        return try Scenario(octets, name: name, file: name + ".toml")
    }
}
