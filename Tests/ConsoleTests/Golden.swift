import Foundation
import Grid
import Testing
import Themes

/// Screens as text files beside the tests. `CAREOF_UPDATE_GOLDEN=1` writes them; a change is read in review like code.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    private static let isUpdating = ProcessInfo.processInfo.environment["CAREOF_UPDATE_GOLDEN"] == "1"

    /// Holds a screen against its file: characters and roles, or characters alone.
    static func expect(
        _ grid: Grid, _ name: String, withRoles: Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text = withRoles ? grid.styledText { $0.name ?? "?" } : grid.plainText
        let file = folder.appending(path: name + ".txt")
        if isUpdating {
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let isEqual = text == expected
        #expect(isEqual, "\(name) differs from its file; now it is\n\(text)", sourceLocation: sourceLocation)
    }

    /// Holds a text against its file, whose name has an ending of its own.
    static func expect(
        _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = folder.appending(path: name)
        if isUpdating {
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let isEqual = text == expected
        #expect(isEqual, "\(name) differs from its file; now it is\n\(text)", sourceLocation: sourceLocation)
    }
}
