"""Messages made and changed by hand on a live machine: what a person types is what is on the wire, right or wrong as it
was wanted, and the agent judges it as it judges any other."""

import struct

from gate import begins
from replay import packets
from steps import check, start
from strangers import UPDATE, Association, internet_sum, options_of, packed, written
from testbed import ACCESS, HOME_ADDRESS, wait_until

# The key of both, as the configurations of the test bed have it.
ASSOCIATION = Association(256, "a key of both")

# Octets of a Binding Update between its checksum and its options (RFC 6275 §6.1.7).
FIXED = 6


class Update:
    """A Binding Update of a capture, read by nobody of careof."""

    def __init__(self, octets):
        place = 40 + 8 * (octets[41] + 1)
        home = [data for kind, data, _ in options_of(octets[40:place], 2) if kind == 201]
        self.octets, self.message = octets, octets[place:]
        self.source, self.home = written(octets[8:24]), written(home[0])
        self.destination = octets[24:40]
        self.sequence, _, lifetime = struct.unpack("!HHH", self.message[6:12])
        self.lifetime = 4 * lifetime
        self.checksum, = struct.unpack("!H", self.message[4:6])
        self.options = [(kind, data) for kind, data, _ in options_of(self.message, 6 + FIXED)]
        self.bids = [struct.unpack("!H", data[:2])[0] for kind, data in self.options if kind == 35]

    @property
    def right_checksum(self):
        return internet_sum(packed(self.home), self.destination, self.message[:4] + b"\0\0" + self.message[6:])

    def is_right(self):
        """Its checksum, and its authenticator by the key of both, which covers all that stands before it."""
        return (self.checksum == self.right_checksum
                and ASSOCIATION.verifies(self.message, FIXED, self.source, self.home))


def updates(path):
    """The Binding Updates in a capture of one interface."""
    with open(path, "rb") as file:
        octets = file.read()
    return [Update(packet) for packet in packets(octets)
            if packet[6] == 60 and packet[40] == 135 and packet[40 + 8 * (packet[41] + 1) + 2] == UPDATE]


def next_update(path, known):
    """Waits for one more Binding Update than were known."""
    return wait_until("a Binding Update on the wire",
                      lambda: updates(path)[known:] if len(updates(path)) > known else None)[0]


def complaint(node, words):
    """Waits for what a process said on standard error. Its log may be that of processes before it, too."""
    def said():
        with open(node.log.name, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
        began = max(number for number, line in enumerate(lines) if '"kind":"started"' in line)
        return any(words in line for line in lines[began:])
    wait_until(f"it says: {words}", said)


def sent_by_hand(node, mark, interface):
    """The entry of a message made by hand that left."""
    told = node.wait("somebody sends it", mark, kind="command", text=lambda t: t.startswith("send a BU made by hand"))[0]
    left = node.wait("it leaves", mark, kind="sent", cause=told["number"])[0]
    check(left["interface"] == interface, f"it leaves by {interface}: {left}")
    return left


def composed(bed, agent):
    """A Binding Update made from nothing leaves by the interface that is wanted; it is right unless it is wanted wrong,
    and then the agent refuses it, or does not hear it at all."""
    node = start(bed)
    wires = {name: bed.capture("mn", name, "ip6 proto 60") for name in ("eth1", "eth2")}

    # What is right: a fourth binding of eth1's address, beside the three that there are.
    mark, theirs = node.mark, agent.mark
    for line in ("compose bu eth1", "edit add bid 7", f"edit bid:7/care-of-address {ACCESS[2]}9", "edit lifetime 40s",
                 "send"):
        node.command(line)
    left = sent_by_hand(node, mark, "eth1")
    update = next_update(wires["eth1"], 0)
    check(update.octets.hex() == left["octets"], "the journal has what is on the wire")
    check((update.source, update.home) == (f"{ACCESS[2]}9", HOME_ADDRESS), f"from {update.source} of {update.home}")
    check((update.bids, update.lifetime) == ([7], 40), f"BIDs {update.bids}, {update.lifetime} s")
    check(update.is_right(), f"checksum {update.checksum:04x}, not {update.right_checksum:04x}, or its authenticator")
    agent.wait("the agent binds it", theirs, kind="note", event="binding-cache", bid=7)
    node.wait("and says so", mark, kind="sent", station="HA", message=lambda m: m and begins("BA")(m) and "BID 7" in m)

    # A checksum that somebody typed stays, whatever else is changed; nobody hears it (RFC 6275 §9.2).
    mark, theirs = node.mark, agent.mark
    for line in ("compose bu", "edit interface eth2", "edit add bid 8", "edit checksum 0xdead", "edit lifetime 44s",
                 "send"):
        node.command(line)
    sent_by_hand(node, mark, "eth2")
    update = next_update(wires["eth2"], 0)
    check(update.source == f"{ACCESS[3]}9", f"the source follows the interface: {update.source}")
    check((update.checksum, update.lifetime) == (0xdead, 44), f"{update.checksum:04x}, {update.lifetime} s")
    check(update.right_checksum != 0xdead, "by chance it was right")

    # So does an authenticator: the checksum is right, and the agent answers 146 (RFC 4285 §5.1.1).
    for line in ("compose bu eth2", "edit add bid 9", "edit authentication-data 000102030405060708090a0b", "send"):
        node.command(line)
    update = next_update(wires["eth2"], 1)
    check(update.checksum == update.right_checksum and not update.is_right(), "only the authenticator is wrong")
    check((9, b"\1\0\0\1\0" + bytes(range(12))) in update.options, f"{update.options}")
    answer = node.wait("the agent refuses", mark, kind="sent", station="HA", message=begins("BA"))
    check(len(answer) == 1 and f"{update.sequence} status 146" in answer[0]["message"], f"{answer}")
    check(not agent.find(theirs, kind="note", event="binding-cache"), "nothing of it is bound")
    # What came before it did not reach the agent as a message.
    check(len(agent.find(theirs, kind="sent", station="HA")) == 1, "one answer to both")

    # The same made right again is taken; the node does not know that the number of the first one is used up.
    theirs = agent.mark
    for line in ("compose bu eth2", "edit add bid 9", "edit authentication-data 000102030405060708090a0b",
                 "edit correct authenticator on", f"edit sequence {(update.sequence + 1) % 65536}", "send"):
        node.command(line)
    check(next_update(wires["eth2"], 2).is_right(), "made right again")
    agent.wait("the agent binds it", theirs, kind="note", event="binding-cache", bid=9)

    # What cannot be done says why, and nothing leaves.
    mark = node.mark
    for line in ("send", "compose bu nowhere", "edit #new lifetime 5", "compose 1"):
        node.command(line)
    complaint(node, "Entry 1 is no message of signalling")
    complaint(node, "send: No message is composed")
    complaint(node, 'there is no interface "nowhere"')
    agent.command("compose bu")
    complaint(agent, "Only a mobile node composes messages")
    check(not node.find(mark, kind="sent", station="MN"), "nothing leaves")
    return node


def changed(bed, agent):
    """A Binding Update that waits is changed option by option and octet by octet; what is taken back is as before."""
    node = start(bed)
    wire = bed.capture("mn", "eth0", "ip6 proto 60")
    mark, theirs = node.mark, agent.mark
    node.command("step-mode out BU")
    node.command("register 1")
    held = node.wait("an update waits", mark, kind="sent", station="MN", message=begins("BU"))[0]
    lines = ("edit add bid 2", "edit add alt-coa", "edit move bid:2 first", "edit remove alt-coa",
             "edit bid:2/bid 6", "undo", "redo", "undo",
             # The lower octet of the lifetime: 40 octets of IPv6, 24 of destination options, 11 of the message.
             "edit @75 09")
    for line in lines:
        node.command(line)
    changes = node.wait("all changes", mark, kind="fault", cause=held["number"], count=len(lines))
    said = [change["text"] for change in changes]
    check("octets at 75" in said[-1] and said[5].endswith("as before the last change"), f"{said}")
    node.command("edit colour 5")
    complaint(node, 'there is no field "colour"')
    check(not agent.find(theirs, kind="delivered"), "nothing left yet")
    node.command("step-mode off")
    update = next_update(wire, 0)
    node.wait("what it was before did not leave", mark, kind="lost", why="changed", cause=held["number"])
    left = node.wait("it leaves", mark, kind="sent", cause=held["number"])[0]
    check(update.octets.hex() == left["octets"] != held["octets"], "the journal has what is on the wire")
    check((update.bids, update.lifetime) == ([2, 1], 36), f"BIDs {update.bids}, {update.lifetime} s")
    check([kind for kind, _ in update.options].count(3) == 0, f"no alternate care-of address: {update.options}")
    check(update.is_right(), f"checksum {update.checksum:04x}, not {update.right_checksum:04x}, or its authenticator")
    answer = node.wait("the agent grants it", mark, kind="delivered", message=begins("BA"))[0]
    check(all(words in answer["message"] for words in (" 36 s", "BID 1", "BID 2")), f"{answer['message']}")
    return node


SCENARIOS = {
    "a message made by hand": composed,
    "a held message changed": changed,
}
