import StrictTOML
import Themes

/// Where themes are looked for: in the person's folder, in the share folder of the installation that the program
/// belongs to, in `Themes/` of the source tree that it was built in, and in the program itself.
enum ThemeSearch {
    /// The themes there are.
    static var library: ThemeLibrary { ThemeLibrary(folders: folders, files: MachineFolders()) }

    /// The folders, the first to be searched first.
    static var folders: [String] {
        var folders: [String] = []
        if let own = Surroundings.configurationFolder { folders.append(own + "/themes") }
        if let program = Surroundings.programFolder {
            if let prefix = parent(of: program) { folders.append(prefix + "/share/careof/themes") }
            if let tree = sourceTree(above: program) { folders.append(tree + "/Themes") }
        }
        return folders
    }

    /// The folder with `Package.swift` that a program in `.build/…` was built in.
    private static func sourceTree(above program: String) -> String? {
        var folder: String? = program
        while let current = folder {
            if Surroundings.exists(current + "/Package.swift"), Surroundings.exists(current + "/Themes") {
                return current
            }
            folder = parent(of: current)
        }
        return nil
    }

    private static func parent(of folder: String) -> String? {
        guard let slash = folder.lastIndex(of: "/"), slash > folder.startIndex else { return nil }
        return String(folder[..<slash])
    }
}

/// The folders of this machine.
private struct MachineFolders: ThemeFiles {
    func names(in folder: String) -> [String] { Surroundings.names(in: folder) }

    func octets(of path: String) throws(ThemeFileProblem) -> [UInt8] {
        do throws(WholeFile.Problem) {
            return try WholeFile.octets(path, upTo: TOMLDocument.maximumSize)
        } catch {
            throw ThemeFileProblem(words: error.description)
        }
    }
}
