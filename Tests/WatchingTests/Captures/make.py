"""Makes the captures beside it, as implementations and machines of others would leave them: built with scapy, whose
layouts and checksums are not ours. What must follow from each stands in OtherCapturesTests.swift.

    python3 Tests/WatchingTests/Captures/make.py
"""

import os
import socket

from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import (HAO, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrRouting, MIP6MH_BA,
                                MIP6MH_BU, MIP6OptAltCoA, MIP6OptUnknown, fragment6)
from scapy.layers.ipsec import ESP
from scapy.layers.l2 import CookedLinux, Dot1AD, Dot1Q, Ether
from scapy.packet import Raw
from scapy.utils import PcapWriter

HOME = "2001:db8:1::100"
AGENT = "2001:db8:1::1"
FIRST = "2001:db8:a::100"
SECOND = "2001:db8:b::100"
NODE_MAC, AGENT_MAC = "02:00:5e:00:53:01", "02:00:5e:00:53:02"
FOLDER = os.path.dirname(os.path.abspath(__file__))
SECONDS = 1_600_000_000


def update(sequence, source=FIRST, lifetime=15, flags="AH", options=(), home=HOME, agent=AGENT):
    """A Binding Update with its Home Address option; at home, without."""
    message = MIP6MH_BU(seq=sequence, flags=flags, mhtime=lifetime, options=list(options))
    if source == home:
        return IPv6(src=source, dst=agent, hlim=64) / message
    return IPv6(src=source, dst=agent, hlim=64) / IPv6ExtHdrDestOpt(options=[HAO(hoa=home)]) / message


def answer(sequence, to=FIRST, status=0, lifetime=15, options=(), home=HOME, agent=AGENT):
    """A Binding Acknowledgement with its type 2 routing header; at home, without."""
    message = MIP6MH_BA(status=status, flags=0, seq=sequence, mhtime=lifetime, options=list(options))
    if to == home:
        return IPv6(src=agent, dst=to, hlim=64) / message
    return IPv6(src=agent, dst=to, hlim=64) / IPv6ExtHdrRouting(type=2, segleft=1, addresses=[home]) / message


def option(kind, octets):
    return MIP6OptUnknown(otype=kind, olen=len(octets), odata=bytes(octets))


def identifier(bid, fifth=0, status=0, address=b"", kind=35):
    """Octets 2 to 5 are those of all layouts: BID, status, and what the fifth octet says differs."""
    return option(kind, bytes([bid >> 8, bid & 255, status, fifth]) + address)


def octets(address):
    return socket.inet_pton(socket.AF_INET6, address)


def write(name, packets, linktype=None):
    writer = PcapWriter(os.path.join(FOLDER, name + ".pcap"), linktype=linktype, sync=True)
    for index, packet in enumerate(packets):
        packet.time = SECONDS + index
        writer.write(packet)
    writer.close()


def framed(packets):
    return [Ether(src=NODE_MAC, dst=AGENT_MAC) / packet if packet[IPv6].dst == AGENT
            else Ether(src=AGENT_MAC, dst=NODE_MAC) / packet for packet in packets]


# Plain RFC 6275: registered, moved, refused once for its sequence number, home again.
plain = [update(1), answer(1), update(2, SECOND), answer(2, SECOND), update(9, SECOND), answer(2, SECOND, 135, 0),
         update(10, SECOND), answer(10, SECOND)]
write("plain-handover", framed(plain))
write("plain-home-again", framed(plain + [update(11, HOME, 0), answer(11, HOME, lifetime=0)]))

# The same by other link layers.
write("vlan", [Ether(src=NODE_MAC, dst=AGENT_MAC) / Dot1Q(vlan=7) / packet for packet in plain[:2]]
      + [Ether(src=NODE_MAC, dst=AGENT_MAC) / Dot1AD(vlan=100) / Dot1Q(vlan=7) / packet for packet in plain[2:]])
write("cooked", [CookedLinux(lladdrtype=1, lladdrlen=6, src=b"\x02\x00\x5e\x00\x53\x01\x00\x00", proto=0x86DD) / packet
                 for packet in plain], linktype=113)
write("raw", [Raw(bytes(packet)) for packet in plain], linktype=101)
write("loopback", [Raw(b"\x1c\x00\x00\x00" + bytes(packet)) for packet in plain], linktype=0)

# A Binding Update in two fragments: options of padding make it long.
long = update(1, options=[option(1, bytes(200)) for _ in range(4)])
pieces = fragment6(IPv6(src=FIRST, dst=AGENT, hlim=64) / IPv6ExtHdrFragment(id=77)
                   / IPv6ExtHdrDestOpt(options=[HAO(hoa=HOME)]) / long[MIP6MH_BU], 512)
write("fragments", framed(pieces + [answer(1)]))

# Signalling that ESP hides: who it is from can be seen, what it says cannot; then traffic in the tunnel.
hidden = [IPv6(src=FIRST, dst=AGENT) / IPv6ExtHdrDestOpt(options=[HAO(hoa=HOME)]) / ESP(spi=256, seq=1, data=bytes(96)),
          IPv6(src=AGENT, dst=FIRST) / IPv6ExtHdrRouting(type=2, segleft=1, addresses=[HOME])
          / ESP(spi=257, seq=1, data=bytes(96))]
write("esp", framed(hidden))

# RFC 5648 in bulk: three at once, one refused, one removed, one changed.
third = "2001:db8:c::100"
write("rfc5648-bulk", framed([
    update(1, options=[identifier(1, 10, address=octets(FIRST)), identifier(2, 20, address=octets(SECOND)),
                       identifier(3, 0, address=octets(third))]),
    answer(1, options=[identifier(1), identifier(2), identifier(3, status=164)]),
    update(2, SECOND, 0, options=[identifier(1)]), answer(2, SECOND, lifetime=0, options=[identifier(1)]),
    update(3, SECOND, options=[identifier(2, 20, address=octets("2001:db8:b::200"))]),
    answer(3, SECOND, options=[identifier(2)]),
]))

# The layout of draft-ietf-monami6-multiplecoa-06: C, O, H and D in the fifth octet.
write("draft-06", framed([
    update(1, options=[identifier(1, 0x80 | 0x40, address=octets(FIRST)),
                       identifier(2, 0x80 | 0x40, address=octets(SECOND))]),
    answer(1, options=[identifier(1), identifier(2)]),
    update(2, options=[identifier(3, 0x80, address=octets(third))]), answer(2, options=[identifier(3)]),
]))

# SHISA: type 7, one BID an update, the care-of address in an Alternate Care-of Address option before it.
write("shisa", framed([
    update(1, options=[MIP6OptAltCoA(acoa=FIRST), identifier(1, kind=7)]), answer(1, options=[identifier(1, kind=7)]),
    update(1, SECOND, options=[MIP6OptAltCoA(acoa=SECOND), identifier(2, kind=7)]),
    answer(1, SECOND, options=[identifier(2, kind=7)]),
    update(2, FIRST, 0, options=[identifier(1, kind=7)]), answer(2, lifetime=0, options=[identifier(1, kind=7)]),
]))

# RFC 5555: from an IPv4 network behind a NAT, in UDP. The option says what the node knows, the header what the NAT made.
inner = MIP6MH_BU(seq=1, flags="AH", mhtime=15, options=[option(32, b"\x00\x00\xc0\x00\x02\x07")])
v4 = [IP(src="203.0.113.9", dst="198.51.100.1") / UDP(sport=40000, dport=4191)
      / (IPv6(src=HOME, dst=AGENT) / inner),
      IP(src="198.51.100.1", dst="203.0.113.9") / UDP(sport=4191, dport=40000) / (IPv6(src=AGENT, dst=HOME)
      / MIP6MH_BA(status=0, seq=1, mhtime=15, options=[option(31, b"\x80\x00\x00\x00\x00\x6e")]))]
write("dual-stack", [Ether(src=NODE_MAC, dst=AGENT_MAC, type=0x800) / packet for packet in v4])

# Many nodes of one agent, two of them with another one.
many = []
for number in range(12):
    home, care_of = f"2001:db8:1::{0x200 + number:x}", f"2001:db8:d::{number + 1:x}"
    agent = AGENT if number < 10 else "2001:db8:1::2"
    many += [update(1, care_of, home=home, agent=agent), answer(1, care_of, home=home, agent=agent)]
write("many-nodes", [Ether(src=NODE_MAC, dst=AGENT_MAC) / packet for packet in many])
