internal import Nodes

/// The rules that entries name, each once: they are some hundred literals, and stand in every other entry.
struct RuleNumbers: Sendable {
    private(set) var rules: [Rule] = []
    private var numbers: [Rule: UInt64] = [:]
    private var latest: (rule: Rule, number: UInt64)?
    /// Rules beyond these are written out: a program that made rules of data must not grow for ever.
    private static let limit = 4096

    /// How many there are.
    var count: Int { rules.count }

    /// Enters rules that were written one after the other behind their number.
    mutating func read(_ octets: [UInt8]) {
        var unpacker = OctetUnpacker(octets, from: 0)
        let count = unpacker.number()
        var read: UInt64 = 0
        while read < count, !unpacker.isAtEnd, rules.count < RuleNumbers.limit {
            let requirement = unpacker.octet()
            rules.append(Rule(requirement, unpacker.text()))
            read += 1
        }
    }

    mutating func pack(_ rule: Rule, into packer: inout OctetPacker) {
        // Most entries name the rule of the one before, or none.
        if let latest, latest.rule == rule { return packer.put(number: latest.number) }
        if let number = numbers[rule] {
            latest = (rule, number)
            return packer.put(number: number)
        }
        guard rules.count < RuleNumbers.limit else {
            packer.put(number: 0)
            packer.put(rule.requirement)
            return packer.put(rule.section)
        }
        rules.append(rule)
        numbers[rule] = UInt64(rules.count)
        packer.put(number: UInt64(rules.count))
    }

    func unpack(_ unpacker: inout OctetUnpacker) -> Rule {
        let number = Int(clamping: unpacker.number())
        guard number > 0 else {
            let requirement = unpacker.octet()
            return Rule(requirement, unpacker.text())
        }
        return rules.indices.contains(number - 1) ? rules[number - 1] : Rule()
    }
}
