import StrictTOML

/// Why there is no theme.
public enum ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No theme has this name.
    case unknown(String, among: [String])
    /// Its file cannot be read, and why, in words.
    case unreadable(String, String)
    /// Its file is not what a theme is.
    case refused(TOMLProblems)

    /// For a person; a line for each problem.
    public var description: String {
        switch self {
        case .unknown(let name, let names):
            let question = Spelling.nearest(to: name, among: names).map { ", did you mean \($0)?" } ?? ";"
            return "there is no theme \"\(name)\"\(question) accepted: a file that ends in .toml, "
                + names.joined(separator: ", ")
        case .unreadable(let file, let words): return "\(file): \(words)"
        case .refused(let problems): return problems.description
        }
    }
}
