import Grid
import StrictTOML

extension ThemeFile {
    /// Reads a theme's text.
    ///
    /// - Parameters:
    ///   - octets: the text.
    ///   - name: what the file's name says the theme's name is.
    ///   - file: the file as problems name it.
    /// - Throws: everything that is wrong in this file alone.
    init(_ octets: [UInt8], name: String, file: String) throws(TOMLProblems) {
        let document = try TOMLDocument(octets, file: file)
        self = try StrictTable.read(document) { table in
            let meta = table.table("meta") { Meta(&$0, fileName: name) }
            let palette = table.optionalTable("palette") { ThemeFile.palette(&$0) } ?? []
            var roles: [RoleEntry] = []
            if meta.inherits == nil {
                table.table("roles") { table in
                    ThemeFile.read(&table, under: "", into: &roles)
                    ThemeFile.demandText(roles, &table)
                }
            } else {
                table.optionalTable("roles") { ThemeFile.read(&$0, under: "", into: &roles) }
            }
            return ThemeFile(
                file: file, name: name, variant: meta.variant, inherits: meta.inherits,
                inheritsPosition: meta.inheritsPosition, palette: palette, roles: roles)
        }
    }

    private struct Meta {
        var variant: Theme.Variant
        var inherits: String?
        var inheritsPosition: TOMLPosition

        init(_ table: inout StrictTable, fileName: String) {
            let name = table.string("name")
            if table.contains("name"), name != fileName {
                table.refuse("name", accepted: "\"\(fileName)\", the file's name")
            }
            variant = table.oneOf("variant", ["dark": .dark, "light": .light, "terminal": .terminal])
            inherits = table.optionalString("inherits")
            inheritsPosition = table.value("inherits")?.position ?? .start
        }
    }

    private static func palette(_ table: inout StrictTable) -> [PaletteEntry] {
        var entries: [PaletteEntry] = []
        for name in table.names {
            if ColourWords.contains(name) {
                table.refuseName(
                    name, "`\(name)` is a colour of the terminal",
                    accepted: "a name of your own, like ink or leaf")
            }
            let colour = table.custom(
                name, expecting: ColourWords.accepted, standIn: Colour.standard, ColourWords.colour)
            let position = table.value(name)?.position ?? .start
            entries.append(PaletteEntry(name: name, colour: colour, position: position))
        }
        return entries
    }

    private static let styleKeys = ["foreground", "background", "attributes", "mono"]

    /// Reads the looks in `[roles]` or in a table of it: `"binding.lost" = { … }`, `binding.lost = { … }` and
    /// `[roles.binding.lost]` are the same.
    private static func read(
        _ table: inout StrictTable, under prefix: String, into entries: inout [RoleEntry]
    ) {
        let isStyle = !prefix.isEmpty && (styleKeys.contains(where: table.contains) || table.names.isEmpty)
        if isStyle { readStyle(&table, of: prefix, into: &entries) }
        for name in table.names where !(isStyle && styleKeys.contains(name)) {
            let whole = prefix.isEmpty ? name : prefix + "." + name
            guard isKnown(whole) else {
                // Beside a look it is rather one of the look's keys misspelt, which the table says by itself.
                if !isStyle { refuse(name, as: whole, in: &table) }
                continue
            }
            let known = entries.count
            table.optionalTable(name) { read(&$0, under: whole, into: &entries) }
            // What lies deeper was looked at there.
            if entries[known...].contains(where: { $0.name == whole }),
                entries[..<known].contains(where: { $0.name == whole })
            {
                table.refuseName(name, "the look of `\(whole)` is there twice", accepted: "one look a role")
            }
        }
    }

    /// Every role falls back to `text`, so a theme that inherits nothing has to say how that looks.
    private static func demandText(_ roles: [RoleEntry], _ table: inout StrictTable) {
        let text = roles.first { $0.name == "text" }
        guard text?.foreground == nil || text?.background == nil else { return }
        let missing = text?.foreground == nil ? "foreground" : "background"
        table.refuse(
            "text", text == nil ? nil : "`text` has no \(missing)",
            accepted: "a foreground, a background and a mono for `text`, or a theme to inherit from")
    }

    private static func readStyle(
        _ table: inout StrictTable, of name: String, into entries: inout [RoleEntry]
    ) {
        func colour(_ key: String) -> ColourReference? {
            guard let text = table.optionalString(key), let value = table.value(key) else { return nil }
            return ColourReference(text: text, position: value.position)
        }
        let entry = RoleEntry(
            name: name, foreground: colour("foreground"), background: colour("background"),
            attributes: table.custom(
                "attributes", expecting: AttributeWords.accepted, default: [], AttributeWords.attributes),
            mono: table.custom(
                "mono", expecting: AttributeWords.accepted, standIn: [], AttributeWords.attributes),
            position: table.position)
        entries.append(entry)
    }

    /// Whether a name is a role's, or the first parts of one.
    private static func isKnown(_ name: String) -> Bool {
        Role.names.contains { $0 == name || $0.hasPrefix(name + ".") }
    }

    private static func refuse(_ key: String, as whole: String, in table: inout StrictTable) {
        let first = whole.prefix { $0 != "." }
        let relatives = Role.names.filter { $0 == first || $0.hasPrefix(first + ".") }
        var what = "unknown role `\(whole)`"
        if let meant = Spelling.nearest(to: whole, among: Role.names) { what += ", did you mean `\(meant)`?" }
        var accepted = relatives
        if accepted.isEmpty {
            // All of them are too many for a line; their first parts lead on.
            for name in Role.names.map({ String($0.prefix { $0 != "." }) }) where accepted.last != name {
                accepted.append(name)
            }
        }
        table.refuseName(key, what, accepted: accepted.map { "`\($0)`" }.joined(separator: ", "))
    }
}
