extension MobileNode.InterfaceRule {
    /// Whether the rule is for an interface of this name.
    func matches(_ candidate: String) -> Bool {
        MobileNode.InterfaceRule.matches(Array(name.utf8), Array(candidate.utf8))
    }

    /// Glob matching with `*` and `?`: one pass, going back to the last `*` where the rest does not fit.
    private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        let any = UInt8(ascii: "?")
        var at = 0
        var next = 0
        var retry: (pattern: Int, text: Int)?
        while at < text.count {
            if next < pattern.count, pattern[next] == star {
                retry = (next + 1, at)
                next += 1
            } else if next < pattern.count, pattern[next] == any || pattern[next] == text[at] {
                next += 1
                at += 1
            } else if let last = retry {
                retry = (last.pattern, last.text + 1)
                next = last.pattern
                at = last.text + 1
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == star }
    }
}
