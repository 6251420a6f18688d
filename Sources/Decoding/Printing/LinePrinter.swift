import Capture
import MobilityWire

/// Prints one line a message: for people who watch, and for `grep`.
///
/// ```
/// 12:00:00.000000  2001:db8:a::10 > 2001:db8:1::1  BU    seq 1      AHO    3600 s  home 2001:db8:1::1234  BID 1 …
/// ```
///
/// Times are of the day in UTC. Columns that every line has are aligned; the address column grows with what was seen.
public struct LinePrinter: MessagePrinter {
    private var clock = TimeOfDay()
    /// How wide source and destination have been so far.
    private var addressWidth = 30

    /// A printer.
    public init() {}

    /// A message: its own fields, its home address, its options.
    public mutating func message(
        _ sighting: borrowing Sighting, _ header: borrowing MobilityHeaderView,
        _ problems: borrowing FoundProblems, into out: inout OutputBuffer
    ) {
        begin(sighting, header.shortName, into: &out)
        switch header.kind {
        case .bindingUpdate: bindingUpdate(sighting, header, into: &out)
        case .bindingAcknowledgement: bindingAcknowledgement(sighting, header, into: &out)
        case .bindingRevocation: bindingRevocation(sighting, header, into: &out)
        case .homeTestInit, .careOfTestInit:
            cookie(header.testInitCookie, into: &out)
            homeAddress(sighting, into: &out)
        case .homeTest, .careOfTest:
            if let fields = header.testReply {
                out.append("  nonce ")
                out.append(decimal: fields.nonceIndex)
                cookie(fields.cookie, into: &out)
                out.append("  token ")
                out.append(hexadecimal: fields.token, digits: 16)
            }
            homeAddress(sighting, into: &out)
        case .bindingError:
            if let fields = header.bindingError {
                status(BindingErrorStatus(rawValue: fields.status), into: &out)
                out.append("  home ")
                out.append(fields.homeAddress)
            }
        case .homeAgentSwitch:
            homeAddress(sighting, into: &out)
            homeAgents(header, into: &out)
        case .bindingRefreshRequest:
            homeAddress(sighting, into: &out)
        case nil:
            out.append("  ")
            out.append(decimal: header.length)
            out.append(" octets")
            homeAddress(sighting, into: &out)
        }
        options(sighting, header, into: &out)
        profile(sighting, into: &out)
        end(sighting, problems, into: &out)
    }

    /// What could not be read: the name, where that is known, and why.
    public mutating func malformed(
        _ sighting: borrowing Sighting, _ type: MobilityHeaderType?, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, type?.shortName ?? "MH?", into: &out)
        out.append("  malformed")
        homeAddress(sighting, into: &out)
        end(sighting, problems, into: &out)
    }

    /// ESP: what can be seen from outside.
    public mutating func esp(
        _ sighting: borrowing Sighting, spi: UInt32, sequence: UInt32, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, "ESP", into: &out)
        out.append("  spi 0x")
        out.append(hexadecimal: UInt64(spi), digits: 8)
        out.append("  seq ")
        out.append(decimal: sequence)
        homeAddress(sighting, into: &out)
        end(sighting, problems, into: &out)
    }

    /// Discovery: who asks, and what the answer names.
    public mutating func discovery(
        _ sighting: borrowing Sighting, _ message: DiscoveryMessage, _ problems: borrowing FoundProblems,
        into out: inout OutputBuffer
    ) {
        begin(sighting, "ICMP6", into: &out)
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
        homeAddress(sighting, into: &out)
        end(sighting, problems, into: &out)
    }

    /// Anything else: what it carries.
    public mutating func datagram(
        _ sighting: borrowing Sighting, _ problems: borrowing FoundProblems, into out: inout OutputBuffer
    ) {
        begin(sighting, "data", into: &out)
        out.append("  next header ")
        out.append(decimal: sighting.packet.facts.nextHeader)
        out.append("  ")
        out.append(decimal: sighting.packet.facts.payloadLength)
        out.append(" octets")
        homeAddress(sighting, into: &out)
        end(sighting, problems, into: &out)
    }

    // MARK: Parts that every line has

    /// Time, addresses, tunnels and the name.
    private mutating func begin(
        _ sighting: borrowing Sighting, _ name: StaticString, into out: inout OutputBuffer
    ) {
        if let time = sighting.time {
            clock.append(time, to: &out)
        } else {
            out.append("--:--:--")
        }
        out.append("  ")
        let mark = out.count
        sighting.appendSource(to: &out)
        out.append(" > ")
        sighting.appendDestination(to: &out)
        addressWidth = max(addressWidth, out.count - mark)
        out.pad(from: mark, to: addressWidth)
        out.append("  ")
        let nameMark = out.count
        out.append(name)
        out.pad(from: nameMark, to: 4)
    }

    /// The headers around the innermost one, outermost first: `in 192.0.2.10 > 198.51.100.1 udp 50000 > 4191`.
    private func tunnel(_ sighting: borrowing Sighting, into out: inout OutputBuffer) {
        let path = sighting.packet.facts.path
        guard path.count > 1 else { return }
        for index in 0..<(path.innermost ?? 0) {
            switch sighting.packet.header(index) {
            case .ipv6(let source, let destination):
                out.append("  in ")
                out.append(source)
                out.append(" > ")
                out.append(destination)
            case .ipv4(let source, let destination):
                out.append("  in ")
                out.append(source)
                out.append(" > ")
                out.append(destination)
            case .udp(let source, let destination):
                out.append(" udp ")
                out.append(decimal: source)
                out.append(" > ")
                out.append(decimal: destination)
            case nil: break
            }
        }
    }

    /// The home address that stands in for an address of the IP header.
    func homeAddress(_ sighting: borrowing Sighting, into out: inout OutputBuffer) {
        if let address = sighting.packet.homeAddressOption ?? sighting.packet.routingHeader {
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
        _ sighting: borrowing Sighting, _ problems: borrowing FoundProblems, into out: inout OutputBuffer
    ) {
        tunnel(sighting, into: &out)
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
