"""A third access of IPv4 alone, beside the kernel's tunnels: its tunnel is ours at both ends, and packets for one home
address change between the kernel's device and ours as bindings come and go (RFC 5555)."""

import subprocess
import time

import run

NODE = run.NODE_FILE.replace('[[interface]]\nname = "eth0"', """home-agent-ipv4 = "198.51.100.1"
[[interface]]
name = "eth2"
bid = 3
priority = 30
[[interface]]
name = "eth0\"""", 1)
LINKS = {
    "mn": """
link set eth2 up
address add 192.0.2.9/24 dev eth2
route add default via 192.0.2.1 dev eth2
""",
    "core": """
link set acc2 up
address add 192.0.2.1/24 dev acc2
address add 198.51.100.2/30 dev agent
""",
    "agent": """
address add 198.51.100.1/30 dev core
route add default via 198.51.100.2
""",
}


def way(namespace, address):
    words = run.ip(namespace, f"-6 route get {address}").split()
    return words[words.index("dev") + 1]


def test(program, folder):
    subprocess.run(["/run/modprobe", "tun"], check=True)
    run.batch("link add acc2 netns core type veth peer name eth2 netns mn\n")
    for namespace, text in LINKS.items():
        run.batch(text, "-n", namespace)
    subprocess.run(["ip", "netns", "exec", "core", "sysctl", "-qw", "net.ipv4.ip_forward=1"], check=True)
    with open(f"{folder}/ipv4-node.toml", "w") as file:
        file.write(NODE.format(folder=folder))
    with open(f"{folder}/ipv4-agent.toml", "w") as file:
        file.write(run.AGENT_FILE.format(folder=folder).replace(
            'interface = "home0"', 'interface = "home0"\nipv4-address = "198.51.100.1"'))
    run.settled()
    before = {namespace: run.kernel(namespace) for namespace in ("agent", "mn")}
    agent = run.Careof(program, "agent", "agent", f"{folder}/ipv4-agent.toml")
    agent.wait("the agent runs", kind="started")
    node = run.Careof(program, "mn", "node", f"{folder}/ipv4-node.toml")
    node.wait("three tunnels", kind="action", action="tunnel", count=3)
    run.check("ip6tnl" in run.ip("mn", "-d -o link show careof1"), "that of IPv6 is the kernel's")
    run.check("mtu 1480" in run.ip("mn", "-o link show careof3"), "that in IPv4 has twenty octets of outer header")
    run.check(run.ping("mn", run.HOST, "-m", "3") == 3, "ping through the IPv4 care-of address")
    # The binding that was named last is preferred; in which order they came is chance.
    node.command("register 1")
    end = time.monotonic() + 5
    while way("agent", run.HOME_ADDRESS) != "careof0":
        run.check(time.monotonic() < end, "the preferred binding is of IPv6")
    mark = node.mark
    for device in ("eth0", "eth1"):
        run.ip("mn", f"link set {device} down")
    node.wait("IPv4 is what is left", mark, kind="action", action="default-binding", bid=3)
    for bid in (1, 2):
        agent.wait("the agent knows", kind="action", action="tunnel-gone", bid=bid)
    run.check(way("agent", run.HOME_ADDRESS) == "careof4", "the other device of the agent")
    run.check(run.ping("host", run.HOME_ADDRESS) == 3, "ping from the home link by IPv4 alone")
    run.check(node.end() == 0 and agent.end() == 0, "SIGTERM ends both with 0")
    # What the links lost with their carrier is no business of careof.
    run.batch("\n".join(line for line in run.PARTS["mn"].splitlines() if "eth" in line), "-6", "-n", "mn", "-force")
    run.same("mn", before["mn"], "after IPv4")
    run.same("agent", before["agent"], "after IPv4")
    print("ok      an access of IPv4 alone beside the kernel's tunnels, by a device of ours at both ends")
