"""How quickly a node leaves a link that goes down, on the wire.

    handover.py CAREOF REPETITIONS

The event is when the kernel tells its listeners that the link is down; a listener of ours with real-time priority hears
it at the same moment as careof. The Binding Update is stamped by the kernel when the other end of the cable gets it.

What is judged by its largest would be that of whatever else the machine does. So there are witnesses that have nothing
to do with careof: a listener of ordinary priority, which has to be woken for the same event, and a second stream, sent by
the same process at the same moments, that small relays pass on as the ends of a tunnel do, one bound to each processor.
Where a witness was held up at the same time, so much is taken off what is rare; both figures are printed. Medians are
judged as they are. Before each link that goes nothing happens for a while, and the largest gap of that is printed: what
a stream has anyway on this machine.
"""

import bisect
import ctypes
import fcntl
import os
import shutil
import socket
import statistics
import struct
import sys
import threading
import time

import configuration
from precedence import take_precedence
from steps import start
from testbed import ACCESS, CORRESPONDENT, Bed, Careof, Failure, run, wait_until

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
SO_TIMESTAMPNS = 35


def enter(bed, namespace):
    """This thread is in the namespace from now on."""
    file = os.open(f"/run/netns/{bed.name(namespace)}", os.O_RDONLY)
    if ctypes.CDLL(None, use_errno=True).setns(file, 0x40000000) != 0:
        raise Failure("setns")
    os.close(file)


class Listener:
    """The times at which the kernel says that eth0 went down, in nanoseconds since 1970: a process of its own, so that
    no other thread holds it up. One of ordinary priority tells how long such a process waits for its turn."""

    def __init__(self, bed, is_urgent):
        self.events = []
        reading, self.writing = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            try:
                self.run(bed, is_urgent)
            finally:
                os._exit(0)
        threading.Thread(target=self.collect, args=(reading,), daemon=True).start()

    def run(self, bed, is_urgent):
        enter(bed, "mn")
        links = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        links.bind((0, 1))
        index = socket.if_nametoindex("eth0")
        if is_urgent:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
        while True:
            octets = links.recv(65536)
            now = time.time_ns()
            kind = struct.unpack_from("=H", octets, 4)[0]
            number, flags = struct.unpack_from("=iI", octets, 20)
            if kind == 16 and number == index and not flags & IFF_UP:
                os.write(self.writing, now.to_bytes(8, "big"))

    def collect(self, reading):
        while octets := os.read(reading, 8):
            self.events.append(int.from_bytes(octets, "big"))

    def end(self):
        os.kill(self.process, 9)
        os.waitpid(self.process, 0)


class Wire(threading.Thread):
    """Packets that come out at the other end of an access link, with the kernel's time stamps."""

    def __init__(self, bed, router):
        super().__init__(daemon=True)
        self.bed, self.router, self.updates, self.ready = bed, router, [], threading.Event()

    def run(self):
        enter(self.bed, self.router)
        packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd))
        packets.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        packets.bind(("access", 0x86dd))
        self.ready.set()
        while True:
            try:
                octets, ancillary, _, _ = packets.recvmsg(2048, 256)
            except OSError:
                # The link is taken away at the end.
                return
            # Destination options, then a Mobility Header of type 5.
            if len(octets) > 70 and octets[6] == 60 and octets[40] == 135 and octets[40 + 24 + 2] == 5:
                for _, _, stamp in ancillary:
                    seconds, rest = struct.unpack("=qq", stamp[:16])
                    self.updates.append(seconds * 1_000_000_000 + rest)


def socket_in(bed, namespace, port=None, address="::"):
    """A datagram socket of a namespace, which it keeps whatever thread uses it."""
    made = []

    def make():
        enter(bed, namespace)
        made.append(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
        if port:
            made[0].setsockopt(socket.SOL_SOCKET, 33, 8 << 20)  # SO_RCVBUFFORCE
            made[0].bind((address, port))
    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    return made[0]


class Arrivals(threading.Thread):
    """When packets reached a socket, by the kernel's stamps."""

    def __init__(self, taker):
        super().__init__(daemon=True)
        self.taker, self.times = taker, []
        taker.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.start()

    def run(self):
        while True:
            _, ancillary, _, _ = self.taker.recvmsg(64, 256)
            for _, _, stamp in ancillary:
                seconds, rest = struct.unpack("=qq", stamp[:16])
                self.times.append(seconds * 1_000_000_000 + rest)

    def gaps(self, begin, end):
        """From each packet to the next within a span of time, and to its ends: nanoseconds since 1970."""
        times = self.times[bisect.bisect_left(self.times, begin):bisect.bisect_right(self.times, end)]
        return list(zip([begin] + times, times + [end]))


class Streams:
    """A thousand packets a second from the node to the correspondent, and as many from the correspondent to itself by
    way of a relay on each processor; one process sends both."""

    def __init__(self, bed):
        processors = sorted(os.sched_getaffinity(0))[:8]
        taker = socket_in(bed, "cn", 9009)
        # From port to port: each relay has one, and sends to the next.
        ways = [socket_in(bed, "cn", 9019 + number, "::1") for number in range(len(processors) + 1)]
        by_node, by_itself = socket_in(bed, "mn"), socket_in(bed, "cn")
        self.processes = []
        for number, processor in enumerate(processors):
            self.fork(lambda: self.relay(processor, ways[number], by_itself, 9020 + number))
        self.fork(lambda: self.send(by_node, by_itself))
        self.stream, self.witness = Arrivals(taker), Arrivals(ways[-1])

    def fork(self, work):
        process = os.fork()
        if process == 0:
            try:
                work()
            finally:
                # What the bed does at its end is the other process's.
                os._exit(0)
        self.processes.append(process)

    def relay(self, processor, source, way_on, port):
        os.sched_setaffinity(0, {processor})
        while True:
            way_on.sendto(source.recv(64), ("::1", port))

    def send(self, by_node, by_itself):
        number, due = 0, time.monotonic()
        while True:
            octets = number.to_bytes(8, "big")
            for sender, there in ((by_node, (CORRESPONDENT, 9009)), (by_itself, ("::1", 9019))):
                try:
                    sender.sendto(octets, there)
                except OSError:
                    pass
            number += 1
            due += 0.001
            time.sleep(max(0, due - time.monotonic()))

    def largest_gap(self, begin, end):
        """Milliseconds between two packets that arrived one after the other, in a span of time: the largest, and the
        largest beyond what the witness had at the same time."""
        gaps = self.stream.gaps(begin, end)
        held_up = [gap for gap in self.witness.gaps(begin, end) if gap[1] - gap[0] > 2_000_000]

        def beyond(gap):
            common = max((min(gap[1], other[1]) - max(gap[0], other[0]) for other in held_up), default=0)
            return gap[1] - gap[0] - max(0, common)
        return max(last - first for first, last in gaps) / 1e6, max(map(beyond, gaps)) / 1e6

    def end(self):
        for process in self.processes:
            os.kill(process, 9)
            os.waitpid(process, 0)


def set_link(bed, up):
    """Switches eth0 of the node, in a thread of its namespace."""
    def switch():
        enter(bed, "mn")
        control = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        request = bytearray(struct.pack("16sH14x", b"eth0", 0))
        fcntl.ioctl(control, SIOCGIFFLAGS, request)
        flags = struct.unpack_from("H", request, 16)[0]
        struct.pack_into("H", request, 16, flags | IFF_UP if up else flags & ~IFF_UP)
        fcntl.ioctl(control, SIOCSIFFLAGS, request)
    thread = threading.Thread(target=switch)
    thread.start()
    thread.join()


def nth(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Judge:
    failed = False

    def hold(self, name, value, bound, unit, seen=None):
        """`seen`: the figure before what witnesses were held up was taken off."""
        self.failed = self.failed or value > bound
        more = "" if seen is None else f" ({seen:.2f} with what the machine held up)"
        print(f"{'ok  ' if value <= bound else 'MISS'} {name}: {value:.2f} {unit}, at most {bound} {unit}{more}",
              flush=True)

    def spread(self, name, pairs, bound, median=None, largest=None):
        """Median, 99th percentile and largest of figures, each with what was seen; a largest one that has a bound is
        judged, too."""
        seen, beyond = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        self.hold(f"{name}, median", statistics.median(seen), median or bound, "ms")
        self.hold(f"{name}, 99th percentile", nth(beyond, 0.99), bound, "ms", nth(seen, 0.99))
        if largest is None:
            print(f"     largest {max(beyond):.2f} ms ({max(seen):.2f})", flush=True)
        else:
            self.hold(f"{name}, largest", max(beyond), largest, "ms", max(seen))


def links_go_and_come(bed, node, listeners, wires, streams, repetitions):
    """What it takes to leave a link that goes down, and to use it again: pairs of what was seen, and what of that was
    not the machine's."""
    delays, down, up, noise, quiet = [], [], [], [], []
    for _ in range(repetitions):
        begin = time.time_ns()
        time.sleep(0.5)
        quiet.append(streams.largest_gap(begin, time.time_ns()))
        mark = node.mark
        begin = time.time_ns()
        counts = [len(listener.events) for listener in listeners]
        updates = [len(wire.updates) for wire in wires]
        set_link(bed, False)
        event, witness = (wait_until("the event", lambda: listener.events[count:], 5)[0]
                          for listener, count in zip(listeners, counts))
        update = min(wait_until("a Binding Update", lambda: [
            at for wire, count in zip(wires, updates) for at in wire.updates[count:]], 5))
        held_up = max(0, witness - event) / 1e6
        noise.append(held_up)
        delays.append(((update - event) / 1e6, max(0, (update - event) / 1e6 - held_up)))
        time.sleep(0.5)
        down.append(streams.largest_gap(begin, time.time_ns()))
        begin = time.time_ns()
        set_link(bed, True)
        bed.ip("mn", f"-6 address replace {ACCESS[1]}9/64 dev eth0 nodad")
        bed.ip("mn", f"-6 route replace default via {ACCESS[1]}1 dev eth0 metric 1001")
        node.wait("it comes back", mark, 15, kind="action", action="default-binding", bid=1)
        time.sleep(0.7)
        up.append(streams.largest_gap(begin, time.time_ns()))
    return delays, down, up, noise, quiet


def paths_fall_silent(bed, node, streams, repetitions):
    """The same for a path that loses everything while its carrier stays, at the default interval of probes."""
    down, up = [], []
    for _ in range(repetitions):
        # A path that was never answered is not silent.
        time.sleep(1)
        mark = node.mark
        begin = time.time_ns()
        run(f"ip netns exec {bed.name('ar1')} nft -f -", text="""
            table ip6 silence { chain forward { type filter hook forward priority 0; policy drop; }
            }""")
        node.wait("another default binding", mark, 5, kind="action", action="default-binding", bid=2)
        time.sleep(0.3)
        down.append(streams.largest_gap(begin, time.time_ns()))
        mark = node.mark
        begin = time.time_ns()
        run(f"ip netns exec {bed.name('ar1')} nft delete table ip6 silence")
        node.wait("the path is used again", mark, 10, kind="action", action="default-binding", bid=1)
        time.sleep(0.3)
        up.append(streams.largest_gap(begin, time.time_ns()))
    return down, up


def main():
    repetitions = int(sys.argv[2])
    take_precedence()
    bed = Bed(sys.argv[1])
    judge = Judge()
    try:
        bed.build()
        # The first link is configured by hand too: a measurement a second leaves no time for advertisements.
        bed.sysctl("mn", "net.ipv6.conf.eth0.accept_ra=0", "net.ipv6.conf.eth0.keep_addr_on_down=1")
        bed.ip("mn", f"-6 address add {ACCESS[1]}9/64 dev eth0 nodad")
        # The processes come first: threads do not live on in one that is forked.
        listeners = [Listener(bed, True), Listener(bed, False)]
        streams = Streams(bed)
        agent = Careof(bed, "agent", ["agent", "--headless", "--config", configuration.agent(bed)],
                       f"{bed.folder}/agent.log")
        agent.wait("the agent runs", kind="started")
        node = start(bed)
        wires = [Wire(bed, "ar2"), Wire(bed, "ar3")]
        for thread in wires:
            thread.start()
            thread.ready.wait(5)
        tcp = bed.tcp_client("mn", repetitions * 1.3)
        time.sleep(1)
        delays, down, up, noise, quiet = links_go_and_come(bed, node, listeners, wires, streams, repetitions)
        print(f"     {repetitions} repetitions, 1000 packets a second; the machine holds a process of ordinary priority "
              f"up for {statistics.median(noise):.2f} ms, 99th percentile {nth(noise, 0.99):.2f}", flush=True)
        seen, beyond = zip(*quiet)
        print(f"     largest gap while nothing happens, median {statistics.median(seen):.2f} ms, 99th percentile "
              f"{nth(beyond, 0.99):.2f} ({nth(seen, 0.99):.2f}), largest {max(beyond):.2f} ({max(seen):.2f})", flush=True)
        judge.spread("link down to Binding Update", delays, 5, median=1)
        judge.spread("largest gap when a link goes", down, 20, largest=20)
        judge.spread("largest gap when a link comes back", up, 20, largest=20)
        records, gap, _ = bed.tcp_result(tcp, 60)
        judge.hold(f"a TCP stream through it all, {records} records, largest gap", gap, 1000, "ms")
        down, up = paths_fall_silent(bed, node, streams, max(3, repetitions // 20))
        judge.hold("a silent path, largest gap", max(b for _, b in down), 1000, "ms", max(a for a, _ in down))
        judge.hold("largest gap when it answers again", max(b for _, b in up), 20, "ms", max(a for a, _ in up))
        for who in (node, agent):
            who.end()
        for who in (streams, *listeners):
            who.end()
    except Failure as failure:
        print(f"handover: {failure}, logs in {bed.folder}")
        judge.failed = True
    bed.close()
    if not judge.failed:
        shutil.rmtree(bed.folder)
    sys.exit(1 if judge.failed else 0)


if __name__ == "__main__":
    main()
