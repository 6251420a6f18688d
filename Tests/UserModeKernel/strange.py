"""Peers that are not ours (Tests/Namespaces/strangers.py) at the other end of what is ours, where the kernel knows Mobile
IPv6: a plain home agent, and a plain mobile node."""

import json
import os
import subprocess
import time

import run
from journaled import JournaledStranger


class Stranger(JournaledStranger):
    patience = run.Careof.patience

    def __init__(self, namespace, role, **settings):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Namespaces/strangers.py")
        super().__init__(namespace, ["python3", "-B", script, role, json.dumps(settings)])
        self.wait("it runs", event="ready")


def test(program, folder):
    subprocess.run(["/run/modprobe", "tun"], check=True)
    # The kernel refuses packets in a tunnel that no device takes, though a raw socket gets them too.
    for namespace in ("agent", "mn"):
        run.ip(namespace, "link set ip6tnl0 up")
    # UMIP and most others protect signalling by IPsec or not at all.
    other = Stranger("agent", "agent", address=run.AGENT, home=run.HOME_ADDRESS, interface="home0", limit=60,
                     kernel_tunnel=True)
    with open(f"{folder}/plain.toml", "w") as file:
        text = run.NODE_FILE.format(folder=folder)
        file.write(text[:text.index("[authentication]")] + "[authentication]\nnone = true\n")
    node = run.Careof(program, "mn", "node", f"{folder}/plain.toml")
    run.uses_the_kernel(node)
    node.wait("one ordinary tunnel", kind="action", action="tunnel")
    node.wait("a default binding", kind="action", action="default-binding")
    time.sleep(0.2)
    run.check("ip6tnl" in run.ip("mn", "-d -o link show careof0"), "a tunnel of the kernel for the ordinary binding")
    counts = run.ping("mn", run.HOST), run.ping("host", run.HOME_ADDRESS)
    run.check(counts == (3, 3), f"ping both ways: {counts}")
    mark = other.mark
    run.ip("mn", "link set eth0 down")
    other.wait("the binding moves", mark, event="update", status=0)
    end = time.monotonic() + 5
    while run.ping("mn", run.HOST) == 0:
        run.check(time.monotonic() < end, "ping by the other link")
    run.check(not other.complaints(), f"complaints: {other.complaints()[:3]}")
    run.check(node.end() == 0 and other.end() == 0, "both end")
    run.batch(run.FIRST_LINK, "-6", "-n", "mn")

    with open(f"{folder}/plain-agent.toml", "w") as file:
        file.write(run.AGENT_FILE.format(folder=folder).replace('spi = 256, key-file = "mn.key"', "none = true"))
    agent = run.Careof(program, "agent", "agent", f"{folder}/plain-agent.toml")
    agent.wait("the agent runs", kind="started")
    other = Stranger("mn", "node", home=run.HOME_ADDRESS, agent=run.AGENT, routes=[run.HOST], kernel_tunnel=True,
                     devices={"2001:db8:11::9": "eth0", "2001:db8:12::9": "eth1"})
    for source in ("2001:db8:11::9", "2001:db8:12::9"):
        mark = other.mark
        other.command(f"register {source} 60")
        answer = other.wait("bound", mark, event="acknowledgement", status=0)[0]
        run.check(answer["route"] == run.HOME_ADDRESS and answer["lifetime"] == 15, f"the answer: {answer}")
        run.check(run.ping("mn", run.HOST) == 3 and run.ping("host", run.HOME_ADDRESS) == 3, f"ping by {source}")
    mark = other.mark
    other.command("register 2001:db8:12::9 0")
    other.wait("gone", mark, event="acknowledgement", status=0, lifetime=0)
    run.check(not other.complaints(), f"complaints: {other.complaints()[:3]}")
    run.check(other.end() == 0 and agent.end() == 0, "both end")
    for namespace in ("agent", "mn"):
        run.ip(namespace, "link set ip6tnl0 down")
    print("ok      a home agent and a mobile node that are not ours, without a key, with tunnels of the kernel at our end")
