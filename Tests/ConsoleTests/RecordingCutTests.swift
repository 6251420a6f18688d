import Console
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing
import Watching

/// The recording of a run that cannot be had again, as one of a machine is: wherever the file ends, what is there is shown.
@Suite struct RecordingCutTests {
    /// A lab that does not say what it began from.
    private struct Live: Run {
        var lab: LabRun
        var now: Instant { lab.now }
        var version: UInt64 { lab.version }
        var headline: Headline {
            var headline = lab.headline
            headline.kind = .node
            headline.title = "node.toml"
            return headline
        }
        var journal: Journal { lab.journal }
        var parties: [Party] { lab.parties }
        var format: WireFormat { lab.format }
        var epoch: Int64? { 1_600_000_000_000_000_000 }
        func interfaces() -> [InterfaceView] { lab.interfaces() }
        func bindings(_ window: Range<Int>) -> Window<MobileNode.BindingRow> { lab.bindings(window) }
        func peers() -> [MobileNode.PeerRow] { lab.peers() }
        func flows() -> [FlowView] { lab.flows() }
        func caches() -> [CacheHolder] { [] }
        func cache(_ holder: PartyIdentifier, _ window: Range<Int>, order: HomeAgent.CacheOrder)
            -> HomeAgent.CacheWindow
        { lab.cache(holder, window, order: order) }
        func why(_ subject: Subject) -> Explanation { lab.why(subject) }
        func preview(_ command: RunCommand) -> Preview { lab.preview(command) }
        func settings() -> [Setting] { lab.settings() }
        func vocabulary() -> Vocabulary { lab.vocabulary() }
        mutating func perform(_ command: RunCommand) -> Outcome { lab.perform(command) }
        mutating func advance(to instant: Instant) { lab.advance(to: instant) }
        var nextTime: Instant? { lab.nextTime }
    }

    private func recorded() throws -> [UInt8] {
        var stage = try Stage()
        var encoder = RecordingEncoder()
        stage.press("b")
        var octets = encoder.octets(of: Live(lab: stage.run.present))
        for _ in 0..<8 {
            stage.wait(0.5)
            octets += encoder.octets(of: Live(lab: stage.run.present))
        }
        return octets + encoder.octets(of: Live(lab: stage.run.present), isLast: true)
    }

    @Test func cutAtEveryOctetALiveRecordingIsShownUpToTheCut() throws {
        let octets = try recorded()
        var entries = 0
        for length in 8..<octets.count {
            let recording = try Recording(Array(octets[..<length]))
            #expect(recording.breaksOff != nil && recording.origin == nil)
            #expect(recording.journal.count >= entries)
            let isMore = recording.journal.count > entries
            entries = recording.journal.count
            guard isMore || length % 97 == 0 else { continue }
            var run = CaptureSession(CaptureRun(recording))
            var console = Console()
            let text = console.draw(run, columns: 80, rows: 24).plainText
            #expect(text.contains("BREAKS OFF"), "cut at \(length)\n\(text)")
            _ = console.handle(.character("[", alt: false), run: &run, columns: 80, rows: 24)
            _ = console.draw(run, columns: 80, rows: 24)
        }
        #expect(entries > 10)
        let whole = try Recording(octets)
        #expect(whole.breaksOff == nil && whole.epoch == 1_600_000_000_000_000_000)
        let run = CaptureRun(whole)
        #expect(run.bindings(0..<9).rows.map(\.bid) == [1, 2, 3])
    }
}
