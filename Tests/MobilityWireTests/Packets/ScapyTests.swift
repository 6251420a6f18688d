import MobilityWire
import MobilityWireTestSupport
import TestSupport
import Testing

/// scapy as judge: it builds packets that we read, and reads packets that we built.
@Suite(.enabled(if: Judge.hasScapy, "python3-scapy is not installed"))
struct ScapyTests {
    /// Prints `count` random packets of a seed, one a line: octets, path, source, destination, home address option,
    /// routing header, kind, protocol number, type.
    static let builder = """
        import random, sys
        from scapy.layers.inet6 import *
        from scapy.layers.inet import IP, UDP
        random.seed(int(sys.argv[1]))
        def address():
            return '2001:db8:%x::%x' % (random.randrange(1, 9), random.randrange(1, 0xffff))
        def payload():
            upper = [
                (MIP6MH_BRR(), 'mobility', 135, 0), (MIP6MH_HoTI(cookie=b'12345678'), 'mobility', 135, 1),
                (MIP6MH_CoTI(cookie=b'12345678'), 'mobility', 135, 2),
                (MIP6MH_HoT(index=3, cookie=b'12345678', token=b'abcdefgh'), 'mobility', 135, 3),
                (MIP6MH_CoT(index=4, cookie=b'12345678', token=b'abcdefgh'), 'mobility', 135, 4),
                (MIP6MH_BU(seq=random.randrange(65536), flags=random.randrange(64),
                    mhtime=random.randrange(65536), options=[MIP6OptAltCoA(acoa=address())]), 'mobility', 135, 5),
                (MIP6MH_BA(status=random.randrange(256), seq=7, mhtime=9,
                    options=[MIP6OptBRAdvice(rinter=5)]), 'mobility', 135, 6),
                (MIP6MH_BE(status=1, ha=address()), 'mobility', 135, 7),
                (ICMPv6HAADRequest(id=5, R=1), 'discovery', 58, 144),
                (ICMPv6HAADReply(id=5, addresses=[address(), address()]), 'discovery', 58, 145),
                (ICMPv6MPSol(id=6), 'discovery', 58, 146),
                (ICMPv6MPAdv(id=6, flags=2) / ICMPv6NDOptPrefixInfo(prefix=address(), prefixlen=64),
                    'discovery', 58, 147),
                (ICMPv6ParamProblem(code=2, ptr=46) / b'0123456789', 'icmpError', 58, 4),
                (ICMPv6DestUnreach(code=1) / b'0123', 'icmpError', 58, 1),
                (ICMPv6EchoRequest(id=1, seq=2, data=b'xyz'), 'icmp', 58, 128),
                (UDP(sport=30000, dport=13000) / b'XXXX', 'other', 17, 0x75),
            ]
            return random.choice(upper)
        for number in range(int(sys.argv[2])):
            source, destination, hao, rh, path = address(), address(), '', '', ['ipv6']
            packet = IPv6(src=source, dst=destination, hlim=random.randrange(1, 256))
            if random.random() < .2:
                packet /= IPv6ExtHdrHopByHop(options=[RouterAlert()])
            if random.random() < .3:
                rh = address()
                packet /= IPv6ExtHdrRouting(type=2, segleft=1, addresses=[rh])
            if random.random() < .4:
                hao = address()
                packet /= IPv6ExtHdrDestOpt(options=[HAO(hoa=hao)])
            if random.random() < .1:
                packet /= IPv6ExtHdrFragment(id=9)
            upper, kind, next, type = payload()
            packet /= upper
            for level in range(random.choice([0, 0, 1, 2])):
                outer = random.randrange(4)
                if outer == 0:
                    packet, path = IPv6(src=address(), dst=address()) / packet, ['ipv6'] + path
                elif outer == 1:
                    packet, path = IP(src='192.0.2.1', dst='198.51.100.2') / packet, ['ipv4'] + path
                elif outer == 2:
                    packet = IP(src='192.0.2.1', dst='198.51.100.2') / UDP(sport=50000, dport=4191) / packet
                    path = ['ipv4', 'udp'] + path
                else:
                    packet = IPv6(src=address(), dst=address()) / UDP(sport=4191, dport=4191) / packet
                    path = ['ipv6', 'udp'] + path
            print('|'.join([bytes(packet).hex(), ' '.join(path), source, destination, hao, rh, kind,
                str(next), str(type)]))
        """

    @Test func packetsOfScapyAreReadAsTheyWereMeant() throws {
        var numbers = SplitMix.ofThisRun()
        let seed = String(numbers.next() >> 1)
        let lines = try Judge.python(ScapyTests.builder, arguments: [seed, "300"])
        #expect(lines.count == 300)
        for line in lines {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            try #require(parts.count == 9)
            let view = Walked(octets(parts[0]))
            #expect(view.failure == nil, "\(line)")
            #expect(view.path.map { "\($0)" }.joined(separator: " ") == parts[1], "\(line)")
            #expect(view.source.description == parts[2], "\(line)")
            #expect(view.destination.description == parts[3], "\(line)")
            #expect(view.homeAddressOption?.description ?? "" == parts[4], "\(line)")
            #expect(view.routingHeader?.description ?? "" == parts[5], "\(line)")
            #expect("\(view.facts.kind)" == parts[6], "\(line)")
            #expect(String(view.facts.nextHeader) == parts[7], "\(line)")
            #expect(
                view.payload.dropFirst(view.facts.kind == .mobility ? 2 : 0).first.map(String.init)
                    == parts[8],
                "\(line)")
            #expect(view.checksum == .correct, "\(line)")
            #expect(view.problems.isEmpty, "\(line)")
            var report = ReadingReport()
            let packet = octets(parts[0])
            #expect(throws: Never.self, "\(line)") {
                try SignallingPacket(reading: packet.span.bytes, format: .rfc5648, report: &report)
            }
        }
    }

    /// Reads packets from standard input, one a line, and prints of each: path, source, destination, home address option,
    /// routing header, protocol number, and which of its checksums are right by scapy's own sum.
    static let reader = """
        import sys
        from scapy.layers.inet6 import *
        from scapy.layers.inet import IP, UDP, in4_chksum
        from scapy.utils import checksum
        from scapy.layers.inet6 import _ICMPv6, _MobilityHeader
        def zeroed(octets, offset):
            return octets[:offset] + b'\\0\\0' + octets[offset + 2:]
        for line in sys.stdin:
            octets = bytes.fromhex(line.strip())
            path, sums, hao, rh = [], [], '', ''
            layer = (IP if octets[0] >> 4 == 4 else IPv6)(octets)
            around = layer
            next = 0
            while layer:
                raw_octets = raw(layer)
                if isinstance(layer, IP):
                    path.append('ipv4'); around = layer; next = layer.proto
                    sums.append(checksum(zeroed(raw_octets[:20], 10)) == layer.chksum)
                    sums.append(layer.len == len(raw_octets))
                elif isinstance(layer, IPv6):
                    path.append('ipv6'); around = layer; next = layer.nh; hao = rh = ''
                    sums.append(layer.plen == len(raw_octets) - 40)
                    source, destination = layer.src, layer.dst
                elif isinstance(layer, IPv6ExtHdrDestOpt):
                    # scapy's sum knows the option only where no padding stands beside it.
                    layer.options = [o for o in layer.options if isinstance(o, HAO)]
                    hao = layer.options[0].hoa; next = layer.nh
                elif isinstance(layer, IPv6ExtHdrRouting):
                    rh = layer.addresses[0]; next = layer.nh
                    sums.append(layer.type == 2 and layer.segleft == 1 and layer.len == 2)
                elif isinstance(layer, UDP):
                    sums.append(layer.len == len(raw_octets))
                    computed = in4_chksum(17, around, zeroed(raw_octets, 6)) if isinstance(around, IP) \\
                        else in6_chksum(17, layer, zeroed(raw_octets, 6))
                    sums.append((computed or 0xffff) == layer.chksum)
                    if 4191 not in (layer.sport, layer.dport):
                        break
                    path.append('udp')
                    inside = bytes(layer.payload)
                    layer = (IP if inside[0] >> 4 == 4 else IPv6)(inside)
                    continue
                elif next == 135:
                    sums.append(in6_chksum(135, layer, zeroed(raw_octets, 4)) == layer.cksum)
                    break
                elif next == 58:
                    sums.append(in6_chksum(58, layer, zeroed(raw_octets, 2)) == layer.cksum)
                    break
                else:
                    break
                layer = layer.payload
            print('|'.join([' '.join(path), source, destination, hao, rh, str(next), str(all(sums)), str(len(sums))]))
        """

    @Test func packetsOfOursAreReadByScapyWithRightChecksums() throws {
        var messages = RandomMessages(
            SplitMix.ofThisRun(), format: .rfc5648, homeAddress: address(homeAddress))
        var packets: [SignallingPacket] = []
        for _ in 0..<300 { packets.append(ScapyTests.packet(&messages)) }
        let input = try packets.map { packet in
            try packet.encoded(format: .rfc5648).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        let lines = try Judge.python(ScapyTests.reader, input: input)
        try #require(lines.count == packets.count)
        for (packet, line) in zip(packets, lines) {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let path = packet.encapsulation.map { header in
                switch header {
                case .ipv6: "ipv6"
                case .ipv4: "ipv4"
                case .udp: "udp"
                }
            }
            #expect(parts[0] == (path + ["ipv6"]).joined(separator: " "), "\(packet)")
            #expect(IPv6Address(parts[1]) == packet.source, "\(packet)")
            #expect(IPv6Address(parts[2]) == packet.destination, "\(packet)")
            #expect(IPv6Address(parts[3]) == packet.homeAddressOption, "\(packet)")
            #expect(IPv6Address(parts[4]) == packet.routingHeader, "\(packet)")
            #expect(parts[5] == String(packet.payload.protocolNumber), "\(packet)")
            #expect(parts[6] == "True", "\(line): \(packet)")
        }
    }

    /// A random packet around a random message.
    static func packet(_ messages: inout RandomMessages<SplitMix>) -> SignallingPacket {
        let outer: [[SignallingPacket.Encapsulation]] = [
            [], [], [SignallingPacketTests.outerIPv6], [SignallingPacketTests.outerIPv4],
            [SignallingPacketTests.outerIPv4, SignallingPacketTests.outerUDP],
            [SignallingPacketTests.outerIPv6, SignallingPacketTests.outerUDP],
            [SignallingPacketTests.outerIPv6, SignallingPacketTests.outerIPv4],
        ]
        let payloads: [SignallingPacket.Payload] = [
            .discovery(.homeAgentAddressRequest(identifier: 9, mobileRouter: true)),
            .discovery(
                .homeAgentAddressReply(identifier: 9, mobileRouter: false, homeAgents: [address(homeAgent)])),
            .discovery(.mobilePrefixSolicitation(identifier: 3)),
            .discovery(
                .mobilePrefixAdvertisement(
                    identifier: 3, managed: true, other: false, prefixes: [SignallingPacketTests.prefix])),
            .icmpError(type: 4, code: 2, parameter: 46, offending: [UInt8](repeating: 0x60, count: 41)),
        ]
        var packet = SignallingPacket(
            encapsulation: outer.randomElement(using: &messages.random) ?? [], source: address(careOf),
            destination: address(homeAgent), hopLimit: UInt8.random(in: 1...255, using: &messages.random),
            payload: .mobility(messages.message()))
        if Bool.random(using: &messages.random) { packet.homeAddressOption = address(homeAddress) }
        if Bool.random(using: &messages.random) { packet.routingHeader = address("2001:db8:9::9") }
        if Int.random(in: 0..<4, using: &messages.random) == 0 {
            packet.payload = payloads.randomElement(using: &messages.random) ?? packet.payload
        }
        return packet
    }
}
