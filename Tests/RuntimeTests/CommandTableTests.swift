import MobilityWire
import Nodes
import Testing

@testable import Runtime

struct CommandTableTests {
    private let table = CommandTable.standard
    private var words: Vocabulary {
        var words = Vocabulary()
        words.bids = [1, 2, 30]
        words.interfaces = ["eth0", "wlan0"]
        words.links = ["home", "a", "b"]
        words.peers = ["cn1"]
        words.machines = ["mr1", "ha1"]
        words.flows = ["ssh"]
        words.themes = ["default-dark", "mono"]
        words.settings = [
            Setting(
                key: "bulk", title: "", section: .agent, value: "on", defaultValue: "on",
                choices: ["on", "off"])
        ]
        return words
    }

    private func problem(_ line: String) -> CommandError? {
        do {
            _ = try table.parse(line, vocabulary: words)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("bulk-register", RunCommand.registerBulk([])), ("bulk-register 1,2 30", .registerBulk([1, 2, 30])),
        ("bulk-register 1-3 2", .registerBulk([1, 2, 3])), ("  register   2 ", .register(2)),
        ("deregister 1 2", .deregister([1, 2])), ("deregister-all", .deregisterAll),
        ("toggle-overwrite", .setOverwrite(nil)), ("toggle-overwrite on", .setOverwrite(true)),
        ("change-bid 1 5", .changeBid(from: 1, to: 5)),
        ("register-at-correspondent 1", .registerAtCorrespondent(1, peer: nil)),
        ("register-at 1 2001:db8::1", .registerAtCorrespondent(1, peer: "2001:db8::1")),
        ("return-home home-only", .returnHome(.homeOnly)), ("registration manual", .setRegistration(.manual)),
        ("plug eth0 home", .plug(interface: "eth0", link: "home")),
        ("go-home wlan0", .plug(interface: "wlan0", link: "home")),
        ("loss a 25%", .loss(link: "a", percent: 25)),
        ("latency a 250ms", .delay(link: "a", .milliseconds(250))),
        ("latency a 0.5", .delay(link: "a", .milliseconds(500))),
        ("silence a off", .silence(link: "a", false)), ("partition b", .partition(link: "b", true)),
        ("reject 130", .reject(130)), ("reject off", .reject(nil)), ("mute", .mute(true)),
        ("drop-next BU", .trap(.drop, message: "BU")),
        ("delay-next 2s", .trap(.delay(.seconds(2)), message: "any")),
        ("reboot ha1", .reboot("ha1")), ("pause", .pause(nil)), ("speed x10", .speed(10)),
        ("set bulk off", .set("bulk", "off")), ("back", .rewind(-1)), ("forward 10", .rewind(10)),
        ("note  pulled eth0, by 4 hands", .note("pulled eth0, by 4 hands")),
        ("step-mode", .gate(.hold(nil))), ("release", .gate(.release(nil))), ("drop 12", .gate(.drop(12))),
        (
            "step-mode in BA BU",
            .gate(.hold(GateFilter(outgoing: false, incoming: true, messages: ["BA", "BU"])))
        ),
        ("delay 250ms 7", .gate(.delay(7, .milliseconds(250)))), ("undo", .edit(.change(.any, .undo))),
        (
            "edit bid:2/status 164",
            .edit(.change(.any, .set(field: "bid:2/status", value: "164")))
        ),
        ("write pcap x.pcap", .write(kind: "pcap", file: "x.pcap")),
        (
            "flow ssh 2 tcp 22",
            .addFlow(name: "ssh", bid: 2, transportProtocol: 6, port: 22, peer: nil)
        ),
        (
            "flow web 1 any 0 2001:db8:c0::/64",
            .addFlow(
                name: "web", bid: 1, transportProtocol: nil, port: nil,
                peer: IPv6Prefix(IPv6Address(high: 0x2001_0db8_00c0_0000, low: 0), length: 64))
        ),
    ])
    func lineBecomesCommand(line: String, command: RunCommand) throws {
        #expect(try table.parse(line, vocabulary: words) == .run(command))
    }

    @Test func viewCommandsKeepTheirArguments() throws {
        #expect(try table.parse("theme mono", vocabulary: words) == .view("theme", ["mono"]))
        #expect(try table.parse("filter BU lost", vocabulary: words) == .view("filter", ["BU", "lost"]))
        #expect(try table.parse("quit", vocabulary: words) == .view("quit", []))
    }

    @Test(arguments: [
        ("", 0, "nothing was typed: expected a command; help lists them"),
        ("regster 1", 0, "there is no command \"regster\": expected register"),
        ("xyzzy", 0, "there is no command \"xyzzy\": expected a command; help lists them"),
        (
            "de", 0,
            "\"de\" could be several commands: expected deregister, deregister-all, deregister-at-correspondent, delay-next or delay"
        ),
        ("register", 8, "bid is missing: expected register BID"),
        ("register 0", 9, "\"0\" is no BID: expected a number from 1 to 65535"),
        ("deregister 1 ,", 13, "\",\" is no BID: expected a number from 1 to 65535"),
        ("register 1 2", 11, "\"2\" is one word too many: expected register BID"),
        ("deregister", 10, "bids is missing: expected deregister BIDS…"),
        ("bulk-register 3-1", 14, "\"3-1\" is no range of BIDs: expected the lower one first, as in 1-3"),
        ("return-home never", 12, "\"never\" is not known here: expected home-only, visited-only or both"),
        ("unplug eth7", 7, "there is no interface \"eth7\": expected eth0 or wlan0"),
        ("loss a 101", 7, "\"101\" does not fit: expected a number from 0 to 100"),
        ("latency a soon", 10, "\"soon\" is no time: expected seconds or milliseconds, as in 0.5 or 250ms"),
        ("pause maybe", 6, "\"maybe\" is neither: expected on or off"),
        ("speed 0", 6, "\"0\" is no speed: expected a factor from 0.01 to 1000, as in 10"),
        ("theme neon", 6, "there is no theme \"neon\": expected default-dark or mono"),
        ("set x on", 4, "there is no setting \"x\": expected bulk"),
        ("use-home-agent fe80", 15, "\"fe80\" is no IPv6 address: expected an address like 2001:db8:1::1"),
    ])
    func mistakesSayWhatWouldBeAccepted(line: String, offset: Int, text: String) {
        let problem = problem(line)
        #expect(problem?.text == text)
        #expect(problem?.offset == offset)
    }

    @Test func completionOffersWhatCanStandThere() {
        #expect(table.completion(of: "bul", vocabulary: words).candidates == ["bulk-register"])
        #expect(table.completion(of: "deregister", vocabulary: words).common == "deregister")
        #expect(table.completion(of: "unplug ", vocabulary: words).candidates == ["eth0", "wlan0"])
        #expect(table.completion(of: "plug eth0 h", vocabulary: words).candidates == ["home"])
        #expect(table.completion(of: "plug eth0 h", vocabulary: words).offset == 10)
        #expect(table.completion(of: "set bulk ", vocabulary: words).candidates == ["on", "off"])
        #expect(table.completion(of: "deregister 1 ", vocabulary: words).candidates == ["2", "30"])
        #expect(table.completion(of: "register 1 ", vocabulary: words).candidates.isEmpty)
        #expect(
            table.completion(of: "return-home ", vocabulary: words).candidates == [
                "home-only", "visited-only", "both",
            ])
        #expect(table.completion(of: "", vocabulary: words).candidates.count == table.rows.count)
        #expect(table.completion(of: "xyz ", vocabulary: words).candidates.isEmpty)
        #expect(table.completion(of: "latency a", vocabulary: words).hint.contains("LINK TIME"))
    }

    @Test func everyNameIsUniqueInKebabCaseAndHasHelp() {
        #expect(Set(table.rows.map(\.name)).count == table.rows.count)
        for row in table.rows {
            #expect(row.name.allSatisfy { $0.isLowercase && $0.isASCII || $0 == "-" }, "\(row.name)")
            #expect(!row.summary.isEmpty)
            #expect(!row.parameters.dropLast().contains { $0.kind.isRest })
        }
        for section in CommandDefinition.Section.allCases {
            #expect(!table.rows(of: section).isEmpty && !section.title.isEmpty)
        }
    }

    @Test func theKeysOfTheDesignHaveTheirCommands() {
        for name in [
            "bulk-register", "register", "deregister", "deregister-all", "toggle-overwrite", "return-home",
            "change-bid", "register-at-correspondent", "mark", "inspect", "next-pane", "step-mode", "release",
            "drop", "duplicate", "delay", "edit", "back", "forward", "pause", "faster", "slower", "faults",
            "write", "filter", "command-line", "help", "theme", "zoom", "quit", "settings",
        ] {
            #expect(table[name] != nil, "\(name)")
        }
    }

    @Test func noLineMakesTheParserTrap() {
        var random = SeededRandom(seed: 4)
        let pieces =
            table.rows.map(\.name) + [
                " ", "  ", "1", "-", "1-", "-1", ",", "99999999999999999999", "0x1", "é", "\t", "%", "/",
            ]
        for _ in 0..<20_000 {
            let line = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined(separator: Bool.random(using: &random) ? " " : "")
            _ = try? table.parse(line, vocabulary: words)
            _ = table.completion(of: line, vocabulary: words)
        }
    }
}
