import MobilityWire

// The fields that only one message or the other has.

extension JSONPrinter {
    /// The fixed part of a message.
    func fixedPart(
        _ header: borrowing MobilityHeaderView, _ sighting: borrowing Sighting, into out: inout OutputBuffer
    ) {
        switch header.kind {
        case .bindingUpdate:
            guard let fields = header.bindingUpdate else { return }
            number("sequence", fields.sequence, into: &out)
            flags(
                fields.flags.rawValue,
                .bindingUpdate(flags: fields.flags.rawValue, profile: sighting.format.profile), into: &out)
            number("lifetime", 4 * UInt32(fields.lifetime), into: &out)
        case .bindingAcknowledgement:
            guard let fields = header.bindingAcknowledgement else { return }
            number("sequence", fields.sequence, into: &out)
            flags(UInt16(fields.flags.rawValue), .bindingAcknowledgement, into: &out)
            number("lifetime", 4 * UInt32(fields.lifetime), into: &out)
            status(BindingStatus(rawValue: fields.status), into: &out)
        case .bindingError:
            guard let fields = header.bindingError else { return }
            status(BindingErrorStatus(rawValue: fields.status), into: &out)
        case .homeTestInit, .careOfTestInit:
            guard let cookie = header.testInitCookie else { return }
            digits("cookie", cookie, into: &out)
        case .homeTest, .careOfTest:
            guard let fields = header.testReply else { return }
            number("nonce_index", fields.nonceIndex, into: &out)
            digits("cookie", fields.cookie, into: &out)
            digits("token", fields.token, into: &out)
        case .homeAgentSwitch:
            homeAgents(header, into: &out)
        case .bindingRevocation:
            if let fields = header.bindingRevocationIndication {
                number("sequence", fields.sequence, into: &out)
                flags(fields.flags.rawValue, .bindingRevocation, into: &out)
                number("trigger", fields.trigger, into: &out)
                name("trigger_name", RevocationTrigger(rawValue: fields.trigger).name, into: &out)
            } else if let fields = header.bindingRevocationAcknowledgement {
                number("sequence", fields.sequence, into: &out)
                flags(fields.flags.rawValue, .bindingRevocation, into: &out)
                status(RevocationStatus(rawValue: fields.status), into: &out)
            }
        case .bindingRefreshRequest:
            break
        case nil:
            // Known by name only, or not even that: the octets behind the checksum as they are.
            octets("data", header.octets.extracting(6..<header.length), into: &out)
        }
    }

    private func homeAgents(_ header: borrowing MobilityHeaderView, into out: inout OutputBuffer) {
        out.append(#","home_agents":["#)
        for index in 0..<(header.homeAgentCount ?? 0) {
            guard let agent = header.homeAgent(index) else { break }
            out.append(index > 0 ? #",""# : "\"")
            out.append(agent)
            out.append(octet: UInt8(ascii: "\""))
        }
        out.append("]")
    }

    /// What home agent discovery and prefix discovery tell.
    func fields(of message: DiscoveryMessage, into out: inout OutputBuffer) {
        switch message {
        case .homeAgentAddressRequest(let identifier, let mobileRouter):
            number("identifier", identifier, into: &out)
            flags(mobileRouter ? 0x8000 : 0, .homeAgentDiscovery, into: &out)
        case .homeAgentAddressReply(let identifier, let mobileRouter, let homeAgents):
            number("identifier", identifier, into: &out)
            flags(mobileRouter ? 0x8000 : 0, .homeAgentDiscovery, into: &out)
            out.append(#","home_agents":["#)
            for (index, agent) in homeAgents.enumerated() {
                out.append(index > 0 ? #",""# : "\"")
                out.append(agent)
                out.append(octet: UInt8(ascii: "\""))
            }
            out.append("]")
        case .mobilePrefixSolicitation(let identifier):
            number("identifier", identifier, into: &out)
        case .mobilePrefixAdvertisement(let identifier, let managed, let other, let prefixes):
            number("identifier", identifier, into: &out)
            flags((managed ? 0x8000 : 0) | (other ? 0x4000 : 0), .prefixAdvertisement, into: &out)
            out.append(#","prefixes":["#)
            for (index, prefix) in prefixes.enumerated() {
                out.append(index > 0 ? #",{"prefix":""# : #"{"prefix":""#)
                out.append(prefix.address)
                out.append(octet: UInt8(ascii: "\""))
                number("prefix_length", prefix.length, into: &out)
                flags(UInt16(prefix.flags), .prefixInformation, into: &out)
                number("valid_lifetime", prefix.validLifetime, into: &out)
                number("preferred_lifetime", prefix.preferredLifetime, into: &out)
                out.append("}")
            }
            out.append("]")
        }
    }
}

// Single fields. A key comes with its comma: none of these is ever the first of its object.
extension JSONPrinter {
    @inline(__always)
    func key(_ name: StaticString, into out: inout OutputBuffer) {
        out.append(",\"")
        out.append(name)
        out.append("\":")
    }

    @inline(__always)
    func number(
        _ name: StaticString, _ value: some FixedWidthInteger & UnsignedInteger, into out: inout OutputBuffer
    ) {
        key(name, into: &out)
        out.append(decimal: value)
    }

    @inline(__always)
    func bool(_ name: StaticString, _ value: Bool, into out: inout OutputBuffer) {
        key(name, into: &out)
        out.append(value ? "true" : "false")
    }

    /// A name out of one of our own tables, which hold nothing that JSON would have to escape.
    @inline(__always)
    func name(_ name: StaticString, _ value: StaticString, into out: inout OutputBuffer) {
        key(name, into: &out)
        out.append("\"")
        out.append(value)
        out.append("\"")
    }

    /// Sixty-four bits as sixteen hexadecimal digits.
    func digits(_ name: StaticString, _ value: UInt64, into out: inout OutputBuffer) {
        key(name, into: &out)
        out.append("\"")
        out.append(hexadecimal: value, digits: 16)
        out.append("\"")
    }

    /// Octets in hexadecimal.
    func octets(_ name: StaticString, _ value: RawSpan, into out: inout OutputBuffer) {
        key(name, into: &out)
        out.append("\"")
        out.append(hexadecimal: value)
        out.append("\"")
    }

    @inline(__always)
    func address(_ name: StaticString, _ value: IPv6Address, into out: inout OutputBuffer) {
        key(name, into: &out)
        out.append("\"")
        out.append(value)
        out.append("\"")
    }

    func address(_ name: StaticString, _ value: IPv4Address, into out: inout OutputBuffer) {
        key(name, into: &out)
        out.append("\"")
        out.append(value)
        out.append("\"")
    }

    @inline(__always)
    func status(_ status: some AssignedNumber, into out: inout OutputBuffer) {
        number("status", status.rawValue, into: &out)
        name("status_name", status.name, into: &out)
    }

    /// The letters of the flags that are set, in bit order.
    func flags(_ value: UInt16, _ table: FlagTable, into out: inout OutputBuffer) {
        out.append(#","flags":["#)
        var isFirst = true
        table.forEachLetter(of: value) { letter in
            out.append(isFirst ? "\"" : ",\"")
            isFirst = false
            out.append(octet: letter)
            out.append("\"")
        }
        out.append("]")
    }
}
