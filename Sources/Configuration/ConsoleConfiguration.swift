public import Console
public import StrictTOML

/// How a person wants the console to be: `console.toml`. What is nil was not said, and stays as the program has it.
///
/// ```toml
/// theme = "default-light"
/// color = "auto"             # never, 8, 16, 256, direct
/// ascii = true               # left out: as the locale says
/// mouse = false              # the terminal selects text then
/// privacy = true
/// read-only = false
///
/// [keys]                     # names of commands; `:help` lists them
/// bulk-register = "B"
/// register = ["r", "f5"]
/// write = []                 # no key at all
/// ```
public struct ConsoleConfiguration: Hashable, Sendable {
    /// The theme's name or file.
    public var theme: String?
    /// How many colours to use.
    public var colour: ColourChoice?
    /// Whether lines and arrows are drawn with ASCII.
    public var isASCII: Bool?
    /// Whether the mouse is taken from the terminal.
    public var usesMouse: Bool?
    /// Whether addresses are masked.
    public var isPrivate: Bool?
    /// Whether nothing may change the run.
    public var isReadOnly: Bool?
    /// Which key does what.
    public var keys: KeyMap

    /// How many colours to use.
    public enum ColourChoice: String, CaseIterable, Hashable, Sendable {
        /// As many as the terminal has; none where `NO_COLOR` is set.
        case automatic = "auto"
        /// None.
        case never
        /// The eight of ISO 6429.
        case eight = "8"
        /// Those, and eight bright ones.
        case sixteen = "16"
        /// A palette of 256.
        case palette = "256"
        /// 24 bits.
        case direct
    }

    /// A configuration that says nothing.
    public init() {
        keys = .standard
    }

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - octets: the text of the file.
    ///   - file: its name in problems.
    ///   - before: what stands where the file says nothing.
    ///   - commands: the names that keys can be bound to.
    /// - Throws: everything that is wrong with it.
    public init(
        _ octets: [UInt8], file: String, over before: ConsoleConfiguration = ConsoleConfiguration(),
        commands: [String]
    ) throws(TOMLProblems) {
        let document = try TOMLDocument(octets, file: file)
        self = try StrictTable.read(document) { table in
            var read = before
            read.theme = table.optionalString("theme") ?? before.theme
            read.colour =
                table.optionalOneOf(
                    "color",
                    [
                        "auto": .automatic, "never": .never, "8": .eight, "16": .sixteen, "256": .palette,
                        "direct": .direct,
                    ]) ?? before.colour
            read.isASCII = table.optionalBoolean("ascii") ?? before.isASCII
            read.usesMouse = table.optionalBoolean("mouse") ?? before.usesMouse
            read.isPrivate = table.optionalBoolean("privacy") ?? before.isPrivate
            read.isReadOnly = table.optionalBoolean("read-only") ?? before.isReadOnly
            read.keys =
                table.optionalTable("keys") { KeyReader(before.keys, commands: commands).read(&$0) }
                ?? before.keys
            return read
        }
    }
}
