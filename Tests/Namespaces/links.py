"""Links that come, go, change and fall silent while traffic runs."""

import contextlib
import re
import time

from steps import check, passes, start
from testbed import ACCESS, CORRESPONDENT, HOME_ADDRESS, run, wait_until


def pings(stream):
    """How many pings of a stream were answered, and what it printed."""
    output, _ = stream.communicate(timeout=20)
    return int(re.search(r"(\d+) received", output).group(1)), output


def lose(bed, node, bid, device, others):
    """A link goes: its binding is removed by way of another one while a ping and a TCP stream go on."""
    ping = bed.stream("mn", CORRESPONDENT, 100)
    tcp = bed.tcp_client("mn", 2.0)
    time.sleep(0.5)
    mark = node.mark
    bed.ip("mn", f"link set {device} down")
    gone = node.wait("deregistration", mark, kind="sent", message=lambda m: m and f" 0 s, BID {bid}" in m)[0]
    check(gone["interface"] in others, f"by another interface, not {gone['interface']}")
    node.wait("its tunnel goes", mark, kind="action", action="tunnel-gone", bid=bid)
    received, _ = pings(ping)
    # Twenty milliseconds between pings: what was on its way when the link went may be lost, and no more.
    check(received >= 97, f"{received} of 100 pings at 50 a second")
    records, gap, _ = bed.tcp_result(tcp)
    check(gap < 1000, f"the TCP stream goes on: {records} records, largest gap {gap} ms")
    check(bed.ping("host", HOME_ADDRESS) == 3, "ping from the home link")


@contextlib.contextmanager
def silenced(bed, router, family="ip6"):
    """A router that forwards nothing while its links stay up."""
    run(f"ip netns exec {bed.name(router)} nft -f -", text=f"""
        table {family} silence {{ chain forward {{ type filter hook forward priority 0; policy drop; }}
        }}""")
    yield
    run(f"ip netns exec {bed.name(router)} nft delete table {family} silence")


@contextlib.contextmanager
def narrowed(bed, router):
    """The link between a router and the core takes 1400 octets; large pings arrive all the same."""
    ends = (("core", router), (router, "core"))
    for namespace, device in ends:
        bed.ip(namespace, f"link set {device} mtu 1400")
    yield lambda: (
        wait_until("a ping of 1440 octets", lambda: bed.ping("mn", CORRESPONDENT, "-s 1392", 1) == 1, 5),
        wait_until("and back", lambda: bed.ping("host", HOME_ADDRESS, "-s 1392", 1) == 1, 5))
    for namespace, device in ends:
        bed.ip(namespace, f"link set {device} mtu 1500")


def link_down(bed, agent):
    """A link goes and comes back while traffic goes on."""
    node = start(bed)
    # The first packet of all needs routers to find each other.
    check(bed.ping("mn", CORRESPONDENT) == 3 and bed.ping("mn", CORRESPONDENT, "-m 2") == 3, "ping")
    lose(bed, node, 1, "eth0", ("eth1", "eth2"))
    mark = node.mark
    ping = bed.stream("mn", CORRESPONDENT, 250)
    bed.ip("mn", "link set eth0 up")
    node.wait("the link comes back and is registered", mark, 15, kind="action", action="tunnel", bid=1)
    passes(bed)
    received, _ = pings(ping)
    check(received >= 249, f"a link that comes back costs nothing: {received} of 250 pings")
    return node


def new_address(bed, agent):
    """Another address on the same interface takes the binding over."""
    node = start(bed)
    mark = node.mark
    bed.ip("mn", f"-6 address del {ACCESS[2]}9/64 dev eth1")
    bed.ip("mn", f"-6 address add {ACCESS[2]}99/64 dev eth1 nodad")
    node.wait("the binding moves", mark, kind="action", action="tunnel", bid=2,
              care_of_address=f"{ACCESS[2]}99")
    passes(bed, mark="2")
    bed.ip("mn", f"-6 address del {ACCESS[2]}99/64 dev eth1")
    bed.ip("mn", f"-6 address add {ACCESS[2]}9/64 dev eth1 nodad")
    return node


def flows(bed, agent):
    """Flow rules by destination, protocol, port and mark lead into their bindings, and no further than these live."""
    rules = f"""
[[flow]]
name = "web"
protocol = 6
port = 7007
bid = 2
[[flow]]
name = "there"
peer = "2001:db8:5::/64"
protocol = 17
bid = 3
[[flow]]
name = "marked"
mark = 77
bid = 3
"""
    node = start(bed, extra=rules)

    def device(selectors):
        words = run(f"ip netns exec {bed.name('mn')} ip -6 route get {CORRESPONDENT} {selectors}").stdout.split()
        return words[words.index("dev") + 1]

    ways = {"": "careof1", "ipproto tcp dport 7007": "careof2", "ipproto tcp dport 7008": "careof1",
            "ipproto udp dport 53": "careof3", "mark 77": "careof3", "mark 2": "careof2"}
    for selectors, wanted in ways.items():
        check(device(selectors) == wanted, f"{selectors}: {device(selectors)}, not {wanted}")
    passes(bed)
    mark = node.mark
    node.command("flow web 3 tcp 7007")
    node.command("flow-remove marked")
    wait_until("the rule leads elsewhere", lambda: device("ipproto tcp dport 7007") == "careof3")
    check(device("mark 77") == "careof1", "a rule that was removed")
    node.command("deregister 3")
    node.wait("the tunnel goes", mark, kind="action", action="tunnel-gone", bid=3)
    check(device("ipproto tcp dport 7007") == "careof1", "a rule whose binding is gone")
    passes(bed)
    return node


def silent_path(bed, agent):
    """A path loses everything while its carrier stays: it is left within a second, kept, and used again when it answers."""
    node = start(bed)
    check(bed.ping("mn", CORRESPONDENT) == 3 and bed.ping("mn", CORRESPONDENT, "-m 2") == 3, "ping")
    # Round trips are known before anything is lost.
    time.sleep(0.5)
    ping = bed.stream("mn", CORRESPONDENT, 150)
    mark = node.mark
    with silenced(bed, "ar1"):
        fell = time.monotonic()
        node.wait("another default binding", mark, 2, kind="action", action="default-binding", bid=2)
        left = time.monotonic() - fell
        check(left < 1, f"left after {left:.2f} s")
        told = node.wait("the agent is told", mark, 2, kind="sent", message=lambda m: m and "BID 2" in m)[0]
        check(told["interface"] == "eth1" and "BID 1" not in told["message"], f"by the path that works: {told}")
        check(not node.find(mark, kind="action", action="tunnel-gone"), "the binding is kept")
        _, output = pings(ping)
        times = [float(t) for t in re.findall(r"\[(\d+\.\d+)\]", output)]
        gap = max(later - former for former, later in zip(times, times[1:]))
        check(gap < 1.1, f"largest gap {gap:.2f} s")
        passes(bed)
        mark = node.mark
        ping = bed.stream("mn", CORRESPONDENT, 150)
    node.wait("the path is used again", mark, 5, kind="action", action="default-binding", bid=1)
    received, _ = pings(ping)
    check(received >= 149, f"which costs nothing: {received} of 150 pings")
    passes(bed)
    return node


def silent_agent(bed, agent):
    """An agent that answers no probes makes no path silent: what is not answered is unknown, not down."""
    run(f"ip netns exec {bed.name('agent')} nft -f -", text="""
        table ip6 silence { chain input {
            type filter hook input priority 0; icmpv6 type echo-request ip6 daddr 2001:db8:1::1 drop
        }
        }""")
    node = start(bed)
    mark = node.mark
    time.sleep(1.5)
    check(not node.find(mark, kind="action", action="default-binding"), "the default binding stays")
    passes(bed)
    run(f"ip netns exec {bed.name('agent')} nft delete table ip6 silence")
    return node


def smaller_path(bed, agent):
    """A link further on that takes less than the node's own: large segments and pings arrive all the same."""
    with narrowed(bed, "ar1") as large:
        node = start(bed)
        passes(bed)
        large()
        records, gap, _ = bed.tcp("mn", seconds=1.0)
        check(records > 50 and gap < 500, f"TCP: {records} records, largest gap {gap} ms")
    bed.forget("host", "mn", "cn", "agent")
    return node
