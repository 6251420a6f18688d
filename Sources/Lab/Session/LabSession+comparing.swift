import MobilityWire
import Nodes
public import Runtime

// Two ways beside each other, and what would have been.

extension LabSession {
    /// What is shown beside another branch, or beside what would be had a setting been another one.
    public func comparison(with other: Comparison.Other) -> Comparison {
        switch other {
        case .branch(let name): compareBranch(name)
        case .setting(let key, let value): whatIf(key, value)
        case .choices(let subject): whatElse(subject)
        }
    }

    // MARK: Branches

    private func compareBranch(_ name: String?) -> Comparison {
        guard branches.count > 1 else {
            return Comparison(refusal: "There is one branch only: go back, and :branch begins another.")
        }
        let index: Int
        if let name {
            guard let named = branches.indices.first(where: { name == "\($0 + 1)" }) else {
                return Comparison(
                    refusal: "There is no branch \"\(name)\": expected 1 to \(branches.count).")
            }
            index = named
        } else {
            index = branches[shownBranch].parent ?? branches.count - 1
        }
        guard index != shownBranch else {
            return Comparison(refusal: "This is \(branchViews[index].name) itself: name another branch.")
        }
        let first = sharedEntries(shownBranch, index) + 1
        // Of two that stand at different times the later one as it was at that of the other: what differs then is not only
        // that one is older.
        let time = min(shown.now, branches[index].run.now)
        let mine = run(shown, of: shownBranch, at: time)
        let other = run(branches[index].run, of: index, at: time)
        func title(_ index: Int, _ run: LabRun) -> String {
            "\(branchViews[index].name) at \(run.now.secondsText) s"
        }
        return LabRun.compare((title(shownBranch, mine), mine), (title(index, other), other), from: first)
    }

    /// A branch as it was at a time; as it is where that is not kept.
    private func run(_ run: LabRun, of index: Int, at time: Instant) -> LabRun {
        guard run.now > time, let entry = JournalMove(to: time, in: run.journal).entry,
            var past = branches[index].checkpoints.before(entry)?.replayed(
                through: entry, of: branches[index].run)
        else { return run }
        past.pass(to: time)
        return past
    }

    /// The last entry that two branches have in common.
    private func sharedEntries(_ one: Int, _ other: Int) -> Int {
        var last: [Int: Int] = [:]
        var limit = Int.max
        var index: Int? = one
        while let current = index {
            last[current] = limit
            limit = min(limit, branches[current].lastShared)
            index = branches[current].parent
        }
        limit = .max
        index = other
        while let current = index {
            if let common = last[current] { return min(common, limit) }
            limit = min(limit, branches[current].lastShared)
            index = branches[current].parent
        }
        return 0
    }

    // MARK: What if

    /// The same beginning, the same chance, the same commands at the same times: with another value of one setting.
    private func whatIf(_ key: String, _ value: String) -> Comparison {
        if let refusal = runAgainRefusal { return refusal }
        guard let setting = shown.settings().first(where: { $0.key == key }) else {
            return Comparison(refusal: "There is no setting \"\(key)\".")
        }
        guard setting.value != value else {
            return Comparison(refusal: "\(key) is \(value): that is how it is.")
        }
        do throws(Refusal) {
            let other = try runAgain(with: key, value, until: shown.now)
            return LabRun.compare(("as it is", shown), ("\(key) \(value)", other), from: 1)
        } catch {
            return Comparison(refusal: error.words)
        }
    }

    /// The run from its beginning, with another value of a setting; none: as it was.
    func runAgain(
        with key: String = "", _ value: String = "", until time: Instant
    ) throws(Refusal) -> LabRun {
        guard let origin = branches[0].checkpoints.runs.first, origin.inputs.isEmpty, origin.hasBegun,
            var other = key == "profile"
                ? WireProfile(rawValue: value).flatMap({ origin.anew($0) }) : origin
        else {
            throw Refusal(words: "The beginning of the run is not kept: nobody can run it again.")
        }
        if !key.isEmpty, key != "profile", case .refused(let words) = other.perform(.set(key, value)) {
            throw Refusal(words: words)
        }
        other.repeatInputs(of: shown, until: time, except: key)
        return other
    }
}

extension LabRun {
    /// Whether it is at its beginning.
    fileprivate var hasBegun: Bool { now == .zero && nextStep == 0 }

    /// The same world and chance in another profile; nil: the origin is not known, or the nodes refuse it.
    fileprivate func anew(_ profile: WireProfile) -> LabRun? {
        guard let origin else { return nil }
        if origin.scenario.isEmpty {
            return try? LabRun(profile: profile, seed: origin.seed, cryptography: lab.cryptography)
        }
        guard let scenario = try? Scenario(origin.scenario, name: origin.name, file: origin.name) else {
            return nil
        }
        return try? LabRun(scenario, profile: profile, seed: origin.seed, cryptography: lab.cryptography)
    }

    /// Is told at the same times what another run was told, and goes on to a time.
    fileprivate mutating func repeatInputs(of run: LabRun, until time: Instant, except key: String) {
        waitsForLesson = false
        var budget = 1_000_000
        func go(_ copy: inout LabRun, _ limit: Instant) {
            while budget > 0, copy.happenNext(until: limit) { budget -= 1 }
        }
        for input in run.inputs where input.time <= time && !input.line.hasPrefix("set \(key) ") {
            go(&self, input.time)
            repeatInput(input)
        }
        go(&self, time)
    }

    /// Two runs beside each other.
    static func compare(
        _ left: (name: String, run: LabRun), _ right: (name: String, run: LabRun), from first: Int
    ) -> Comparison {
        var parts = [
            Comparison.Part("Bindings of the node", named: left.run.bindingWords, right.run.bindingWords)
        ]
        for holder in left.run.caches() {
            parts.append(
                Comparison.Part(
                    "Binding cache of \(holder.name)", named: left.run.cacheWords(holder.party),
                    right.run.cacheWords(holder.party)))
        }
        parts.append(
            Comparison.Part(
                first > 1 ? "Exchange from entry \(first) on" : "Exchange",
                inOrder: left.run.exchangeWords(from: first), right.run.exchangeWords(from: first)))
        return Comparison(left: left.name, right: right.name, parts: parts)
    }

    /// So many rows of an exchange are compared.
    private static let comparedRows = 400

    var bindingWords: [(name: String, text: String)] {
        bindings(0..<1000).rows.map { row in
            let name = row.bid.map { "BID \($0)" } ?? "ordinary"
            let address = row.careOfAddress.map { " \($0)" } ?? ""
            let status = row.lastStatus.map { ", status \($0)" } ?? ""
            let peer = row.role == "correspondent" ? " at \(row.peer)" : ""
            return (
                "\(row.peer) \(name)", "\(name)\(peer)\(address) \(row.state.rawValue)\(status)"
            )
        }
    }

    func cacheWords(_ holder: PartyIdentifier) -> [(name: String, text: String)] {
        cache(holder, 0..<1000, order: .homeAddress).rows.map { row in
            let name = row.bid.map { "BID \($0)" } ?? "ordinary"
            let lifetime = row.grantedLifetime.map { ", \($0) s" } ?? ""
            return (
                "\(row.homeAddress) \(name)",
                "\(name) → \(row.destination)\(row.home ? ", home" : "")\(lifetime)"
            )
        }
    }

    /// The rows of the exchange, the newest where there are many.
    private func exchangeWords(from first: Int) -> [(key: String, text: String)] {
        let text = EntryText(parties: parties, format: format)
        let begin = journal.exchangeRow(notBefore: first)
        let end = journal.exchangeRows.upperBound
        return (max(begin, min(end, end - LabRun.comparedRows))..<end).compactMap { row in
            guard let exchange = journal.exchangeRow(row), let entry = journal[exchange.number] else {
                return nil
            }
            let isLost = exchange.fate > 0 && journal.kind(of: exchange.fate) == .lost
            let words = text.line(of: entry) + (isLost ? ", lost" : "")
            guard let octets = entry.octets else { return (words, "\(entry.time.seconds) \(words)") }
            // Two messages may say the same in other octets: what a profile is about.
            return ("\(words) \(octets)", "\(entry.time.seconds) \(words), \(octets.count) octets")
        }
    }
}

extension Instant {
    /// `12.400`: seconds with milliseconds.
    fileprivate var seconds: String {
        let thousandths = nanoseconds / 1_000_000
        return "\(thousandths / 1000).\(String(1000 + thousandths % 1000).dropFirst())"
    }
}
