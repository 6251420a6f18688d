"""`careof watch` on the screen: what passes an interface of somebody else's, as it passes, and nothing but looking."""

from gate import begins
from steps import check, start
from testbed import HOME_ADDRESS, run


def watched(bed, agent):
    """Beside the agent, on its way to the core: the bindings of a node that is not ours come and go on the screen, also
    back in time; what is watched sees nothing of it."""
    # Of the terminals' tests, whose folder `gate` put on the path.
    from screen import Screen
    wire = bed.capture("agent", "core", "ip6 proto 60 or ip6 proto 43")
    with Screen(100, 30) as screen:
        screen.start("watch", "-i", "core", before=f"ip netns exec {bed.name('agent')}")
        screen.see("careof capture core", "live")
        node = start(bed)
        screen.see(f"HoA {HOME_ADDRESS}", "3 of 3 registered", "2001:db8:13::9")
        node.command("deregister 2")
        screen.see("2 of 2 registered")
        screen.see_no("2001:db8:12::9")
        # Pulling a cable: the deregistration comes by another link.
        screen.command("note pulling the cable")
        screen.see("note: pulling the cable")
        bed.ip("mn", "link set eth0 down")
        screen.see("1 of 1 registered")
        bed.ip("mn", "link set eth0 up")
        screen.see("2 of 2 registered")
        # The past, while more passes.
        mark = node.mark
        screen.command("goto 2")
        screen.see("PAST entry 2")
        node.command("register 3")
        node.wait("the answer", mark, kind="delivered", message=begins("BA"))
        screen.see("PAST entry 2")
        screen.key("escape")
        screen.see_no("PAST")
        # Only looking.
        for key in ("b", "d"):
            screen.key(key)
            screen.see("nothing can be sent")
        screen.key("q")
        screen.see_restored(0)
    theirs = run(f"tshark -r {wire} -Y mip6.mhtype==5||mip6.mhtype==6 -T fields -e mip6.mhtype").stdout.split()
    ours = agent.find(kind="delivered", message=begins("BU"))
    check(theirs.count("5") == len(ours), f"{theirs} on the wire, {len(ours)} updates of the node")
    return node


SCENARIOS = {"watching on the screen": watched}
