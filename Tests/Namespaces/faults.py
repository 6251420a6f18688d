"""What goes wrong on a machine: it is said, and the node lives."""

import os
import signal
import subprocess
import time

from steps import check, end, passes, restart_agent, sent, start
from testbed import ACCESS, CORRESPONDENT, HOME_ADDRESS, run, wait_until


def interface_vanishes(bed, agent):
    """An interface is taken away while its registration is out."""
    agent.process.send_signal(signal.SIGSTOP)
    node = start(bed, registered=0)
    node.wait("a Binding Update", kind="sent", message=lambda m: m and m.startswith("BU"))
    bed.ip("mn", "link del eth2")
    agent.process.send_signal(signal.SIGCONT)
    node.wait("the tunnels of the others", kind="action", action="tunnel", seconds=15, count=2)
    node.wait("the interface is gone", kind="interface", fact="vanished")
    wait_until("traffic", lambda: bed.ping("mn", CORRESPONDENT, "", 1) == 1)
    passes(bed)
    check("careof3" not in bed.ip("mn", "link").stdout, "no tunnel of what is not there")
    mark = node.mark
    bed.access_link(3)
    bed.is_rebuilt = True
    bed.by_hand(3)
    node.wait("a new interface of that name is registered", mark, 15, kind="action", action="tunnel", bid=3)
    passes(bed, mark="3")
    return node


def address_goes_while_tentative(bed, agent):
    """An address that goes before its duplicate address detection is over was never one."""
    node = start(bed)
    mark = node.mark
    bed.ip("mn", f"-6 address add {ACCESS[2]}77/64 dev eth1")
    node.wait("it is seen", mark, kind="interface", fact="address", state="tentative")
    bed.ip("mn", f"-6 address del {ACCESS[2]}77/64 dev eth1")
    time.sleep(1.2)
    check(not sent(node, mark), f"nothing is said of it: {sent(node, mark)}")
    passes(bed)
    return node


def churn_addresses(bed, namespace):
    """More news than a process that is stopped has room for."""
    churn = "\n".join(f"address {verb} 2001:db8:99::{n:x}/128 dev lo" for n in range(1, 4000)
                      for verb in ("add", "del"))
    run(f"ip -n {bed.name(namespace)} -6 -batch -", text=churn, timeout=60)


def overrun(bed, agent):
    """More news of the kernel than its queue holds: everything is asked for again, and what was missed is made up for."""
    node = start(bed)
    mark = node.mark
    node.process.send_signal(signal.SIGSTOP)
    churn_addresses(bed, "mn")
    bed.ip("mn", "link set eth0 down")
    node.process.send_signal(signal.SIGCONT)
    node.wait("it says so", mark, kind="fault", text=lambda t: "asked again" in t)
    node.wait("the link that went is seen", mark, kind="action", action="tunnel-gone", bid=1)
    passes(bed)
    mark = node.mark
    bed.ip("mn", "link set eth0 up")
    node.wait("and that it came back", mark, 15, kind="action", action="tunnel", bid=1)
    return node


def no_tun(bed, agent):
    """Without /dev/net/tun nothing can be tunnelled: it is said, signalling goes on."""
    node = start(bed, registered=0, before="mount -t tmpfs none /dev/net")
    node.wait("it says so", kind="fault", text=lambda t: "TUN" in t and "careof1" in t)
    node.wait("the bindings stand", kind="note", event="binding-state", to="registered", count=3)
    mark = node.mark
    node.command("deregister 1")
    node.wait("commands are obeyed", mark, kind="note", event="binding-state", bid=1, to="unregistered")
    return node


def agent_without_tun(bed, agent):
    """An agent without /dev/net/tun says so, and binds all the same; its kernel is left as it was found."""
    if agent.find(kind="probe", text=lambda t: "ip6_tunnel" in t):
        return start(bed)
    again = restart_agent(bed, agent, before="mount -t tmpfs none /dev/net")
    check(again.find(kind="fault", text=lambda t: "signalling only" in t), "it says that nothing is forwarded")
    node = start(bed)
    node.wait("the bindings stand", kind="note", event="binding-state", to="registered", count=3)
    check(not again.find(kind="fault", text=lambda t: "route" in t), "no route is tried to a device that is not there")
    end(again)
    return node


def agent_without_help(bed, agent):
    """An agent whose state cannot be written, and whom nftables refuses: both is said, and nodes are served."""
    os.makedirs(f"{bed.folder}/ha", exist_ok=True)
    agent.end()
    run(f"ip netns exec {bed.name('agent')} nft add table ip6 careof-agent")
    again = restart_agent(bed, agent, before=f"mount -t tmpfs -o ro none {bed.folder}/ha")
    for word in ("Read-only", "nftables"):
        check(again.find(kind="fault", text=lambda t: word in t), f"it says so: {word}")
    node = start(bed)
    passes(bed)
    check(bed.ping("host", HOME_ADDRESS) == 3, "and back")
    end(node, again)
    run(f"ip netns exec {bed.name('agent')} nft delete table ip6 careof-agent")
    return node


def agent_overrun(bed, agent):
    """The same on an agent, whose disk is full besides: more news of the kernel than its queue holds, and a link of
    smaller packets among what was missed."""
    os.makedirs(f"{bed.folder}/ha", exist_ok=True)
    path = f"{bed.folder}/ha"
    again = restart_agent(bed, agent, before=f"mount -t tmpfs -o size=4k,mode=700 none {path}; "
                                             f"head -c 8192 /dev/zero > {path}/filler 2>/dev/null")
    node = start(bed)
    check(again.find(kind="fault", text=lambda t: "No space" in t), "it says so")
    passes(bed)
    mark = again.mark
    again.process.send_signal(signal.SIGSTOP)
    churn_addresses(bed, "agent")
    for namespace, device in (("agent", "core"), ("core", "agent")):
        bed.ip(namespace, f"link set {device} mtu 1400")
    again.process.send_signal(signal.SIGCONT)
    again.wait("it says so", mark, kind="fault", text=lambda t: "asked again" in t)
    wait_until("the smaller link is seen", lambda: "mtu lock 1360" in bed.ip(
        "agent", f"-6 route show {HOME_ADDRESS}").stdout)
    passes(bed)
    end(node, again)
    for namespace, device in (("agent", "core"), ("core", "agent")):
        bed.ip(namespace, f"link set {device} mtu 1500")
    bed.forget("host", "cn", "mn", "agent")
    return node


def home_link_lost(bed, agent):
    """The agent's home link goes, and its address with it: it is said, nobody is lost by it, and when both are back
    nodes are served as before."""
    node = start(bed)
    passes(bed)
    mark = agent.mark
    bed.ip("agent", "link set home0 down")
    agent.wait("it says so", mark, kind="fault", text=lambda t: "home0" in t)
    bed.ip("agent", "link set home0 up")
    bed.address("agent", "home0", "2001:db8:1::1/64")
    agent.wait("and that it is back", mark, kind="probe", text=lambda t: "home0" in t)
    mark = node.mark
    node.command("bulk-register")
    node.wait("an answer", mark, 15, kind="delivered", message=lambda m: m and " status 0 " in m)
    passes(bed)
    wait_until("and back", lambda: bed.ping("host", HOME_ADDRESS, "", 1) == 1)
    return node


def at_once(bed, *commands):
    """Commands of ip without a process in between."""
    run(f"ip -n {bed.name('mn')} -batch -", text="\n".join(commands) + "\n")


def two_links_lost(bed, agent):
    """Two of three links go at once: both bindings are removed by the third, and traffic goes on there."""
    node = start(bed)
    passes(bed)
    mark = node.mark
    at_once(bed, "link set eth0 down", "link set eth1 down")
    for bid in (1, 2):
        node.wait(f"BID {bid} is deregistered", mark, 15, kind="note", event="binding-state", bid=bid,
                  to="unregistered")
    wait_until("traffic by the third", lambda: bed.ping("mn", CORRESPONDENT, "", 1) == 1)
    check(bed.ping("host", HOME_ADDRESS) == 3, "and back")
    mark = node.mark
    at_once(bed, "link set eth0 up", "link set eth1 up")
    bed.by_hand(2)
    for bid in (1, 2):
        node.wait(f"BID {bid} is registered again", mark, 20, kind="note", event="binding-state", bid=bid,
                  to="registered")
    passes(bed)
    return node


def no_silence(bed, agent):
    """Where nftables refuses, the kernel answers signalling with errors; it is said, and bindings come about."""
    # A table of that name without an owner is in the way.
    run(f"ip netns exec {bed.name('mn')} nft add table ip6 careof-node")
    node = start(bed)
    check(node.find(kind="fault", text=lambda t: "nftables" in t), "it says so")
    passes(bed)
    end(node)
    run(f"ip netns exec {bed.name('mn')} nft delete table ip6 careof-node")
    return node


def read_only_state(bed, agent):
    """A state folder that cannot be written: said at the start, and the node works."""
    os.makedirs(f"{bed.folder}/mn", exist_ok=True)
    node = start(bed, before=f"mount -t tmpfs -o ro none {bed.folder}/mn")
    check(node.find(kind="fault", text=lambda t: "Read-only" in t), "it says so")
    passes(bed)
    mark = node.mark
    node.command("deregister 2")
    node.wait("commands are obeyed", mark, kind="action", action="tunnel-gone", bid=2)
    return node


def full_disk(bed, agent):
    """A disk that is full: said once, and the node works; when there is room again it is used."""
    os.makedirs(f"{bed.folder}/mn", exist_ok=True)
    path = f"{bed.folder}/mn"
    node = start(bed, before=f"mount -t tmpfs -o size=4k,mode=700 none {path}; "
                             f"head -c 8192 /dev/zero > {path}/filler 2>/dev/null")
    said = node.find(kind="fault", text=lambda t: "No space" in t)
    check(1 <= len(said) <= 4, f"it says so, and not again and again: {len(said)} times")
    passes(bed)
    return node


class Flood:
    """Rubbish from two processes at once, one for each of two cores: together a fifth more a second than is judged."""

    WANTED = 100_000

    def __init__(self, bed, namespace, destination, packets):
        script = f"{os.path.dirname(os.path.abspath(__file__))}/garbage.py"
        self.packets = packets
        self.senders = [subprocess.Popen(
            ["ip", "netns", "exec", bed.name(namespace), "python3", "-B", script, destination, HOME_ADDRESS,
             str(packets // 2), str(Flood.WANTED * 6 // 10)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "SEED": str(seed)}) for seed in (1, 2)]
        bed.processes += self.senders

    @property
    def goes_on(self):
        return any(sender.poll() is None for sender in self.senders)

    def judge(self, before):
        """It was a flood of as many a second as were wanted, or of as many as this machine sends: less than wanted, with
        senders that had time to spare, is neither."""
        done = [sender.communicate(timeout=40)[0].split() for sender in self.senders]
        count, seconds = sum(int(words[0]) for words in done), max(float(words[1]) for words in done)
        rate, rested = round(count / seconds), min(float(words[2]) for words in done)
        check(count >= self.packets // 2, f"it was a flood: {count} packets, {rate} a second")
        if rate >= Flood.WANTED:
            print(f"        {count} packets of rubbish {before}, {rate} a second")
            return
        check(rested < seconds / 10, f"{rate} packets a second, and {rested} s of rest")
        print(f"        SHORTFALL: this machine sends {rate} packets of rubbish {before} a second, less than the "
              f"{Flood.WANTED} that are wanted; what follows is judged at that")


def memory(bed, who):
    """Octets that a process has resident."""
    return 4096 * int(open(f"/proc/{bed.careof_pid(who)}/statm").read().split()[1])


def garbage(bed, agent):
    """100,000 packets of rubbish and forged messages a second, at the node and then at the agent, cost the traffic
    nothing, and no memory; commands are obeyed meanwhile, and what was left out is said."""
    node = start(bed)
    check(bed.ping("mn", CORRESPONDENT) == 3, "ping")
    for who, namespace, destination, bid, name in ((node, "ar2", f"{ACCESS[2]}9", 3, "for the node"),
                                                   (agent, "cn", "2001:db8:1::1", 2, "for the agent")):
        mark = node.mark
        flood = Flood(bed, namespace, destination, 300_000)
        time.sleep(0.5)
        check(flood.goes_on, "the flood goes on")
        check(bed.ping("mn", CORRESPONDENT, "", 5) == 5, "ping during the flood")
        node.command(f"deregister {bid}")
        node.wait("a command during the flood is obeyed", mark, 15, kind="note", event="binding-state", bid=bid,
                  to="unregistered")
        flood.judge(name)
        who.wait("what was left out is said", kind="fault", seconds=5, text=lambda t: "under load" in t)
    passes(bed)
    check(not agent.find(kind="note", event="binding-cache", to="moved"), "nobody's binding moved")
    for who in (node, agent):
        check(memory(bed, who) < 200 << 20, f"memory: {memory(bed, who) >> 20} MB")
    return node


def flood_at_the_gate(bed, agent):
    """The same before a gate that is shut in both directions, of the node and then of the agent: as many messages wait as
    there is room for, what went on at once is counted, commands are obeyed and memory stays; then the gate is opened,
    and all is as it was."""
    node = start(bed)
    for who, namespace, destination, name in ((node, "ar2", f"{ACCESS[2]}9", "at the node's gate"),
                                              (agent, "cn", "2001:db8:1::1", "at the agent's gate")):
        mark, before = who.mark, memory(bed, who)
        who.command("step-mode both")
        flood = Flood(bed, namespace, destination, 300_000)
        full = who.wait("how many are held is said", mark, kind="fault", text=lambda t: "the gate is full" in t)[0]
        check("256 are held" in full["text"] and "went on at once" in full["text"], f"and what went on: {full['text']}")
        check(flood.goes_on, "the flood goes on")
        held = who.find(mark, kind="sent")[0]["number"]
        asked = time.monotonic()
        who.command(f"drop {held}")
        who.wait("a command during the flood is obeyed", mark, kind="lost", why="fault", cause=held)
        waited = time.monotonic() - asked
        check(waited < 2, f"at once, not after {waited:.2f} s")
        check(bed.ping("mn", CORRESPONDENT, "", 5) == 5, "data passes by the gate")
        flood.judge(name)
        check(memory(bed, who) - before < 100 << 20, f"memory: {(memory(bed, who) - before) >> 20} MB more")
        mark = who.mark
        who.command("step-mode off")
        who.wait("what was held goes on", mark, kind="delivered")
    mark = node.mark
    node.command("bulk-register")
    node.wait("an answer", mark, 15, kind="delivered", message=lambda m: m and m.startswith("BA"))
    passes(bed)
    check(not agent.find(kind="note", event="binding-cache", to="moved"), "nobody's binding moved")
    return node


def killed_with_a_full_kernel(bed, agent):
    """Node and agent are killed; the next start, and nothing else, puts the kernel right; `quit` leaves it so too."""
    node = start(bed)
    node.end(signal.SIGKILL)
    agent.end(signal.SIGKILL)
    again = restart_agent(bed, agent)
    node = start(bed)
    node.command("quit")
    check(node.process.wait(10) == 0, "quit ends it with 0")
    end(again)
    return node
