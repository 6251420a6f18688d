/// The words of toml++ for a text that is no TOML, made fit for a person.
enum SyntaxError {
    /// What is wrong at a place, and what would be accepted, where that can be said.
    ///
    /// toml++ says "Error while parsing value: could not determine value type".
    static func inWords(
        _ error: String, at position: TOMLPosition, in octets: [UInt8]
    ) -> (what: String, accepted: String?) {
        let opening = "Error while parsing "
        let internalName = " (TOML_MAX_NESTED_VALUES)"
        var what = error[...]
        var scope = ""
        if what.hasPrefix(opening), let colon = what.firstIndex(of: ":") {
            scope = String(what[..<colon].dropFirst(opening.count))
            what = what[colon...].dropFirst(2)
        }
        if what.hasSuffix(internalName) { what = what.dropLast(internalName.count) }

        // The two slips that everybody makes: a quote forgotten behind a text, and both.
        if scope == "string", position.stands(before: UInt8(ascii: "\n"), in: octets) {
            return ("a string that is not closed in its line", "a quotation mark before the end of the line")
        }
        if what == "could not determine value type" {
            return (
                "a value of no known kind",
                "a text in quotation marks, a number, true or false, a date or time"
            )
        }
        return (scope.isEmpty ? String(what) : "\(what), while reading \(article(scope)) \(scope)", nil)
    }

    private static func article(_ noun: String) -> String {
        "aeio".contains(noun.prefix(1)) ? "an" : "a"
    }
}

extension TOMLPosition {
    /// Where the octet at `offset` stands, if all before it is well-formed.
    init(of offset: Int, in octets: [UInt8]) {
        self = .start
        for octet in octets[..<offset] { advance(past: octet) }
    }

    /// Whether what stands here is this octet.
    func stands(before octet: UInt8, in octets: [UInt8]) -> Bool {
        var position = TOMLPosition.start
        for candidate in octets {
            if position == self, candidate & 0xc0 != 0x80 { return candidate == octet }
            position.advance(past: candidate)
        }
        return false
    }

    /// Goes on by one octet; a line ends at its line feed, and a scalar counts at its first octet.
    private mutating func advance(past octet: UInt8) {
        if octet == UInt8(ascii: "\n") {
            self = TOMLPosition(line: line + 1, column: 1)
        } else if octet & 0xc0 != 0x80 {
            column += 1
        }
    }
}
