/// A Mobility Header of which only the beginning is there, because a capture kept no more of its packet.
///
/// No receiver ever sees such a thing, so it is no message: it is what a person can be shown of one. The octets have the
/// length that Header Len gives, with Pad1 in place of what is not there whole, so that a ``MobilityHeaderView`` reads
/// them.
public struct PartialMobilityHeader: Hashable, Sendable {
    /// The fixed part and the options that are there whole, and zeros behind them up to the end of the header.
    public let octets: [UInt8]
    /// Where in `octets` that ends which is there whole.
    public let end: Int
    /// What is there of the option that was cut.
    let rest: [UInt8]

    /// The beginning of a Mobility Header; nil where it is whole, or not even its fixed part is there.
    public init?(_ part: RawSpan) {
        guard part.byteCount >= 8 else { return nil }
        let length = (Int(part.octet(inside: 1)) + 1) * 8
        guard length > part.byteCount else { return nil }
        var octets = part.array(0..<part.byteCount)
        octets.append(contentsOf: repeatElement(0, count: length - part.byteCount))
        var end = part.byteCount
        do throws(WireError) {
            let header = try MobilityHeaderView(octets.span.bytes)
            guard header.optionsOffset <= part.byteCount else { return nil }
            end = header.optionsOffset
            var walk = header.options
            while let option = try? walk.next(), option.end <= part.byteCount { end = option.end }
        } catch {
            return nil
        }
        for place in end..<part.byteCount { octets[place] = 0 }
        self.octets = octets
        self.end = end
        rest = part.array(end..<part.byteCount)
    }

    /// The fields that are there whole, and the octets behind them.
    ///
    /// - Parameters:
    ///   - format: the layout of Binding Identifier options.
    ///   - base: where the header begins in its packet; the fields count from the packet's beginning.
    public func fields(format: WireFormat, base: Int = 0) -> Field? {
        guard let header = try? MobilityHeaderView(octets.span.bytes) else { return nil }
        var field = header.fields(format: format, base: base)
        field.length = end + rest.count
        field.children.removeAll { $0.octets.upperBound > base + end }
        if !rest.isEmpty {
            let make = FieldMaker(rest.span.bytes, base: base + end)
            field.children.append(
                make.digits(
                    "Octets", at: 0, rest.count, "The beginning of an option; the rest was not captured.",
                    "RFC 6275 §6.2.1"))
        }
        return field
    }
}
