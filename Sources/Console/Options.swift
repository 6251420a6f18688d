import Grid
public import Runtime

/// How a console looks and what it may do.
public struct ConsoleOptions: Sendable {
    /// Box drawing and arrows of Unicode, or nothing but ASCII.
    public var isASCII: Bool
    /// Nothing may change the run.
    public var isReadOnly: Bool
    /// Addresses are masked, each always alike.
    public var isPrivate: Bool
    /// Each message is shown before it is sent, not only where something would be taken away.
    public var showsPreviews: Bool
    /// The lesson of the run has a pane, and the keys at the beginning.
    public var showsLesson: Bool
    /// The pane that has the keys at the beginning, where no lesson has them.
    public var beginsWith = Pane.bindings
    /// Which key does what.
    public var keys: KeyMap
    /// The themes that can be chosen, in the order in which `theme` goes through them.
    public var themes: [String]
    /// The theme in use.
    public var theme: String

    /// A console with the keys of the design.
    public init(
        isASCII: Bool = false, isReadOnly: Bool = false, isPrivate: Bool = false, showsPreviews: Bool = false,
        showsLesson: Bool = false, keys: KeyMap = .standard,
        themes: [String] = [], theme: String = ""
    ) {
        self.isASCII = isASCII
        self.isReadOnly = isReadOnly
        self.isPrivate = isPrivate
        self.showsPreviews = showsPreviews
        self.showsLesson = showsLesson
        self.keys = keys
        self.themes = themes
        self.theme = theme
    }

    /// What lines and arrows are drawn with.
    var glyphs: Glyphs { isASCII ? .ascii : .unicode }
}

/// What a console asks of the program around it.
public enum ConsoleEffect: Hashable, Sendable {
    /// Leave.
    case quit
    /// Back to the shell.
    case suspend
    /// Paint everything anew.
    case redraw
    /// Put this text into the terminal's clipboard.
    case copy(String)
    /// Use the theme of this name from now on.
    case theme(String)
    /// Write this into a file of this name, and `Console.say` what came of it.
    case write(FileKind, String)
    /// Record the run into a file of this name from now on; nil: end that.
    case record(String?)
    /// Say that something could not be done.
    case bell
}
