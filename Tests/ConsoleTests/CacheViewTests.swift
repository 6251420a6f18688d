import Grid
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing

@testable import Console

/// The Binding cache of an agent with very many bindings: looked at through a window, in any order, one node at a time.
@Suite struct CacheViewTests {
    /// A console on an agent with so many bindings, as somebody uses it.
    private struct Desk {
        var run: ManyBindings
        var console: Console
        var columns = 120
        var rows = 40

        init(_ count: Int) throws {
            var stage = try Stage()
            stage.press("b")
            stage.wait(3)
            run = ManyBindings(lab: stage.run.present, count: count)
            var options = ConsoleOptions()
            options.beginsWith = .cache
            console = Console(options: options)
        }

        mutating func press(_ names: String) {
            for name in names.split(separator: " ") {
                guard let key = Key(name: String(name)) else { continue }
                _ = console.handle(key, run: &run, columns: columns, rows: rows)
            }
        }

        mutating func type(_ text: String) {
            for scalar in text.unicodeScalars { press(.character(scalar, alt: false)) }
        }

        mutating func press(_ key: Key) {
            _ = console.handle(key, run: &run, columns: columns, rows: rows)
        }

        /// Looks on until everything was looked at.
        mutating func search() {
            for _ in 0..<10_000 where !console.search(run) {}
            let isComplete = console.search(run)
            #expect(isComplete)
        }

        var text: String { console.draw(run, columns: columns, rows: rows).plainText }

        /// Where the cursor is.
        var selected: HomeAgent.CacheRow? { console.selectedCacheRow(run)?.row }

        /// How many rows a frame asks for.
        mutating func rowsOfAFrame() -> Int {
            run.asked.rows = 0
            _ = console.draw(run, columns: columns, rows: rows)
            return run.asked.rows
        }
    }

    @Test func aFrameAsksForNoMoreRowsWhenThereAreMore() throws {
        func most(_ count: Int) throws -> [Int] {
            var desk = try Desk(count)
            var rows = [desk.rowsOfAFrame()]
            desk.press("end page-up")
            rows.append(desk.rowsOfAFrame())
            desk.type(":find \(ManyBindings.home(count / 6))\n")
            desk.press("enter")
            rows.append(desk.rowsOfAFrame())
            desk.press("S")
            desk.search()
            desk.press("page-down")
            rows.append(desk.rowsOfAFrame())
            desk.press("S /")
            desk.type("life<30s 2")
            desk.press("enter")
            desk.search()
            desk.press("page-down page-down")
            rows.append(desk.rowsOfAFrame())
            desk.press("enter")
            rows.append(desk.rowsOfAFrame())
            return rows
        }
        let few = try most(10_000)
        let many = try most(100_000)
        for (few, many) in zip(few, many) {
            // Ten times as many take four steps of halving more where a place is looked for, twice in a frame at most. Each row
            // that was found stands where it stood.
            #expect(many <= few + 8, "\(few), then \(many)")
            #expect(many < 1_000)
        }
    }

    @Test func rowsAreFilteredByEveryKindOfWord() throws {
        let words = [
            "3", "2001:db8:1::2:1f", ":1f", "2001:db8:b::/48", "life<30s", "life>80s", "changed<1m", "nat",
            "default", "bulk", "2 life<5s", "nat life>50s 2",
        ]
        for text in words {
            var desk = try Desk(9_000)
            desk.press("/")
            desk.type(text)
            desk.press("enter")
            desk.search()
            let filter = try CacheFilter(text)
            let expected = (0..<9_000).count { filter.fits(desk.run.row($0), at: desk.run.now) }
            #expect(expected < 9_000)
            #expect(desk.text.contains("HA \(expected) of 9000"), "\(text): \(expected)\n\(desk.text)")
            if expected > 0 {
                let first = try #require(desk.selected)
                #expect(filter.fits(first, at: desk.run.now))
            }
        }
        #expect(try CacheFilter("2 bulk").fits(try Desk(9).run.row(4), at: .zero))
        #expect(try !CacheFilter("3 bulk").fits(try Desk(9).run.row(4), at: .zero))
    }

    @Test func wordsThatMeanNothingAreRefusedWhereTheyAreTyped() throws {
        var desk = try Desk(90)
        for (word, reason) in [
            ("nonsense", "none of home"), ("life<", "life<30s"), ("2001:db8::/129", "is no prefix"),
            ("x/64", "is no prefix"), ("70000", "no BID"), ("changed>9999999999d", "changed<30s"),
        ] {
            desk.press("/")
            for _ in 0..<30 { desk.press("backspace") }
            desk.press("escape /")
            desk.type(word)
            desk.press("enter")
            #expect(desk.text.contains(reason), "\(word)\n\(desk.text)")
            desk.press("escape")
        }
        #expect(desk.console.cache.filter.isEmpty)
    }

    @Test func rowsAreSortedByLifetimeAndByTheLastChange() throws {
        var desk = try Desk(5_000)
        let rows = (0..<5_000).map { desk.run.row($0) }
        desk.press("S")
        desk.search()
        let byLifetime = rows.sorted {
            ($0.remaining ?? .zero, $0.homeAddress, $0.bid ?? 0) < (
                $1.remaining ?? .zero, $1.homeAddress, $1.bid ?? 0
            )
        }
        #expect(desk.text.contains("by lifetime"))
        #expect(desk.selected?.homeAddress == byLifetime[0].homeAddress)
        desk.press("page-down")
        let page = try #require(desk.selected)
        #expect(byLifetime[1..<40].contains { $0.homeAddress == page.homeAddress && $0.bid == page.bid })
        desk.press("end")
        #expect(desk.selected?.homeAddress == byLifetime[4_999].homeAddress)
        desk.press("S")
        desk.search()
        let latest = try #require(rows.max { $0.verified < $1.verified })
        #expect(desk.text.contains("latest first"))
        #expect(desk.selected?.homeAddress == latest.homeAddress)
        desk.press("S")
        #expect(!desk.text.contains("latest first"))
    }

    @Test func theCursorStaysOnItsBindingWhenOthersCome() throws {
        var desk = try Desk(9_000)
        desk.type(":find \(ManyBindings.home(1_000))")
        desk.press("enter")
        #expect(desk.selected?.homeAddress == ManyBindings.home(1_000))
        let line = desk.console.cacheLine(desk.run, desk.console.cacheParts(desk.run))
        // The run forgets its first hundred rows: everything moves up.
        var fewer = desk.run
        fewer.count = 8_000
        #expect(desk.console.selectedCacheRow(fewer)?.row.homeAddress == ManyBindings.home(1_000))
        // Where the binding is gone, the cursor is where it stood.
        fewer.count = 600
        #expect(desk.console.selectedCacheRow(fewer)?.row.homeAddress == ManyBindings.home(199))
        #expect(line == 3_001)
    }

    @Test func anAddressThatIsNotThereIsAnnouncedAndNonsenseRefused() throws {
        var desk = try Desk(300)
        desk.type(":find 2001:db8:1::1:ffff")
        desk.press("enter")
        #expect(desk.text.contains("has no binding here"))
        desk.type(":find nowhere")
        desk.press("enter")
        #expect(desk.text.contains("is no IPv6 address"))
        desk.press("F")
        #expect(desk.text.contains("Find which home address?"))
    }

    @Test func whatWasFoundFollowsTheCacheInItsTime() throws {
        var desk = try Desk(3_000)
        desk.press("/")
        desk.type("2")
        desk.press("enter")
        desk.search()
        #expect(desk.text.contains("HA 1000 of 3000"))
        desk.run.count = 6_000
        desk.run.changes = 1
        // Not at once: looking at all of them is work. Until then the former result stands.
        let stands = desk.console.search(desk.run)
        #expect(stands)
        desk.run.late = .seconds(2)
        desk.search()
        #expect(desk.text.contains("HA 2000 of 6000"))
    }

    @Test(arguments: Size.all) func oneNodeIsSeenWithAllThatIsKnownOfIt(_ size: Size) throws {
        var desk = try Desk(30_000)
        desk.columns = size.columns
        desk.rows = size.rows
        desk.type(":find \(ManyBindings.home(5_000))")
        desk.press("enter")
        try Golden.expect(
            desk.console.draw(desk.run, columns: size.columns, rows: size.rows), "cache-many.\(size)",
            withRoles: false)
        desk.press("enter")
        desk.search()
        #expect(desk.run.told == [.chooseNode(ManyBindings.home(5_000))])
        desk.press("z")
        let text = desk.text
        try Golden.expect(
            desk.console.draw(desk.run, columns: size.columns, rows: size.rows), "cache-node.\(size)",
            withRoles: false)
        for words in ["2001:db8:1::1:1388", "3 bindings", "2001:db8:f::/48", "ssh", "none is kept"] {
            #expect(text.contains(words), "\(words)\n\(text)")
        }
        desk.press("escape")
        #expect(desk.text.contains("HA 30000"))
    }

    @Test func theMessagesOfANodeAreFoundAndOpened() throws {
        var stage = try Stage()
        stage.press("b")
        stage.wait(4)
        stage.type("pane cache")
        stage.press("down enter")
        for _ in 0..<100 where !stage.console.search(stage.run) {}
        let text = stage.text
        #expect(text.contains("Last messages") && text.contains("BU "))
        stage.press("end enter")
        #expect(stage.text.contains("Message ── BU"))
        stage.type("pane cache")
        stage.press("escape")
        #expect(stage.text.contains("home agent ha1"))
    }
}

/// A sorted list in pieces.
@Suite struct SortedRunsTests {
    @Test func windowsAreThoseOfTheSortedList() {
        var state: UInt64 = 11
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for round in 0..<40 {
            var numbers = Array(0..<(round * 17 + 1))
            for index in numbers.indices { numbers.swapAt(index, next(numbers.count)) }
            var runs = SortedRuns<Int>()
            var rest = numbers[...]
            while !rest.isEmpty {
                let piece = rest.prefix(1 + next(30))
                rest = rest.dropFirst(piece.count)
                runs.add(piece.sorted())
            }
            #expect(runs.count == numbers.count)
            for _ in 0..<20 {
                let first = next(numbers.count + 5)
                let range = first..<first + next(50)
                #expect(runs.elements(range) == Array(range.clamped(to: 0..<numbers.count)))
            }
        }
    }
}
