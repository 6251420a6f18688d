"""A home agent, a mobile node and a correspondent that are not ours: written from RFC 6275, RFC 4285 and RFC 5648 alone,
with plain sockets, strict where real ones are. Nothing here is shared with the program that is tested.

    strangers.py agent|node|correspondent JSON

What happens is told in JSON lines on standard output; a node and an agent take commands on standard input.
"""

import fcntl
import hashlib
import hmac
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time

MH, DESTINATION, ROUTING, ICMP, INSIDE, NONE = 135, 60, 43, 58, 41, 59
HOTI, COTI, HOT, COT, UPDATE, ACKNOWLEDGEMENT, ERROR = 1, 2, 3, 4, 5, 6, 7
# RFC 6275 §6.1.7, RFC 3963 §4.1, RFC 5648 §4.2.
A, H, L, K, R, O = 0x8000, 0x4000, 0x2000, 0x1000, 0x0400, 0x0040


def packed(address):
    return socket.inet_pton(socket.AF_INET6, address)


def written(octets):
    return socket.inet_ntop(socket.AF_INET6, octets)


def tell(event, **members):
    print(json.dumps({"event": event, **members}), flush=True)


def internet_sum(source, destination, message):
    """RFC 8200 §8.1; the addresses are the final ones: home addresses where there are some (RFC 6275 §6.1.1)."""
    octets = source + destination + struct.pack("!IxxxB", len(message), MH) + message
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


# MARK: Messages

def padded(options):
    """Options with what aligns each, and the whole to 8 octets, behind a header of `base` octets."""
    def result(base):
        octets = b""
        for kind, data in options:
            # Refresh advice, nonce indices: 2n; alternate care-of address: 8n + 6; Binding Authorization Data, and
            # identifiers with an IPv6 address: 8n + 2, else 2n; authentication: 4n + 1; identification: 8n + 2.
            size, offset = {2: (2, 0), 3: (8, 6), 4: (2, 0), 5: (8, 2), 9: (4, 1), 10: (8, 2),
                            35: (8, 2) if len(data) == 20 else (2, 0)}[kind]
            octets += pad(-(base + len(octets) - offset) % size)
            octets += bytes([kind, len(data)]) + data
        return octets + pad(-(base + len(octets)) % 8)
    return result


def pad(count):
    return b"" if count == 0 else b"\0" if count == 1 else bytes([1, count - 2]) + bytes(count - 2)


def header(kind, body):
    """A Mobility Header without its checksum."""
    return bytes([NONE, (6 + len(body)) // 8 - 1, kind, 0, 0, 0]) + body


def options_of(message, place):
    """Type, data, place of the data of each option; an option that is cut off ends them with an error."""
    found = []
    while place < len(message):
        if message[place] == 0:
            place += 1
            continue
        size = message[place + 1]
        if place + 2 + size > len(message):
            raise ValueError("an option that is cut off")
        if message[place] != 1:
            found.append((message[place], message[place + 2:place + 2 + size], place + 2))
        place += 2 + size
    return found


class Association:
    """The mobility message authentication option of RFC 4285, MN-HA, with HMAC_SHA1."""

    def __init__(self, spi, key):
        self.spi, self.key = spi, key.encode()

    def value(self, care_of, home, data):
        data = data[:4] + b"\0\0" + data[6:]
        return hmac.new(self.key, packed(care_of) + packed(home) + data, hashlib.sha1).digest()[:12]

    def sealed(self, kind, fixed, options, care_of, home):
        """A message whose last option is the authenticator over what stands before it."""
        blank = struct.pack("!BI", 1, self.spi) + bytes(12)
        message = header(kind, fixed + padded(options + [(9, blank)])(6 + len(fixed)))
        place = [at for number, _, at in options_of(message, 6 + len(fixed)) if number == 9][0]
        value = self.value(care_of, home, message[:place + 5])
        return message[:place + 5] + value + message[place + 17:]

    def verifies(self, message, fixed, care_of, home):
        found = [(data, at) for number, data, at in options_of(message, 6 + fixed) if number == 9]
        if len(found) != 1:
            return False
        data, at = found[0]
        return (data[0] == 1 and struct.unpack("!I", data[1:5])[0] == self.spi
                and hmac.compare_digest(data[5:], self.value(care_of, home, message[:at + 5])))


def binding_key(home_token, care_of_token=b""):
    return hashlib.sha1(home_token + care_of_token).digest()


def authorized(key, kind, fixed, options, care_of, correspondent):
    """A message with Binding Authorization Data last (RFC 6275 §6.2.7)."""
    message = header(kind, fixed + padded(options + [(5, bytes(12))])(6 + len(fixed)))
    place = [at for number, _, at in options_of(message, 6 + len(fixed)) if number == 5][0]
    data = packed(care_of) + packed(correspondent) + message[:place] + message[place + 12:]
    value = hmac.new(key, data, hashlib.sha1).digest()[:12]
    return message[:place] + value + message[place + 12:]


def is_authorized(key, message, fixed, care_of, correspondent):
    found = [(data, at) for number, data, at in options_of(message, 6 + fixed) if number == 5]
    if len(found) != 1 or len(found[0][0]) != 12:
        return False
    data, at = found[0]
    rest = message[:4] + b"\0\0" + message[6:at] + message[at + 12:]
    return hmac.compare_digest(
        data, hmac.new(key, packed(care_of) + packed(correspondent) + rest, hashlib.sha1).digest()[:12])


def packet(source, destination, message, home_option=None, home_route=None, hops=64):
    """A whole packet; with a Home Address option, or a type 2 routing header."""
    first, last = packed(home_option or source), packed(home_route or destination)
    message = message[:4] + struct.pack("!H", internet_sum(first, last, message[:4] + b"\0\0" + message[6:])) + message[6:]
    number, between = MH, b""
    if home_option:
        number, between = DESTINATION, bytes([MH, 2, 1, 2, 0, 0, 201, 16]) + packed(home_option)
    if home_route:
        number, between = ROUTING, bytes([MH, 2, 2, 1, 0, 0, 0, 0]) + packed(home_route)
    body = between + message
    return struct.pack("!IHBB", 0x60000000, len(body), number, hops) + packed(source) + packed(destination) + body


class Arrival:
    """A Mobility Header that came, with what stood around it; ValueError where it is none, or wrong."""

    def __init__(self, octets, inner=False):
        if len(octets) < 40 or octets[0] >> 4 != 6:
            raise ValueError("no IPv6")
        octets = octets[:40 + struct.unpack("!H", octets[4:6])[0]]
        self.source, self.destination = written(octets[8:24]), written(octets[24:40])
        self.home_option = self.home_route = None
        number, place = octets[6], 40
        while number in (DESTINATION, ROUTING):
            size = 8 * (octets[place + 1] + 1)
            if number == DESTINATION:
                for kind, data, _ in options_of(octets[place:place + size], 2):
                    if kind == 201:
                        self.home_option = written(data)
            elif octets[place + 2] == 2:
                if octets[place + 1] != 2 or octets[place + 3] != 1:
                    raise ValueError("a type 2 routing header of another form")
                self.home_route = written(octets[place + 8:place + 24])
            number, place = octets[place], place + size
        if number != MH:
            raise ValueError("no Mobility Header")
        self.message = octets[place:]
        if self.message[0] != NONE:
            raise ValueError("something behind the Mobility Header (RFC 6275 §6.1.1)")
        if 8 * (self.message[1] + 1) != len(self.message):
            raise ValueError("a length that is not the packet's")
        if internet_sum(packed(self.home_option or self.source), packed(self.home_route or self.destination),
                        self.message) != 0:
            raise ValueError("checksum")
        self.kind = self.message[2]

    def options(self, fixed):
        return [(kind, data) for kind, data, _ in options_of(self.message, 6 + fixed)]


class Machine:
    """Sockets: what comes, whole packets out, what is inside of tunnels, and a device for it."""

    def __init__(self, settings):
        self.settings = settings
        # A kernel would answer Mobility Headers that nobody takes; without Mobile IPv6, type 2 routing headers as well.
        self.taker = socket.socket(socket.AF_INET6, socket.SOCK_RAW, MH)
        self.taker.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 0)
        subprocess.run(["nft", "-f", "-"], check=False, text=True, stderr=subprocess.DEVNULL, input="""table ip6 strangers {
            chain input { type filter hook input priority 0
                meta l4proto 135 drop
                rt type 2 drop
            }
        }""")
        self.wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd))
        self.out = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self.tunnel = socket.socket(socket.AF_INET6, socket.SOCK_RAW, INSIDE)
        self.device, self.former = None, []

    def open_device(self):
        self.device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        # TUNSETIFF with IFF_TUN and IFF_NO_PI.
        fcntl.ioctl(self.device, 0x400454ca, struct.pack("16sH22x", b"stranger", 0x1001))
        self.ip("link set stranger mtu 1460 up")

    def ip(self, command, check=True):
        subprocess.run(["ip", "-6", *command.split()], check=check, capture_output=not check)

    def bind(self, descriptor, source):
        """Each care-of address leaves by its own interface."""
        device = self.settings.get("devices", {}).get(source, "")
        descriptor.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode() + b"\0")

    def send(self, octets):
        self.bind(self.out, written(octets[8:24]))
        self.out.sendto(octets, (written(octets[24:40]), 0))

    def leave_from(self, address):
        """What goes into the tunnel has this source from now on."""
        self.tunnel.close()
        self.tunnel = socket.socket(socket.AF_INET6, socket.SOCK_RAW, INSIDE)
        self.bind(self.tunnel, address)
        self.tunnel.bind((address, 0))

    def take(self, octets):
        """What was inside; where a tunnel device of the kernel listens to everybody, it has done that already."""
        if not self.settings.get("kernel_tunnel"):
            os.write(self.device, octets)

    def set(self, path, value):
        path = f"/proc/sys/net/ipv6/conf/{path}"
        with open(path) as file:
            self.former.append((path, file.read()))
        with open(path, "w") as file:
            file.write(value)

    def close(self):
        subprocess.run(["nft", "delete", "table", "ip6", "strangers"], check=False, stderr=subprocess.DEVNULL)
        for path, value in self.former:
            with open(path, "w") as file:
                file.write(value)

    def run(self, own, due=lambda: None):
        """Serves until standard input ends. `own` has `arrived`, `from_tunnel`, `from_device`, `command`, `pass_time`."""
        tell("ready")
        typed = ""
        while True:
            descriptors = [self.wire, self.tunnel, sys.stdin] + ([self.device] if self.device is not None else [])
            ready, _, _ = select.select(descriptors, [], [], 0.05)
            own.pass_time(time.monotonic())
            if self.wire in ready:
                octets, where = self.wire.recvfrom(65536)
                if where[2] == 0:
                    try:
                        arrival = Arrival(octets)
                    except (ValueError, IndexError) as problem:
                        if str(problem) not in ("no Mobility Header", "no IPv6"):
                            tell("refused", why=str(problem), octets=octets.hex())
                    else:
                        own.arrived(arrival)
            if self.tunnel in ready:
                octets, where = self.tunnel.recvfrom(65536)
                own.from_tunnel(octets, where[0])
            if self.device in ready:
                own.from_device(os.read(self.device, 65536))
            if sys.stdin in ready:
                octets = os.read(sys.stdin.fileno(), 65536)
                if not octets:
                    return
                *lines, typed = (typed + octets.decode()).split("\n")
                for line in lines:
                    # As careof does: what was told before stands before it.
                    if line.startswith("note "):
                        tell("note", kind="remark", text=line[5:])
                    else:
                        own.command(line.split())


# MARK: A home agent

class HomeAgent:
    """RFC 6275 §10; with `mcoa`, RFC 5648 §6. One mobile node."""

    def __init__(self, settings, machine):
        self.address, self.home = settings["address"], settings["home"]
        self.knows_identifiers = settings.get("mcoa", False)
        self.association = Association(settings["spi"], settings["key"]) if "key" in settings else None
        self.advice, self.limit = settings.get("advice"), settings.get("limit", 3600)
        self.machine = machine
        # By BID; 0: the ordinary one.
        self.bindings, self.sequence, self.waiting = {}, None, []
        machine.open_device()
        machine.ip(f"route add {self.home}/128 dev stranger")
        machine.set("all/forwarding", "1")
        machine.set(f"{settings['interface']}/proxy_ndp", "1")
        machine.tunnel.bind((self.address, 0))

    def pass_time(self, now):
        while self.waiting and self.waiting[0][0] <= now:
            self.machine.send(self.waiting.pop(0)[1])

    def command(self, words):
        if words == ["forget"]:
            self.bindings, self.sequence = {}, None

    def arrived(self, arrival):
        if arrival.destination != self.address or arrival.kind != UPDATE:
            return
        sequence, flags, lifetime = struct.unpack("!HHH", arrival.message[6:12])
        options = dict(arrival.options(6))
        told = dict(sequence=sequence, flags=flags, lifetime=lifetime, source=arrival.source,
                    options=[kind for kind, _ in arrival.options(6)])
        home = arrival.home_option or arrival.source
        # RFC 6275 §10.3.1; without the option the packet is from the home link.
        if home != self.home or not flags & H:
            return tell("ignored", why="home address or H", **told)
        care_of = written(options[3]) if 3 in options else arrival.source
        if self.association and not self.association.verifies(arrival.message, 6, arrival.source, home):
            return tell("ignored", why="authenticator", **told)
        identifiers = self.identifiers(arrival) if self.knows_identifiers else []
        # RFC 6275 §9.5.1: modulo 2^16.
        if self.sequence is not None and not 0 < (sequence - self.sequence) % 65536 < 32768:
            tell("update", status=135, **told)
            return self.answer(arrival, home, 135, self.sequence, 0, [])
        self.sequence = sequence
        is_first = not self.bindings
        granted = min(lifetime, self.limit // 4)
        is_home = care_of == home
        if lifetime == 0 or is_home:
            granted = 0 if lifetime == 0 else granted
            gone = [bid for bid, _ in identifiers] or list(self.bindings)
            for bid in gone:
                self.bindings.pop(bid, None)
        elif identifiers:
            if flags & O:
                self.bindings = {}
            self.bindings.pop(0, None)
            for bid, address in identifiers:
                self.bindings[bid] = address or care_of
        else:
            # RFC 6275 §10.3.1: one binding for a home address.
            self.bindings = {0: care_of}
        self.intercept(bool(self.bindings))
        tell("update", status=0, bindings={str(bid): where for bid, where in self.bindings.items()}, **told)
        self.answer(arrival, home, 0, sequence, granted, [bid for bid, _ in identifiers],
                    # Duplicate address detection before the first answer.
                    delay=1.0 if is_first and lifetime else 0)

    def intercept(self, active):
        """RFC 6275 §10.4.1."""
        self.machine.ip(f"neigh {'add' if active else 'del'} proxy {self.home} dev {self.machine.settings['interface']}",
                        check=False)

    def end(self):
        self.intercept(False)

    def identifiers(self, arrival):
        """BID and care-of address (None: as the packet says) of each option (RFC 5648 §4.1)."""
        found = []
        for kind, data in arrival.options(6):
            if kind == 35:
                if len(data) not in (4, 8, 20):
                    raise ValueError("a Binding Identifier option of another size")
                found.append((struct.unpack("!H", data[:2])[0], written(data[4:20]) if len(data) == 20 else None))
        return found

    def answer(self, arrival, home, status, sequence, lifetime, bids, delay=0.0):
        fixed = struct.pack("!BBHH", status, 0, sequence, lifetime)
        options = [(2, struct.pack("!H", self.advice))] if self.advice and lifetime else []
        options += [(35, struct.pack("!HBB", bid, 0, 0)) for bid in bids]
        options += [(kind, data) for kind, data in arrival.options(6) if kind == 10 and self.association]
        if self.association:
            message = self.association.sealed(ACKNOWLEDGEMENT, fixed, options, arrival.source, home)
        else:
            message = header(ACKNOWLEDGEMENT, fixed + padded(options)(12))
        is_away = arrival.source != home
        octets = packet(self.address, arrival.source, message, home_route=home if is_away else None)
        self.waiting.append((time.monotonic() + delay, octets))
        self.waiting.sort(key=lambda one: one[0])

    def from_tunnel(self, octets, source):
        # RFC 6275 §10.4.5: the source inside is a home address with a binding for the address outside.
        if source not in self.bindings.values() or written(octets[8:24]) != self.home:
            return tell("tunnel-refused", source=source, inside=written(octets[8:24]))
        self.machine.take(octets)

    def from_device(self, octets):
        if self.bindings and written(octets[24:40]) == self.home:
            self.machine.tunnel.sendto(octets, (self.bindings[min(self.bindings)], 0))


# MARK: A mobile node

class MobileNode:
    """RFC 6275 §11; with several care-of addresses, RFC 5648 §5. It does what commands say."""

    def __init__(self, settings, machine):
        self.home, self.agent = settings["home"], settings["agent"]
        self.association = Association(settings["spi"], settings["key"]) if "key" in settings else None
        self.machine, self.sequence = machine, settings.get("sequence", 65534)
        self.pending, self.care_of, self.tokens, self.peer = None, None, {}, None
        self.uses_alternate = settings.get("alternate", True)
        machine.open_device()
        machine.ip(f"address add {self.home}/128 dev stranger nodad")
        for route in settings["routes"]:
            machine.ip(f"route add {route} dev stranger src {self.home}")

    def pass_time(self, now):
        # RFC 6275 §11.8: 1.5 s for the first, then 1 s, doubled each time.
        if self.pending and self.pending["due"] <= now:
            self.pending["wait"] *= 2
            self.pending["due"] = now + self.pending["wait"]
            self.pending["sequence"] = self.next_sequence()
            self.machine.send(self.update())

    def next_sequence(self):
        self.sequence = (self.sequence + 1) % 65536
        return self.sequence

    def command(self, words):
        """register FROM SECONDS [BID=ADDRESS…] [o] · test PEER FROM · bind PEER FROM SECONDS"""
        verb, *rest = words
        if verb == "register":
            source, seconds, *more = rest
            bids = [(int(word.split("=")[0]), word.split("=")[1] or None) for word in more if "=" in word]
            self.pending = dict(source=source, seconds=int(seconds), bids=bids, overwrite="o" in more, wait=1.5,
                                due=time.monotonic() + 1.5, sequence=self.next_sequence())
            self.machine.send(self.update())
        elif verb == "test":
            self.peer, source = rest
            self.tokens = {}
            inner = packet(self.home, self.peer, header(HOTI, bytes(2) + b"home-ckx"))
            self.send_inside(inner)
            self.machine.send(packet(source, self.peer, header(COTI, bytes(2) + b"care-ckx")))
        elif verb == "bind":
            self.peer, source, seconds = rest
            self.bind(source, int(seconds))

    def send_inside(self, octets):
        if self.care_of:
            self.machine.tunnel.sendto(octets, (self.agent, 0))

    def update(self):
        pending = self.pending
        flags = A | H | K | (O if pending["overwrite"] else 0)
        fixed = struct.pack("!HHH", pending["sequence"], flags, pending["seconds"] // 4)
        options = []
        for bid, address in pending["bids"]:
            options.append((35, struct.pack("!HBB", bid, 0, 0) + (packed(address) if address else b"")))
        if self.uses_alternate and not pending["bids"]:
            options.append((3, packed(pending["source"])))
        is_home = pending["source"] == self.home
        if self.association:
            now = time.time() + 2208988800
            options.append((10, struct.pack("!II", int(now), int(now % 1 * (1 << 32)))))
            message = self.association.sealed(UPDATE, fixed, options, pending["source"], self.home)
        else:
            message = header(UPDATE, fixed + padded(options)(12))
        return packet(pending["source"], self.agent, message, home_option=None if is_home else self.home)

    def arrived(self, arrival):
        if arrival.kind == ACKNOWLEDGEMENT and arrival.source == self.agent:
            self.acknowledged(arrival)
        elif arrival.kind == ACKNOWLEDGEMENT and arrival.source == self.peer:
            status, _, sequence, lifetime = struct.unpack("!BBHH", arrival.message[6:12])
            key = binding_key(*[self.tokens[kind][1] for kind in (HOT, COT)])
            tell("bound", status=status, lifetime=lifetime, sequence=sequence, route=arrival.home_route,
                 authorized=is_authorized(key, arrival.message, 6, arrival.destination, self.peer))
        elif arrival.kind in (COT, HOT) and arrival.source == self.peer:
            self.tested(arrival)
        elif arrival.kind == 0:
            tell("refresh-request", source=arrival.source)
        elif arrival.kind == ERROR:
            tell("binding-error", status=arrival.message[6])

    def acknowledged(self, arrival):
        status, flags, sequence, lifetime = struct.unpack("!BBHH", arrival.message[6:12])
        told = dict(status=status, flags=flags, sequence=sequence, lifetime=lifetime, route=arrival.home_route,
                    bids={str(struct.unpack("!H", data[:2])[0]): data[2]
                          for kind, data in arrival.options(6) if kind == 35},
                    options=[kind for kind, _ in arrival.options(6)])
        # RFC 6275 §11.7.3.
        if self.association and not self.association.verifies(arrival.message, 6, arrival.destination, self.home):
            return tell("ignored", why="authenticator", **told)
        if not self.pending:
            return tell("ignored", why="nothing was asked", **told)
        if status == 135:
            self.sequence = sequence
            self.pending["sequence"] = self.next_sequence()
            self.machine.send(self.update())
            return tell("acknowledgement", **told)
        if sequence != self.pending["sequence"]:
            return tell("ignored", why="another sequence number", **told)
        if self.pending["source"] != self.home and arrival.home_route != self.home:
            return tell("ignored", why="no type 2 routing header with the home address", **told)
        if status < 128:
            self.care_of = self.pending["source"] if self.pending["seconds"] or self.pending["bids"] else None
            self.machine.leave_from(self.pending["source"])
        self.pending = None
        tell("acknowledgement", **told)

    def tested(self, arrival):
        index, cookie, token = arrival.message[6:8], arrival.message[8:16], arrival.message[16:24]
        if cookie != (b"home-ckx" if arrival.kind == HOT else b"care-ckx"):
            return tell("ignored", why="a cookie of nobody")
        self.tokens[arrival.kind] = (index, token)
        tell("token", kind="home" if arrival.kind == HOT else "care-of")

    def bind(self, source, seconds):
        key = binding_key(*[self.tokens[kind][1] for kind in (HOT, COT)])
        fixed = struct.pack("!HHH", self.next_sequence(), A, seconds // 4)
        options = [(4, self.tokens[HOT][0] + self.tokens[COT][0])]
        message = authorized(key, UPDATE, fixed, options, source, self.peer)
        self.machine.send(packet(source, self.peer, message, home_option=self.home))

    def from_tunnel(self, octets, source):
        if source != self.agent:
            return tell("tunnel-refused", source=source)
        if octets[6] == MH:
            # A Home Test comes through the tunnel (RFC 6275 §5.2.5).
            try:
                return self.arrived(Arrival(octets))
            except ValueError as problem:
                return tell("refused", why=str(problem), octets=octets.hex())
        if written(octets[24:40]) == self.home:
            self.machine.take(octets)

    def end(self):
        pass

    def from_device(self, octets):
        if octets[0] >> 4 == 6 and written(octets[8:24]) == self.home:
            self.send_inside(octets)


# MARK: A correspondent

class Correspondent:
    """RFC 6275 §9, without identifiers."""

    def __init__(self, settings, machine):
        self.address, self.machine, self.secret = settings["address"], machine, b"a secret of this node"
        self.bindings = {}

    def pass_time(self, now):
        pass

    def command(self, words):
        pass

    def token(self, address, kind):
        return hmac.new(self.secret, packed(address) + b"\0\7" + bytes([kind]), hashlib.sha1).digest()[:8]

    def arrived(self, arrival):
        if arrival.destination != self.address:
            return
        if arrival.kind in (HOTI, COTI):
            if arrival.home_option:
                return tell("ignored", why="a test with a Home Address option (RFC 6275 §9.4.1)")
            kind = arrival.kind - HOTI
            body = b"\0\7" + arrival.message[8:16] + self.token(arrival.source, kind)
            self.machine.send(packet(self.address, arrival.source, header(HOT + kind, body)))
            tell("test", kind="home" if kind == 0 else "care-of", source=arrival.source)
        elif arrival.kind == UPDATE and arrival.home_option:
            sequence, flags, lifetime = struct.unpack("!HHH", arrival.message[6:12])
            home, options = arrival.home_option, dict(arrival.options(6))
            key = binding_key(self.token(home, 0), self.token(arrival.source, 1))
            if options.get(4, b"")[:4] != b"\0\7\0\7" or not is_authorized(key, arrival.message, 6, arrival.source, self.address):
                return tell("ignored", why="not authorized", options=list(options), flags=flags)
            tell("update", sequence=sequence, flags=flags, lifetime=lifetime, source=arrival.source,
                 options=list(options))
            granted = min(lifetime, 105)
            message = authorized(key, ACKNOWLEDGEMENT, struct.pack("!BBHH", 0, 0, sequence, granted), [],
                                 arrival.source, self.address)
            if flags & A:
                self.machine.send(packet(self.address, arrival.source, message, home_route=home))

    def from_tunnel(self, octets, source):
        pass

    def end(self):
        pass


def main():
    role, settings = sys.argv[1], json.loads(sys.argv[2])
    machine = Machine(settings)
    own = {"agent": HomeAgent, "node": MobileNode, "correspondent": Correspondent}[role](settings, machine)
    try:
        machine.run(own)
        own.end()
    finally:
        machine.close()


if __name__ == "__main__":
    main()
