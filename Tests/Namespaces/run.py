"""Registration, tunnels, loss of links, return home and crashes of a mobile node and its home agent, as real processes
with real packets in network namespaces of this machine.

    python3 Tests/Namespaces/run.py CAREOF [NAME…]

Scenarios mostly wait, so that several beds are worked on side by side, each by a process of its own.
"""

import collections
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback

import configuration
import editing
import faults
import gate
import home
import ipv4
import links
import others
import peers
import segments
import watching
from steps import check, end, restart_agent, sent, start
from testbed import ACCESS, CORRESPONDENT, HOME_ADDRESS, Bed, Careof, Failure, Skipped, run, wait_until


# Each scenario gets a bed with a running agent, and leaves both as it found them.

def bulk_registration(bed, agent):
    """Three care-of addresses in one Binding Update with O; traffic through each binding in each direction."""
    node = start(bed)
    updates = sent(node)
    check(len(updates) == 1 and " O " in updates[0] and updates[0].count("BID ") == 3,
          f"one bulk with O, not {updates}")
    check(bed.ping("mn", CORRESPONDENT) == 3, "ping through the default binding")
    check(bed.ping("host", HOME_ADDRESS) == 3, "ping from the home link: the agent answers for the home address")
    for bid in (1, 2, 3):
        outer = bed.capture(f"ar{bid}", "access")
        check(bed.ping("mn", CORRESPONDENT, f"-m {bid}", 2) == 2, f"ping with mark {bid}")
        wait_until(f"a tunnel packet on access link {bid}",
                   lambda: "> 2001:db8:1::1: IP6 2001:db8:1::100" in
                   run(f"tcpdump -nr {outer} ip6 proto 41", check=False).stdout)
    source = run(f"ip netns exec {bed.name('mn')} ip -6 route get {CORRESPONDENT}").stdout
    check(f"src {HOME_ADDRESS}" in source, f"the home address is the source of programs: {source}")
    return node


def deregister_one(bed, agent):
    """One BID goes, the others stay, and traffic with them."""
    node = start(bed)
    mark = node.mark
    node.command("deregister 1")
    node.wait("the tunnel goes", mark, kind="action", action="tunnel-gone", bid=1)
    node.wait("another default", mark, kind="action", action="default-binding", bid=2)
    check("careof1" not in bed.ip("mn", "link").stdout, "the device of BID 1 is gone")
    check(bed.ping("mn", CORRESPONDENT) == 3, "ping through BID 2")
    check(bed.ping("host", HOME_ADDRESS) == 3, "and back")
    return node


def killed_and_restarted(bed, agent):
    """After kill -9 the next start cleans up, and begins with O."""
    node = start(bed)
    used = int(sent(node)[-1].split()[1])
    node.end(signal.SIGKILL)
    check("lookup 7000" in bed.ip("mn", "-6 rule").stdout, "a killed process leaves its rules behind")
    again = start(bed)
    check(" O " in sent(again)[0], "O after a crash")
    number = int(sent(again)[0].split()[1])
    check(number == (used + 1) % 65536, f"sequence numbers go on: {used}, then {number}")
    check(bed.ip("mn", "-6 rule").stdout.count("lookup 7000") == 2, "each rule once")
    check(bed.ping("mn", CORRESPONDENT) == 3, "ping")
    return again


def draft_profile(bed, agent):
    """The layout of draft-06, registered in bulk, and one BID taken away."""
    old = restart_agent(bed, agent, profile="draft-06")
    node = start(bed, profile="draft-06")
    check(bed.ping("host", HOME_ADDRESS) == 3, "ping")
    mark = node.mark
    node.command("deregister 2")
    node.wait("the tunnel goes", mark, kind="action", action="tunnel-gone", bid=2)
    check(bed.ping("mn", CORRESPONDENT) == 3, "ping")
    end(node, old)
    return node


def mobile_router(explicit):
    def scenario(bed, agent):
        """A network behind the node: its host is reached through the tunnel and back (RFC 3963)."""
        nodes = f"""
[[node]]
home-address = "{HOME_ADDRESS}"
authentication = {{ spi = 256, key-file = "mn.key" }}
prefixes = ["2001:db8:f::/48"]
"""
        home = restart_agent(bed, agent, nodes=nodes)
        prefix = '[[prefix]]\nprefix = "2001:db8:f::/48"\ninterface = "lan0"\n'
        if not explicit:
            prefix = "explicit-prefixes = false\n" + prefix
        node = start(bed, role="mobile-router", extra=prefix)
        home.wait("the route of the network", kind="action", action="prefix-route", active=True)
        check(bed.ping("lan", CORRESPONDENT) == 3, "ping from the network behind the router")
        check(bed.ping("cn", "2001:db8:f::9") == 3, "ping into it")
        end(node, home)
        return node
    return scenario


def return_home(mode, profile="rfc5648"):
    def scenario(bed, agent):
        """The home link appears; in this mode it is used, alone, beside the others, or not at all."""
        if profile != "rfc5648":
            agent = restart_agent(bed, agent, profile=profile)
        node = start(bed, return_home=mode, profile=profile)
        mark = node.mark
        bed.ip("mn", "link set home0 up")
        # The home link has no router advertisements: an address of its prefix makes it known.
        bed.ip("mn", "-6 address add 2001:db8:1::77/64 dev home0 nodad", check=False)
        node.wait("the home link is found", mark, kind="note", event="home-link", to="found")
        if mode == "visited-only":
            node.wait("the interface is shut", mark, kind="action", action="interface", shut=True)
            check(bed.ping("mn", CORRESPONDENT) == 3, "ping by the visited links")
        else:
            place = node.wait("the home address at home", mark, kind="action", action="home-address",
                              place=lambda p: p in ("home", "home-without-nd"))[-1]["place"]
            wire = bed.capture("home", "to-host")
            run(f"ip -n {bed.name('host')} neigh flush dev eth0")
            check(bed.ping("host", HOME_ADDRESS) == 3, f"ping on the home link ({place})")
            time.sleep(0.2)
            heard = run(f"tcpdump -enr {wire} icmp6 and ip6[40]==136", check=False).stdout
            own = re.search(r"link/ether (\S+)", bed.ip("mn", "link show home0").stdout).group(1)
            theirs = re.search(r"link/ether (\S+)", bed.ip("agent", "link show home0").stdout).group(1)
            speakers = {line.split()[1] for line in heard.splitlines() if f"tgt is {HOME_ADDRESS}" in line}
            wanted = {own} if place == "home" else {theirs}
            check(speakers == wanted, f"who answers for the home address: {speakers}, not {wanted}\n{heard}")
            if mode == "both":
                check(bed.ping("host", HOME_ADDRESS) == 3, "ping")
                check("careof1" in bed.ip("mn", "link").stdout, "the visited links stay in use")
            else:
                node.wait("the tunnels go", mark, kind="action", action="tunnel-gone", count=3)
                check("careof1" not in bed.ip("mn", "link").stdout, "no tunnel is left")
        mark = node.mark
        bed.ip("mn", "-6 address del 2001:db8:1::77/64 dev home0", check=False)
        if mode == "visited-only":
            # What the node shut it opens again when it ends; the cable goes after that.
            check(node.end() == 0, "SIGTERM ends it with 0")
        bed.ip("mn", "link set home0 down")
        if mode != "visited-only":
            node.wait("the home link is lost", mark, kind="note", event="home-link", to="lost")
            node.wait("away", mark, kind="action", action="home-address", place="away")
            wait_until("ping away from home", lambda: bed.ping("mn", CORRESPONDENT, "", 1) == 1, 15)
        if profile != "rfc5648":
            for process in (node, agent):
                if process.process.poll() is None:
                    end(process)
        return node
    scenario.__doc__ = f"return home, {mode}"
    return scenario


SCENARIOS = {
    "bulk registration": bulk_registration,
    "deregister one BID": deregister_one,
    "kill -9 and restart": killed_and_restarted,
    "link down": links.link_down,
    "new address": links.new_address,
    "flow rules": links.flows,
    **ipv4.SCENARIOS,
    "smaller path": links.smaller_path,
    "silent path": links.silent_path,
    "silent agent": links.silent_agent,
    "draft-06": draft_profile,
    "mobile router, explicit": mobile_router(True),
    "mobile router, implicit": mobile_router(False),
    "wrong key": peers.wrong_key,
    "replay": peers.replay,
    "legacy home agent": peers.legacy_agent,
    "sequence 135": peers.sequence_135,
    "reboot of the home agent": peers.agent_reboots,
    "two mobile nodes": peers.two_nodes,
    "correspondent": peers.correspondent,
    "discovery": peers.discovery,
    "another agent, RFC 6275": others.plain_agent(True),
    "another agent, RFC 6275, no key": others.plain_agent(False),
    "another agent, RFC 5648": others.other_agent(True),
    "another node, RFC 6275": others.plain_node(True),
    "another node, RFC 5648, no key": others.multiple_node(False),
    "other correspondents": others.other_correspondents,
    "segment routing": segments.segment_routing,
    "segment routing, mobile router": segments.segment_routing_router,
    "the agent's flow rules": home.flows,
    "the agent's tunnel MTU": home.tunnel_mtu,
    "the route of a mobile network": home.prefix_route,
    "the home link": home.home_link,
    "the agent's neighbour entry": home.neighbour_entry,
    "a neighbour at home": home.neighbour_at_home,
    "an interface vanishes": faults.interface_vanishes,
    "an address goes while tentative": faults.address_goes_while_tentative,
    "netlink overrun": faults.overrun,
    "no /dev/net/tun": faults.no_tun,
    "an agent without /dev/net/tun": faults.agent_without_tun,
    "an agent without nftables and state": faults.agent_without_help,
    "an agent's netlink overrun on a full disk": faults.agent_overrun,
    "an agent's home link goes": faults.home_link_lost,
    "two links lost at once": faults.two_links_lost,
    "no nftables": faults.no_silence,
    "read-only state": faults.read_only_state,
    "full disk": faults.full_disk,
    "garbage": faults.garbage,
    "a flood at a shut gate": faults.flood_at_the_gate,
    "killed, then quit": faults.killed_with_a_full_kernel,
    "gate: a held acknowledgement": gate.held_acknowledgement,
    "gate: a dropped acknowledgement": gate.dropped,
    "gate: a held update": gate.held_update,
    "gate: on the agent": gate.on_the_agent,
    "gate: files": gate.files,
    "gate: on the screen": gate.on_screen,
    "gate: each key on the screen": gate.each_key_on_screen,
    **editing.SCENARIOS,
    **watching.SCENARIOS,
    "return home: home only": return_home("home-only"),
    "return home: both": return_home("both"),
    "return home: visited only": return_home("visited-only"),
    "return home: home only, draft-06": return_home("home-only", "draft-06"),
    "return home: both, draft-06": return_home("both", "draft-06"),
    "return home: visited only, draft-06": return_home("visited-only", "draft-06"),
}


def clean(bed, namespace, before, what):
    def difference():
        after = bed.kernel(namespace)
        lost = [line for line in before if line not in after]
        new = [line for line in after if line not in before]
        return [f"- {line}" for line in lost] + [f"+ {line}" for line in new]
    try:
        wait_until("a clean kernel", lambda: not difference(), 5)
    except Failure:
        raise Failure(f"{what} leaves the kernel of {namespace} different:\n  " + "\n  ".join(difference()))


def judge_captures(bed, careof):
    """What was on the wire is well formed for tshark, and for our own decoder."""
    count = 0
    for path, process in bed.captures:
        if process.poll() is None:
            process.terminate()
            process.wait(5)
        # What stands behind UDP of port 4191 (RFC 5555 §4.1) has to be said to tshark.
        judged = run(f"tshark -r {path} -d udp.port==4191,ipv6 -Y _ws.malformed", check=False, timeout=60)
        check(judged.returncode == 0 and not judged.stdout.strip(), f"tshark: {judged.stdout[:2000]}{judged.stderr[:500]}")
        theirs = run(f"tshark -r {path} -d udp.port==4191,ipv6 -Y mipv6&&!icmpv6 -T fields -e frame.number", check=False, timeout=60)
        ours = run(f"{bed.careof} decode --json {path}", timeout=60).stdout.splitlines()
        # A sealed Binding Refresh Request carries options that RFC 4285 defines for Binding Updates and their answers.
        # A checksum of dead was made wrong by hand.
        problems = [line for line in ours if '"problems":[{' in line and '"binding-refresh-request"' not in line
                    and '"The checksum is wrong: found dead,' not in line]
        check(not problems, f"careof decode: {problems[:3]}")
        messages = len(theirs.stdout.split())
        check(len(ours) >= messages, f"{len(ours)} messages of ours, {messages} of tshark's")
        count += messages
    check(count > 0, "no message was captured")
    return count


# What judges time, or takes a whole processor, has the machine to itself.
ALONE = {"link down", "silent path", "two links lost at once", "netlink overrun",
         "an agent's netlink overrun on a full disk", "garbage", "a flood at a shut gate"}
BEDS = 3


class Workshop:
    """A bed, and what each namespace's kernel held before."""

    def __init__(self, careof):
        self.careof = careof
        self.bed = None

    def build(self):
        self.bed = Bed(self.careof)
        self.bed.build()
        ipv4.build(self.bed)
        self.before = {name: self.bed.kernel(name) for name in ("mn", "agent")}
        self.bed.capture("mn", "any")

    def try_scenario(self, title):
        """Runs one scenario and compares the kernels with what they were; raises where something is wrong."""
        bed = self.bed
        for number in (2, 3):
            bed.by_hand(number)
        agent = Careof(bed, "agent", ["agent", "--headless", "--config", configuration.agent(bed)],
                       f"{bed.folder}/agent.log")
        agent.wait("the agent runs", kind="started")
        node = SCENARIOS[title](bed, agent)
        for who in (node, agent):
            if who.process.poll() is None:
                check(who.end() == 0, "SIGTERM ends it with 0")
        for number in (2, 3):
            bed.by_hand(number)
        wait_until("the address by router advertisement", lambda: ACCESS[1][:-2] in bed.ip(
            "mn", "-6 address show dev eth0 scope global -tentative").stdout)
        if bed.is_rebuilt:
            bed.is_rebuilt = False
            wait_until("the new link's own address", lambda: not bed.ip(
                "mn", "-6 address show dev eth2 tentative").stdout and "fe80" in bed.ip(
                    "mn", "-6 address show dev eth2").stdout)
            ours = [line for line in bed.kernel("mn") if re.search("careof|proto 135|lookup 7", line)]
            check(not ours, f"left behind: {ours}")
            self.before["mn"] = bed.kernel("mn")
        for name, state in self.before.items():
            clean(bed, name, state, title)

    def run(self, title):
        """What came of a scenario: ok, skipped or FAILED, and why. One that failed leaves nothing for the next one."""
        began = time.monotonic()
        try:
            if self.bed is None:
                self.build()
            processes = len(self.bed.processes)
            try:
                self.try_scenario(title)
            finally:
                for process in self.bed.processes[processes:]:
                    if process.poll() is None and process not in [p for _, p in self.bed.captures]:
                        process.kill()
                        process.wait(5)
            return "ok", f"{time.monotonic() - began:.1f} s"
        except Skipped as lack:
            return "skipped", str(lack)
        except Exception as failure:
            # Whatever it is, the scenarios that follow have a bed.
            why = failure if isinstance(failure, Failure) else traceback.format_exc()
            logs = self.bed.folder if self.bed else "no bed was made"
            if self.bed:
                self.bed.close()
            self.bed = None
            return "FAILED", f"{why}\n  (logs in {logs})"

    def end(self):
        """Judges what was captured, and takes the bed away."""
        if self.bed is None:
            return "ok", "no capture"
        try:
            messages = judge_captures(self.bed, self.careof)
        except (Failure, subprocess.TimeoutExpired) as failure:
            return "FAILED", f"{failure}\n  (captures in {self.bed.folder})"
        finally:
            self.bed.close()
        shutil.rmtree(self.bed.folder)
        return "ok", f"{messages} messages on the wire, none malformed to tshark or to careof decode"


def work(careof):
    """Runs the scenarios whose titles stand on standard input, and tells what came of each."""
    # Programs that scenarios start read nothing of it, and what scenarios print is for people.
    titles, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    workshop = Workshop(careof)
    for line in titles:
        print(json.dumps(workshop.run(line.strip())), file=answers, flush=True)
    print(json.dumps(workshop.end()), file=answers, flush=True)


class Worker:
    """A process that does the above."""

    failures = 0

    def __init__(self, careof):
        self.process = subprocess.Popen(
            [sys.executable, "-B", os.path.abspath(__file__), careof, "--work"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, title):
        answer = self.process.stdout.readline()
        result, why = json.loads(answer) if answer else ("FAILED", "the process of this bed ended")
        Worker.failures += result == "FAILED"
        print(f"{result:8}{title}: {why}", flush=True)

    def do(self, titles):
        while titles:
            try:
                title = titles.popleft()
            except IndexError:
                return
            try:
                self.process.stdin.write(title + "\n")
                self.process.stdin.flush()
            except BrokenPipeError:
                pass
            self.tell(title)

    def end(self):
        self.process.stdin.close()
        self.tell("captures")
        self.process.wait(10)


def main():
    careof, *names = sys.argv[1:]
    if names == ["--work"]:
        return work(careof)
    began = time.monotonic()
    titles = [title for title in SCENARIOS if not names or any(name in title for name in names)]
    side_by_side = collections.deque(title for title in titles if title not in ALONE)
    alone = collections.deque(title for title in titles if title in ALONE)
    workers = [Worker(careof) for _ in range(max(1, min(BEDS, len(side_by_side))))]
    threads = [threading.Thread(target=worker.do, args=[side_by_side]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for worker in workers[1:]:
        worker.end()
    workers[0].do(alone)
    workers[0].end()
    print(f"namespaces: {f'{Worker.failures} FAILED' if Worker.failures else 'all well'}, "
          f"{time.monotonic() - began:.0f} s")
    sys.exit(1 if Worker.failures else 0)


main()
