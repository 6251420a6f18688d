"""IPv4 care-of addresses: an access network of IPv4 alone, and one behind a NAT (RFC 5555, RFC 5648 §8).

    agent 198.51.100.1 ── core ─┬─ ar4 ── 192.0.2.0/24 ── mn eth3
                                └─ ar5 (NAT, 203.0.113.2) ── 10.0.0.0/24 ── mn eth4
"""

import re
import signal
import time

import gate
from links import lose, narrowed, silenced
from steps import check, end, passes, received, restart_agent, sent, start
from testbed import CORRESPONDENT, HOME_ADDRESS, Skipped, run, wait_until

AGENT_IPV4 = "198.51.100.1"
PLAIN, PRIVATE, PUBLIC = "192.0.2.9", "10.0.0.9", "203.0.113.2"
NO_NAT = "this kernel's nftables has no NAT for IPv4"
NODE = f"""
home-agent-ipv4 = "{AGENT_IPV4}"
[[interface]]
name = "eth3"
bid = 5
priority = 40
[[interface]]
name = "eth4"
bid = 6
priority = 50
"""


def translate(bed, ports=""):
    """The NAT of ar5, anew; `ports` says which it uses."""
    return run(f"ip netns exec {bed.name('ar5')} nft -f -", check=False, text=f"""
        table ip nat
        delete table ip nat
        table ip nat {{ chain postrouting {{
            type nat hook postrouting priority srcnat;
            oifname "core" meta l4proto udp masquerade {ports}
            oifname "core" masquerade
        }}
        }}""")


def build(bed):
    """Adds the two access networks to the bed; without a NAT in the kernel there are none."""
    def address(namespace, device, value):
        bed.ip(namespace, f"address add {value} dev {device}")

    bed.add("ar4", "ar5")
    if translate(bed).returncode != 0:
        return
    for router, device in (("ar4", "eth3"), ("ar5", "eth4")):
        bed.cable(router, "core", "core", router)
        bed.cable(router, "access", "mn", device)
        bed.sysctl(router, "net.ipv4.ip_forward=1")
    bed.sysctl("core", "net.ipv4.ip_forward=1")
    for namespace, device, value in (
            ("agent", "core", AGENT_IPV4 + "/30"), ("core", "agent", "198.51.100.2/30"),
            ("core", "ar4", "198.51.100.9/30"), ("ar4", "core", "198.51.100.10/30"),
            ("core", "ar5", "203.0.113.1/30"), ("ar5", "core", PUBLIC + "/30"),
            ("ar4", "access", "192.0.2.1/24"), ("ar5", "access", "10.0.0.1/24"),
            ("mn", "eth3", PLAIN + "/24"), ("mn", "eth4", PRIVATE + "/24")):
        address(namespace, device, value)
    bed.ip("agent", "route add default via 198.51.100.2")
    bed.ip("core", "route add 192.0.2.0/24 via 198.51.100.10")
    bed.ip("ar4", "route add default via 198.51.100.9")
    bed.ip("ar5", "route add default via 203.0.113.1")
    bed.ip("mn", "route add default via 192.0.2.1 dev eth3 metric 100")
    bed.ip("mn", "route add default via 10.0.0.1 dev eth4 metric 200")
    for device in ("eth3", "eth4"):
        wait_until(f"{device}'s link-local address", lambda: "fe80" in bed.ip(
            "mn", f"-6 address show dev {device} -tentative").stdout)
    bed.has_ipv4 = True


def begin(bed, agent, **options):
    """An agent with an IPv4 address, and a node with all five care-of addresses registered."""
    if not bed.has_ipv4:
        raise Skipped(NO_NAT)
    home = restart_agent(bed, agent, extra=f'ipv4-address = "{AGENT_IPV4}"\n')
    return home, start(bed, registered=5, extra=NODE, **options)


def heard(wire, what):
    """How many packets a capture holds of these."""
    return len(run(f"tcpdump -nr {wire} {what}", check=False).stdout.splitlines())


def is_silent(*wires):
    """The kernels say nothing to tunnels and signalling that they do not know: no Unreachable but of packets too big."""
    for wire in wires:
        errors = run(f"tcpdump -nr {wire} icmp[0]==3 and icmp[1]!=4", check=False).stdout.splitlines()
        check(not errors, f"an ICMP error: {errors[:1]}")


def agrees(bed, wire):
    """BIDs and IPv4 care-of addresses, message by message, as tshark and our own decode read them."""
    theirs = [line.split("|") for line in run(
        f"tshark -r {wire} -d udp.port==4191,ipv6 -Y mip6.mhtype==5||mip6.mhtype==6 -T fields -E separator=| "
        "-e mip6.bi.bid -e mip6.bi.coa_ipv4").stdout.splitlines()]
    ours = [line for line in run(f"{bed.careof} decode {wire}").stdout.splitlines() if re.search(r"  B[UA]  ", line)]
    read = [[",".join(re.findall(r"BID (\d+)", line)),
             ",".join(re.findall(r"BID \d+ (?:priority \d+ )?(\d+\.\d+\.\d+\.\d+)", line))] for line in ours]
    check(theirs and read == theirs, f"tshark reads {theirs}, careof {read}")


def registration(bed, agent):
    """Three IPv6 care-of addresses in bulk, two of IPv4 one by one; a NAT is found before one of them, and traffic goes
    through each, in IPv4 or in UDP; what has no NAT goes in bulk from then on; each goes away alone."""
    plain, inside, outside, there = (bed.capture(name, device, "ip") for name, device in (
        ("ar4", "access"), ("ar5", "access"), ("core", "ar5"), ("core", "agent")))
    home, node = begin(bed, agent)
    updates = sent(node)
    # a first registration from an IPv4 address stands alone.
    check([update.count("BID ") for update in updates] == [3, 1, 1], f"one bulk and two alone, not {updates}")
    answers = received(node)
    check("no NAT" in answers[1] and "NAT, refresh 110 s" in answers[2], f"what was found: {answers}")
    # The agent asks for UDP there (F), as RFC 5555 §4.3.1 wants where a NAT is.
    for bid, found in ((5, "no-nat"), (6, "nat-or-forced")):
        check(node.find(kind="note", event="peer-learned", bid=bid, to=found), f"BID {bid} has {found}")
    check(bed.ping("mn", CORRESPONDENT) == 3, "ping through the default binding")
    check(bed.ping("host", HOME_ADDRESS) == 3, "ping from the home link")
    for bid in (5, 6):
        passes(bed, mark=str(bid))
    wait_until("IPv6 in IPv4 on the plain link", lambda: heard(plain, f"ip proto 41 and src {PLAIN} and dst {AGENT_IPV4}"))
    wait_until("UDP from the NAT", lambda: heard(outside, f"udp and src {PUBLIC} and dst port 4191 and greater 600"))
    check(not heard(inside, "ip proto 41") and not heard(outside, "ip proto 41"), "nothing but UDP through the NAT")
    # RFC 5555 §4.1: signalling from an IPv4 address is in UDP, whatever its data is in.
    check(heard(plain, f"udp and src {PLAIN} and dst port 4191") > 0, "the Binding Update is in UDP")
    mtus = [int(re.search(r"mtu (\d+)", bed.ip("mn", f"link show careof{bid}").stdout).group(1)) for bid in (1, 5, 6)]
    check(mtus == [1460, 1480, 1472], f"forty, twenty and twenty-eight octets of outer headers: {mtus}")
    mark = node.mark
    node.command("bulk-register")
    node.wait("the answer", mark, kind="delivered", message=lambda m: m and m.startswith("BA"))
    again = sent(node, mark)
    # no NAT, so it may stand with the others; the one behind a NAT may not.
    check(len(again) == 1 and all(f"BID {bid}" in again[0] for bid in (1, 2, 3, 5)) and "BID 6" not in again[0],
          f"four in bulk, without the one behind the NAT: {again}")
    mark = node.mark
    node.command("register 6")
    node.wait("the answer", mark, kind="delivered", message=lambda m: m and m.startswith("BA"))
    for bid in (5, 6):
        passes(bed, mark=str(bid))
    for bid in (6, 5):
        mark = node.mark
        node.command(f"deregister {bid}")
        node.wait("the tunnel goes", mark, kind="action", action="tunnel-gone", bid=bid)
        check(f"careof{bid}" not in bed.ip("mn", "link").stdout, f"the device of BID {bid} is gone")
        home.wait("the agent lets it go", kind="action", action="tunnel-gone", bid=bid)
    passes(bed)
    is_silent(plain, inside, outside, there)
    for wire in (plain, inside, outside, there):
        agrees(bed, wire)
    end(home)
    return node


def ipv6_links(bed, down):
    for device in ("eth0", "eth1", "eth2"):
        bed.ip("mn", f"link set {device} {'down' if down else 'up'}")


def alone(bed, agent):
    """No IPv6 but in tunnels: registered over IPv4 alone, with O; a link goes, and traffic goes on by the other; killed,
    the next process begins where it was."""
    if not bed.has_ipv4:
        raise Skipped(NO_NAT)
    ipv6_links(bed, down=True)
    plain, inside = bed.capture("ar4", "access", "ip"), bed.capture("ar5", "access", "ip")
    home = restart_agent(bed, agent, extra=f'ipv4-address = "{AGENT_IPV4}"\n')
    node = start(bed, registered=2, extra=NODE)
    check(" O " in sent(node)[0] and sent(node)[0].count("BID ") == 1, f"O in the first, alone: {sent(node)}")
    passes(bed)
    check(bed.way("mn", CORRESPONDENT) == "careof5", "the better priority first")
    lose(bed, node, 5, "eth3", ("eth4",))
    mark = node.mark
    bed.ip("mn", "link set eth3 up")
    bed.ip("mn", "route add default via 192.0.2.1 dev eth3 metric 100")
    node.wait("the link comes back and is registered", mark, 15, kind="action", action="tunnel", bid=5)
    passes(bed, mark="5")
    # The path falls silent while its carrier stays: it is left, and used again when it answers.
    mark = node.mark
    with silenced(bed, "ar4", "ip"):
        fell = time.monotonic()
        node.wait("another default binding", mark, 3, kind="action", action="default-binding", bid=6)
        check(time.monotonic() - fell < 1.2, f"left after {time.monotonic() - fell:.2f} s")
        passes(bed)
        mark = node.mark
    node.wait("the path is used again", mark, 5, kind="action", action="default-binding", bid=5)
    passes(bed)
    # A link further on that takes less: what the tunnel carries arrives all the same.
    with narrowed(bed, "ar4") as large:
        large()
    node.end(signal.SIGKILL)
    check(bed.ping("mn", CORRESPONDENT, "", 1) == 0, "a killed process forwards nothing")
    node = start(bed, registered=2, extra=NODE)
    passes(bed)
    is_silent(plain, inside)
    end(node, home)
    ipv6_links(bed, down=False)
    return node


def moved(bed, agent):
    """The NAT forgets its mapping and takes another port: the next refresh tells, and both ends of the tunnel follow."""
    if not bed.has_ipv4:
        raise Skipped(NO_NAT)
    ipv6_links(bed, down=True)
    bed.ip("mn", "link set eth3 down")
    home = restart_agent(bed, agent, extra=f'ipv4-address = "{AGENT_IPV4}"\n')
    node = start(bed, registered=1, extra=NODE)
    passes(bed)
    mark = home.mark
    wire = bed.capture("core", "ar5", "udp")
    # A mapping that times out with the packet that uses it.
    bed.sysctl("ar5", "net.netfilter.nf_conntrack_udp_timeout=0", "net.netfilter.nf_conntrack_udp_timeout_stream=0")
    check(bed.ping("mn", CORRESPONDENT, "", 1) == 0, "a NAT that forgot lets nothing in")
    bed.sysctl("ar5", "net.netfilter.nf_conntrack_udp_timeout=30", "net.netfilter.nf_conntrack_udp_timeout_stream=120")
    translate(bed, "to :50000-50010")
    node.command("register 6")
    port = home.wait("the tunnel of another port", mark, kind="action", action="tunnel", bid=6)[-1]["remote-port"]
    check(50000 <= port <= 50010, f"one of the NAT's ports, not {port}")
    check(node.find(kind="action", action="tunnel", bid=6)[-1]["remote-port"] == 4191, "the node's end stays")
    passes(bed)
    check(bed.ping("host", HOME_ADDRESS) == 3, "ping from the home link")
    wait_until("data to and from there",
               lambda: heard(wire, f"udp src port {port} and greater 600") and
               heard(wire, f"udp dst port {port} and greater 600"))
    translate(bed)
    end(node, home)
    ipv6_links(bed, down=False)
    bed.ip("mn", "link set eth3 up")
    bed.ip("mn", "route add default via 192.0.2.1 dev eth3 metric 100")
    return node


def idle(bed, agent):
    """A NAT that forgets what is silent for five seconds: the node keeps it open by a Binding Update after the Refresh
    Time that its agent names (RFC 5555 §3.2.2, made three seconds in the gate), and is reached. Then the agent names its
    own 110 s again: the NAT forgets, and the next Binding Update opens it."""
    if not bed.has_ipv4:
        raise Skipped(NO_NAT)
    ipv6_links(bed, down=True)
    bed.ip("mn", "link set eth3 down")
    timeouts = ("net.netfilter.nf_conntrack_udp_timeout", "net.netfilter.nf_conntrack_udp_timeout_stream")
    home = restart_agent(bed, agent, nodes=gate.TRUSTING, name="trusting.toml", extra=f'ipv4-address = "{AGENT_IPV4}"\n')
    node = start(bed, registered=1, extra=NODE, lifetime=600, security="none = true")
    check(bed.ping("host", HOME_ADDRESS) == 3, "ping through the NAT")
    mark = node.mark
    node.command("step-mode in BA")
    node.command("register 6")
    node.wait("the answer is held", mark, kind="sent", station="HA", message=gate.begins("BA"))
    node.command("edit nat/refresh-time 3")
    node.wait("another Refresh Time", mark, kind="fault", text=lambda t: "changed by hand" in t)
    bed.sysctl("ar5", *(f"{name}=5" for name in timeouts))
    mark = node.mark
    node.command("step-mode off")
    kept = node.wait("it is kept open", mark, 6, kind="sent", station="MN", message=gate.begins("BU"))[0]
    came = node.wait("the answer that was changed", mark, kind="delivered", message=gate.begins("BA"))[0]
    after = float(kept["time"]) - float(came["time"])
    check(2 < after < 4, f"after three seconds, not {after:.1f}")
    # More than five seconds after the answer, less than five after what kept it open.
    time.sleep(3)
    check(bed.ping("host", HOME_ADDRESS, "", 1) == 1, "the node is reached after a silence longer than the NAT's")
    mark = node.mark
    time.sleep(7)
    check(not sent(node, mark), f"nothing keeps it open: {sent(node, mark)}")
    check(bed.ping("host", HOME_ADDRESS, "", 1) == 0, "a NAT that forgot lets nothing in")
    node.command("register 6")
    node.wait("the answer", mark, kind="delivered", message=gate.begins("BA"))
    check(bed.ping("host", HOME_ADDRESS) == 3, "a Binding Update opens it again")
    bed.sysctl("ar5", f"{timeouts[0]}=30", f"{timeouts[1]}=120")
    end(node, home)
    ipv6_links(bed, down=False)
    bed.ip("mn", "link set eth3 up")
    bed.ip("mn", "route add default via 192.0.2.1 dev eth3 metric 100")
    return node


def silent(bed, agent):
    """An access of IPv6 that loses everything: after three Binding Updates without an answer the one of IPv4 gets its
    turn (RFC 5555 §4.1)."""
    if not bed.has_ipv4:
        raise Skipped(NO_NAT)
    for device in ("eth1", "eth2", "eth4"):
        bed.ip("mn", f"link set {device} down")
    with silenced(bed, "ar1"):
        home = restart_agent(bed, agent, extra=f'ipv4-address = "{AGENT_IPV4}"\n')
        node = start(bed, registered=0, extra=NODE)
        node.wait("the tunnel in IPv4", seconds=30, kind="action", action="tunnel", bid=5)
        ways = [entry["interface"] for entry in node.find(kind="sent", message=lambda m: m and m.startswith("BU"))]
        check(ways[:4] == ["eth0", "eth0", "eth0", "eth3"], f"three by IPv6, then IPv4: {ways}")
        passes(bed)
    node.command("register 1")
    node.wait("IPv6 again", seconds=40, kind="action", action="tunnel", bid=1)
    passes(bed)
    end(node, home)
    for device in ("eth1", "eth2", "eth4"):
        bed.ip("mn", f"link set {device} up")
    bed.ip("mn", "route add default via 10.0.0.1 dev eth4 metric 200")
    return node


SCENARIOS = {
    "IPv6 silent, IPv4 not": silent,
    "IPv4 and NAT": registration,
    "IPv4 alone": alone,
    "NAT moves": moved,
    "NAT idles": idle,
}
