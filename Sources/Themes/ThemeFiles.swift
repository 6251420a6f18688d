/// The folders that themes are in; the modules of careof that know no files are given one.
public protocol ThemeFiles: Sendable {
    /// The names of the files of a folder; none where there is no folder.
    func names(in folder: String) -> [String]
    /// What a file holds.
    func octets(of path: String) throws(ThemeFileProblem) -> [UInt8]
}

/// Why a theme's file could not be read.
public struct ThemeFileProblem: Error, Hashable, Sendable {
    /// In words, behind the file's name: "is a directory".
    public var words: String

    /// A reason in words.
    public init(words: String) {
        self.words = words
    }
}
