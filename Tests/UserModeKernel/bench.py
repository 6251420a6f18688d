"""TCP through the tunnel of a binding, and through an ip6tnl made by hand on the other link: in turn, several times,
judged by the median.

    python3 Tests/UserModeKernel/bench.py CAREOF
"""

import os
import statistics
import subprocess
import sys
import tempfile

from run import HOME_ADDRESS, NODE_FILE, Careof, Failure, batch, build, check, uses_the_kernel

SECONDS, ROUNDS = 1.5, 9
RECEIVE = """
import socket, sys
server = socket.create_server((sys.argv[1], 7), family=socket.AF_INET6)
print("ready", flush=True)
peer, _ = server.accept()
buffer, count = bytearray(1 << 18), 0
while True:
    n = peer.recv_into(buffer)
    if n == 0: break
    count += n
print(count)
"""
SEND = """
import socket, sys, time
peer = socket.socket(socket.AF_INET6)
peer.bind((sys.argv[1], 0))
peer.connect((sys.argv[2], 7))
data, end = bytes(1 << 16), time.monotonic() + float(sys.argv[3])
while time.monotonic() < end: peer.sendall(data)
"""


def megabits(source, destination):
    """What a TCP stream of the node to the agent brings."""
    receiver = subprocess.Popen(["ip", "netns", "exec", "agent", "python3", "-c", RECEIVE, destination],
                                stdout=subprocess.PIPE, text=True)
    receiver.stdout.readline()
    subprocess.run(["ip", "netns", "exec", "mn", "python3", "-c", SEND, source, destination, str(SECONDS)], check=True)
    return int(receiver.communicate(timeout=20)[0]) * 8 / SECONDS / 1e6


def bench(program, folder):
    build(folder, NODE_FILE.replace('[[interface]]\nname = "eth1"\nbid = 2\npriority = 20\n', ""))
    agent = Careof(program, "agent", "agent", f"{folder}/agent.toml")
    agent.wait("the agent runs", kind="started")
    node = Careof(program, "mn", "node", f"{folder}/node.toml")
    uses_the_kernel(node)
    node.wait("a default binding", kind="action", action="default-binding")
    batch("""
link add hand type ip6tnl mode ip6ip6 encaplimit none local 2001:db8:12::9 remote 2001:db8:c::2 dev eth1
link set hand up mtu 1460
address add 2001:db8:21::2/64 dev hand nodad
""", "-6", "-n", "mn")
    batch("""
link add hand type ip6tnl mode ip6ip6 encaplimit none local 2001:db8:c::2 remote 2001:db8:12::9
link set hand up mtu 1460
address add 2001:db8:21::1/64 dev hand nodad
address add 2001:db8:31::1/128 dev lo nodad
""", "-6", "-n", "agent")
    # Large segments always: else what is measured is the congestion window of each stream.
    subprocess.run(["ip", "netns", "exec", "mn", "sysctl", "-qw", "net.ipv4.tcp_min_tso_segs=40"], check=True)
    ours, hand = [], []
    # Whoever comes second comes first the next time.
    ways = [lambda: ours.append(megabits(HOME_ADDRESS, "2001:db8:31::1")),
            lambda: hand.append(megabits("2001:db8:21::2", "2001:db8:21::1"))]
    for number in range(ROUNDS):
        for way in ways if number % 2 == 0 else ways[::-1]:
            way()
    check(node.end() == 0 and agent.end() == 0, "SIGTERM ends both with 0")
    share = statistics.median(a / b for a, b in zip(ours, hand))
    print(f"tunnel of careof {statistics.median(ours):.0f} Mbit/s, made by hand {statistics.median(hand):.0f} Mbit/s: "
          f"{share:.2f} of it by the median of {ROUNDS}")
    print("rounds  " + "  ".join(f"{a:.0f}/{b:.0f}" for a, b in zip(ours, hand)))
    check(share >= 0.9, "at least 0.90")


def main():
    try:
        bench(os.path.abspath(sys.argv[1]), tempfile.mkdtemp())
    except Failure as failure:
        print(f"FAILED  {failure}")
        sys.exit(1)


if __name__ == "__main__":
    main()
