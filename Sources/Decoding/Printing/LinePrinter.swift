import Capture
import MobilityWire

/// Prints one line a message: for people who watch, and for `grep`.
///
/// ```
/// 12:00:00.000000  2001:db8:a::10 > 2001:db8:1::1  BU    seq 1      AHO    3600 s  home 2001:db8:1::1234  BID 1 …
/// ```
///
/// Times are of the day in UTC; a line of its own has the date where it is another one. Columns that every line has are aligned; the address column grows with what was seen.
public struct LinePrinter: MessagePrinter {
    private var clock = TimeOfDay()
    let names = PrintedNames()
    /// How wide source and destination have been so far.
    private var addressWidth = 30

    /// A printer.
    public init() {}

    /// A message: its own fields, its home address, its options.
    public mutating func message(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView,
        _ header: borrowing MobilityHeaderView,
        _ problems: borrowing FoundProblems, into out: inout OutputBuffer
    ) {
        begin(sighting, packet, names.message(header), into: &out)
        switch header.kind {
        case .bindingUpdate: bindingUpdate(sighting, packet, header, into: &out)
        case .bindingAcknowledgement: bindingAcknowledgement(sighting, packet, header, into: &out)
        case .bindingRevocation: bindingRevocation(sighting, packet, header, into: &out)
        case .homeTestInit, .careOfTestInit:
            cookie(header.testInitCookie, into: &out)
            homeAddress(sighting, packet, into: &out)
        case .homeTest, .careOfTest:
            if let fields = header.testReply {
                out.append("  nonce ")
                out.append(decimal: fields.nonceIndex)
                cookie(fields.cookie, into: &out)
                out.append("  token ")
                out.append(hexadecimal: fields.token, digits: 16)
            }
            homeAddress(sighting, packet, into: &out)
        case .bindingError:
            if let fields = header.bindingError {
                status(BindingErrorStatus(rawValue: fields.status), into: &out)
                out.append("  home ")
                out.append(fields.homeAddress)
            }
        case .homeAgentSwitch:
            homeAddress(sighting, packet, into: &out)
            homeAgents(header, into: &out)
        case .bindingRefreshRequest:
            homeAddress(sighting, packet, into: &out)
        case nil:
            out.append("  ")
            out.append(decimal: header.length)
            out.append(" octets")
            homeAddress(sighting, packet, into: &out)
        }
        options(sighting, header, into: &out)
        profile(sighting, into: &out)
        end(sighting, packet, problems, into: &out)
    }

    /// What could not be read: the name, where that is known, and why.
    public mutating func malformed(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ type: MobilityHeaderType?,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, type?.shortName ?? "MH?", into: &out)
        // What ends too early because of the capture says so at the end of its line.
        if problems.failure != nil { out.append("  malformed") }
        homeAddress(sighting, packet, into: &out)
        end(sighting, packet, problems, into: &out)
    }

    /// ESP: what can be seen from outside.
    public mutating func esp(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, spi: UInt32, sequence: UInt32,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, "ESP", into: &out)
        out.append("  spi 0x")
        out.append(hexadecimal: UInt64(spi), digits: 8)
        out.append("  seq ")
        out.append(decimal: sequence)
        homeAddress(sighting, packet, into: &out)
        end(sighting, packet, problems, into: &out)
    }

    /// Discovery: who asks, and what the answer names.
    public mutating func discovery(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ message: DiscoveryMessage,
        _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, "ICMP6", into: &out)
        out.append("  ")
        out.append(message.assignedType.name)
        switch message {
        case .homeAgentAddressRequest(let identifier, _), .mobilePrefixSolicitation(let identifier):
            out.append("  id ")
            out.append(decimal: identifier)
        case .homeAgentAddressReply(let identifier, _, let homeAgents):
            out.append("  id ")
            out.append(decimal: identifier)
            for agent in homeAgents {
                out.append("  agent ")
                out.append(agent)
            }
        case .mobilePrefixAdvertisement(let identifier, _, _, let prefixes):
            out.append("  id ")
            out.append(decimal: identifier)
            for prefix in prefixes {
                out.append("  prefix ")
                out.append(prefix.address)
                out.append("/")
                out.append(decimal: prefix.length)
            }
        }
        homeAddress(sighting, packet, into: &out)
        end(sighting, packet, problems, into: &out)
    }

    /// Anything else: what it carries.
    public mutating func datagram(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, packet, "data", into: &out)
        out.append("  next header ")
        out.append(decimal: packet.facts.nextHeader)
        out.append("  ")
        out.append(decimal: packet.facts.payloadLength)
        out.append(" octets")
        homeAddress(sighting, packet, into: &out)
        end(sighting, packet, problems, into: &out)
    }

    // MARK: Parts that every line has

    /// Time, addresses, tunnels and the name.
    private mutating func begin(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ name: StaticString,
        into out: inout OutputBuffer
    ) {
        if let time = sighting.time {
            if let day = clock.anotherDay(time) {
                out.append(day: day)
                out.append("\n")
            }
            clock.append(time, to: &out)
        } else {
            out.append("--:--:--")
        }
        out.append("  ")
        let mark = out.count
        packet.appendSource(to: &out)
        out.append(" > ")
        packet.appendDestination(to: &out)
        addressWidth = max(addressWidth, out.count - mark)
        out.pad(from: mark, to: addressWidth)
        out.append("  ")
        let nameMark = out.count
        out.append(name)
        out.pad(from: nameMark, to: 4)
    }

    /// The headers around the innermost one, outermost first: `in 192.0.2.10 > 198.51.100.1 udp 50000 > 4191`.
    private func tunnel(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, into out: inout OutputBuffer
    ) {
        for header in sighting.outer { tunnel(header, into: &out) }
        let path = packet.facts.path
        guard path.count > 1 else { return }
        for index in 0..<(path.innermost ?? 0) {
            if let header = packet.header(index) { tunnel(header, into: &out) }
        }
    }

    private func tunnel(_ header: SignallingPacket.Encapsulation, into out: inout OutputBuffer) {
        if case .udp = header { out.append(" ") } else { out.append("  in ") }
        out.append(header)
    }

    /// The home address that stands in for an address of the IP header.
    func homeAddress(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, into out: inout OutputBuffer
    ) {
        if let address = packet.homeAddressOption ?? packet.routingHeader {
            out.append("  home ")
            out.append(address)
        }
    }

    /// Only what is not expected: the everyday layout needs no mention.
    private func profile(_ sighting: borrowing Sighting, into out: inout OutputBuffer) {
        guard sighting.format.profile != .rfc5648 else { return }
        out.append("  ")
        out.append(sighting.format.profile.staticName)
    }

    /// Tunnels, and the problems, the first few of them: the other ways of printing show all.
    private func end(
        _ sighting: borrowing Sighting, _ packet: borrowing PacketView, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        tunnel(sighting, packet, into: &out)
        if let part = sighting.part {
            out.append("  ")
            out.append(part)
        }
        out.trim()
        var count = 0
        problems.forEach { problem in
            count += 1
            guard count <= 4 else { return }
            out.append(count == 1 ? "  ! " : "; ")
            problem.appendField(to: &out)
            out.append(" @")
            out.append(decimal: problem.offset)
            out.append(": ")
            problem.appendMessage(to: &out)
            out.append(" [")
            problem.appendSection(to: &out)
            out.append("]")
        }
        if count > 4 {
            out.append("; and ")
            out.append(decimal: count - 4)
            out.append(" more")
        }
        out.append("\n")
    }
}
