import Nodes
import Runtime

extension Painter {
    /// How long nothing that is seen changes by time alone, in the machine's time; nil: for ever.
    var nextRedraw: Interval? {
        guard grid.columns >= Layout.smallest.columns, grid.rows >= Layout.smallest.rows, !headline.isPaused,
            headline.kind != .capture, headline.speed > 0
        else { return nil }
        var soonest: Int64?
        func change(in nanoseconds: Int64) {
            let wait = max(1, nanoseconds)
            soonest = min(soonest ?? wait, wait)
        }
        if let rectangle = layout.rectangle(of: .bindings) {
            let cells = Int64(max(8, rectangle.columns / 6)) * 8
            for line in bindings {
                guard case .binding(let row) = line else { continue }
                if let again = row.nextTransmission { change(in: Painter.untilNextText(again)) }
                if let refresh = row.nextRefresh { change(in: Painter.untilNextText(refresh)) }
                guard let remaining = row.remaining, remaining > .zero else { continue }
                change(in: Painter.untilNextText(remaining))
                if let granted = row.grantedLifetime, granted > 0 {
                    change(in: Painter.untilNextStep(remaining, of: granted, steps: cells))
                }
            }
        }
        // Of the caches, what was painted.
        for remaining in drained where remaining > .zero { change(in: Painter.untilNextText(remaining)) }
        // Of the past nothing changes but how far it is behind what runs.
        if past != nil, headline.kind != .lab { return .seconds(1) }
        // Ages go on by tenths; in a lab time stands meanwhile.
        if !held.isEmpty, headline.kind != .lab, layout.rectangle(of: .held) != nil {
            change(in: Painter.untilNextText(Interval(nanoseconds: run.now.nanoseconds % 100_000_000)))
        }
        // How long a message is held stands in Why by seconds.
        if !held.isEmpty, headline.kind != .lab, layout.rectangle(of: .why) != nil {
            change(in: 1_000_000_000)
        }
        // Where something drains, the clock goes on by seconds; where nothing does, it stands until something happens.
        guard let soonest else { return nil }
        let machine = Double(soonest) / headline.speed
        return Interval(nanoseconds: Int64(max(20_000_000, min(machine, 1e18))))
    }

    /// Until the words for a length of time become others.
    private static func untilNextText(_ interval: Interval) -> Int64 {
        let unit: Int64 = interval < .seconds(3) ? 100_000_000 : 1_000_000_000
        let rest = interval.nanoseconds % unit
        return rest > 0 ? rest : unit
    }

    /// Until a bar of so many steps has one less.
    private static func untilNextStep(_ remaining: Interval, of granted: Int, steps: Int64) -> Int64 {
        let step = Interval.seconds(Int64(granted)).nanoseconds / max(1, steps)
        guard step > 0 else { return 1_000_000_000 }
        let rest = remaining.nanoseconds % step
        return rest > 0 ? rest : step
    }
}
