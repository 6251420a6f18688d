"""Data that goes straight between the mobile node and a correspondent: with a Home Address option one way, with a type 2
routing header the other, put on and taken off by the kernel (RFC 6275 §6.3, §6.4, §9.3)."""

import ctypes
import os
import signal
import socket
import threading
import time

import run

CORRESPONDENT = "2001:db8:5::5"
CORRESPONDENT_FILE = """
role = "correspondent"
address = "2001:db8:5::5"
state = "{folder}/cn"
"""


def inside(namespace, work):
    """A thread of its own in a namespace."""
    def begin():
        file = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
        ctypes.CDLL(None, use_errno=True).setns(file, 0x40000000)
        os.close(file)
        work()
    thread = threading.Thread(target=begin, daemon=True)
    thread.start()
    return thread


class Wire:
    """IPv6 packets that leave by a device of the router in the middle, or come in."""

    def __init__(self, device):
        self.packets, self.device, ready = [], device, threading.Event()

        def listen():
            listener = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
            listener.bind((device, 3))
            ready.set()
            while True:
                self.packets.append(listener.recv(65536))
        inside("core", listen)
        run.check(ready.wait(5), f"listening at {device}")

    def since(self, mark):
        return [packet for packet in self.packets[mark:] if packet[0] >> 4 == 6]


def text(octets):
    return socket.inet_ntop(socket.AF_INET6, octets)


def data_of(packet):
    """Who sends to whom, the home address, and the protocol, of a packet that goes straight; None for any other."""
    source, destination, number = text(packet[8:24]), text(packet[24:40]), packet[6]
    if number == 60:
        place = 42
        while place < 40 + 8 * (packet[41] + 1):
            if packet[place] == 0:
                place += 1
            elif packet[place] == 201:
                return source, destination, text(packet[place + 2:place + 18]), packet[40]
            else:
                place += 2 + packet[place + 1]
    if number == 43 and packet[42] == 2 and packet[43] == 1:
        return source, destination, text(packet[48:64]), packet[40]
    return None


def straight(wire, mark, protocol, care_of, back_to=None):
    """How many packets of a protocol went straight, each way."""
    found = [data for data in map(data_of, wire.since(mark)) if data and data[3] == protocol]
    out = found.count((care_of, CORRESPONDENT, run.HOME_ADDRESS, protocol))
    back = found.count((CORRESPONDENT, back_to or care_of, run.HOME_ADDRESS, protocol))
    run.check(len(found) == out + back, f"by another way: {set(found)}")
    return out, back


def tunnelled(wire, mark):
    """Packets between the node and the correspondent inside of a tunnel."""
    peer = socket.inet_pton(socket.AF_INET6, CORRESPONDENT)
    return sum(packet[6] == 41 and peer in (packet[48:64], packet[64:80]) and packet[46] != 135
               for packet in wire.since(mark))


def heard(count, is_enough):
    """What the listeners have heard, as soon as it is enough, or two seconds later: they are threads of their own."""
    end = time.monotonic() + 2
    while not is_enough(count()) and time.monotonic() < end:
        time.sleep(0.02)
    return count()


def stream(size):
    """A TCP stream there and back; whether all came back as it was."""
    sent, back, ready = os.urandom(size), bytearray(), threading.Event()

    def serve():
        listener = socket.socket(socket.AF_INET6)
        listener.bind(("::", 7007))
        listener.listen()
        ready.set()
        peer, _ = listener.accept()
        while octets := peer.recv(65536):
            peer.sendall(octets)

    def send():
        client = socket.socket(socket.AF_INET6)
        client.settimeout(10)
        client.connect((CORRESPONDENT, 7007))
        run.check(client.getsockname()[0] == run.HOME_ADDRESS, f"the home address is used: {client.getsockname()}")
        for first in range(0, size, 20000):
            part = sent[first:first + 20000]
            client.sendall(part)
            while len(back) < first + len(part):
                back.extend(client.recv(65536))
        client.close()
    inside("cn", serve)
    run.check(ready.wait(5), "a server")
    client = inside("mn", send)
    client.join(15)
    return not client.is_alive() and bytes(back) == sent


def goes_straight(care_of, near, far, when, back_to=None):
    marks = len(near.packets), len(far.packets)
    run.check(run.ping("mn", CORRESPONDENT) == 3, f"ping {when}")
    seen = heard(lambda: straight(near, marks[0], 58, care_of, back_to), lambda seen: seen == (3, 3))
    run.check(seen == (3, 3), f"each ping goes straight and back, {when}: {seen}")
    run.check(tunnelled(far, marks[1]) == 0, f"nothing of it passes the home agent, {when}")


def goes_by_the_agent(near, far, when):
    marks = len(near.packets), len(far.packets)
    run.check(run.ping("mn", CORRESPONDENT) == 3, f"ping {when}")
    run.check(not [p for p in near.since(marks[0]) if (data_of(p) or [0] * 4)[3] == 58], f"nothing goes straight, {when}")
    seen = heard(lambda: tunnelled(far, marks[1]), lambda seen: seen >= 6)
    run.check(seen >= 6, f"each ping passes the home agent, {when}: {seen}")


def test(program, folder, node):
    with open(f"{folder}/cn.toml", "w") as file:
        file.write(CORRESPONDENT_FILE.format(folder=folder))
    peer = run.Careof(program, "cn", "agent", f"{folder}/cn.toml")
    said = peer.wait("what is in use", kind="probe")[0]["text"]
    run.check("data goes straight" in said, f"and it is said: {said}")
    peer.wait("it runs", kind="started")
    near, far = Wire("cn"), Wire("agent")

    def bound(bid, mark, **members):
        node.wait(f"BID {bid} is bound there", mark, kind="note", event="binding-state", bid=bid, to="registered",
                  peer=CORRESPONDENT, **members)
    goes_by_the_agent(near, far, "before anything is bound there")
    mark = node.mark
    node.command(f"register-at-correspondent 1 {CORRESPONDENT}")
    bound(1, mark)
    goes_straight("2001:db8:11::9", near, far, "with one binding")
    marks = len(near.packets), len(far.packets)
    run.check(stream(200_000), "a TCP stream")
    out, back = heard(lambda: straight(near, marks[0], 6, "2001:db8:11::9"), lambda seen: min(seen) > 20)
    run.check(min(out, back) > 20 and tunnelled(far, marks[1]) == 0, f"TCP goes straight: {out} and {back} segments")

    # The care-of address moves, and data with it. The node sees both changes at once, however slow the machine: a care-of
    # address that is gone for long enough to be deregistered is another matter.
    mark = node.mark
    node.process.send_signal(signal.SIGSTOP)
    run.batch("address del 2001:db8:11::9/64 dev eth0\naddress add 2001:db8:11::19/64 dev eth0 nodad\n", "-6", "-n", "mn")
    node.process.send_signal(signal.SIGCONT)
    bound(1, mark)
    goes_straight("2001:db8:11::19", near, far, "from another address")
    # Another binding: the correspondent sends by the one that was named last, the node by the one it prefers.
    mark = node.mark
    node.command(f"register-at-correspondent 2 {CORRESPONDENT}")
    bound(2, mark)
    goes_straight("2001:db8:11::19", near, far, "by both links", back_to="2001:db8:12::9")
    # The node chooses another way; the correspondent's kernel follows the packets.
    mark = node.mark
    node.command(f"deregister-at-correspondent 1 {CORRESPONDENT}")
    node.wait("it is removed there", mark, kind="note", event="binding-state", bid=1, to="unregistered",
              peer=CORRESPONDENT)
    goes_straight("2001:db8:12::9", near, far, "by the other link")
    mark = node.mark
    node.command(f"register-at-correspondent 1 {CORRESPONDENT}")
    bound(1, mark)
    end = time.monotonic() + 5
    while run.ping("mn", CORRESPONDENT) < 3:
        run.check(time.monotonic() < end, "the correspondent follows the node back to the first link")
    # A correspondent that knows nothing any more refuses the option (RFC 6275 §9.3.1): the node falls back.
    run.check(peer.end(9) != 0, "killed")
    peer = run.Careof(program, "cn", "agent", f"{folder}/cn.toml")
    peer.wait("it runs", kind="started")
    end = time.monotonic() + 10
    while run.ping("mn", CORRESPONDENT) == 0:
        run.check(time.monotonic() < end, "after a Binding Error data finds its way")
    node.command(f"deregister-at-correspondent 1 {CORRESPONDENT}")
    node.command(f"deregister-at-correspondent 2 {CORRESPONDENT}")
    while CORRESPONDENT in run.ip("mn", "xfrm policy"):
        run.check(time.monotonic() < end, f"policies go with the bindings: {run.ip('mn', 'xfrm policy')}")
        time.sleep(0.1)
    goes_by_the_agent(near, far, "when nothing is bound any more")
    # Bound once more, so that a killed node leaves something behind.
    mark = node.mark
    node.command(f"register-at-correspondent 2 {CORRESPONDENT}")
    bound(2, mark)
    run.check(CORRESPONDENT in run.ip("mn", "xfrm policy"), "policies are back")
    run.check(peer.end() == 0, "SIGTERM ends the correspondent with 0")
    run.batch("address del 2001:db8:11::19/64 dev eth0\naddress add 2001:db8:11::9/64 dev eth0 nodad\n", "-6", "-n", "mn")
    print("ok      data goes straight to a correspondent and back, follows the care-of address, and falls back")
