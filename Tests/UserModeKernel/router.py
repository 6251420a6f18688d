"""A mobile router with the layout of draft-06 and tunnels of the kernel: the network behind it, one binding removed, at
home and away again."""

import time

import run

NETWORK = "2001:db8:f::/48"


def patiently(what, condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        run.check(time.monotonic() < end, what)


def test(program, folder):
    draft = 'profile = "draft-06"\n'
    with open(f"{folder}/router-agent.toml", "w") as file:
        text = run.AGENT_FILE.format(folder=folder).replace(
            "[kernel]", f'prefixes = ["{NETWORK}"]\n[kernel]')
        file.write(draft + text)
    with open(f"{folder}/router.toml", "w") as file:
        text = run.NODE_FILE.format(folder=folder).replace('"mobile-node"', '"mobile-router"\nreturn-home = "home-only"')
        file.write(draft + text + '[[interface]]\nname = "home0"\nbid = 4\n' + f'[[prefix]]\nprefix = "{NETWORK}"\ninterface = "lan0"\n')
    agent = run.Careof(program, "agent", "agent", f"{folder}/router-agent.toml")
    agent.wait("the agent runs", kind="started")
    node = run.Careof(program, "mn", "node", f"{folder}/router.toml")
    run.uses_the_kernel(node)
    node.wait("both tunnels", kind="action", action="tunnel", count=2)
    node.wait("a default binding", kind="action", action="default-binding")
    agent.wait("the route of the network", kind="action", action="prefix-route", active=True)
    patiently("ping from the network", lambda: run.ping("lan", run.HOST) == 3)
    run.check(run.ping("host", "2001:db8:f::9") == 3, "ping into the network")
    run.check("encap ip6" in run.ip("agent", f"-6 route show {NETWORK}"), "by the one device of all bindings")

    mark = node.mark
    node.command("deregister 2")
    node.wait("BID 2 goes", mark, kind="action", action="tunnel-gone", bid=2)
    run.check("careof2" not in run.ip("mn", "link"), "its device as well")
    run.check(run.ping("lan", run.HOST) == 3, "the network goes by BID 1")

    mark = node.mark
    run.batch("link set home0 up\naddress add 2001:db8:1::77/64 dev home0 nodad\n", "-6", "-n", "mn")
    node.wait("the home address at home", mark, kind="action", action="home-address", place="home")
    node.wait("no tunnel is left", mark, kind="action", action="tunnel-gone", bid=1)
    run.check("careof1" not in run.ip("mn", "link"), "nor its device")
    patiently("ping at home", lambda: run.ping("host", run.HOME_ADDRESS) == 3)
    mark = node.mark
    run.batch("address del 2001:db8:1::77/64 dev home0\nlink set home0 down\n", "-6", "-n", "mn")
    node.wait("away again", mark, kind="action", action="home-address", place="away")
    node.wait("a tunnel again", mark, kind="action", action="tunnel", bid=1)
    patiently("ping away from home", lambda: run.ping("host", run.HOME_ADDRESS) == 3)
    patiently("and of the network", lambda: run.ping("lan", run.HOST) == 3)
    run.check(node.end() == 0 and agent.end() == 0, "both end")
    print("ok      a mobile router with draft-06: its network, one binding removed, at home and away")
