// Values of our own: one of a few words, or a string with a form.

extension StrictTable {
    /// One of a few words, each with what it means, in the order in which a problem lists them; at least one.
    public mutating func oneOf<Value>(_ key: String, _ choices: KeyValuePairs<String, Value>) -> Value {
        word(key, choices.map(\.key), required: true).map { choices[$0].value } ?? choices[0].value
    }

    /// One of a few words, on which it depends which other keys the table has. Where it is none of them, one problem is
    /// enough: the other keys are not held against those of the stand-in.
    public mutating func kind<Value>(_ key: String, _ choices: KeyValuePairs<String, Value>) -> Value {
        guard let index = word(key, choices.map(\.key), required: true) else {
            if contains(key) { leaveUndecided() }
            return choices[0].value
        }
        return choices[index].value
    }

    /// One of a few words, that may be left out.
    public mutating func oneOf<Value>(
        _ key: String, _ choices: KeyValuePairs<String, Value>, default otherwise: Value
    ) -> Value {
        optionalOneOf(key, choices) ?? otherwise
    }

    /// One of a few words, that may be left out.
    public mutating func optionalOneOf<Value>(
        _ key: String, _ choices: KeyValuePairs<String, Value>
    ) -> Value? {
        word(key, choices.map(\.key), required: false).map { choices[$0].value }
    }

    /// A few whole numbers, in the order in which a problem lists them; at least one.
    public mutating func oneOf(_ key: String, _ choices: [Int], default otherwise: Int) -> Int {
        let accepted = choices.map(String.init).joined(separator: ", ")
        return convert(key, required: false, accepted: accepted) { content in
            content.integer.flatMap { choices.contains($0) ? $0 : nil }
        } ?? otherwise
    }

    /// Which of `words` the value is.
    private mutating func word(_ key: String, _ words: [String], required: Bool) -> Int? {
        let accepted = words.map(Printable.quoted).joined(separator: ", ")
        guard let found = value(key) else {
            if required { refuse(key, accepted: accepted) }
            return nil
        }
        let index = found.content.string.flatMap(words.firstIndex)
        if index == nil {
            let meant = found.content.string.flatMap { Spelling.nearest(to: $0, among: words) }
            let question = meant.map {
                "\(Printable.key(key)) is \(found.inWords), did you mean \(Printable.quoted($0))?"
            }
            refuse(key, question, accepted: accepted)
        }
        return index
    }

    /// A string made into a value.
    ///
    /// - Parameters:
    ///   - expecting: what is accepted, as a problem says it: "an IPv6 address like 2001:db8::1".
    ///   - standIn: what to go on with where there is a problem; it never gets out of `read`.
    ///   - make: nil where the string is not of the form.
    public mutating func custom<Value>(
        _ key: String, expecting: String, standIn: Value, _ make: (String) -> Value?
    ) -> Value {
        convert(key, required: true, accepted: expecting) { $0.string.flatMap(make) } ?? standIn
    }

    /// A string made into a value, that may be left out.
    public mutating func custom<Value>(
        _ key: String, expecting: String, default otherwise: Value, _ make: (String) -> Value?
    ) -> Value {
        optionalCustom(key, expecting: expecting, make) ?? otherwise
    }

    /// A string made into a value, that may be left out.
    public mutating func optionalCustom<Value>(
        _ key: String, expecting: String, _ make: (String) -> Value?
    ) -> Value? {
        convert(key, required: false, accepted: expecting) { $0.string.flatMap(make) }
    }
}
