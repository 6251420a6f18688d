import Grid
import StrictTOML

/// A theme as its file has it, before the theme that it inherits from is known.
struct ThemeFile: Sendable {
    /// The file as problems name it.
    var file: String
    /// `[meta] name`.
    var name: String
    /// `[meta] variant`.
    var variant: Theme.Variant
    /// `[meta] inherits`: the theme whose palette and roles stand where this one has none.
    var inherits: String?
    /// Where `inherits` stands.
    var inheritsPosition: TOMLPosition
    /// `[palette]`, in the order of the file.
    var palette: [PaletteEntry]
    /// `[roles]`, in the order of the file.
    var roles: [RoleEntry]

    /// A name for a colour.
    struct PaletteEntry: Sendable {
        var name: String
        var colour: Colour
        /// Where the colour stands.
        var position: TOMLPosition
    }

    /// The look of a role, or of all that begin with a name.
    struct RoleEntry: Sendable {
        /// A role, or the first parts of some.
        var name: String
        var foreground: ColourReference?
        var background: ColourReference?
        var attributes: TextAttributes
        var mono: TextAttributes
        /// Where the look stands.
        var position: TOMLPosition
    }

    /// A colour that a role names.
    struct ColourReference: Sendable {
        /// As it was written: a name of the palette, or a colour.
        var text: String
        /// Where it stands.
        var position: TOMLPosition
    }
}
