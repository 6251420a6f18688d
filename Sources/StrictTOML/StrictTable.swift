/// A table that is read key by key, and in which nothing is left over.
///
/// Reading never stops at a problem: what is missing, of the wrong kind or out of range is noted, and a stand-in taken
/// in its place (the least of a range, the first of a choice, an empty string), so that one look at a file tells all
/// that is wrong with it. Nothing made of stand-ins gets out: `read` gives a value only where there was no problem.
/// When a table has been read, every key in it that nobody asked for is a problem too, with the nearest key that is
/// asked for.
///
/// ```swift
/// let node = try StrictTable.read(document) { table in
///     Node(
///         role: table.oneOf("role", ["mobile-node": .node, "mobile-router": .router]),
///         lifetime: table.integer("lifetime", in: 4...262_140, "seconds", default: 60),
///         homeAgent: table.optionalCustom("home-agent", expecting: "an IPv6 address") { IPv6Address($0) },
///         interfaces: table.tables("interface") { Interface(name: $0.string("name")) })
/// }
/// ```
///
/// Each kind of value comes in three forms: `integer("k", …)` must be there, `integer("k", …, default:)` may be left
/// out, and `optionalInteger("k", …)` is nil where it is.
public struct StrictTable {
    /// The file as problems name it.
    let file: String
    /// What is read.
    let table: TOMLTable
    /// Where the table stands, and so where a key that is missing would belong.
    public let position: TOMLPosition
    /// Whether the table itself is missing, which has been said: nothing in it is.
    let isStandIn: Bool
    /// The keys asked for so far, in the order of asking.
    private(set) var asked: [String] = []
    private var askedKeys: Set<String> = []
    private var problems: [TOMLProblem] = []
    /// Whether nobody can tell which keys belong here: the word that decides it is unknown.
    private var isUndecided = false

    init(file: String, table: TOMLTable, position: TOMLPosition, isStandIn: Bool) {
        self.file = file
        self.table = table
        self.position = position
        self.isStandIn = isStandIn
    }

    /// Reads a whole document.
    ///
    /// - Parameter body: asks for every key there may be, and makes a value of what it gets. It runs to its end even
    ///   where there are problems, with stand-ins, and its value is thrown away then.
    /// - Throws: all problems, in the order of the text.
    public static func read<Value>(
        _ document: TOMLDocument, _ body: (inout StrictTable) -> Value
    ) throws(TOMLProblems) -> Value {
        var table = StrictTable(file: document.file, table: document.root, position: .start, isStandIn: false)
        let value = body(&table)
        if let problems = TOMLProblems(table.finish()) { throw problems }
        return value
    }

    /// The keys of the table in the order of the text, for tables whose keys are names that the file makes up; reading
    /// each of them by any of the methods makes it known.
    public var names: [String] { table.entries.map(\.key) }

    /// Whether the table has a key. Asking this does not make it known.
    public func contains(_ key: String) -> Bool { table[key] != nil }

    /// The value of a key, whatever it is, for values of more than one kind; `refuse` says what is wrong with it.
    public mutating func value(_ key: String) -> TOMLValue? {
        if askedKeys.insert(key).inserted { asked.append(key) }
        return table[key]
    }

    /// Notes that the value of `key` cannot be, because of what other values are, or in a way that no method checks.
    ///
    /// - Parameters:
    ///   - key: its value is pointed at; where it is missing, the table.
    ///   - what: what is wrong, as a sentence; left out, it says what the value is.
    ///   - accepted: what would be accepted.
    public mutating func refuse(_ key: String, _ what: String? = nil, accepted: String) {
        let found = table[key]
        let otherwise =
            found.map { "\(Printable.key(key)) is \($0.inWords)" } ?? "missing key \(Printable.key(key))"
        note(what ?? otherwise, at: found?.position ?? position, accepted: accepted)
    }

    /// Notes that a key itself cannot be, in tables whose keys are names of some kind; it counts as known then.
    public mutating func refuseName(_ key: String, _ what: String, accepted: String) {
        if askedKeys.insert(key).inserted { asked.append(key) }
        note(what, at: table.entry(key)?.position ?? position, accepted: accepted)
    }

    /// Notes that the keys that are left over may be in their place: what decides it cannot be made out.
    mutating func leaveUndecided() { isUndecided = true }

    /// Notes a problem at a place.
    mutating func note(_ what: String, at position: TOMLPosition, accepted: String) {
        guard !isStandIn else { return }
        problems.append(TOMLProblem(file: file, position: position, what: what, accepted: accepted))
    }

    /// Reads a table inside this one.
    mutating func read<Value>(
        _ inner: TOMLTable, at position: TOMLPosition, isStandIn: Bool = false,
        _ body: (inout StrictTable) -> Value
    ) -> Value {
        var child = StrictTable(
            file: file, table: inner, position: position, isStandIn: self.isStandIn || isStandIn)
        let value = body(&child)
        problems += child.finish()
        return value
    }

    /// All problems, those of unknown keys among them.
    private mutating func finish() -> [TOMLProblem] {
        guard !isUndecided else { return problems }
        for entry in table.entries where !askedKeys.contains(entry.key) {
            var what = "unknown key \(Printable.key(entry.key))"
            if let meant = Spelling.nearest(to: entry.key, among: asked) {
                what += ", did you mean \(Printable.key(meant))?"
            }
            let accepted = asked.isEmpty ? "no key here" : asked.map(Printable.key).joined(separator: ", ")
            note(what, at: entry.position, accepted: accepted)
        }
        return problems
    }
}
