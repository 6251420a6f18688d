import Grid
import Testing
import Terminal
import Themes

/// The themes that come with the program.
struct ShippedThemeTests {
    static let names = [
        "default-dark", "default-light", "high-contrast", "deuteranopia", "tritanopia", "terminal16", "mono",
    ]
    let library = ThemeLibrary(folders: [], files: NoFolders())

    @Test func allSevenStandInTheProgramAndInTheirFolder() {
        #expect(library.listings().map(\.name) == Self.names)
        let inFolder = Folders().names(in: Folders.sourceTree).sorted()
        #expect(inFolder == Self.names.map { $0 + ".toml" }.sorted())
    }

    @Test(arguments: names)
    func everyThemePassesItsLinter(name: String) throws {
        #expect(try library.problems(of: name).map(\.description) == [])
        let theme = try library.theme(name)
        #expect(theme.name == name)
        #expect(theme.styles.count == Role.names.count)
    }

    /// What fewer colours make of a theme must not hide anything.
    @Test(arguments: names, [ColourDepth.direct, .palette, .sixteen, .eight])
    func noTextVanishesAtAnyDepth(name: String, depth: ColourDepth) throws {
        for (index, style) in try library.theme(name).styles.enumerated() {
            let foreground = ColourLadder.number(of: style.foreground, depth: depth)
            let background = ColourLadder.number(of: style.background, depth: depth)
            #expect(
                foreground != background || foreground == -1,
                "\(Role.names[index]) is \(foreground) on \(background)")
        }
    }

    /// Without colours, what a person must not overlook still stands out, and what is alike in kind still differs.
    @Test(arguments: names)
    func withoutColoursTheMeaningStays(name: String) throws {
        let theme = try library.theme(name)
        func mono(_ role: Role) -> TextAttributes { theme.style(role).mono }
        let plain = mono(.text)
        for role in [
            Role.bindingRejected, .bindingExpiring, .bindingWaiting, .flagOverwrite, .messageHeld, .statusBad,
            .statusWarning, .selection, .hexSelected, .fieldSelected, .dialogButtonSelected, .inputError,
            .headlineWarning, .key, .titleFocused, .borderFocused,
        ] {
            #expect(mono(role) != plain, "\(role.name ?? "")")
        }
        let bindings: [Role] = [.bindingRegistered, .bindingWaiting, .bindingExpiring, .bindingRejected]
        #expect(Set(bindings.map(mono)).count == bindings.count)
        #expect(mono(.dialogButton) != mono(.dialogButtonSelected))
        #expect(mono(.border) != mono(.borderFocused))
    }

    /// Good, warning, bad and held stay apart for the eyes that a theme is made for.
    @Test(arguments: [
        ("default-dark", Eyes.typical), ("default-light", .typical), ("high-contrast", .typical),
        ("deuteranopia", .deuteranope), ("deuteranopia", .protanope), ("tritanopia", .tritanope),
    ])
    func statesAreToldApartByTheEyesTheyAreFor(name: String, eyes: Eyes) throws {
        let theme = try library.theme(name)
        let roles: [Role] = [.bindingRegistered, .bindingWaiting, .bindingRejected, .messageHeld]
        for (index, first) in roles.enumerated() {
            for second in roles[(index + 1)...] {
                let difference = eyes.difference(
                    theme.style(first).foreground, theme.style(second).foreground)
                // 2.3 is just noticeable side by side; 25 is told apart across a screen.
                #expect(difference >= 25, "\(first.name ?? "") and \(second.name ?? ""): \(difference)")
            }
        }
    }
}
