"""A mobile node with two links and its home agent inside a user-mode kernel: the raw Mobility Header socket and the
kernel's own tunnels are used, and everything is as before when they end.

    mn home0 ── home link 2001:db8:1::/64, a bridge of host (::50)
                                         └── agent (::1) ── core ── 2001:db8:11::/64 ── mn eth0
                                                                ├──── 2001:db8:12::/64 ── mn eth1
                                                                └──── 2001:db8:5::/64 ── cn (::5), a correspondent

    python3 Tests/UserModeKernel/run.py CAREOF

Making processes is slow in such a kernel, so there are few of them.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Support"))
from journaled import Failure, Journaled, check

HOME_ADDRESS, AGENT, HOST = "2001:db8:1::100", "2001:db8:1::1", "2001:db8:1::50"
BED = """
netns add agent
netns add host
netns add mn
netns add core
netns add cn
netns add lan
link add home0 netns agent type veth peer name eth0 netns host
link add core netns agent type veth peer name agent netns core
link add acc0 netns core type veth peer name eth0 netns mn
link add acc1 netns core type veth peer name eth1 netns mn
link add cn netns core type veth peer name eth0 netns cn
link add home0 netns mn type veth peer name eth1 netns host
link add lan0 netns mn type veth peer name eth0 netns lan
"""
PARTS = {
    "agent": """
link set lo up
link set home0 up
link set core up
address add 2001:db8:1::1/64 dev home0 nodad
address add 2001:db8:c::2/64 dev core nodad
route add default via 2001:db8:c::1
""",
    "core": """
link set lo up
link set agent up
link set acc0 up
link set acc1 up
link set cn up
address add 2001:db8:c::1/64 dev agent nodad
address add 2001:db8:11::1/64 dev acc0 nodad
address add 2001:db8:12::1/64 dev acc1 nodad
address add 2001:db8:5::1/64 dev cn nodad
route add 2001:db8:1::/64 via 2001:db8:c::2
""",
    "cn": """
link set lo up
link set eth0 up
address add 2001:db8:5::5/64 dev eth0 nodad
route add default via 2001:db8:5::1
""",
    "host": """
link set lo up
link add br0 type bridge mcast_snooping 0
link set eth0 up master br0
link set eth1 up master br0
link set br0 up
address add 2001:db8:1::50/64 dev br0 nodad
route add default via 2001:db8:1::1
""",
    "lan": """
link set lo up
link set eth0 up
address add 2001:db8:f::9/64 dev eth0 nodad
route add default via 2001:db8:f::1
""",
    "mn": """
link set lo up
link set lan0 up
address add 2001:db8:f::1/64 dev lan0 nodad
link set eth0 up
link set eth1 up
address add 2001:db8:11::9/64 dev eth0 nodad
address add 2001:db8:12::9/64 dev eth1 nodad
route add default via 2001:db8:11::1 dev eth0 metric 1001
route add default via 2001:db8:12::1 dev eth1 metric 1002
""",
}
FIRST_LINK = """
link set eth0 up
address add 2001:db8:11::9/64 dev eth0 nodad
route add default via 2001:db8:11::1 dev eth0 metric 1001
"""
AGENT_FILE = """
role = "home-agent"
interface = "home0"
address = "2001:db8:1::1"
home-prefix = "2001:db8:1::/64"
duplicate-detection = false
state = "{folder}/ha"
[[node]]
home-address = "2001:db8:1::100"
authentication = {{ spi = 256, key-file = "mn.key" }}
[kernel]
tunnels = "kernel"
"""
NODE_FILE = """
role = "mobile-node"
home-address = "2001:db8:1::100/64"
home-agent = "2001:db8:1::1"
state = "{folder}/mn"
[[interface]]
name = "eth0"
bid = 1
priority = 10
[[interface]]
name = "eth1"
bid = 2
priority = 20
[authentication]
spi = 256
key-file = "mn.key"
"""


def ip(namespace, arguments):
    return subprocess.run(["ip", "-n", namespace, *arguments.split()], capture_output=True, text=True).stdout


def ping(namespace, address, *options):
    done = subprocess.run(["ip", "netns", "exec", namespace, "ping", "-6", "-n", "-i", "0.05", "-W", "2", "-c", "3",
                           *options, address], capture_output=True, text=True)
    found = re.search(r"(\d+) received", done.stdout)
    return int(found.group(1)) if found else 0


def kernel(namespace):
    """What careof may touch, without what the kernel changes by itself."""
    text = "".join(ip(namespace, what) for what in (
        "-o link", "-6 -o address", "-6 route show table all", "-6 rule", "-6 neigh show proxy", "xfrm state",
        "xfrm policy"))
    return sorted(re.sub(r"\s+(qlen|qdisc|expires|valid_lft|preferred_lft) \S+", "", line).strip()
                  for line in text.splitlines())


class Careof(Journaled):
    # Much is slow in such a kernel.
    patience = 15.0

    def __init__(self, program, namespace, role, path):
        super().__init__(namespace, [program, role, "--headless", "--config", path])


def uses_the_kernel(careof):
    said = careof.wait("what is in use", kind="probe")[0]["text"]
    check("raw Mobility Header socket" in said and "ip6_tunnel" in said, f"what the kernel has is used: {said}")


def same(namespace, before, when):
    settled()
    after = kernel(namespace)
    lost = [f"- {line}" for line in before if line not in after]
    new = [f"+ {line}" for line in after if line not in before]
    check(not lost + new, f"{when} the kernel of {namespace} is different:\n" + "\n".join(lost + new))


def settled():
    """Waits until duplicate address detection of the links' own addresses is over."""
    end = time.monotonic() + 5
    while time.monotonic() < end and any("tentative" in ip(n, "-6 address show tentative") for n in ("agent", "mn", "cn", "lan")):
        time.sleep(0.1)


def batch(text, *options):
    done = subprocess.run(["ip", *options, "-batch", "-"], input=text, capture_output=True, text=True)
    check(done.returncode == 0, f"the test bed: {done.stderr}")


def registered(program, folder):
    node = Careof(program, "mn", "node", f"{folder}/node.toml")
    uses_the_kernel(node)
    node.wait("both tunnels", kind="action", action="tunnel", count=2)
    node.wait("a default binding", kind="action", action="default-binding")
    return node


def dropped():
    """Packets that the filter of the agent's device refused."""
    shown = subprocess.run(["tc", "-n", "agent", "-s", "filter", "show", "dev", "careof0", "ingress"],
                           capture_output=True, text=True).stdout
    return sum(map(int, re.findall(r"\(dropped (\d+),", shown)))


def build(folder, node_file=NODE_FILE):
    """The test bed, and configurations in the folder."""
    # The module makes a device of its own in each namespace; that is not of careof.
    subprocess.run(["/run/modprobe", "ip6_tunnel"], check=True)
    batch(BED)
    for namespace, text in PARTS.items():
        batch(text, "-6", "-n", namespace)
    subprocess.run(["ip", "netns", "exec", "core", "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1"], check=True)
    with open(f"{folder}/mn.key", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write("a key of both\n")
    for name, text in (("agent", AGENT_FILE), ("node", node_file)):
        with open(f"{folder}/{name}.toml", "w") as file:
            file.write(text.format(folder=folder))
    settled()


def test(program, folder):
    # They use what stands here.
    import ipv4
    import optimised
    import router
    import strange
    build(folder)
    before = {namespace: kernel(namespace) for namespace in ("agent", "mn", "cn")}

    agent = Careof(program, "agent", "agent", f"{folder}/agent.toml")
    uses_the_kernel(agent)
    agent.wait("the agent runs", kind="started")
    node = registered(program, folder)
    for bid in (1, 2):
        shown = ip("mn", f"-d -o link show careof{bid}")
        check("ip6tnl" in shown and "mtu 1460" in shown and "alias careof" in shown,
              f"the tunnel of BID {bid} is the kernel's: {shown}")
    check("external" in ip("agent", "-d link show careof0"), "one device of the kernel serves all bindings")
    check(ping("host", HOME_ADDRESS) == 3, "ping from the home link")
    for bid in (1, 2):
        check(ping("mn", HOST, "-m", str(bid)) == 3, f"ping through BID {bid}")
    print("ok      two care-of addresses registered by the raw socket, traffic through a tunnel of the kernel each")

    # the agent's flow rules choose the binding, as long as it is there.
    def octets(device):
        return int(ip("mn", f"-s -o link show {device}").split("RX:")[1].split("\\")[1].split()[0])

    def favourite():
        """The link by which a thousand octets each come."""
        former = octets("eth0"), octets("eth1")
        check(ping("host", HOME_ADDRESS, "-s", "1000") == 3, "ping of a flow")
        grown = octets("eth0") - former[0], octets("eth1") - former[1]
        check(min(grown) < 3000 <= max(grown), f"all by one link: {grown}")
        return grown.index(max(grown))
    check(favourite() == 0, "what no rule names goes by priority")
    mark = agent.mark
    agent.command("flow pings 2 icmpv6 0 2001:db8:1::50/128")
    agent.wait("the rule", mark, kind="command")
    check(favourite() == 1, "a flow goes by the binding of its rule")
    agent.command("flow-remove pings")
    agent.wait("the rule goes", mark, kind="command", count=2)
    check(favourite() == 0, "and by priority without the rule")
    routes = ip("agent", f"-6 route show {HOME_ADDRESS}")
    check("mtu lock 1460" in routes, f"the route says what fits: {routes}")
    print("ok      the agent's flow rules choose a tunnel of the kernel")

    # what comes out of a tunnel with the home address has to come from one of its care-of addresses.
    former = dropped()
    batch("""
link add other type ip6tnl mode ip6ip6 encaplimit none local 2001:db8:1::50 remote 2001:db8:1::1
link set other up
address add 2001:db8:1::100/128 dev other nodad
route add 2001:db8:11::1/128 dev other
""", "-6", "-n", "host")
    ping("host", "2001:db8:11::1", "-I", HOME_ADDRESS)
    check(dropped() >= former + 3, "a tunnel from elsewhere is no way in")
    ip("host", "link del other")
    print("ok      nothing comes in from an address that is not bound (R-160)")

    optimised.test(program, folder, node)
    same("cn", before["cn"], "after SIGTERM")

    # The date of this kernel, which is no one else's, is set an hour forward and two back while both run.
    # Both clocks are read to the second.
    for step, words in ((3600, "(3599|3600|3601) s forward"), (-7200, "(7199|7200|7201) s back")):
        mark, other = node.mark, agent.mark
        time.clock_settime(time.CLOCK_REALTIME, time.time() + step)
        time.sleep(1.2)
        node.command("register 1")
        for who, since in ((node, mark), (agent, other)):
            who.wait("it is said", since, kind="fault", text=lambda t: re.search(words, t or ""))
        node.wait("a refresh with the former date is taken", mark, kind="delivered",
                  message=lambda m: re.match("BA .* status 0 ", m or ""))
        check(not node.find(mark, kind="action", action="tunnel-gone"), "no binding expires by it")
        check(ping("mn", HOST) == 3, "traffic goes on")
    # A node that starts with another date than its agent's learns the agent's (144, RFC 4285 §6).
    check(node.end() == 0, "SIGTERM ends the node with 0")
    node = registered(program, folder)
    check(node.find(kind="delivered", message=lambda m: re.search("status 144", m or "")),
          "the clocks differ, and that is settled")
    check(ping("mn", HOST) == 3, "traffic after the start with another date")
    print("ok      the clock is set: bindings and timestamps carry on, and it is said")

    mark, theirs = node.mark, agent.mark
    ip("mn", "link set eth0 down")
    node.wait("the tunnel of BID 1 goes", mark, kind="action", action="tunnel-gone", bid=1)
    agent.wait("the agent's too", theirs, kind="action", action="tunnel-gone", bid=1)
    check(ping("mn", HOST) == 3 and ping("host", HOME_ADDRESS) == 3, "traffic by the other link")
    check("careof1" not in ip("mn", "link"), "the tunnel device is gone")
    print("ok      link down: deregistered by the other link, traffic goes on")

    check(node.end(signal.SIGKILL) != 0, "killed")
    check("careof2" in ip("mn", "link"), "a killed process leaves its tunnel behind")
    batch(FIRST_LINK, "-6", "-n", "mn")
    node = registered(program, folder)
    check(ping("mn", HOST, "-m", "1") == 3, "ping after a restart")
    check(node.end() == 0, "SIGTERM ends the node with 0")
    check(agent.end() == 0, "SIGTERM ends the agent with 0")
    same("mn", before["mn"], "after kill -9, another start and SIGTERM")
    same("agent", before["agent"], "after SIGTERM")
    print("ok      kill -9, another start, SIGTERM: the kernel is as before")

    router.test(program, folder)
    same("mn", before["mn"], "after a mobile router")
    same("agent", before["agent"], "after a mobile router")
    strange.test(program, folder)
    same("mn", before["mn"], "after peers that are not ours")
    same("agent", before["agent"], "after peers that are not ours")
    # It adds a link.
    ipv4.test(program, folder)

    # Someone else's tunnel with the same name or the same ends stays, and is named.
    ip("mn", "link add careof7 type ip6tnl mode ip6ip6 local 2001:db8:11::9 remote 2001:db8:1::1")
    done = subprocess.run(["ip", "netns", "exec", "mn", program, "node", "--headless", "--config",
                           f"{folder}/node.toml"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    check(done.returncode == 69 and "careof7" in done.stderr, f"refused by name: {done.returncode} {done.stderr}")
    check("careof7" in ip("mn", "link"), "and not touched")
    print("ok      a tunnel of someone else is refused by its name")


def main():
    folder = tempfile.mkdtemp()
    try:
        test(os.path.abspath(sys.argv[1]), folder)
    except Failure as failure:
        print(f"FAILED  {failure}")
        sys.exit(1)


if __name__ == "__main__":
    # By its name, so that other files mean the same one.
    import run
    run.main()
