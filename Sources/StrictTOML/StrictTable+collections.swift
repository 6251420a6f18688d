// Arrays, and tables inside tables.

extension StrictTable {
    /// An array of strings; left out, it is empty.
    public mutating func strings(_ key: String, atLeast least: Int = 0) -> [String] {
        elements(key, atLeast: least, expecting: "a string", \.string)
    }

    /// An array of whole numbers in a range; left out, it is empty.
    public mutating func integers(
        _ key: String, in range: ClosedRange<Int>, atLeast least: Int = 0
    ) -> [Int] {
        let expecting = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return elements(key, atLeast: least, expecting: expecting) { content in
            content.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// An array of strings made into values; left out, it is empty. A problem points at the string that is none.
    ///
    /// - Parameter expecting: what each of them is, as a problem says it: "an IPv6 prefix like 2001:db8:f::/48".
    public mutating func customs<Value>(
        _ key: String, expecting: String, atLeast least: Int = 0, _ make: (String) -> Value?
    ) -> [Value] {
        elements(key, atLeast: least, expecting: expecting) { $0.string.flatMap(make) }
    }

    private mutating func elements<Value>(
        _ key: String, atLeast least: Int, expecting: String, _ make: (TOMLValue.Content) -> Value?
    ) -> [Value] {
        let count = least > 0 ? ", at least \(least)" : ""
        guard let array = array(key, atLeast: least, accepted: "an array, each element \(expecting)\(count)")
        else { return [] }
        var values: [Value] = []
        for element in array {
            if let value = make(element.content) {
                values.append(value)
            } else {
                note(
                    "an element of \(Printable.key(key)) is \(element.inWords)", at: element.position,
                    accepted: expecting)
            }
        }
        return values
    }

    /// A table, `[key]` or `key = { … }`, read by `body`; where it is missing, `body` gets stand-ins alone.
    public mutating func table<Value>(_ key: String, _ body: (inout StrictTable) -> Value) -> Value {
        if value(key) == nil { refuse(key, accepted: "a table [\(key)]") }
        return optionalTable(key, body) ?? read(TOMLTable(), at: position, isStandIn: true, body)
    }

    /// A table, `[key]` or `key = { … }`, read by `body`, that may be left out.
    public mutating func optionalTable<Value>(
        _ key: String, _ body: (inout StrictTable) -> Value
    ) -> Value? {
        guard let found = value(key) else { return nil }
        guard case .table(let inner) = found.content else {
            refuse(key, accepted: "a table [\(key)]")
            return nil
        }
        return read(inner, at: found.position, body)
    }

    /// Tables, each under a header `[[key]]` or in an array of inline tables, each read by `body`; left out, none.
    public mutating func tables<Value>(
        _ key: String, atLeast least: Int = 0, _ body: (inout StrictTable) -> Value
    ) -> [Value] {
        let accepted = "tables, each under a header [[\(key)]]" + (least > 0 ? ", at least \(least)" : "")
        guard let array = array(key, atLeast: least, accepted: accepted) else { return [] }
        var values: [Value] = []
        for element in array {
            if case .table(let inner) = element.content {
                values.append(read(inner, at: element.position, body))
            } else {
                note(
                    "an element of \(Printable.key(key)) is \(element.inWords)", at: element.position,
                    accepted: "a table")
            }
        }
        return values
    }

    /// The elements of an array with at least so many; nil where there are none, or a problem was noted.
    private mutating func array(_ key: String, atLeast least: Int, accepted: String) -> [TOMLValue]? {
        guard let found = value(key) else {
            if least > 0 { refuse(key, accepted: accepted) }
            return nil
        }
        guard case .array(let array) = found.content else {
            refuse(key, accepted: accepted)
            return nil
        }
        if array.count < least {
            refuse(key, "\(Printable.key(key)) has \(array.count) elements", accepted: accepted)
        }
        return array
    }
}
