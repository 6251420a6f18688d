"""What a home agent does with packets: which binding each takes, what fits into tunnels, who answers on the home link."""

import re

from steps import check, end, passes, restart_agent, start
from testbed import AGENT, CORRESPONDENT, HOME_ADDRESS, HOST, run, wait_until

FLOWS = """
[[flow]]
name = "web"
peer = "2001:db8:5::/64"
protocol = 6
port = 7007
bid = 2
[[flow]]
name = "names"
protocol = 17
port = 4343
bid = 3
[[flow]]
name = "marked"
mark = 77
bid = 3
"""


def outer_ways(path):
    """What left the agent in tunnels: pairs of an access link's number and a line about the inner packet."""
    text = run(f"tcpdump -nr {path} ip6 proto 41 and src host {AGENT}", check=False).stdout
    found = re.findall(r"IP6 2001:db8:1::1 > 2001:db8:1(\d):\S+: (IP6 .*)", text)
    return [(int(number), inner) for number, inner in found]


def judge(bed, wanted):
    """Sends one of each flow to the node while the wire is listened to; `wanted` names the link of each."""
    wire = bed.capture("agent", "core")
    passes(bed)
    script = ("import socket; s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.bind(('', 4343)); "
              f"[s.sendto(b'x', ('{HOME_ADDRESS}', 9)) for _ in range(3)]")
    bed.python("cn", script)
    check(bed.ping("host", HOME_ADDRESS, "-s 777") == 3, "ping of packets that the agent's firewall marks")
    check(bed.ping("cn", HOME_ADDRESS, "-s 555") == 3, "ping of packets that no rule names")
    kinds = {"web": f"IP6 {CORRESPONDENT}.7007 > ", "names": f"IP6 {CORRESPONDENT}.4343 > ",
             "marked": "echo request.*length 785", "rest": "echo request.*length 563"}

    def seen():
        ways = outer_ways(wire)
        found = {kind: [number for number, inner in ways if re.search(sign, inner)] for kind, sign in kinds.items()}
        return found if all(len(numbers) >= 3 for numbers in found.values()) else None
    found = wait_until("each flow on the wire", seen)
    for kind, link in wanted.items():
        check(set(found[kind]) == {link}, f"{kind} by link {link}, not by {sorted(set(found[kind]))}")


def flows(bed, agent):
    """The agent's flow rules by peer, protocol, port and mark choose the binding of each packet towards the node; all
    else goes by priority. A rule whose binding is gone gives its packets to the next."""
    bed.nft("agent", f"""
        table ip6 marks {{ chain first {{
            type filter hook prerouting priority -150; ip6 saddr {HOST} ip6 daddr {HOME_ADDRESS} meta mark set 77
            }}
        }}""")
    home = restart_agent(bed, agent, extra=FLOWS)
    node = start(bed)
    judge(bed, {"web": 2, "names": 3, "marked": 3, "rest": 1})
    mark = home.mark
    node.command("deregister 2")
    home.wait("BID 2 is gone", mark, kind="action", action="tunnel-gone", bid=2)
    judge(bed, {"web": 1, "names": 3, "marked": 3, "rest": 1})
    home.command("flow web 3 tcp 7007")
    home.command("flow-remove marked")
    home.wait("the rules of a person", mark, kind="command", count=2)
    judge(bed, {"web": 3, "names": 3, "marked": 1, "rest": 1})
    mark = home.mark
    node.command("deregister 1")
    home.wait("another default", mark, kind="action", action="default-binding", bid=3)
    judge(bed, {"web": 3, "names": 3, "marked": 3, "rest": 3})
    end(node, home)
    bed.nft("agent", "delete table ip6 marks")
    return node


def fits(bed, sender, size, to=HOME_ADDRESS):
    """Pings with packets of this size, which nobody may take apart: the size that a Packet Too Big names, or the
    number of answers."""
    done = run(f"ip netns exec {bed.name(sender)} ping -6 -n -M do -i 0.1 -W 1 -c 3 -s {size - 48} {to}", check=False)
    told = re.search(r"mtu[=:] ?(\d+)", done.stdout + done.stderr)
    return int(told.group(1)) if told else bed_received(done.stdout)


def bed_received(text):
    found = re.search(r"(\d+) received", text)
    return int(found.group(1)) if found else 0


def link_mtu(bed, one, one_device, other, other_device, mtu):
    bed.ip(one, f"link set {one_device} mtu {mtu}")
    bed.ip(other, f"link set {other_device} mtu {mtu}")


def tunnel_mtu(bed, agent):
    """What fits into the agent's tunnels follows the link that outer packets leave by, then what routers on the path
    say; senders on both sides are told the right size, and nothing is taken apart on the way."""
    def route_mtu(wanted):
        def same():
            found = re.search(r"mtu lock (\d+)", bed.ip("agent", f"-6 route show {HOME_ADDRESS}").stdout)
            return found and int(found.group(1)) == wanted
        wait_until(f"a route that takes {wanted}", same, 5)

    link_mtu(bed, "agent", "core", "core", "agent", 1400)
    node = start(bed)
    wire = bed.capture("core", "agent")
    route_mtu(1360)
    check(fits(bed, "host", 1440) == 1360, "a sender is told what the agent's own link leaves")
    check(fits(bed, "host", 1360) == 3, "which is what fits")
    link_mtu(bed, "agent", "core", "core", "agent", 1500)
    route_mtu(1460)
    bed.forget("host", "cn")
    answers = fits(bed, "cn", 1460)
    check(answers == 3, f"a larger link takes more: {answers}")
    # Further on.
    mark = agent.mark
    link_mtu(bed, "core", "ar1", "ar1", "core", 1390)
    check(fits(bed, "host", 1440) == 1350, "a sender is told what a router on the path said")
    agent.wait("it is said", mark, kind="probe", text=lambda t: "takes packets of 1390" in t)
    route_mtu(1350)
    check(fits(bed, "host", 1350) == 3, "which is what fits")
    check(fits(bed, "mn", 1440, CORRESPONDENT) == 1350, "programs on the node are told as well")
    check(fits(bed, "mn", 1350, CORRESPONDENT) == 3, "which is what fits")
    # The bindings by other links have paths of their own.
    mark = node.mark
    node.command("deregister 1")
    node.wait("another default", mark, kind="action", action="default-binding", bid=2)
    route_mtu(1460)
    check(run(f"tcpdump -nr {wire} ip6 proto 44", check=False).stdout == "", "nothing was taken apart")
    link_mtu(bed, "core", "ar1", "ar1", "core", 1500)
    bed.forget("host", "mn", "agent", "cn")
    return node


def prefix_route(bed, agent):
    """A route for a mobile network stands as long as its router is bound, and takes what the path takes; a network that
    is not the router's is refused."""
    nodes = f"""
[[node]]
home-address = "{HOME_ADDRESS}"
authentication = {{ spi = 256, key-file = "mn.key" }}
prefixes = ["2001:db8:f::/48"]
"""
    link_mtu(bed, "agent", "core", "core", "agent", 1400)
    home = restart_agent(bed, agent, nodes=nodes)
    node = start(bed, role="mobile-router", extra='[[prefix]]\nprefix = "2001:db8:f::/48"\ninterface = "lan0"\n')
    routes = wait_until("its route", lambda: bed.ip("agent", "-6 route show 2001:db8:f::/48").stdout)
    check("dev careof0" in routes and "mtu lock 1360" in routes, f"into the tunnel: {routes}")
    bed.forget("cn")
    check(fits(bed, "cn", 1400, "2001:db8:f::9") == 1360, "senders to the network are told what fits")
    check(fits(bed, "cn", 1360, "2001:db8:f::9") == 3, "which is what fits")
    mark = node.mark
    node.command("deregister-all")
    node.wait("everything goes", mark, kind="action", action="tunnel-gone", count=3)
    wait_until("no route is left", lambda: not bed.ip("agent", "-6 route show 2001:db8:f::/48").stdout)
    end(node)
    # RFC 3963 §6.2.
    greedy = start(bed, registered=0, role="mobile-router",
                   extra='[[prefix]]\nprefix = "2001:db8:e::/48"\ninterface = "lan0"\n')
    greedy.wait("a refusal", kind="delivered", message=lambda m: m and "status 142" in m)
    check(not bed.ip("agent", "-6 route show 2001:db8:e::/48").stdout, "no route for what is not its own")
    end(greedy, home)
    link_mtu(bed, "agent", "core", "core", "agent", 1500)
    bed.forget("cn")
    return greedy


# Of neighbour advertisements, those with the override flag (RFC 4861 §4.4).
OVERRIDING = "ip6[40]==136 and ip6[44]&0x20!=0"


def heard(path, filter_text):
    return run(f"tcpdump -enr {path} {filter_text}", check=False).stdout


def home_link(bed, agent):
    """On the home link: a first binding waits for duplicate address detection, all neighbours are told, solicitations
    are answered, whoever wants the address is kept off it, and after the binding nobody answers any more."""
    own = re.search(r"link/ether (\S+)", bed.ip("agent", "link show home0").stdout).group(1)
    wire = bed.capture("home", "to-host")
    bed.ping("host", HOME_ADDRESS, count=1)
    node = start(bed)

    def lines(kind):
        return heard(wire, f"icmp6 and {kind}").splitlines()
    asked = wait_until("detection on the wire", lambda: [
        line for line in lines("ip6[40]==135") if f":: > ff02::1:ff00:100" in line and f"who has {HOME_ADDRESS}" in line])
    check(all(own in line for line in asked), f"the agent asks (RFC 6275 §10.3.1): {asked}")
    told = wait_until("an advertisement to all", lambda: [
        line for line in lines(OVERRIDING) if "> ff02::1:" in line and f"tgt is {HOME_ADDRESS}" in line])
    check(own in told[0].split()[1], f"with the agent's own address: {told}")
    answer = agent.find(kind="sent", message=lambda m: m and m.startswith("BA"))[0]
    detected = agent.find(kind="duplicates-detected")[0] if agent.find(kind="duplicates-detected") else None
    check(detected is None or detected["number"] < answer["number"], "first the detection, then the answer")
    check("FAILED" not in bed.ip("host", f"-6 neigh show {HOME_ADDRESS}").stdout, "neighbours know it")
    run(f"ip -n {bed.name('host')} neigh flush dev eth0")
    check(bed.ping("host", HOME_ADDRESS) == 3, "solicitations are answered")
    check(own in bed.ip("host", f"-6 neigh show {HOME_ADDRESS}").stdout, "with the agent's link-layer address")
    # A host that wants the home address for itself (RFC 6275 §10.4.1: the agent defends it).
    bed.sysctl("host", "net.ipv6.conf.eth0.accept_dad=1")
    bed.ip("host", f"-6 address add {HOME_ADDRESS}/64 dev eth0")
    wait_until("a duplicate", lambda: "dadfailed" in bed.ip("host", f"-6 address show to {HOME_ADDRESS}").stdout, 5)
    bed.ip("host", f"-6 address del {HOME_ADDRESS}/64 dev eth0")
    passes(bed)
    mark = agent.mark
    node.command("deregister-all")
    agent.wait("it is proxied no longer", mark, kind="action", action="proxy", active=False)
    run(f"ip -n {bed.name('host')} neigh flush dev eth0")
    check(bed.ping("host", HOME_ADDRESS, count=1) == 0, "nobody answers for it")
    check(HOME_ADDRESS not in bed.ip("agent", "-6 neigh show proxy").stdout, "no proxy entry is left")
    end(node)
    # Somebody else has the address: nothing is bound (134).
    bed.ip("host", f"-6 address add {HOME_ADDRESS}/64 dev eth0 nodad")
    mark = agent.mark
    again = start(bed, registered=0)
    again.wait("a refusal", kind="delivered", seconds=15, message=lambda m: m and "status 134" in m)
    check(not agent.find(mark, kind="action", action="tunnel"), "nothing is bound")
    bed.ip("host", f"-6 address del {HOME_ADDRESS}/64 dev eth0")
    return again


def ethernet(bed, namespace, device="home0"):
    return re.search(r"link/ether (\S+)", bed.ip(namespace, f"link show {device}").stdout).group(1)


def neighbour_entry(bed, agent):
    """A node at home and abroad at once, whose agent is not the only router of the home link, answers no solicitation
    (R-074, RFC 5648 §5.6.3): the agent answers for it, and knows where it is without asking (R-076): by an entry of its
    own, which it takes out when the node leaves."""
    agent = restart_agent(bed, agent, only_router=False)
    node = start(bed, return_home="both")
    mark, theirs = node.mark, agent.mark
    wire = bed.capture("home", "to-mn")
    bed.ip("mn", "link set home0 up")
    bed.ip("mn", "-6 address add 2001:db8:1::77/64 dev home0 nodad", check=False)
    node.wait("the home address at home", mark, kind="action", action="home-address", place="home-without-nd")
    agent.wait("the agent is told where", theirs, kind="action", action="neighbour")
    own, agents = ethernet(bed, "mn"), ethernet(bed, "agent")
    entry = bed.ip("agent", f"-6 neigh show {HOME_ADDRESS}").stdout
    check(own in entry and "PERMANENT" in entry and "home0" in entry, f"its entry: {entry!r}")
    check(HOME_ADDRESS in bed.ip("agent", "-6 neigh show proxy").stdout, "and it answers for the node")
    # The tunnels stand, and its packets take the home link: that is the binding heard of last (RFC 5648 §6.1).
    agent.wait("the home binding is preferred", theirs, kind="action", action="default-binding", bid=4)
    check(not agent.find(theirs, kind="action", action="tunnel-gone"), "the tunnels stand")
    run(f"ip -n {bed.name('host')} neigh flush dev eth0")
    check(bed.ping("host", HOME_ADDRESS) == 3, "ping on the home link")
    check(bed.ping("cn", HOME_ADDRESS) == 3, "ping from afar")
    check(agents in bed.ip("host", f"-6 neigh show {HOME_ADDRESS}").stdout, "neighbours ask, and the agent answers them")

    def frames():
        return [line.split() for line in heard(wire, f"ip6 dst host {HOME_ADDRESS} and icmp6 and ip6[40]==128").splitlines()]
    came = wait_until("both pings on the node's cable", lambda: frames() if len(frames()) >= 6 else None)
    check({(words[1], words[3].rstrip(",")) for words in came} == {(agents, own)},
          f"from the agent to the node: {came}")
    asked = [line for line in heard(wire, "icmp6 and ip6[40]==135").splitlines() if f"who has {HOME_ADDRESS}" in line]
    asked = [line for line in asked if agents in line.split()[1]]
    check(not asked, f"the agent asks nobody for it: {asked}")
    told = [line for line in heard(wire, "icmp6 and ip6[40]==136").splitlines()
            if f"tgt is {HOME_ADDRESS}" in line and own in line.split()[1]]
    check(not told, f"the node says nothing of it: {told}")
    theirs = agent.mark
    bed.ip("mn", "-6 address del 2001:db8:1::77/64 dev home0", check=False)
    bed.ip("mn", "link set home0 down")
    agent.wait("the agent forgets where", theirs, 20, kind="action", action="neighbour")
    wait_until("no entry is left", lambda: "PERMANENT" not in bed.ip("agent", f"-6 neigh show {HOME_ADDRESS}").stdout)
    wait_until("ping away from home", lambda: bed.ping("host", HOME_ADDRESS, "", 1) == 1, 15)
    end(node, agent)
    return node


def neighbour_at_home(bed, agent):
    """A node at home alone is a neighbour like any other: the agent stops answering for it, keeps no entry, asks when it
    has something for it, and the node answers itself."""
    node = start(bed, return_home="home-only")
    mark, theirs = node.mark, agent.mark
    bed.ip("mn", "link set home0 up")
    bed.ip("mn", "-6 address add 2001:db8:1::77/64 dev home0 nodad", check=False)
    node.wait("the home address at home", mark, kind="action", action="home-address", place="home")
    agent.wait("the agent answers for it no longer", theirs, kind="action", action="proxy", active=False)
    own, agents = ethernet(bed, "mn"), ethernet(bed, "agent")
    wire = bed.capture("home", "to-mn")
    run(f"ip -n {bed.name('agent')} neigh flush dev home0")
    check(bed.ping("cn", HOME_ADDRESS) == 3, "ping from afar")

    def lines(kind, words):
        return [line for line in heard(wire, f"icmp6 and ip6[40]=={kind}").splitlines() if words in line]
    asked = wait_until("the agent asks", lambda: lines(135, f"who has {HOME_ADDRESS}"))
    check(all(agents in line.split()[1] for line in asked), f"the agent, and nobody else: {asked}")
    told = wait_until("the node answers", lambda: lines(136, f"tgt is {HOME_ADDRESS}"))
    check(all(own in line.split()[1] for line in told), f"the node itself: {told}")
    entry = bed.ip("agent", f"-6 neigh show {HOME_ADDRESS}").stdout
    check(own in entry and "PERMANENT" not in entry, f"learned like any other: {entry!r}")
    check(HOME_ADDRESS not in bed.ip("agent", "-6 neigh show proxy").stdout, "nobody answers for it")
    bed.ip("mn", "-6 address del 2001:db8:1::77/64 dev home0", check=False)
    bed.ip("mn", "link set home0 down")
    node.wait("away", mark, 15, kind="action", action="home-address", place="away")
    wait_until("ping away from home", lambda: bed.ping("host", HOME_ADDRESS, "", 1) == 1, 15)
    return node
