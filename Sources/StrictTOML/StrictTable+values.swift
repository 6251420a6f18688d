// Strings, numbers and truth values.

extension StrictTable {
    /// The value of a key made into what is wanted; nil where it is missing, or noted as a problem.
    mutating func convert<Value>(
        _ key: String, required: Bool, accepted: String, _ convert: (TOMLValue.Content) -> Value?
    ) -> Value? {
        guard let found = value(key) else {
            if required { refuse(key, accepted: accepted) }
            return nil
        }
        if let value = convert(found.content) { return value }
        refuse(key, accepted: accepted)
        return nil
    }

    /// A string.
    public mutating func string(_ key: String) -> String {
        convert(key, required: true, accepted: "a string", \.string) ?? ""
    }

    /// A string that may be left out.
    public mutating func string(_ key: String, default otherwise: String) -> String {
        optionalString(key) ?? otherwise
    }

    /// A string that may be left out.
    public mutating func optionalString(_ key: String) -> String? {
        convert(key, required: false, accepted: "a string", \.string)
    }

    /// `true` or `false`; the stand-in is `false`.
    public mutating func boolean(_ key: String) -> Bool {
        convert(key, required: true, accepted: "true or false", \.boolean) ?? false
    }

    /// `true` or `false`, or left out.
    public mutating func boolean(_ key: String, default otherwise: Bool) -> Bool {
        optionalBoolean(key) ?? otherwise
    }

    /// `true` or `false`, or left out.
    public mutating func optionalBoolean(_ key: String) -> Bool? {
        convert(key, required: false, accepted: "true or false", \.boolean)
    }

    /// A whole number in a range; `unit` stands behind the range in a problem ("seconds").
    public mutating func integer(_ key: String, in range: ClosedRange<Int>, _ unit: String? = nil) -> Int {
        integer(key, in: range, unit, required: true) ?? range.lowerBound
    }

    /// A whole number in a range, that may be left out.
    public mutating func integer(
        _ key: String, in range: ClosedRange<Int>, _ unit: String? = nil, default otherwise: Int
    ) -> Int {
        integer(key, in: range, unit, required: false) ?? otherwise
    }

    /// A whole number in a range, that may be left out.
    public mutating func optionalInteger(
        _ key: String, in range: ClosedRange<Int>, _ unit: String? = nil
    ) -> Int? {
        integer(key, in: range, unit, required: false)
    }

    private mutating func integer(
        _ key: String, in range: ClosedRange<Int>, _ unit: String?, required: Bool
    ) -> Int? {
        let accepted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return convert(key, required: required, accepted: accepted + behind(unit)) { content in
            content.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A number in a range, with or without a fraction.
    public mutating func number(_ key: String, in range: ClosedRange<Double>, _ unit: String? = nil) -> Double
    {
        number(key, in: range, unit, required: true) ?? range.lowerBound
    }

    /// A number in a range, that may be left out.
    public mutating func number(
        _ key: String, in range: ClosedRange<Double>, _ unit: String? = nil, default otherwise: Double
    ) -> Double {
        number(key, in: range, unit, required: false) ?? otherwise
    }

    /// A number in a range, that may be left out.
    public mutating func optionalNumber(
        _ key: String, in range: ClosedRange<Double>, _ unit: String? = nil
    ) -> Double? {
        number(key, in: range, unit, required: false)
    }

    private mutating func number(
        _ key: String, in range: ClosedRange<Double>, _ unit: String?, required: Bool
    ) -> Double? {
        let accepted = "a number from \(inWords(range.lowerBound)) to \(inWords(range.upperBound))"
        return convert(key, required: required, accepted: accepted + behind(unit)) { content in
            // Not a number lies in no range.
            content.number.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    private func inWords(_ bound: Double) -> String {
        Int(exactly: bound).map(String.init) ?? "\(bound)"
    }

    private func behind(_ unit: String?) -> String { unit.map { " (\($0))" } ?? "" }
}

extension TOMLValue.Content {
    /// The string, if it is one.
    public var string: String? {
        if case .string(let string) = self { return string }
        return nil
    }

    /// The truth value, if it is one.
    public var boolean: Bool? {
        if case .boolean(let truth) = self { return truth }
        return nil
    }

    /// The whole number, if it is one.
    public var integer: Int? {
        if case .integer(let number) = self { return number }
        return nil
    }

    /// The number, whole or not, if it is one.
    public var number: Double? {
        switch self {
        case .float(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }
}
