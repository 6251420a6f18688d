import MobilityWire

/// The numbers that have names, field by field.
enum Choices {
    /// What a field can be; nil: its numbers have no names.
    ///
    /// - Parameters:
    ///   - type: MH Type of the message.
    ///   - second: the octet before the field, which tells what a revocation message has there.
    static func of(_ field: String, in parent: String, type: UInt8?, second: UInt8)
        -> [EditableField.Choice]?
    {
        switch (parent, field) {
        case ("Mobility Header", "MH Type"): rows(MobilityHeaderType.self)
        case ("Mobility Header", "Status"):
            switch type {
            case MessageKind.bindingError.rawValue: rows(BindingErrorStatus.self)
            case MessageKind.bindingRevocation.rawValue: rows(RevocationStatus.self)
            default: rows(BindingStatus.self)
            }
        case ("Mobility Header", "B.R. Type"): rows(RevocationType.self)
        case ("Mobility Header", "Revocation Trigger"): rows(RevocationTrigger.self)
        case ("Binding Identifier", "Status"): rows(BindingStatus.self)
        case ("IPv4 Address Acknowledgement", "Status"): rows(IPv4AddressStatus.self)
        case ("Flow Identification", "Status"): rows(FlowStatus.self)
        case (_, "Next Header"), (_, "Protocol"): rows(NextHeader.self)
        case (_, "Routing Type"): rows(RoutingType.self)
        default: nil
        }
    }

    private static func rows<Number: AssignedNumber>(_ number: Number.Type) -> [EditableField.Choice] {
        Number.table.rows.compactMap { row in
            let name = row.name.description
            guard name != "unassigned", name != "unknown" else { return nil }
            return EditableField.Choice(
                value: "\(row.numbers.lowerBound)", name: name, meaning: row.meaning.description,
                section: row.section.description)
        }
    }
}
