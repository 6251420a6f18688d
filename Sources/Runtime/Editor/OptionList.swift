import MobilityWire

/// A message taken apart: what stands before the options, each option with its Type and Length, and what follows.
struct OptionList {
    let format: WireFormat
    /// Where the Mobility Header begins in the packet.
    let base: Int
    /// Everything up to the options.
    private var head: [UInt8]
    /// The options, padding among them.
    var items: [Item]
    /// The end of the message that cannot be walked over.
    private let tail: [UInt8]
    /// What follows the end of the message.
    private let rest: [UInt8]

    /// An option.
    struct Item {
        /// Type, Length and data; one octet of padding has no Length.
        var octets: [UInt8]
        var type: UInt8 { octets.first ?? 0 }
        var isPadding: Bool { type <= 1 }
        /// Whether it has to stand behind the others (RFC 4285 §5, RFC 6275 §6.2.7).
        var isLast: Bool {
            type == OptionKind.messageAuthentication.rawValue
                || type == OptionKind.bindingAuthorizationData.rawValue
        }
    }

    init(_ octets: [UInt8], format: WireFormat) throws(Refusal) {
        self.format = format
        var report = NoProblems()
        let packet = PacketView(octets.span.bytes, problems: &report)
        guard packet.facts.kind == .mobility else {
            throw Refusal(
                words: "It has no options: expected a message of the Mobility Header.")
        }
        base = packet.facts.payloadOffset
        let header: MobilityHeaderView
        do throws(WireError) {
            header = try MobilityHeaderView(packet.payload)
        } catch {
            throw Refusal(words: "Its options cannot be told: \(error)")
        }
        head = Array(octets[..<(base + header.optionsOffset)])
        var items: [Item] = []
        var walk = header.options
        var end = header.optionsOffset
        while let position = (try? walk.next()) ?? nil {
            items.append(Item(octets: Array(octets[(base + position.offset)..<(base + position.end)])))
            end = position.end
        }
        self.items = items
        tail = Array(octets[(base + end)..<(base + header.length)])
        rest = Array(octets[(base + header.length)...])
    }

    /// Where an option begins in the packet, as the packet was.
    func offset(of option: Int) -> Int {
        items.prefix(option).reduce(head.count) { $0 + $1.octets.count }
    }

    /// The highest place for a new option: before those that have to be last and the padding at the end.
    func placeForNew(type: UInt8) -> Int {
        if Item(octets: [type]).isLast || type <= 1 {
            return type == OptionKind.messageAuthentication.rawValue
                ? items.firstIndex { $0.type == OptionKind.bindingAuthorizationData.rawValue } ?? items.count
                : items.count
        }
        return items.firstIndex(where: \.isLast) ?? (items.lastIndex { !$0.isPadding }).map { $0 + 1 } ?? 0
    }

    /// Other octets in an option, with the Length that fits.
    mutating func replace(
        _ range: Range<Int>, of option: Int, with new: [UInt8]
    ) throws(Refusal) {
        guard items.indices.contains(option), range.lowerBound >= 2,
            range.upperBound <= items[option].octets.count
        else { throw Refusal(words: "It is in no option.") }
        items[option].octets.replaceSubrange(range, with: new)
        let length = items[option].octets.count - 2
        guard let octet = UInt8(exactly: length) else {
            throw Refusal(words: "The option would have \(length) octets: expected 255 at most")
        }
        items[option].octets[1] = octet
    }

    /// Puts an option elsewhere.
    ///
    /// - Parameter skippingPadding: padding is no place of its own, as it will be made anew.
    mutating func move(_ index: Int, _ target: MessageEdit.MoveTarget, skippingPadding: Bool) -> String {
        let item = items.remove(at: index)
        let isPlace = { (item: Item) in !skippingPadding || !item.isPadding }
        switch target {
        case .first: items.insert(item, at: 0)
        case .last: items.append(item)
        case .up:
            items.insert(item, at: items[..<index].lastIndex(where: isPlace) ?? 0)
        case .down:
            items.insert(item, at: items[index...].firstIndex(where: isPlace).map { $0 + 1 } ?? items.count)
        }
        return "moved \(target.rawValue)"
    }

    /// The packet of these options.
    ///
    /// - Parameters:
    ///   - layOut: whether padding, alignment and Header Len are made right (RFC 6275 §6.1.1, §6.2.1); else all stands one
    ///     behind the other, and Header Len says what it said.
    ///   - keepsPadding: whether padding stays as it is, and only the end is made right.
    func octets(layOut: Bool, keepsPadding: Bool = false) throws(Refusal) -> [UInt8] {
        var octets = head
        let pads = layOut && !keepsPadding
        for item in items where !pads || !item.isPadding {
            let length = item.octets.count - 2
            if pads, let kind = format.kind(ofType: item.type, length: length) {
                let alignment = kind.alignment(length: length, profile: format.profile)
                OptionList.pad(&octets, alignment.padding(at: octets.count - base))
            }
            octets += item.octets
        }
        octets += tail
        if layOut {
            OptionList.pad(&octets, -(octets.count - base) & 7)
            let length = octets.count - base
            guard length <= 2048 else {
                throw Refusal(
                    words: "The message would have \(length) octets: expected 2048 at most (RFC 6275 §6.1.1)")
            }
            octets[base + 1] = UInt8(length / 8 - 1)
        }
        octets += rest
        guard octets.count <= MessageEditor.limit else {
            throw Refusal(
                words: "The packet would have \(octets.count) octets: expected \(MessageEditor.limit) at most"
            )
        }
        Lengths.fitHeaders(&octets, around: base)
        return octets
    }

    /// Pad1 or PadN (RFC 6275 §6.2.2, §6.2.3).
    private static func pad(_ octets: inout [UInt8], _ count: Int) {
        guard count > 0 else { return }
        if count == 1 { return octets.append(0) }
        octets += [1, UInt8(truncatingIfNeeded: count - 2)]
        octets += [UInt8](repeating: 0, count: count - 2)
    }
}
