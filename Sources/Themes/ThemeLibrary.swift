import StrictTOML

/// The themes there are: those of folders, the first of which wins, and those that stand in the program.
public struct ThemeLibrary: Sendable {
    private let folders: [String]
    private let files: any ThemeFiles
    private let embedded: [EmbeddedTheme]

    /// A library over folders, in the order in which they are searched.
    public init(folders: [String], files: some ThemeFiles) {
        self.folders = folders
        self.files = files
        embedded = EmbeddedTheme.all
    }

    /// The name of the theme where nobody chose one.
    public static let defaultName = "default-dark"

    /// A theme that can be chosen.
    public struct Listing: Hashable, Sendable {
        /// The name that chooses it.
        public var name: String
        /// Its file; nil where it stands in the program.
        public var file: String?
    }

    /// All themes by name: the ones of the program in their order, then the others by name.
    public func listings() -> [Listing] {
        var files: [String: String] = [:]
        for folder in folders {
            for name in self.files.names(in: folder) where name.hasSuffix(ThemeLibrary.ending) {
                let theme = String(name.dropLast(ThemeLibrary.ending.count))
                if files[theme] == nil { files[theme] = folder + "/" + name }
            }
        }
        let own = embedded.map(\.name)
        return (own + files.keys.filter { !own.contains($0) }.sorted()).map { name in
            Listing(name: name, file: files[name])
        }
    }

    /// The theme with a name, or of a file: what has a `/` in it or ends in `.toml` is a file.
    ///
    /// - Throws: why it cannot be painted with.
    public func theme(_ choice: String) throws(ThemeError) -> Theme {
        var assembly = try assembly(choice)
        do { return try assembly.theme() } catch { throw .refused(error) }
    }

    /// Everything that is wrong with a theme: what keeps it from being painted with, or else what would be hard to
    /// see.
    ///
    /// - Throws: why it cannot be looked at.
    public func problems(of choice: String) throws(ThemeError) -> [TOMLProblem] {
        do {
            var assembly = try assembly(choice)
            do { _ = try assembly.theme() } catch { return error.problems }
            return assembly.contrastProblems()
        } catch .refused(let problems) {
            return problems.problems
        }
    }

    static let ending = ".toml"

    private func assembly(_ choice: String) throws(ThemeError) -> ThemeAssembly {
        let isFile = choice.contains("/") || choice.hasSuffix(ThemeLibrary.ending)
        let first: ThemeSource
        if isFile {
            first = ThemeSource(path: choice)
        } else if let found = sources(of: choice, near: nil).first {
            first = found
        } else {
            throw .unknown(choice, among: listings().map(\.name))
        }
        let theme = try read(first)
        return ThemeAssembly(theme, ancestors: try ancestors(of: theme, from: first))
    }

    /// The chain that a theme inherits from, the oldest first.
    private func ancestors(of theme: ThemeFile, from source: ThemeSource) throws(ThemeError) -> [ThemeFile] {
        var chain: [ThemeFile] = []
        var visited = [source]
        var youngest = theme
        while let name = youngest.inherits {
            let candidates = sources(of: name, near: visited.last?.folder)
            // A theme may have the name of the one it inherits from, in an earlier folder.
            guard let next = candidates.first(where: { !visited.contains($0) }) else {
                throw .refused(
                    TOMLProblems(
                        candidates.isEmpty
                            ? unknownAncestor(name, of: youngest)
                            : loop(name, of: youngest, through: visited.map(\.name))))
            }
            youngest = try read(next)
            chain.insert(youngest, at: 0)
            visited.append(next)
        }
        return chain
    }

    private func unknownAncestor(_ name: String, of theme: ThemeFile) -> TOMLProblem {
        let names = listings().map(\.name).filter { $0 != theme.name }
        let question = Spelling.nearest(to: name, among: names).map { ", did you mean \"\($0)\"?" } ?? ""
        return TOMLProblem(
            file: theme.file, position: theme.inheritsPosition,
            what: "`inherits` is \"\(name)\", a theme that is nowhere" + question,
            accepted: names.joined(separator: ", "))
    }

    private func loop(_ name: String, of theme: ThemeFile, through names: [String]) -> TOMLProblem {
        let way = (names.drop { $0 != name } + [name]).joined(separator: " → ")
        return TOMLProblem(
            file: theme.file, position: theme.inheritsPosition,
            what: "themes that inherit from each other: \(way)",
            accepted: "a theme that does not inherit from this one")
    }

    /// Where themes of a name are, in the order of the search: beside the one that asks, in the folders, in the program.
    private func sources(of name: String, near folder: String?) -> [ThemeSource] {
        let places = (folder.map { [$0] } ?? []) + folders
        let ofFolders = places.filter { files.names(in: $0).contains(name + ThemeLibrary.ending) }
            .map { ThemeSource(path: $0 + "/" + name + ThemeLibrary.ending) }
        return ofFolders + embedded.filter { $0.name == name }.map(ThemeSource.init)
    }

    private func read(_ source: ThemeSource) throws(ThemeError) -> ThemeFile {
        let octets: [UInt8]
        if let embedded = source.embedded {
            octets = embedded.octets
        } else {
            do { octets = try files.octets(of: source.file) } catch {
                throw .unreadable(source.file, error.words)
            }
        }
        do { return try ThemeFile(octets, name: source.name, file: source.file) } catch {
            throw .refused(error)
        }
    }
}

/// Where a theme's text is.
private struct ThemeSource: Equatable {
    /// The theme's name, which its file's name gives.
    var name: String
    /// The file as problems name it.
    var file: String
    /// The folder of the file; nil in the program.
    var folder: String?
    /// The text in the program.
    var embedded: EmbeddedTheme?

    init(path: String) {
        file = path
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let last = String(parts.last ?? "")
        let ending = ThemeLibrary.ending
        name = last.hasSuffix(ending) ? String(last.dropLast(ending.count)) : last
        folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
    }

    init(_ embedded: EmbeddedTheme) {
        name = embedded.name
        file = "\(embedded.name).toml (in the program)"
        self.embedded = embedded
    }

    static func == (left: Self, right: Self) -> Bool {
        left.folder == right.folder && left.name == right.name
    }
}
