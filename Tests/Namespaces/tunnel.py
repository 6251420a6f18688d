"""What goes through tunnels in user space: those of careof without a screen and with one that is drawn all the time, and
a plain loop of one packet at a time.

    tunnel.py CAREOF PLAIN SECONDS
"""

import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

import configuration
from handover import enter
from precedence import take_precedence
from screen import Screen
from steps import start
from testbed import ACCESS, AGENT, CORRESPONDENT, HOME_ADDRESS, Bed, Careof, Failure, wait_until


class Sink(threading.Thread):
    """Takes what comes at a port of a namespace, and counts it."""

    def __init__(self, bed, namespace, address):
        super().__init__(daemon=True)
        self.bed, self.namespace, self.address, self.count = bed, namespace, address, 0
        self.ready = threading.Event()

    def run(self):
        enter(self.bed, self.namespace)
        listener = socket.socket(socket.AF_INET6)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.address, 9010))
        listener.listen()
        self.ready.set()
        peer, _ = listener.accept()
        listener.close()
        buffer = bytearray(1 << 20)
        while size := peer.recv_into(buffer):
            self.count += size


def flow(bed, source, source_address, sink, sink_address, seconds):
    """Starts one TCP stream for about so long; its receiver and its sender."""
    receiver = Sink(bed, sink, sink_address)
    receiver.start()
    receiver.ready.wait(5)
    script = ("import socket,sys,time\n"
              "s=socket.socket(socket.AF_INET6);s.bind((sys.argv[1],0));s.connect((sys.argv[2],9010))\n"
              "b=bytes(1<<18);e=time.monotonic()+float(sys.argv[3])\n"
              "while time.monotonic()<e: s.sendall(b)\n")
    sender = subprocess.Popen(["ip", "netns", "exec", bed.name(source), "python3", "-c", script, source_address,
                               sink_address, str(seconds + 0.5)])
    bed.processes.append(sender)
    # The beginning does not count.
    time.sleep(0.5)
    return receiver, sender


WAYS = (("mn", HOME_ADDRESS, "cn", CORRESPONDENT), ("cn", CORRESPONDENT, "mn", HOME_ADDRESS))


def gigabits(bed, way, seconds):
    """Gbit/s of one TCP stream."""
    receiver, sender = flow(bed, *way, seconds)
    begin, count = time.monotonic(), receiver.count
    sender.wait(seconds + 20)
    result = (receiver.count - count) * 8 / (time.monotonic() - begin) / 1e9
    receiver.join(5)
    return result


def share_while_drawn(bed, way, seconds):
    """What goes through while the screen is drawn all the time, beside the spans before and after in which it is not:
    the median of many."""
    receiver, sender = flow(bed, *way, seconds)
    first = Screen.phase(time.monotonic()) + 1
    rates, before = [], None
    for phase in range(first, first + int(seconds / Screen.PHASE)):
        time.sleep(max(0, phase * Screen.PHASE - time.monotonic()))
        now, count = time.monotonic(), receiver.count
        if before:
            rates.append((count - before[1]) / (now - before[0]))
        before = now, count
    sender.wait(seconds + 20)
    receiver.join(5)
    # The span at index 0 is `first`.
    shares = [2 * rates[index] / (rates[index - 1] + rates[index + 1]) for index in range(1, len(rates) - 1)
              if (first + index) % 2 == 1 and rates[index - 1] + rates[index + 1] > 0]
    return statistics.median(shares), len(shares)


def both_ways(bed, seconds):
    return tuple(gigabits(bed, way, seconds) for way in WAYS)


def plain(bed, program, seconds):
    """Two loops, one at each end."""
    ends = [("mn", f"{ACCESS[2]}9", AGENT), ("agent", AGENT, f"{ACCESS[2]}9")]
    loops = [subprocess.Popen(["ip", "netns", "exec", bed.name(namespace), program, "tunnel", "plain0", local, remote])
             for namespace, local, remote in ends]
    bed.processes += loops
    for namespace, _, _ in ends:
        wait_until("the device", lambda: "plain0" in bed.ip(namespace, "link").stdout)
        bed.ip(namespace, "link set plain0 mtu 1460 up")
    bed.address("mn", "plain0", HOME_ADDRESS + "/128")
    bed.ip("mn", f"-6 route add {CORRESPONDENT} dev plain0 src {HOME_ADDRESS}")
    bed.ip("agent", f"-6 route add {HOME_ADDRESS} dev plain0")
    bed.sysctl("agent", "net.ipv6.conf.all.forwarding=1")
    wait_until("ping", lambda: bed.ping("mn", CORRESPONDENT, "", 1))
    result = both_ways(bed, seconds)
    for loop in loops:
        loop.kill()
        loop.wait()
    return result


def agent_of(bed):
    agent = Careof(bed, "agent", ["agent", "--headless", "--config", configuration.agent(bed)],
                   f"{bed.folder}/agent.log")
    agent.wait("the agent runs", kind="started")
    return agent


def ours(bed, seconds):
    agent = agent_of(bed)
    node = start(bed)
    wait_until("ping", lambda: bed.ping("mn", CORRESPONDENT, "", 1))
    result = both_ways(bed, seconds)
    for who in (node, agent):
        who.end()
    return result


def drawn(bed, seconds):
    """For both directions what of the rate is left, of how many spans; and the part of a processor that drawing took."""
    agent = agent_of(bed)
    node = Screen(bed, configuration.node(bed), keys=30)
    wait_until("the tunnel", lambda: bed.way("mn", CORRESPONDENT).startswith("careof"))
    wait_until("ping", lambda: bed.ping("mn", CORRESPONDENT, "", 1))
    begin, before = time.monotonic(), node.drawing()
    shares = [share_while_drawn(bed, way, seconds) for way in WAYS]
    # Half of the time.
    took = 2 * (node.drawing() - before) / (time.monotonic() - begin)
    for who in (node, agent):
        who.end()
    return shares, took


def main():
    take_precedence()
    bed = Bed(sys.argv[1])
    seconds = float(sys.argv[3])
    failed = False

    def judge(what, share, least):
        nonlocal failed
        failed = failed or share < least
        print(f"{'ok  ' if share >= least else 'MISS'} TCP {what}: {share:.2f} times, at least {least}", flush=True)

    try:
        bed.build()
        bed.ping("mn", CORRESPONDENT)
        loops, own = [], []
        for _ in range(5):
            loops.append(plain(bed, sys.argv[2], seconds))
            own.append(ours(bed, seconds))
        for index, direction in enumerate(("from the node", "to the node")):
            # The best of five: what else the machine does only makes them slower.
            best, theirs = (max(way[index] for way in ways) for ways in (own, loops))
            judge(f"{direction}, {best:.2f} Gbit/s beside a plain loop's {theirs:.2f}", best / theirs, 1.5)
        print("     Gbit/s of all rounds  " + "  ".join(
            f"{mine[index]:.2f}/{loop[index]:.2f}" for index in (0, 1) for mine, loop in zip(own, loops)))
        shares, took = drawn(bed, 4 * seconds)
        for direction, (share, count) in zip(("from the node", "to the node"), shares):
            judge(f"{direction} while the screen is drawn, beside while it is not (median of {count})", share, 0.95)
        print(f"     drawing thirty times a second takes {took * 100:.1f} % of a processor")
    except Failure as failure:
        print(f"tunnel: {failure}, logs in {bed.folder}")
        failed = True
    bed.close()
    shutil.rmtree(bed.folder, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
