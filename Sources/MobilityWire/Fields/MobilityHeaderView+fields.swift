// A Mobility Header as a tree of fields.

extension MobilityHeaderView {
    /// The header's fields, its options among them.
    ///
    /// - Parameters:
    ///   - format: the layout of Binding Identifier options.
    ///   - base: where the header begins in its packet; the fields count from the packet's beginning.
    public func fields(format: WireFormat, base: Int = 0) -> Field {
        let make = FieldMaker(octets, base: base)
        let type = MobilityHeaderType(rawValue: type)
        var field = make.text(
            "Mobility Header", at: 0, length, name, type.meaning.description, type.section.description)
        field.children = [
            make.text(
                "Payload Proto", at: 0, 1, "59 No Next Header", "Nothing follows a Mobility Header.",
                "RFC 6275 §6.1.1"),
            make.text(
                "Header Len", at: 1, 1, "\(length / 8 - 1)",
                "\(length) octets: units of 8, the first not counted.", "RFC 6275 §6.1.1"),
            make.assigned("MH Type", at: 2, type),
            make.reserved(at: 3, 1),
            make.text(
                "Checksum", at: 4, 2, "0x" + make.hexadecimal(at: 4, 2),
                "Over addresses and message; the home address counts as source or destination.",
                "RFC 6275 §6.1.1"),
        ]
        field.children += fixedFields(make, format)
        field.children += optionFields(make, format)
        return field.passingSectionOn()
    }

    /// The full name; of the two revocation messages the one it is.
    private var name: String {
        kind == .bindingRevocation && (1...2).contains(octets.octet(inside: 6))
            ? RevocationType(rawValue: octets.octet(inside: 6)).name.description
            : MobilityHeaderType(rawValue: type).name.description
    }

    private func fixedFields(_ make: borrowing FieldMaker, _ format: WireFormat) -> [Field] {
        switch kind {
        case .bindingRefreshRequest:
            [make.reserved(at: 6, 2)]
        case .homeTestInit, .careOfTestInit:
            [
                make.reserved(at: 6, 2),
                make.digits(
                    kind == .homeTestInit ? "Home Init Cookie" : "Care-of Init Cookie", at: 8, 8,
                    "The answer has to repeat it.", type(1, "§6.1.3", "§6.1.4")),
            ]
        case .homeTest, .careOfTest:
            testFields(make)
        case .bindingUpdate:
            bindingUpdateFields(make, format)
        case .bindingAcknowledgement:
            bindingAcknowledgementFields(make)
        case .bindingError:
            [
                make.assigned("Status", at: 6, BindingErrorStatus(rawValue: octets.octet(inside: 6))),
                make.reserved(at: 7, 1),
                make.address(
                    "Home Address", at: 8, "The home address of the packet that caused the error, else ::.",
                    "RFC 6275 §6.1.9"),
            ]
        case .homeAgentSwitch:
            [
                make.number(
                    "# of Addresses", at: 6, 1, "How many home agents follow; none: discover one.",
                    "RFC 5142 §4"),
                make.reserved(at: 7, 1),
            ]
                + (0..<(homeAgentCount ?? 0)).map {
                    make.address(
                        "Home Agent Address", at: 8 + 16 * $0, "Try them in this order.", "RFC 5142 §4")
                }
        case .bindingRevocation:
            revocationFields(make)
        case nil:
            optionsOffset > 6
                ? [make.digits("Message Data", at: 6, optionsOffset - 6, "Not read further.")] : []
        }
    }

    private func testFields(_ make: borrowing FieldMaker) -> [Field] {
        let isHome = kind == .homeTest
        let section = type(3, "§6.1.5", "§6.1.6")
        return [
            make.number(
                isHome ? "Home Nonce Index" : "Care-of Nonce Index", at: 6, 2,
                "Names the nonce the token was made with.", section),
            make.digits(
                isHome ? "Home Init Cookie" : "Care-of Init Cookie", at: 8, 8,
                "Repeated from the init message.", section),
            make.digits(
                isHome ? "Home Keygen Token" : "Care-of Keygen Token", at: 16, 8,
                "Half of the key that proves both addresses.", section),
        ]
    }

    private func bindingUpdateFields(_ make: borrowing FieldMaker, _ format: WireFormat) -> [Field] {
        let bits = octets.number16(inside: 8)
        return [
            make.number(
                "Sequence #", at: 6, 2, "Numbers the Binding Updates to one peer, modulo 65536.",
                "RFC 6275 §6.1.7"),
            make.flags("Flags", at: 8, 2, .bindingUpdate(flags: bits, profile: format.profile)),
            lifetime(
                make, zero: "Asks to remove the binding, or those listed.",
                other: "Asks to keep the binding so long.", section: "RFC 6275 §6.1.7"),
        ]
    }

    private func bindingAcknowledgementFields(_ make: borrowing FieldMaker) -> [Field] {
        let status = BindingStatus(rawValue: octets.octet(inside: 6))
        var field = make.assigned("Status", at: 6, status)
        field.children = [
            make.text("Then", at: 6, 1, "a mobile node", status.reaction.description)
        ]
        return [
            field,
            make.flags("Flags", at: 7, 1, .bindingAcknowledgement),
            make.number(
                "Sequence #", at: 8, 2,
                status == .sequenceNumberOutOfWindow
                    ? "The last sequence number that was accepted." : "That of the Binding Update.",
                "RFC 6275 §6.1.8"),
            lifetime(
                make, zero: "The binding is gone, or was never made.", other: "The binding is kept so long.",
                section: "RFC 6275 §6.1.8"),
        ]
    }

    private func lifetime(
        _ make: borrowing FieldMaker, zero: String, other: String, section: String
    ) -> Field {
        let units = Int(octets.number16(inside: 10))
        return make.text(
            "Lifetime", at: 10, 2, "\(units) (\(4 * units) s)", units == 0 ? zero : other, section)
    }

    private func revocationFields(_ make: borrowing FieldMaker) -> [Field] {
        let type = RevocationType(rawValue: octets.octet(inside: 6))
        let second = octets.octet(inside: 7)
        return [
            make.assigned("B.R. Type", at: 6, type),
            type == .indication
                ? make.assigned("Revocation Trigger", at: 7, RevocationTrigger(rawValue: second))
                : type == .acknowledgement
                    ? make.assigned("Status", at: 7, RevocationStatus(rawValue: second))
                    : make.reserved(at: 7, 1),
            make.number(
                "Sequence #", at: 8, 2, "Pairs an indication with its acknowledgement.", "RFC 5846 §5.1"),
            make.flags("Flags", at: 10, 2, .bindingRevocation),
        ]
    }

    /// The section of the home or of the care-of message of a pair whose home message has type `home`.
    private func type(_ home: UInt8, _ ofHome: String, _ ofCareOf: String) -> String {
        "RFC 6275 " + (type == home ? ofHome : ofCareOf)
    }
}
