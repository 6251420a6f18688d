import Crypto
import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Lab

/// What nobody in his right mind types: nothing traps, and what is taken says itself as the line that a recording keeps.
struct AbsurdLineTests {
    private static let absurd = [
        "0", "-0", "-1", "1", "255", "256", "65535", "65536", "4294967296", "9223372036854775807",
        "9223372036854775808", "99999999999999999999", "1e308", "-1e308", "inf", "nan", "0x10", "1-", "-",
        ",",
        "1,,2", "1-65535", "3-1", "%", "100%", "é", "日本", "e\u{301}", "\u{202e}", "\u{0}", "#0", "#1", "#new",
        "#-1", "/", "::", "::/0", "::/129", "fe80::1%eth0", "2001:db8:1::1", "192.0.2.1", "on", "none",
        "after",
        "86400000", "86400.0001", "0.0000000001ms", "86400000ms", "x1000", "x", "s", "ms", "@0",
        "@99999999999",
        String(repeating: "9", count: 400), String(repeating: "a", count: 5000),
    ]

    /// An argument that a parameter could take, or something absurd.
    private static func argument(
        _ kind: CommandDefinition.Parameter.Kind, _ words: Vocabulary, _ random: inout SeededRandom
    ) -> String {
        let fitting: [String]
        switch kind {
        case .bids, .bid: fitting = words.bids.map(String.init) + ["7", "1-3"]
        case .interface: fitting = words.interfaces
        case .link: fitting = words.links
        case .peer: fitting = words.peers
        case .machine: fitting = words.machines
        case .flow: fitting = words.flows + ["ssh"]
        case .address, .node, .prefix: fitting = ["2001:db8:1::1", "2001:db8:1::100", "::1", "2001:db8::/32"]
        case .number(let range): fitting = ["\(range.lowerBound)", "\(range.upperBound)"]
        case .duration: fitting = ["0", "2", "250ms", "86400"]
        case .factor: fitting = ["0.01", "x1000"]
        case .toggle: fitting = ["on", "off"]
        case .word(let known): fitting = known
        case .setting: fitting = words.settings.map(\.key)
        case .settingValue: fitting = words.settings.flatMap { $0.choices + [$0.value] }
        case .name, .text:
            fitting = [
                "bu", "next", "12", "both", "BU", "add bid", "lifetime 60s", "bid:1/bid",
                "correct checksum off",
            ]
        case .theme, .pane: fitting = []
        }
        let isFitting = Int.random(in: 0..<3, using: &random) > 0
        return (isFitting ? fitting.randomElement(using: &random) : nil)
            ?? absurd.randomElement(using: &random) ?? ""
    }

    private static func line(
        _ row: CommandDefinition, _ words: Vocabulary, _ random: inout SeededRandom
    ) -> String {
        var parts = [row.name]
        for parameter in row.parameters {
            let count = [.bids, .text].contains(parameter.kind) ? Int.random(in: 0...5, using: &random) : 1
            for _ in 0..<count { parts.append(argument(parameter.kind, words, &random)) }
            // Something is left out now and then.
            if Int.random(in: 0..<12, using: &random) == 0 { break }
        }
        return parts.joined(separator: " ")
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func neverTrapALabAndSayThemselves(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var session = LabSession(try LabRunTests.opened(seed.isMultiple(of: 2) ? .rfc5648 : .draft06))
        var machine = Instant(nanoseconds: 5_000_000_000)
        let table = CommandTable.standard
        var taken = 0
        for _ in 0..<1500 {
            let words = session.vocabulary()
            guard let row = table.rows.randomElement(using: &random) else { return }
            let line = Self.line(row, words, &random)
            _ = table.completion(of: line, vocabulary: words)
            guard case .run(let command)? = try? table.parse(line, vocabulary: words) else { continue }
            taken += 1
            if let again = command.line {
                #expect(
                    (try? table.parse(again, vocabulary: words)) == .run(command),
                    "\(line.prefix(200)) says \(again.prefix(200))")
            }
            _ = session.perform(command)
            _ = session.opened(.any, trying: nil)
            machine = machine + .milliseconds(10)
            session.advance(to: machine)
        }
        #expect(taken > 300, "seed \(seed)")
    }
}
