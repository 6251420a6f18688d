"""How quickly a node leaves a link that goes down, on the wire.

    handover.py CAREOF REPETITIONS

The event is when the kernel tells its listeners that the link is down; a listener of ours with real-time priority hears
it at the same moment as careof. The Binding Update is stamped by the kernel when the other end of the cable gets it.
"""

import ctypes
import fcntl
import os
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import threading
import time

import configuration
from steps import restart_agent, start
from testbed import ACCESS, CORRESPONDENT, Bed, Careof, Failure, wait_until

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
    no other thread holds it up."""

    def __init__(self, bed):
        self.events = []
        reading, self.writing = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            self.run(bed)
        threading.Thread(target=self.collect, args=(reading,), daemon=True).start()

    def run(self, bed):
        enter(bed, "mn")
        links = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        links.bind((0, 1))
        index = socket.if_nametoindex("eth0")
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


class Stream:
    """A thousand packets a second from the node, each with its number; when they reached the correspondent."""

    def __init__(self, bed):
        self.bed, self.arrivals, self.is_over = bed, [], False
        self.threads = [threading.Thread(target=self.receive, daemon=True),
                        threading.Thread(target=self.send, daemon=True)]
        for thread in self.threads:
            thread.start()

    def receive(self):
        enter(self.bed, "cn")
        receiver = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        receiver.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        receiver.bind(("::", 9009))
        while not self.is_over:
            octets, ancillary, _, _ = receiver.recvmsg(64, 256)
            for _, _, stamp in ancillary:
                seconds, rest = struct.unpack("=qq", stamp[:16])
                self.arrivals.append((seconds * 1_000_000_000 + rest, int.from_bytes(octets[:8], "big")))

    def send(self):
        enter(self.bed, "mn")
        sender = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        number, due = 0, time.monotonic()
        while not self.is_over:
            try:
                sender.sendto(number.to_bytes(8, "big"), (CORRESPONDENT, 9009))
            except OSError:
                pass
            number += 1
            due += 0.001
            time.sleep(max(0, due - time.monotonic()))

    def largest_gap(self, begin, end):
        """Milliseconds between two packets that arrived one after the other, in a span of time."""
        times = [at for at, _ in self.arrivals if begin <= at <= end]
        return max((b - a for a, b in zip(times, times[1:])), default=end - begin) / 1e6


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


def main():
    repetitions = int(sys.argv[2])
    bed = Bed(sys.argv[1])
    failed = False

    def judge(name, value, bound, unit):
        nonlocal failed
        failed = failed or value > bound
        print(f"{'ok  ' if value <= bound else 'MISS'} {name}: {value:.2f} {unit}, at most {bound} {unit}", flush=True)

    try:
        bed.build()
        # The first link is configured by hand too: a measurement a second leaves no time for advertisements.
        bed.sysctl("mn", "net.ipv6.conf.eth0.accept_ra=0", "net.ipv6.conf.eth0.keep_addr_on_down=1")
        bed.ip("mn", f"-6 address add {ACCESS[1]}9/64 dev eth0 nodad")
        agent = Careof(bed, "agent", ["agent", "--headless", "--config", configuration.agent(bed)],
                       f"{bed.folder}/agent.log")
        agent.wait("the agent runs", kind="started")
        node = start(bed)
        listener, wires = Listener(bed), [Wire(bed, "ar2"), Wire(bed, "ar3")]
        for thread in wires:
            thread.start()
            thread.ready.wait(5)
        stream = Stream(bed)
        time.sleep(1)
        delays, down_gaps, up_gaps = [], [], []
        for number in range(repetitions):
            mark = node.mark
            begin = time.time_ns()
            events = len(listener.events)
            updates = [len(wire.updates) for wire in wires]
            set_link(bed, False)
            event = wait_until("the event", lambda: listener.events[events:], 2)[0]
            update = min(wait_until("a Binding Update", lambda: [
                at for wire, count in zip(wires, updates) for at in wire.updates[count:]], 5))
            delays.append((update - event) / 1e6)
            time.sleep(0.5)
            down_gaps.append(stream.largest_gap(begin, time.time_ns()))
            begin = time.time_ns()
            set_link(bed, True)
            bed.ip("mn", f"-6 address replace {ACCESS[1]}9/64 dev eth0 nodad")
            bed.ip("mn", f"-6 route replace default via {ACCESS[1]}1 dev eth0 metric 1001")
            node.wait("it comes back", mark, 15, kind="action", action="default-binding", bid=1)
            time.sleep(0.7)
            up_gaps.append(stream.largest_gap(begin, time.time_ns()))
        stream.is_over = True
        listener.end()
        print(f"     {repetitions} repetitions, 1000 packets a second", flush=True)
        judge("link down to Binding Update, median", statistics.median(delays), 1, "ms")
        judge("link down to Binding Update, 99th percentile", nth(delays, 0.99), 5, "ms")
        judge("largest gap when a link goes, median", statistics.median(down_gaps), 20, "ms")
        judge("largest gap when a link goes, 99th percentile", nth(down_gaps, 0.99), 20, "ms")
        judge("largest gap when a link comes back, median", statistics.median(up_gaps), 20, "ms")
        judge("largest gap when a link comes back, 99th percentile", nth(up_gaps, 0.99), 20, "ms")
        print(f"     worst: {max(delays):.2f} ms, gaps {max(down_gaps):.1f} and {max(up_gaps):.1f} ms")
        for who in (node, agent):
            who.end()
    except Failure as failure:
        print(f"handover: {failure}, logs in {bed.folder}")
        failed = True
    bed.close()
    if not failed:
        shutil.rmtree(bed.folder)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
