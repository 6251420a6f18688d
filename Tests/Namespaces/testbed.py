"""A home link, three access links, a correspondent and a mobile node in network namespaces of this machine.

    host (::50) ─┐
                 home link 2001:db8:1::/64 ── agent (::1, a router) ── core ── ar1 ── 2001:db8:11::/64 ── mn eth0 (radvd)
    mn home0 ────┘                                                   │  ├─── ar2 ── 2001:db8:12::/64 ── mn eth1
                                                                     │  └─── ar3 ── 2001:db8:13::/64 ── mn eth2
                                                                     └ correspondent 2001:db8:5::5
    mn lan0 ── 2001:db8:f::/64 ── lan (::9), for a mobile router

Every name begins with a word of this process, so that several may run, and all goes when the test ends, however it ends.
"""

import atexit
import os
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Support"))
from journaled import Failure, Journaled, check, wait_until

HOME = "2001:db8:1::"
HOME_ADDRESS = HOME + "100"
AGENT = HOME + "1"
HOST = HOME + "50"
CORRESPONDENT = "2001:db8:5::5"
ACCESS = {1: "2001:db8:11::", 2: "2001:db8:12::", 3: "2001:db8:13::"}


class Skipped(Exception):
    """What this machine lacks for a scenario."""


def run(command, check=True, timeout=20, text=None):
    done = subprocess.run(command.split(), capture_output=True, text=True, timeout=timeout, input=text)
    if check and done.returncode != 0:
        raise Failure(f"{command}: {done.stderr.strip() or done.stdout.strip()}")
    return done


class Careof(Journaled):
    """A careof process in a namespace, with its journal."""

    def __init__(self, bed, namespace, arguments, log, before=None):
        """`before` is done by a shell in the process's own mount namespace."""
        shell = ["sh", "-c", before + '; exec "$0" "$@"'] if before else []
        super().__init__(bed.name(namespace), [*shell, bed.careof, *arguments], log)
        bed.processes.append(self.process)


class Bed:
    def __init__(self, careof):
        self.careof = os.path.abspath(careof)
        self.prefix = f"co{os.getpid() % 100000}"
        # Beside the program, so that nothing is left in /tmp when a scenario fails and its logs are wanted.
        self.folder = tempfile.mkdtemp(prefix="namespaces-", dir=os.path.dirname(os.path.realpath(self.careof)))
        self.processes = []
        self.captures = []
        self.namespaces = []
        # Whether a scenario put a new link in the place of another one.
        self.is_rebuilt = False
        # Whether the access networks of IPv4 are there.
        self.has_ipv4 = False
        atexit.register(self.close)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(1))

    def name(self, namespace):
        return f"{self.prefix}-{namespace}"

    def ip(self, namespace, command, check=True):
        return run(f"ip -n {self.name(namespace)} {command}", check)

    def sysctl(self, namespace, *settings):
        for setting in settings:
            run(f"ip netns exec {self.name(namespace)} sysctl -qw {setting}")

    def add(self, *namespaces):
        for namespace in namespaces:
            run(f"ip netns add {self.name(namespace)}")
            self.namespaces.append(namespace)
            self.ip(namespace, "link set lo up")

    def cable(self, one, one_device, other, other_device):
        run(f"ip -n {self.name(one)} link add {one_device} type veth peer name {other_device} "
            f"netns {self.name(other)}")
        self.ip(one, f"link set {one_device} up")
        self.ip(other, f"link set {other_device} up")

    def address(self, namespace, device, address):
        self.ip(namespace, f"-6 address add {address} dev {device} nodad")

    def build(self):
        self.add("home", "agent", "host", "core", "ar1", "ar2", "ar3", "cn", "mn", "lan")
        # The home link is a bridge of its own namespace.
        self.ip("home", "link add br0 type bridge mcast_snooping 0")
        self.ip("home", "link set br0 up")
        for namespace, device in (("agent", "home0"), ("host", "eth0"), ("mn", "home0")):
            port = f"to-{namespace}"
            self.cable("home", port, namespace, device)
            self.ip("home", f"link set {port} master br0")
        self.ip("mn", "link set home0 down")
        self.cable("agent", "core", "core", "agent")
        self.cable("cn", "eth0", "core", "cn")
        self.address("agent", "home0", AGENT + "/64")
        self.address("host", "eth0", HOST + "/64")
        self.ip("host", f"-6 route add default via {AGENT}")
        self.address("agent", "core", "2001:db8:c:1::2/64")
        self.address("core", "agent", "2001:db8:c:1::1/64")
        self.address("core", "cn", "2001:db8:5::1/64")
        self.address("cn", "eth0", CORRESPONDENT + "/64")
        self.ip("cn", "-6 route add default via 2001:db8:5::1")
        self.ip("agent", "-6 route add default via 2001:db8:c:1::1")
        self.ip("core", f"-6 route add {HOME}/64 via 2001:db8:c:1::2")
        self.ip("core", "-6 route add 2001:db8:f::/48 via 2001:db8:c:1::2")
        self.sysctl("core", "net.ipv6.conf.all.forwarding=1")
        self.sysctl("mn", "net.ipv6.conf.all.accept_dad=1", "net.ipv6.conf.default.accept_dad=1")
        for number, prefix in ACCESS.items():
            router, outer = f"ar{number}", f"2001:db8:c:1{number}::"
            self.cable(router, "core", "core", router)
            self.access_link(number)
            self.address(router, "core", outer + "2/64")
            self.address("core", router, outer + "1/64")
            self.ip("core", f"-6 route add {prefix}/64 via {outer}2")
            self.ip(router, f"-6 route add default via {outer}1")
            self.sysctl(router, "net.ipv6.conf.all.forwarding=1")
        self.cable("mn", "lan0", "lan", "eth0")
        self.address("mn", "lan0", "2001:db8:f::1/64")
        self.address("lan", "eth0", "2001:db8:f::9/64")
        self.ip("lan", "-6 route add default via 2001:db8:f::1")
        script = f"{os.path.dirname(os.path.abspath(__file__))}/stream.py"
        server = subprocess.Popen(
            ["ip", "netns", "exec", self.name("cn"), "python3", "-B", script, "serve", "7007"],
            stdout=subprocess.PIPE, text=True)
        self.processes.append(server)
        server.stdout.readline()
        # The first access link configures addresses by router advertisements, the others by hand.
        self.radvd("ar1", "access", ACCESS[1])
        for number in (2, 3):
            self.by_hand(number)
        wait_until("an address by router advertisement",
                   lambda: ACCESS[1][:-2] in self.ip("mn", "-6 address show dev eth0 scope global -tentative").stdout)

    def access_link(self, number):
        self.cable(f"ar{number}", "access", "mn", f"eth{number - 1}")
        self.address(f"ar{number}", "access", ACCESS[number] + "1/64")

    def by_hand(self, number):
        """What an administrator does on a link without router advertisements."""
        device, prefix = f"eth{number - 1}", ACCESS[number]
        self.ip("mn", f"-6 address add {prefix}9/64 dev {device} nodad", check=False)
        self.ip("mn", f"-6 route add default via {prefix}1 dev {device} metric {1000 + number}", check=False)

    def heard(self, namespace, device):
        """Waits for one router advertisement."""
        return run(f"ip netns exec {self.name(namespace)} timeout 6 tcpdump -n --immediate-mode -c 1 -i {device} "
                   "icmp6 and ip6[40]==134", check=False).returncode == 0

    def radvd(self, namespace, device, prefix, interface="", more="AdvAutonomous on;", address=None):
        path = f"{self.folder}/radvd-{namespace}.conf"
        with open(path, "w") as file:
            file.write(f"interface {device} {{ AdvSendAdvert on; MinRtrAdvInterval 3; MaxRtrAdvInterval 4; "
                       f"{interface} prefix {address or prefix}/64 {{ AdvOnLink on; {more} }}; }};\n")
        os.chmod(self.folder, 0o755)
        self.processes.append(subprocess.Popen(
            ["ip", "netns", "exec", self.name(namespace), "radvd", "-n", "-C", path,
             "-p", f"{self.folder}/radvd-{namespace}.pid", "-m", "stderr"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def capture(self, namespace, device="any", what="ip6"):
        path = f"{self.folder}/{namespace}-{device}-{len(self.captures)}.pcap"
        process = subprocess.Popen(
            ["ip", "netns", "exec", self.name(namespace), "tcpdump", "-U", "--immediate-mode", "-i", device, "-w", path,
             # Without what the flood of rubbish sends.
             "-Z", "root", f"({what}) and not src net 2001:db8:66::/64"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.processes.append(process)
        self.captures.append((path, process))
        wait_until("tcpdump", lambda: os.path.exists(path) and os.path.getsize(path) >= 24)
        return path

    def ping(self, namespace, address, options="", count=3):
        done = run(f"ip netns exec {self.name(namespace)} ping -6 -n -i 0.1 -W 1 -c {count} {options} {address}",
                   check=False)
        for word in done.stdout.split(","):
            if "received" in word:
                return int(word.split()[0])
        return 0

    def stream(self, namespace, address, count, interval=0.02):
        """A ping that goes on while other things happen."""
        process = subprocess.Popen(
            ["ip", "netns", "exec", self.name(namespace), "ping", "-6", "-n", "-D", "-i", str(interval),
             "-c", str(count), "-W", "1", address], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.processes.append(process)
        return process

    def forget(self, *namespaces):
        """What these learned of paths is forgotten."""
        for namespace in namespaces:
            self.ip(namespace, "-6 route flush cache")

    def python(self, namespace, script):
        """A few lines of Python in a namespace."""
        done = subprocess.run(["ip", "netns", "exec", self.name(namespace), "python3", "-B", "-c", script],
                              capture_output=True, text=True, timeout=20)
        if done.returncode != 0:
            raise Failure(f"{script}: {done.stderr.strip()}")
        return done.stdout

    def nft(self, namespace, text):
        run(f"ip netns exec {self.name(namespace)} nft -f -", text=text + "\n")

    def careof_pid(self, careof):
        """`ip netns exec` becomes the program it starts."""
        return careof.process.pid

    def way(self, namespace, address):
        """The device by which packets to an address leave."""
        words = run(f"ip netns exec {self.name(namespace)} ip -6 route get {address}").stdout.split()
        return words[words.index("dev") + 1]

    def tcp(self, namespace, seconds=0.5, mark="", address=CORRESPONDENT):
        """A TCP stream to the correspondent: records echoed, largest gap in ms, source address."""
        client = self.tcp_client(namespace, seconds, mark, address)
        return self.tcp_result(client)

    def tcp_client(self, namespace, seconds, mark="", address=CORRESPONDENT):
        script = f"{os.path.dirname(os.path.abspath(__file__))}/stream.py"
        client = subprocess.Popen(
            ["ip", "netns", "exec", self.name(namespace), "python3", "-B", script, "send", address, "7007",
             str(seconds), *([mark] if mark else [])], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.processes.append(client)
        return client

    def tcp_result(self, client, timeout=30):
        output, error = client.communicate(timeout=timeout)
        if client.returncode != 0:
            raise Failure(f"TCP stream: {error.strip().splitlines()[-1:]}")
        records, gap, source = output.split()
        return int(records), float(gap), source

    def second_node(self):
        """Another mobile node, behind the router of the second access link."""
        self.add("mn2")
        self.cable("ar2", "access2", "mn2", "eth1")
        self.address("ar2", "access2", "2001:db8:14::1/64")
        self.ip("core", "-6 route add 2001:db8:14::/64 via 2001:db8:c:12::2")
        self.address("mn2", "eth1", "2001:db8:14::9/64")
        self.ip("mn2", "-6 route add default via 2001:db8:14::1")

    def remove_second_node(self):
        run(f"ip netns del {self.name('mn2')}")
        self.namespaces.remove("mn2")
        self.ip("core", "-6 route del 2001:db8:14::/64")

    def kernel(self, namespace):
        """What a namespace's kernel holds that careof may touch."""
        parts = []
        for command in ("link", "-6 address show -tentative", "-6 route show table all", "-6 rule",
                        "-6 neigh show proxy", "-4 address", "-4 route show table all", "-4 rule",
                        "-4 neigh show proxy"):
            parts.append(self.ip(namespace, command).stdout)
        parts.append(run(f"ip netns exec {self.name(namespace)} nft list ruleset").stdout)
        parts.append(run(f"ip netns exec {self.name(namespace)} sysctl net.ipv6.conf net.ipv4.conf").stdout)
        text = "\n".join(parts)
        lines = []
        for line in text.splitlines():
            words = line.split()
            # Lifetimes run, and the kernel's own caches come and go.
            for key in ("expires", "valid_lft", "preferred_lft", "qlen", "hoplimit"):
                if key in words:
                    index = words.index(key)
                    del words[index:index + 2]
            if any(word.startswith("net.ipv6.conf.") and word.endswith(("stable_secret", ".mtu")) for word in words):
                continue
            lines.append(" ".join(words))
        return sorted(lines)

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    pass
        for namespace in self.namespaces:
            subprocess.run(["ip", "netns", "del", self.name(namespace)], capture_output=True)
        self.namespaces = []
