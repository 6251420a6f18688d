"""Peers that are not ours (strangers.py) with what is ours at the other end: plain RFC 6275 and RFC 5648, with RFC 4285
and without."""

import json
import os

import configuration
from steps import check, end, restart_agent, start
from testbed import AGENT, CORRESPONDENT, HOME, HOME_ADDRESS, HOST, Careof, wait_until
from journaled import JournaledStranger

KEY = {"spi": 256, "key": "a key of both"}
NONE = "none = true"


class Stranger(JournaledStranger):
    """A process of strangers.py in a namespace, with what it told."""

    def __init__(self, bed, namespace, role, **settings):
        script = f"{os.path.dirname(os.path.abspath(__file__))}/strangers.py"
        super().__init__(bed.name(namespace), ["python3", "-B", script, role, json.dumps(settings)],
                         f"{bed.folder}/stranger-{role}.log")
        bed.processes.append(self.process)
        self.wait("it runs", event="ready")


def passes(bed, mark=""):
    """Ping and a TCP stream from the node, once both ends know their tunnel; a stranger's tunnel is slow."""
    wait_until(f"a first ping {mark}", lambda: bed.ping("mn", CORRESPONDENT, f"-m {mark}" if mark else "", 1) == 1)
    check(bed.ping("mn", CORRESPONDENT, f"-m {mark}" if mark else "") == 3, f"ping {mark}")
    records, _, source = bed.tcp("mn", seconds=0.3, mark=mark)
    check(records > 0 and source == HOME_ADDRESS, f"a TCP stream {mark}: {records} records from {source}")


def security(with_key):
    return {} if with_key else {"security": NONE}


def plain_agent(with_key):
    def scenario(bed, agent):
        """A home agent that knows no identifiers, answers the first time after a second, and gives short lifetimes."""
        end(agent)
        other = Stranger(bed, "agent", "agent", address=AGENT, home=HOME_ADDRESS, interface="home0", limit=12, advice=1,
                         **(KEY if with_key else {}))
        node = start(bed, registered=0, **security(with_key))
        node.wait("one ordinary tunnel", kind="action", action="tunnel", bid=lambda b: b is None)
        passes(bed)
        check(bed.ping("host", HOME_ADDRESS) == 3, "ping from the home link")
        first = other.find(event="update")[0]
        check(first["flags"] & 0xc000 == 0xc000, f"A and H: {first}")
        # Once the agent is known, nothing is sent to it that it does not know.
        mark = other.mark
        refresh = other.wait("refreshes before 12 s are over, as the advice says", mark, event="update", status=0)[0]
        check(35 not in refresh["options"] and not refresh["flags"] & 0x40, f"an ordinary refresh: {refresh}")
        mark = other.mark
        bed.ip("mn", "link set eth0 down")
        moved = other.wait("the binding moves", mark, event="update", status=0)[0]
        check(not moved["source"].startswith("2001:db8:11:"), f"by another link: {moved}")
        wait_until("ping by another link", lambda: bed.ping("mn", CORRESPONDENT, "", 1) == 1, 5)
        passes(bed)
        bed.ip("mn", "link set eth0 up")
        # It forgets everything: a sequence number of its own, 135 never, and a refresh that binds anew.
        other.command("forget")
        mark = other.mark
        other.wait("a refresh binds anew", mark, event="update", status=0, bindings=lambda b: b)
        passes(bed)
        mark = other.mark
        node.command("deregister-all")
        other.wait("it is removed", mark, event="update", lifetime=0, bindings={})
        check(not other.complaints(), f"complaints: {other.complaints()[:3]}")
        check(other.end() == 0, "the other agent ends")
        return node
    return scenario


def other_agent(with_key):
    def scenario(bed, agent):
        """A home agent with RFC 5648: bulk, one BID removed, a link lost."""
        end(agent)
        other = Stranger(bed, "agent", "agent", address=AGENT, home=HOME_ADDRESS, interface="home0", mcoa=True,
                         **(KEY if with_key else {}))
        node = start(bed, **security(with_key))
        update = other.find(event="update", status=0)[0]
        check(update["options"].count(35) == 3 and update["flags"] & 0x40, f"a bulk with O: {update}")
        cache = other.find(event="update")[-1]["bindings"]
        check(set(cache) == {"1", "2", "3"}, f"its cache: {cache}")
        for bid in ("1", "2", "3"):
            passes(bed, mark=bid)
        check(bed.ping("host", HOME_ADDRESS) == 3, "ping from the home link")
        mark = other.mark
        node.command("deregister 3")
        other.wait("BID 3 goes", mark, event="update", status=0, bindings=lambda b: set(b) == {"1", "2"})
        mark = other.mark
        bed.ip("mn", "link set eth0 down")
        other.wait("BID 1 goes by another link", mark, event="update", status=0, bindings=lambda b: set(b) == {"2"})
        passes(bed)
        bed.ip("mn", "link set eth0 up")
        other.wait("and comes back", mark, 15, event="update", status=0, bindings=lambda b: set(b) == {"1", "2"})
        passes(bed)
        check(not other.complaints(), f"complaints: {other.complaints()[:3]}")
        end(node)
        check(other.end() == 0, "the other agent ends")
        return node
    return scenario


def other_node(bed, with_key, **settings):
    return Stranger(bed, "mn", "node", home=HOME_ADDRESS, agent=AGENT, routes=[CORRESPONDENT, HOST],
                    devices={"2001:db8:12::9": "eth1", "2001:db8:13::9": "eth2", HOME_ADDRESS: "home0"}, **(KEY if with_key else {}), **settings)


def nodes(with_key):
    return f"""
[[node]]
home-address = "{HOME_ADDRESS}"
authentication = {{ {'spi = 256, key-file = "mn.key"' if with_key else NONE} }}
"""


def registered(node, command, **members):
    """Has something registered; the acknowledgement."""
    mark = node.mark
    node.command(command)
    return node.wait(command, mark, event="acknowledgement", **members)[0]


def plain_node(with_key):
    def scenario(bed, agent):
        """A node that knows no identifiers: it registers, moves, counts round 65536, is corrected with 135, and goes."""
        home = restart_agent(bed, agent, nodes=nodes(with_key))
        node = other_node(bed, with_key)
        answer = registered(node, "register 2001:db8:12::9 40", status=0)
        check(answer["lifetime"] == 10 and answer["route"] == HOME_ADDRESS, f"the answer: {answer}")
        check(35 not in answer["options"] and not answer["bids"], f"nothing it does not know: {answer['options']}")
        passes(bed)
        check(bed.ping("host", HOME_ADDRESS) == 3, "ping from the home link")
        answer = registered(node, "register 2001:db8:13::9 600", status=0)
        check(answer["sequence"] == 0, f"numbers go round: {answer}")
        passes(bed)
        # A tunnel packet from where it was is not taken any more.
        answer = registered(node, "register 2001:db8:12::9 40", status=0)
        passes(bed)
        # It comes home, and says so from its home address, without an option (RFC 6275 §11.5.5).
        bed.ip("mn", "link set home0 up")
        bed.address("mn", "home0", HOME_ADDRESS + "/128")
        bed.ip("mn", f"-6 route add {HOME}/64 dev home0")
        answer = registered(node, f"register {HOME_ADDRESS} 0", status=0)
        check(answer["lifetime"] == 0 and answer["route"] is None, f"at home: {answer}")
        check(bed.ping("mn", AGENT) == 3, "the agent and the node are neighbours")
        bed.ip("mn", "link set home0 down")
        bed.ip("mn", f"-6 address del {HOME_ADDRESS}/128 dev home0", check=False)
        answer = registered(node, "register 2001:db8:12::9 40", status=0)
        passes(bed)
        answer = registered(node, "register 2001:db8:12::9 0", status=0)
        check(answer["lifetime"] == 0, f"gone: {answer}")
        home.wait("it is removed", kind="note", event="binding-cache", to=lambda t: t in ("removed", "deregistered"))
        check(bed.ping("host", HOME_ADDRESS, "", 1) == 0, "and nobody answers for it")
        check(node.end() == 0, "the node ends")
        # Another one that begins to count somewhere else, without the alternate care-of address.
        other = other_node(bed, with_key, sequence=40000, alternate=False)
        answer = registered(other, "register 2001:db8:12::9 40", status=lambda s: s in (0, 135))
        other.wait("bound", event="acknowledgement", status=0)
        passes(bed)
        registered(other, "register 2001:db8:12::9 0", status=0)
        check(not node.complaints() + other.complaints(), f"complaints: {(node.complaints() + other.complaints())[:3]}")
        check(other.end() == 0, "the node ends")
        end(home)
        return home
    return scenario


def multiple_node(with_key):
    def scenario(bed, agent):
        """A node with RFC 5648: a bulk with O, one BID removed, one added alone."""
        home = restart_agent(bed, agent, nodes=nodes(with_key))
        node = other_node(bed, with_key)
        answer = registered(
            node, "register 2001:db8:12::9 60 20=2001:db8:12::9 30=2001:db8:13::9 o", status=0)
        check(answer["bids"] == {"20": 0, "30": 0}, f"both are bound: {answer}")
        passes(bed)
        check(bed.ping("host", HOME_ADDRESS) == 3, "ping from the home link")
        answer = registered(node, "register 2001:db8:12::9 0 30=", status=0)
        check(answer["bids"] == {"30": 0}, f"one goes: {answer}")
        passes(bed)
        answer = registered(node, "register 2001:db8:13::9 60 31=2001:db8:13::9", status=0)
        check(answer["bids"] == {"31": 0}, f"another one comes: {answer}")
        # RFC 5648 §6.2: without an address it is known by its BID.
        answer = registered(node, "register 2001:db8:13::9 60 31=", status=0)
        check(answer["bids"] == {"31": 0} and answer["lifetime"] == 15, f"and is refreshed: {answer}")
        passes(bed)
        answer = registered(node, "register 2001:db8:13::9 0", status=0)
        wait_until("all are removed", lambda: bed.ping("host", HOME_ADDRESS, "", 1) == 0)
        check(not node.complaints(), f"complaints: {node.complaints()[:3]}")
        check(node.end() == 0, "the node ends")
        end(home)
        return home
    return scenario


def other_correspondents(bed, agent):
    """Return routability of our node with a plain correspondent, and of a plain node with ours."""
    other = Stranger(bed, "cn", "correspondent", address=CORRESPONDENT)
    node = start(bed)
    mark = node.mark
    node.command(f"register-at-correspondent 1 {CORRESPONDENT}")
    node.wait("bound there", mark, kind="note", event="binding-state", to="registered", peer=CORRESPONDENT)
    check({e["kind"] for e in other.find(event="test")} == {"home", "care-of"}, "both tests")
    check(not other.complaints(), f"complaints: {other.complaints()[:3]}")
    mark = other.mark
    # It knows no identifiers: what was bound is an ordinary binding.
    node.command(f"deregister-at-correspondent 0 {CORRESPONDENT}")
    passes(bed)
    end(node)
    check(other.end() == 0, "the correspondent ends")

    path = configuration.write(bed, "cn.toml", f"""
role = "correspondent"
address = "{CORRESPONDENT}"
state = "{bed.folder}/cn"
""")
    ours = Careof(bed, "cn", ["agent", "--headless", "--config", path], f"{bed.folder}/cn.log")
    ours.wait("it runs", kind="started")
    home = restart_agent(bed, agent)
    plain = other_node(bed, True)
    registered(plain, "register 2001:db8:12::9 60", status=0)
    mark = plain.mark
    plain.command(f"test {CORRESPONDENT} 2001:db8:12::9")
    for kind in ("home", "care-of"):
        plain.wait(f"a {kind} token", mark, event="token", kind=kind)
    plain.command(f"bind {CORRESPONDENT} 2001:db8:12::9 60")
    answer = plain.wait("bound", mark, event="bound", status=0)[0]
    check(answer["authorized"] and answer["route"] == HOME_ADDRESS and answer["lifetime"] == 15, f"the answer: {answer}")
    ours.wait("an ordinary binding", kind="note", event="binding-cache", to="created", bid=None)
    check(not plain.complaints(), f"complaints: {plain.complaints()[:3]}")
    registered(plain, "register 2001:db8:12::9 0", status=0)
    check(plain.end() == 0, "the node ends")
    end(ours, home)
    return home
