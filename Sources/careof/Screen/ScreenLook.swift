import Console
import Terminal
import Themes

/// What a screen is opened with: from the command line, the environment and the configuration.
struct ScreenLook {
    /// The theme to begin with.
    var theme: Theme
    /// All themes.
    var library: ThemeLibrary
    /// The most colours to use; nil: what the terminal has.
    var depth: ColourDepth?
    /// ASCII or not; nil: as the locale says (`Terminal.isUTF8`).
    var isASCII: Bool?
    /// Whether the mouse is taken from the terminal.
    var usesMouse = true
    /// The console's options; `isASCII` is settled when the terminal is open.
    var console = ConsoleOptions()
    /// What is said of the run when its screen comes up; empty: nothing.
    var greeting = ""
}
