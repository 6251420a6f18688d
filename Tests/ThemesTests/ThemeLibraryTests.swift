import Grid
import Testing
import Themes

struct ThemeLibraryTests {
    private func theme(_ name: String, inherits: String? = nil, _ roles: String) -> String {
        """
        [meta]
        name = "\(name)"
        variant = "dark"
        \(inherits.map { "inherits = \"\($0)\"" } ?? "")
        [roles]
        \(roles)
        """
    }

    private func library(_ texts: [String: String], folders: [String] = ["user", "share"]) -> ThemeLibrary {
        ThemeLibrary(folders: folders, files: PaperFolders(texts: texts))
    }

    private let ground = "text = { foreground = \"#ffffff\", background = \"#000000\", mono = \"normal\" }\n"

    @Test func aRoleWithoutALookTakesThatOfTheNearestShorterName() throws {
        let text =
            ground + "binding = { foreground = \"#00ff00\", mono = \"bold\" }\n"
            + "\"dialog.button\" = { background = \"#101010\", mono = \"underline\" }\n"
            + "dialog = { foreground = \"#ffff00\", background = \"#202020\", mono = \"dim\" }\n"
        let theme = try library(["user/x.toml": theme("x", text)]).theme("x")
        #expect(
            theme.style(.bindingHome) == Style(foreground: .rgb(0xff00), background: .rgb(0), mono: .bold))
        #expect(theme.style(.laneFirst) == theme.style(.text))
        // What a look leaves out comes from the next shorter name too.
        #expect(
            theme.style(.dialogButtonSelected)
                == Style(foreground: .rgb(0xffff00), background: .rgb(0x101010), mono: .underline))
    }

    @Test func dottedKeysAndHeadersNameRolesAsWell() throws {
        let text = ground + "binding.lost = { foreground = \"#ff0000\", mono = \"bold\" }\n"
        let header = text + "[roles.binding.home]\nforeground = \"#00ffff\"\nmono = \"dim\"\n"
        let theme = try library(["user/x.toml": theme("x", header)]).theme("x")
        #expect(theme.style(.bindingLost).foreground == .rgb(0xff0000))
        #expect(theme.style(.bindingHome).mono == .dim)
    }

    @Test func aColourThatAThemeNamesAnewChangesWhatItInherits() throws {
        let text =
            "[meta]\nname = \"x\"\nvariant = \"dark\"\ninherits = \"default-dark\"\n[palette]\nleaf = \"#00ff7f\""
        let theme = try library(["user/x.toml": text]).theme("x")
        #expect(theme.style(.bindingRegistered).foreground == .rgb(0x00ff7f))
        #expect(theme.style(.laneSecond).foreground == .rgb(0x00ff7f))
    }

    @Test func theFirstFolderWins() throws {
        let library = library([
            "user/x.toml": theme("x", ground), "share/x.toml": theme("x", "text = 1"),
            "share/mono.toml": theme("mono", ground), "share/readme.txt": "",
        ])
        #expect(try library.theme("x").style(.text).foreground == .rgb(0xffffff))
        #expect(library.listings().suffix(2).map(\.name) == ["mono", "x"])
        #expect(library.listings().suffix(2).map(\.file) == ["share/mono.toml", "user/x.toml"])
        #expect(try library.theme("mono").variant == .dark)
    }

    @Test func aThemeMayInheritFromTheOneItHides() throws {
        let own = theme(
            "default-dark", inherits: "default-dark", "fault = { foreground = \"#ffffff\", mono = \"bold\" }")
        let library = library(["user/default-dark.toml": own])
        #expect(try library.theme("default-dark").style(.fault).foreground == .rgb(0xffffff))
        #expect(try library.theme("default-dark").style(.statusBad) != Style())
    }

    @Test func aFileIsFoundByItsPathAndItsAncestorsBesideIt() throws {
        let library = library(
            [
                "far/base.toml": theme("base", ground),
                "far/x.toml": theme("x", inherits: "base", "title = { mono = \"bold\" }"),
            ], folders: [])
        #expect(try library.theme("far/x.toml").style(.title).mono == .bold)
    }

    @Test func anUnknownNameIsAnsweredWithTheOnesThereAre() {
        let error = #expect(throws: ThemeError.self) { try library([:]).theme("default-drak") }
        #expect(
            error?.description
                == "there is no theme \"default-drak\", did you mean default-dark? accepted: a file that ends in "
                + ".toml, default-dark, default-light, high-contrast, deuteranopia, tritanopia, terminal16, mono"
        )
    }

    @Test func aFileThatCannotBeReadSaysWhy() {
        let error = #expect(throws: ThemeError.self) { try library([:]).theme("no/such.toml") }
        #expect(error?.description == "no/such.toml: is not there")
    }

    @Test func aLoopEndsHoweverLong() {
        var texts: [String: String] = [:]
        for index in 0..<100 {
            texts["user/t\(index).toml"] = theme("t\(index)", inherits: "t\((index + 1) % 100)", "")
        }
        let error = #expect(throws: ThemeError.self) { try library(texts).theme("t7") }
        #expect(error?.description.contains("themes that inherit from each other: t7 → t8 →") == true)
    }
}
