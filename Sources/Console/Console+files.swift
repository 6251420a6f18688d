import Runtime

// What is written into files. The console knows no files: it says what shall be written, and the program does it.

extension Console {
    /// A kind and a name make a file; what was left out is asked for.
    mutating func write(_ kind: String, _ file: String) -> [ConsoleEffect] {
        guard let kind = FileKind(rawValue: kind) else {
            overlay = .menu(filesMenu)
            return []
        }
        guard !file.isEmpty else {
            overlay = .line(LineEditor(.command, text: "write \(kind.rawValue) careof.\(kind.ending)"))
            return []
        }
        return [.write(kind, file)]
    }

    // ┌ Write ───────────────────────────────────────────────────────────────┐
    // │ ▸ Recording   Everything that happened, for careof open; …            │
    // │   …                                                                    │

    private var filesMenu: Menu {
        Menu(
            title: "Write a file",
            items: FileKind.allCases.map { kind in
                Menu.Item(
                    title: kind.title, text: kind.meaning,
                    choice: .line("write \(kind.rawValue) careof.\(kind.ending)"))
            },
            note: options.isPrivate ? "Addresses are not masked in files." : "")
    }

    /// Records, or ends that.
    mutating func record(_ file: String?) -> [ConsoleEffect] {
        guard let file else {
            overlay = .line(LineEditor(.command, text: "record careof.careof"))
            return []
        }
        return [.record(file == "off" ? nil : file)]
    }

    /// Says what came of something that the program did.
    public mutating func say(_ text: String, isError: Bool = false) {
        notice = Notice(text: text, isError: isError)
    }
}
