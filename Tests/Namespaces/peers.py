"""Home agents that know less, count differently, or forget; thieves; correspondents; several nodes."""

import os
import re
import signal

import configuration
from steps import check, end, passes, received, restart_agent, sent, start
from testbed import AGENT, CORRESPONDENT, HOME, HOME_ADDRESS, Careof, run, wait_until

SECOND = HOME + "200"


def legacy_agent(bed, agent):
    """An agent that knows no Binding Identifiers binds one address, and the node sees it (R-084)."""
    agent.command("set legacy rfc6275")
    agent.wait("it is one of those", kind="command", text=lambda t: "legacy" in t)
    node = start(bed, registered=0)
    node.wait("one ordinary tunnel", kind="action", action="tunnel", bid=lambda b: b is None)
    check(bed.ping("mn", CORRESPONDENT) == 3, "ping through the ordinary binding")
    check(bed.ping("host", HOME_ADDRESS) == 3, "and back")
    mark = node.mark
    device = bed.way("mn", CORRESPONDENT)
    bed.ip("mn", "link set eth0 down")
    node.wait("the ordinary binding moves", mark, kind="action", action="tunnel",
              care_of_address=lambda a: a and not a.startswith("2001:db8:11:"))
    check(bed.ping("mn", CORRESPONDENT) == 3, f"ping by another link, after {device}")
    bed.ip("mn", "link set eth0 up")
    return node


def sequence_135(bed, agent):
    """A node whose number is behind is told the right one, and goes on from there (135, RFC 6275 §9.5.1)."""
    node = start(bed)
    used = int(sent(node)[-1].split()[1])
    node.end(signal.SIGKILL)
    path = f"{bed.folder}/mn/node.state"
    words = open(path).read().split()
    words[3] = str((used - 20) % 65536)
    with open(path, "w") as file:
        file.write(" ".join(words) + "\n")
    again = start(bed)
    answers = received(again)
    check(any("135" in answer for answer in answers), f"135 among {answers}")
    numbers = [int(update.split()[1]) for update in sent(again)]
    check((numbers[-1] - used) % 65536 in range(1, 8), f"from {used} it goes on with {numbers}")
    passes(bed)
    return again


def agent_reboots(bed, agent):
    """After kill -9 of the agent the next one knows nothing; a refresh brings the bindings back."""
    node = start(bed)
    passes(bed)
    agent.end(signal.SIGKILL)
    check(bed.ping("mn", CORRESPONDENT, "", 1) == 0, "without an agent nothing passes")
    again = restart_agent(bed, agent)
    mark = node.mark
    node.command("bulk-register")
    # The new agent knows none of these BIDs (167); the node then says all there is to say of them.
    node.wait("the tunnels again", mark, kind="action", action="tunnel", count=3)
    passes(bed)
    check(bed.ping("host", HOME_ADDRESS) == 3, "and back")
    end(node, again)
    return node


def wrong_key(bed, agent):
    """Whoever has not the key is refused, and nothing of it changes the cache."""
    mark = agent.mark
    path = configuration.node(bed, name="thief.toml", state="thief",
                              security='spi = 256\nkey-file = "thief.key"')
    configuration.key(bed, "thief.key", "another key")
    node = Careof(bed, "mn", ["node", "--headless", "--config", path], f"{bed.folder}/thief.log")
    node.wait("a Binding Update", kind="sent", message=lambda m: m and m.startswith("BU"))
    agent.wait("the agent gets it", mark, kind="delivered", message=lambda m: m and m.startswith("BU"))
    check(not agent.find(mark, kind="note", event="binding-cache"), "nothing is bound")
    secret = "another key"
    check(secret not in open(f"{bed.folder}/thief.log").read(), "the key is in no log")
    return node


def replay(bed, agent):
    """A Binding Update that was recorded and is sent again changes nothing, not even one that removes a binding."""
    node = start(bed)
    wire = bed.capture("ar2", "access")
    mark = node.mark
    node.command("deregister 2")
    node.wait("it goes", mark, kind="action", action="tunnel-gone", bid=2)
    node.command("register 2")
    node.wait("it comes back", mark, kind="action", action="tunnel", bid=2)
    # Whatever left by this link, once more, from where it left.
    before = agent.mark
    deliveries = len(agent.find(kind="delivered", message=lambda m: m and m.startswith("BU")))
    sender = f"{os.path.dirname(os.path.abspath(__file__))}/replay.py"
    wait_until("recorded", lambda: "BU" in run(f"{bed.careof} decode {wire}", check=False).stdout)
    said = run(f"ip netns exec {bed.name('ar2')} python3 {sender} {wire} core", timeout=30).stdout
    check(int(said) > 0, "something was recorded")
    wait_until("the agent hears it again", lambda: len(agent.find(
        kind="delivered", message=lambda m: m and m.startswith("BU"))) >= deliveries + int(said))
    check(not agent.find(before, kind="note", event="binding-cache"), "the cache stays as it is")
    passes(bed, mark="2")
    return node


def two_nodes(bed, agent):
    """Two mobile nodes behind the same access links, each with its own home address and key."""
    configuration.key(bed, "second.key", "the key of the second")
    home = restart_agent(bed, agent, nodes=f"""
[[node]]
home-address = "{HOME_ADDRESS}"
authentication = {{ spi = 256, key-file = "mn.key" }}
[[node]]
home-address = "{SECOND}"
authentication = {{ spi = 300, key-file = "second.key" }}
""")
    bed.second_node()
    first = start(bed)
    path = configuration.node(bed, name="second.toml", state="mn2", home_address=SECOND,
                              security='spi = 300\nkey-file = "second.key"')
    second = Careof(bed, "mn2", ["node", "--headless", "--config", path], f"{bed.folder}/second.log")
    second.wait("its tunnel", kind="action", action="tunnel")
    passes(bed)
    check(bed.ping("mn2", CORRESPONDENT) == 3, "ping of the second")
    check(bed.ping("host", HOME_ADDRESS) == 3 and bed.ping("host", SECOND) == 3, "both from the home link")
    check(bed.ping("mn", SECOND) == 3, "ping from one to the other")
    mark, other = first.mark, second.mark
    home.command(f"choose-node {HOME_ADDRESS}")
    home.command("request-refresh 1")
    first.wait("a refresh request", mark, kind="delivered", message=lambda m: m and m.startswith("BRR"))
    check(not second.find(other, kind="delivered", message=lambda m: m and m.startswith("BRR")),
          "the other one is not asked")
    home.command(f"choose-node {SECOND}")
    home.command("revoke")
    second.wait("its binding is revoked", other, kind="action", action="tunnel-gone")
    end(second)
    check(bed.ping("host", HOME_ADDRESS) == 3, "the first stays")
    end(first, home)
    bed.remove_second_node()
    return first


def correspondent(bed, agent):
    """Return routability and a registration of two BIDs at a correspondent (RFC 6275 §5.2, RFC 5648 §5.9)."""
    path = configuration.write(bed, "cn.toml", f"""
role = "correspondent"
address = "{CORRESPONDENT}"
state = "{bed.folder}/cn"
""")
    peer = Careof(bed, "cn", ["agent", "--headless", "--config", path], f"{bed.folder}/cn.log")
    peer.wait("it runs", kind="started")
    node = start(bed)
    for bid in (1, 2):
        mark = node.mark
        node.command(f"register-at-correspondent {bid} {CORRESPONDENT}")
        node.wait(f"BID {bid} is bound there", mark, kind="note", event="binding-state", bid=bid, to="registered",
                  peer=CORRESPONDENT)
    tests = [e["message"].split()[0]
             for e in node.find(kind="delivered", message=lambda m: m and re.match("HoT|CoT", m))]
    # One Home Test serves both; each care-of address has a test of its own.
    check(sorted(tests) == ["CoT", "CoT", "HoT"], f"the tests that came back: {tests}")
    bound = peer.find(kind="note", event="binding-cache", to="created")
    check({e["bid"] for e in bound} == {1, 2}, f"what the correspondent entered: {bound}")
    check(bed.ping("mn", CORRESPONDENT) == 3, "data goes on through the home agent")
    mark = node.mark
    node.command(f"deregister-at-correspondent 1 {CORRESPONDENT}")
    peer.wait("it is removed there", kind="note", event="binding-cache", bid=1, to="removed")
    end(node, peer)
    return node


def discovery(bed, agent):
    """A node that knows no home agent asks the anycast address, and gets a list in which another agent of the home link
    stands too, as its router advertisements say; then the prefixes of the home link (RFC 6275 §11.4)."""
    bed.radvd("host", "eth0", HOME, interface="AdvHomeAgentFlag on; AdvHomeAgentInfo on; HomeAgentLifetime 1800;",
              more="AdvRouterAddr on; AdvAutonomous off;", address=HOME + "50")
    wait_until("a router advertisement", lambda: agent.process.poll() is None and bed.heard("agent", "home0"))
    path = configuration.node(bed)
    text = open(path).read().replace(f'home-agent = "{AGENT}"\n', "")
    open(path, "w").write(text)
    node = Careof(bed, "mn", ["node", "--headless", "--config", path], f"{bed.folder}/node.log")
    learned = node.wait("home agents", kind="note", event="peer-learned", to="home-agents")[0]
    check(learned["value"] == 2 and learned["peer"] == AGENT, f"both, ours first: {learned}")
    node.wait("it registers there", kind="action", action="tunnel", count=3)
    passes(bed)
    mark = node.mark
    node.command("solicit-prefixes")
    node.wait("the prefixes", mark, kind="note", event="remark", to="prefixes")
    return node
