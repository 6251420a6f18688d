"""What goes wrong on a machine: it is said, and the node lives."""

import os
import signal
import subprocess
import time

import configuration
from steps import check, end, passes, restart_agent, sent, start
from testbed import ACCESS, CORRESPONDENT, HOME_ADDRESS, Careof, run, wait_until


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


def overrun(bed, agent):
    """More news of the kernel than its queue holds: everything is asked for again, and what was missed is made up for."""
    node = start(bed)
    mark = node.mark
    node.process.send_signal(signal.SIGSTOP)
    churn = "\n".join(f"address {verb} 2001:db8:99::{n:x}/128 dev lo" for n in range(1, 4000)
                      for verb in ("add", "del"))
    run(f"ip -n {bed.name('mn')} -6 -batch -", text=churn, timeout=60)
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


def garbage(bed, agent):
    """Rubbish and forged messages at whatever rate this machine makes cost the traffic nothing, and no memory."""
    node = start(bed)
    check(bed.ping("mn", CORRESPONDENT) == 3, "ping")
    flood = subprocess.Popen(
        ["ip", "netns", "exec", bed.name("ar2"), "python3", "-B",
         f"{os.path.dirname(os.path.abspath(__file__))}/garbage.py", f"{ACCESS[2]}9", HOME_ADDRESS, "2"],
        stdout=subprocess.PIPE, text=True)
    bed.processes.append(flood)
    flood_home = subprocess.Popen(
        ["ip", "netns", "exec", bed.name("cn"), "python3", "-B",
         f"{os.path.dirname(os.path.abspath(__file__))}/garbage.py", "2001:db8:1::1", HOME_ADDRESS, "2"],
        stdout=subprocess.PIPE, text=True)
    bed.processes.append(flood_home)
    time.sleep(0.3)
    check(bed.ping("mn", CORRESPONDENT, "", 5) == 5, "ping during the flood")
    mark = node.mark
    node.command("deregister 3")
    sent_packets = int(flood.communicate(timeout=20)[0]) + int(flood_home.communicate(timeout=20)[0])
    node.wait("a command during the flood is obeyed", mark, 15, kind="note", event="binding-state", bid=3,
              to="unregistered")
    passes(bed)
    check(not agent.find(kind="note", event="binding-cache", to="moved"), "nobody's binding moved")
    check(sent_packets > 10_000, f"it was a flood: {sent_packets} packets")
    for who in (node, agent):
        pages = int(open(f"/proc/{bed.careof_pid(who)}/statm").read().split()[1])
        check(pages * 4096 < 200 << 20, f"memory: {pages * 4096 >> 20} MB")
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
