import Console
import Foundation
import Runtime
import Testing
import Watching

/// What is written into files: asked for by key and line, done by the program.
struct FileTests {
    @Test func keyMenuAndLineLeadToAFile() throws {
        var stage = try Stage()
        stage.press("w")
        #expect(stage.text.contains("Write a file"))
        stage.press("down enter")
        #expect(stage.text.contains(":write pcapng careof.pcapng"))
        stage.press("enter")
        #expect(stage.effects == [.write(.pcapng, "careof.pcapng")])
        stage.effects = []
        stage.type("write svg a.svg")
        #expect(stage.effects == [.write(.svg, "a.svg")])
        stage.effects = []
        stage.type("write csv")
        #expect(stage.text.contains(":write csv careof.csv"))
        stage.press("escape")
        stage.type("record x.careof")
        stage.type("record off")
        #expect(stage.effects == [.record("x.careof"), .record(nil)])
        stage.type("write nonsense")
        #expect(stage.text.contains("pcapng"))
    }

    @Test func writingIsNoChangeOfTheRun() throws {
        var stage = try Stage(options: ConsoleOptions(isReadOnly: true))
        stage.type("write json a.json")
        #expect(stage.effects == [.write(.json, "a.json")])
    }

    /// The exchange in which a Binding Update is lost, and what a person did.
    private func exchange() throws -> Stage {
        var stage = try Stage()
        stage.press("b")
        stage.wait(3)
        stage.type("drop-next BU")
        stage.press("down r")
        stage.wait(4)
        return stage
    }

    @Test(arguments: [FileKind.ladder, .mermaid, .svg, .csv, .json])
    func filesAreThoseBesideTheTests(kind: FileKind) throws {
        let run = try exchange().run
        let text =
            switch kind {
            case .csv: TableExport.csv(of: run).replacing("\r\n", with: "\n")
            case .json: TableExport.json(of: run)
            default: ExchangeExport(run).text(kind)
            }
        try Golden.expect(text, "file.\(kind.ending)")
    }

    @Test func thePictureIsWellFormed() throws {
        let svg = ExchangeExport(try exchange().run).text(.svg)
        #expect(svg.hasPrefix("<?xml"))
        // Whatever stands in a text is told apart from the picture.
        for (text, count) in [("<svg", 1), ("</svg>", 1)] {
            #expect(svg.components(separatedBy: text).count - 1 == count)
        }
        let opened = svg.components(separatedBy: "<text").count - 1
        let closed = svg.components(separatedBy: "</text>").count - 1
        #expect(opened == closed)
    }

    @Test func mermaidKeepsToItsPlainForms() throws {
        for line in ExchangeExport(try exchange().run).text(.mermaid).split(separator: "\n").dropFirst() {
            let isPlain =
                line.wholeMatch(of: /\ {4}participant p[0-9]+ as [^;<>]+/) != nil
                || line.wholeMatch(of: /\ {4}p[0-9]+(->>|-->>|-x)p[0-9]+: [^<>]+/) != nil
                || line.wholeMatch(of: /\ {4}Note over p[0-9]+(,p[0-9]+)?: [^<>]+/) != nil
            #expect(isPlain, "\(line)")
            #expect(!line.contains(";") || line.contains("#"))
        }
    }

    @Test func aLadderKeepsTheWordsOfANote() throws {
        var stage = try Stage()
        stage.type("note Übung 3 → Wien, §4")
        let line = try #require(ExchangeExport(stage.run).text(.ladder).split(separator: "\n").last)
        #expect(line.hasSuffix("note: Übung 3 → Wien, §4"))
    }

    @Test func aLadderIsOneLineAStepWhateverWasNoted() throws {
        var stage = try Stage()
        let before = ExchangeExport(stage.run).text(.ladder).split(separator: "\n").count
        stage.run.perform(.note("a\nb\u{1b}[2Jc"))
        let lines = ExchangeExport(stage.run).text(.ladder).split(separator: "\n")
        #expect(lines.count == before + 1)
        #expect(lines.last?.hasSuffix("note: a b [2Jc") == true)
    }

    @Test func aMessageInATunnelIsCalledSo() throws {
        var stage = try Stage()
        stage.press("b")
        stage.wait(3)
        stage.type("register-at-correspondent 1")
        stage.wait(3)
        let ladder = ExchangeExport(stage.run).text(.ladder)
        #expect(ladder.contains("HoTI (encapsulated)"))
        #expect(ladder.contains("CoTI\n"))
        #expect(ExchangeExport(stage.run).text(.mermaid).contains("HoTI (encapsulated)"))
        #expect(ExchangeExport(stage.run).text(.svg).contains("HoTI (encapsulated)"))
    }

    @Test func aRecordedRunCanBeLookedAt() throws {
        let run = try exchange().run
        var encoder = RecordingEncoder()
        let recording = try Recording(encoder.octets(of: run, isLast: true))
        let shown = CaptureRun(recording)
        #expect(shown.journal.count == run.journal.count)
        #expect(shown.parties == run.parties)
        #expect(shown.bindings(0..<9).rows.compactMap(\.bid) == [1, 2, 3])
        #expect(shown.interfaces().map(\.name) == run.interfaces().map(\.name))
        let text = Console().draw(shown, columns: 120, rows: 40).plainText
        #expect(text.contains("3 of 3 registered"))
        #expect(text.contains("register all in bulk"))
    }

    @Test func aRecordingWithWrongOctetsCanBeLookedAt() throws {
        var encoder = RecordingEncoder()
        let octets = encoder.octets(of: try exchange().run, isLast: true)
        for place in stride(from: 9, to: octets.count, by: 7) {
            var broken = octets
            broken[place] ^= 0x41
            let shown = CaptureRun(try Recording(broken))
            #expect(shown.headline.remark == "BREAKS OFF")
            _ = Console().draw(shown, columns: 120, rows: 40)
        }
    }
}
