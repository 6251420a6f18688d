import MobilityWire

// What each message has on its line.

extension LinePrinter {
    func bindingUpdate(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView,
        _ header: borrowing MobilityHeaderView,
        into out: inout OutputBuffer
    ) {
        guard let fields = header.bindingUpdate else { return }
        sequence(fields.sequence, into: &out)
        let bits = fields.flags.rawValue
        flags(bits, names.update(bits, sighting.format.profile), into: &out)
        lifetime(fields.lifetime, into: &out)
        homeAddress(sighting, packet, into: &out)
    }

    func bindingAcknowledgement(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView,
        _ header: borrowing MobilityHeaderView,
        into out: inout OutputBuffer
    ) {
        guard let fields = header.bindingAcknowledgement else { return }
        sequence(fields.sequence, into: &out)
        flags(UInt16(fields.flags.rawValue), names.acknowledgement, into: &out)
        lifetime(fields.lifetime, into: &out)
        homeAddress(sighting, packet, into: &out)
        status(names.status(fields.status), fields.status, into: &out)
    }

    func bindingRevocation(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView,
        _ header: borrowing MobilityHeaderView,
        into out: inout OutputBuffer
    ) {
        if let fields = header.bindingRevocationIndication {
            sequence(fields.sequence, into: &out)
            flags(fields.flags.rawValue, names.revocation, into: &out)
            homeAddress(sighting, packet, into: &out)
            status(RevocationTrigger(rawValue: fields.trigger), into: &out)
        } else if let fields = header.bindingRevocationAcknowledgement {
            sequence(fields.sequence, into: &out)
            flags(fields.flags.rawValue, names.revocation, into: &out)
            homeAddress(sighting, packet, into: &out)
            status(RevocationStatus(rawValue: fields.status), into: &out)
        }
    }

    func homeAgents(_ header: borrowing MobilityHeaderView, into out: inout OutputBuffer) {
        for index in 0..<(header.homeAgentCount ?? 0) {
            guard let agent = header.homeAgent(index) else { break }
            out.append("  agent ")
            out.append(agent)
        }
    }

    func cookie(_ cookie: UInt64?, into out: inout OutputBuffer) {
        guard let cookie else { return }
        out.append("  cookie ")
        out.append(hexadecimal: cookie, digits: 16)
    }

    @inline(__always)
    private func sequence(_ number: UInt16, into out: inout OutputBuffer) {
        out.append("  seq ")
        let mark = out.count
        out.append(decimal: number)
        out.pad(from: mark, to: 5)
    }

    /// The letters of the flags that are set, `-` where none is.
    @inline(__always)
    private func flags(_ value: UInt16, _ letters: FlagLetters, into out: inout OutputBuffer) {
        out.append("  ")
        let mark = out.count
        letters.forEach(of: value) { out.append(octet: $0) }
        if out.count == mark { out.append("-") }
        out.pad(from: mark, to: 4)
    }

    /// Seconds; the wire counts units of four (RFC 6275 §6.1.7).
    @inline(__always)
    private func lifetime(_ units: UInt16, into out: inout OutputBuffer) {
        let seconds = 4 * UInt32(units)
        out.append("  ")
        if seconds < 10 { out.append(" ") }
        if seconds < 100 { out.append(" ") }
        if seconds < 1000 { out.append(" ") }
        out.append(decimal: seconds)
        out.append(" s")
    }

    /// A status, or a trigger, in words; its number too, unless all is well.
    func status(_ status: some AssignedNumber, into out: inout OutputBuffer) {
        self.status(status.name, status.rawValue, into: &out)
    }

    @inline(__always)
    func status(_ name: StaticString, _ number: UInt8, into out: inout OutputBuffer) {
        out.append("  ")
        out.append(name)
        if number != 0 {
            out.append(" (")
            out.append(decimal: number)
            out.append(")")
        }
    }
}
