"""Tunnels by the kernel's segment routing, on request: on the wire they are IPv6 in IPv6 like any other."""

import ctypes
import fcntl
import signal
import socket
import struct
import threading

import configuration
from handover import enter
from steps import check, end, passes, restart_agent, start
from testbed import AGENT, CORRESPONDENT, HOME_ADDRESS, Careof, run, wait_until

KERNEL = '\n[kernel]\ntunnels = "segment-routing"\n'
LOCAL = "0:\tfrom all lookup local"


def whole_checksums(bed):
    """A virtual cable carries packets whose checksums are left to hardware that is not there; an agent outside of the
    kernel would see them as they are."""
    def switch():
        enter(bed, "mn")
        control = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        for device in (b"eth0", b"eth1", b"eth2"):
            # ETHTOOL_STXCSUM: 0.
            value = struct.pack("II", 0x17, 0)
            buffer = bytearray(value)
            address = (ctypes.c_char * len(buffer)).from_buffer(buffer)
            fcntl.ioctl(control, 0x8946, bytearray(struct.pack("16sQ16x", device, ctypes.addressof(address))))
    thread = threading.Thread(target=switch)
    thread.start()
    thread.join()


def rules(bed):
    return bed.ip("mn", "-6 rule").stdout.splitlines()


def has_a_local_rule(bed):
    return any("lookup local" in rule for rule in rules(bed))


def segment_routing(bed, agent):
    """Traffic both ways by each binding, without a device of ours; the rule for local addresses is moved and comes back,
    after kill -9 as well."""
    whole_checksums(bed)
    said = run(f"ip netns exec {bed.name('mn')} {bed.careof} node --dry-run --config "
               f"{configuration.node(bed, kernel=KERNEL)}").stdout
    check("ip -6 rule del pref 0 lookup 255" in said and "ip -6 rule add pref 1 lookup 255" in said,
          f"the dry run lists what moves: {said}")
    check(LOCAL in rules(bed), "a dry run moves nothing")
    # Someone else's rule in the place is named.
    bed.ip("mn", "-6 rule add pref 1 to 2001:db8:77::/64 lookup main")
    done = run(f"ip netns exec {bed.name('mn')} {bed.careof} node --headless --config {bed.folder}/node.toml",
               check=False)
    check(done.returncode == 69 and "routing rule 1" in done.stderr, f"refused by name: {done.stderr}")
    bed.ip("mn", "-6 rule del pref 1 to 2001:db8:77::/64 lookup main")
    node = start(bed, kernel=KERNEL)
    said = node.find(kind="probe")[0]["text"]
    check("segment routing" in said, f"what is in use is said: {said}")
    check("careof" not in bed.ip("mn", "link").stdout, "there is no device of ours")
    check(rules(bed)[0].startswith("0:") and "ipproto" in rules(bed)[0] and has_a_local_rule(bed),
          f"tunnels come before local addresses: {rules(bed)}")
    passes(bed)
    check(bed.ping("host", HOME_ADDRESS) == 3, "from the home link")
    for bid in (1, 2, 3):
        outer = bed.capture(f"ar{bid}", "access")
        passes(bed, mark=str(bid))
        # The agent answers by the binding that it prefers.
        wait_until(f"plain IPv6 in IPv6 on access link {bid}", lambda: all(
            run(f"tcpdump -c 1 -nr {outer} ip6 proto 41 and {side} host {AGENT}", check=False).stdout
            for side in (("src", "dst") if bid == 1 else ("dst",))))
        check(not run(f"tcpdump -nr {outer} ip6 proto 43", check=False).stdout, "no routing header is on the wire")
    # Signalling is no traffic of a tunnel: a refresh, return routability, a removal.
    mark = node.mark
    node.command("bulk-register")
    node.wait("a refresh is answered", mark, kind="delivered", message=lambda m: m and m.startswith("BA"))
    path = configuration.write(bed, "cn.toml", f"""
role = "correspondent"
address = "{CORRESPONDENT}"
state = "{bed.folder}/cn"
""")
    peer = Careof(bed, "cn", ["agent", "--headless", "--config", path], f"{bed.folder}/cn.log")
    peer.wait("it runs", kind="started")
    mark = node.mark
    node.command(f"register-at-correspondent 2 {CORRESPONDENT}")
    node.wait("bound there", mark, kind="note", event="binding-state", bid=2, to="registered", peer=CORRESPONDENT)
    end(peer)
    mark, other = node.mark, agent.mark
    bed.ip("mn", "link set eth0 down")
    node.wait("another default", mark, kind="action", action="default-binding", bid=2)
    agent.wait("the agent knows", other, kind="action", action="tunnel-gone", bid=1)
    passes(bed)
    bed.ip("mn", "link set eth0 up")
    node.wait("it comes back", mark, 15, kind="action", action="default-binding", bid=1)
    passes(bed)
    node.end(signal.SIGKILL)
    check(has_a_local_rule(bed) and LOCAL not in rules(bed), "a killed process leaves the rule where it was moved to")
    check(bed.ping("mn", "2001:db8:12::1") == 3, "the machine hears its neighbours all the same")
    again = start(bed, kernel=KERNEL)
    passes(bed)
    end(again)
    check(rules(bed)[0] == LOCAL and not [rule for rule in rules(bed)[1:] if "lookup local" in rule],
          f"the rule is back in its place: {rules(bed)}")
    return again


def segment_routing_router(bed, agent):
    """The network behind a mobile router."""
    home = restart_agent(bed, agent, nodes=f"""
[[node]]
home-address = "{HOME_ADDRESS}"
authentication = {{ spi = 256, key-file = "mn.key" }}
prefixes = ["2001:db8:f::/48"]
""")
    whole_checksums(bed)
    node = start(bed, role="mobile-router", extra='[[prefix]]\nprefix = "2001:db8:f::/48"\ninterface = "lan0"\n',
                 kernel=KERNEL)
    home.wait("the route of the network", kind="action", action="prefix-route", active=True)
    check(bed.ping("lan", CORRESPONDENT) == 3, "ping from the network behind the router")
    check(bed.ping("cn", "2001:db8:f::9") == 3, "ping into it")
    check(bed.ping("mn", CORRESPONDENT) == 3, "the router itself")
    end(node, home)
    return node
