import Foundation
import Themes

/// The folders of this machine, as a library reads them.
struct Folders: ThemeFiles {
    func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    func octets(of path: String) throws(ThemeFileProblem) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ThemeFileProblem(words: "cannot be read")
        }
        return Array(data)
    }

    static let here = URL(filePath: #filePath).deletingLastPathComponent().path()
    static let sourceTree = here + "../../Themes"
}

/// Folders with nothing in them.
struct NoFolders: ThemeFiles {
    func names(in folder: String) -> [String] { [] }
    func octets(of path: String) throws(ThemeFileProblem) -> [UInt8] {
        throw ThemeFileProblem(words: "is not there")
    }
}

/// Folders that a test makes up: texts by path.
struct PaperFolders: ThemeFiles {
    var texts: [String: String]

    func names(in folder: String) -> [String] {
        texts.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
    }

    func octets(of path: String) throws(ThemeFileProblem) -> [UInt8] {
        guard let text = texts[path] else { throw ThemeFileProblem(words: "is not there") }
        return Array(text.utf8)
    }
}
