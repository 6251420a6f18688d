import Configuration
import Console
import Grid
import Runtime
import StrictTOML
import Testing

struct ConsoleConfigurationTests {
    private func configuration(
        _ text: String, over before: ConsoleConfiguration = ConsoleConfiguration()
    ) throws -> ConsoleConfiguration {
        try ConsoleConfiguration(
            Array(text.utf8), file: "console.toml", over: before,
            commands: CommandTable.standard.rows.map(\.name))
    }

    @Test func anEmptyFileChangesNothing() throws {
        #expect(try configuration("") == ConsoleConfiguration())
    }

    @Test func everythingCanBeSaid() throws {
        let read = try configuration(
            """
            theme = "mono"
            color = "16"
            ascii = true
            mouse = false
            privacy = true
            read-only = true
            [keys]
            bulk-register = "B"
            """)
        #expect(read.theme == "mono")
        #expect(read.colour == .sixteen)
        #expect(read.isASCII == true)
        #expect(read.usesMouse == false)
        #expect(read.isPrivate == true)
        #expect(read.isReadOnly == true)
        #expect(read.keys[.character("B", alt: false)] == "bulk-register")
        #expect(read.keys[.character("b", alt: false)] == nil)
    }

    @Test func aCommandHasAsManyKeysAsItIsGiven() throws {
        let keys = try configuration("[keys]\nregister = [\"r\", \"f5\", \"alt-r\"]\nwrite = []").keys
        #expect(keys[.function(5)] == "register")
        #expect(keys[.character("r", alt: true)] == "register")
        #expect(keys.key(of: "register") == .character("r", alt: false))
        #expect(keys.key(of: "write") == nil)
    }

    @Test func twoCommandsCanChangePlaces() throws {
        let keys = try configuration("[keys]\nregister = \"d\"\nderegister = \"r\"").keys
        #expect(keys[.character("d", alt: false)] == "register")
        #expect(keys[.character("r", alt: false)] == "deregister")
    }

    @Test func theOrderOfHelpStays() throws {
        let keys = try configuration("[keys]\nbulk-register = \"f2\"").keys
        #expect(keys.bindings.first == KeyMap.Binding(.function(2), "bulk-register"))
        #expect(keys.bindings.count == KeyMap.standard.bindings.count)
    }

    @Test func aSecondFileStandsAboveTheFirst() throws {
        let first = try configuration("theme = \"mono\"\nascii = true\n[keys]\nwrite = \"K\"")
        let second = try configuration("ascii = false\n[keys]\nregister = \"w\"", over: first)
        #expect(second.theme == "mono")
        #expect(second.isASCII == false)
        #expect(second.keys[.character("K", alt: false)] == "write")
        #expect(second.keys[.character("w", alt: false)] == "register")
    }

    /// What stands in the program has to pass its own rules.
    @Test func theStandardKeysAreCommandsOfTheTableAndNoneIsTakenTwice() {
        let bindings = KeyMap.standard.bindings
        #expect(Set(bindings.map(\.key)).count == bindings.count)
        for binding in bindings {
            #expect(CommandTable.standard[binding.command] != nil, "\(binding.command)")
            #expect(binding.key != .control("A") && binding.key != .control("B"))
            #expect(Key(name: binding.key.name) == binding.key)
        }
    }
}
