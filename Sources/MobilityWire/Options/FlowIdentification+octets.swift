// The octets of a Flow Identification option's data (RFC 6089 §4.2).

extension FlowIdentification {
    /// The flow at `position`; nil where the option is too short or a sub-option does not fit.
    init?(at position: OptionPosition, of view: borrowing MobilityHeaderView) {
        guard let fixed = view.flowIdentification(at: position) else { return nil }
        self.init(
            flowIdentifier: fixed.flowIdentifier, priority: fixed.priority, status: fixed.status)
        var walk = view.subOptions(at: position)
        do {
            while let place = try walk.next() {
                guard let subOption = SubOption(at: place, of: view) else { return nil }
                subOptions.append(subOption)
            }
        } catch {
            return nil
        }
    }

    /// Octets of the data.
    var length: Int { subOptions.reduce(6) { $0 + $1.size } }

    /// Writes the data.
    func write(into writer: inout OctetWriter) throws(WireError) {
        writer.write(flowIdentifier)
        writer.write(priority)
        writer.write(UInt8(0))
        writer.write(status)
        for subOption in subOptions { try subOption.write(into: &writer) }
    }
}

extension FlowIdentification.SubOption {
    /// The sub-option at `place`; nil where its Length does not fit its layout.
    init?(at place: OptionPosition, of view: borrowing MobilityHeaderView) {
        switch place.type {
        case 0, 1:
            self = .padding(octets: place.end - place.offset)
        case 2:
            guard place.length & 1 == 0 else { return nil }
            self = .bindingReference(
                bids: stride(from: place.dataOffset, to: place.end, by: 2).map {
                    view.octets.number16(inside: $0)
                })
        case 3:
            guard place.length >= 2 else { return nil }
            self = .trafficSelector(
                format: view.octets.octet(inside: place.dataOffset),
                data: view.octets.array(place.dataOffset + 2..<place.end))
        default:
            self = .other(type: place.type, data: view.octets.array(place.dataOffset..<place.end))
        }
    }

    /// Octets with Type and Length.
    var size: Int {
        switch self {
        case .padding(let octets): octets
        case .bindingReference(let bids): 2 + 2 * bids.count
        case .trafficSelector(_, let data): 4 + data.count
        case .other(_, let data): 2 + data.count
        }
    }

    /// Writes the sub-option. That it fits into its option has been compared before.
    func write(into writer: inout OctetWriter) throws(WireError) {
        switch self {
        case .padding(let octets):
            writer.writePadding(octets)
        case .bindingReference(let bids):
            writer.write(UInt8(2))
            writer.write(UInt8(truncatingIfNeeded: 2 * bids.count))
            for bid in bids { writer.write(bid) }
        case .trafficSelector(let format, let data):
            writer.write(UInt8(3))
            writer.write(UInt8(truncatingIfNeeded: 2 + data.count))
            writer.write(format)
            writer.write(UInt8(0))
            writer.write(data)
        case .other(let type, let data):
            writer.write(type)
            writer.write(UInt8(truncatingIfNeeded: data.count))
            writer.write(data)
        }
    }
}
