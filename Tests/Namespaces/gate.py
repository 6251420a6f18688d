"""The gate on a live machine: real messages held on their way, changed, dropped, doubled and late, by commands on
standard input; and what is written of it."""

import os
import re
import signal
import sys

import configuration
from steps import check, end, restart_agent, start
from testbed import HOME_ADDRESS, run, wait_until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Terminals"))

# Without authentication a person can change a status on the way, and the node believes it.
TRUSTING = f"""
[[node]]
home-address = "{HOME_ADDRESS}"
authentication = {{ none = true }}
"""


def trusting(bed, agent, **options):
    """Node and agent that authenticate nothing."""
    agent = restart_agent(bed, agent, nodes=TRUSTING, name="trusting.toml")
    return agent, start(bed, security="none = true", **options)


def begins(word):
    return lambda text: bool(text) and text.startswith(word)


def held_acknowledgement(bed, agent):
    """A Binding Acknowledgement waits before the node, the status of its BID is changed, it goes on: the node reacts."""
    agent, node = trusting(bed, agent)
    mark = node.mark
    node.command("step-mode in BA")
    node.command("register 2")
    node.wait("the update leaves", mark, kind="sent", station="MN", message=begins("BU"))
    answer = node.wait("the answer came", mark, kind="sent", station="HA", message=begins("BA"))[0]
    node.command("edit bid:2/status 129")
    changed = node.wait("the change", mark, kind="fault", text=lambda t: "changed by hand" in t)[0]
    check("Status 0" in changed["text"] and "129" in changed["text"] and changed["cause"] == answer["number"],
          f"the change: {changed}")
    check(not node.find(mark, kind="delivered"), "nothing reaches the node while the gate holds it")
    node.command(f"release {answer['number']}")
    came = node.wait("the answer", mark, kind="delivered", message=begins("BA"))[0]
    check(came["cause"] == answer["number"] and "129" in came["message"], f"the changed answer: {came}")
    check(came["octets"] != answer["octets"], "the octets are others")
    node.wait("the node reacts: BID 2 is refused", mark, kind="note", bid=2, to="refused")
    node.command("step-mode off")
    return agent_ends(agent, node)


def dropped(bed, agent):
    """An Acknowledgement is lost in the gate: the node sends again, counted from its own sending."""
    agent, node = trusting(bed, agent)
    mark = node.mark
    node.command("step-mode in BA")
    node.command("register 1")
    first = node.wait("the update", mark, kind="sent", station="MN", message=begins("BU"))[0]
    answer = node.wait("the answer", mark, kind="sent", station="HA", message=begins("BA"))[0]
    node.command("drop")
    lost = node.wait("it is lost", mark, kind="lost", why="fault")[0]
    check(lost["cause"] == answer["number"], f"the answer is lost: {lost}")
    updates = node.wait("the node sends again", mark, kind="sent", station="MN", message=begins("BU"), count=2)
    waited = float(updates[1]["time"]) - float(first["time"])
    check(0.9 <= waited < 4, f"INITIAL_BINDACK_TIMEOUT after the first one, not {waited} s")
    node.wait("the second answer is held", mark, kind="sent", station="HA", message=begins("BA"), count=2)
    node.command("step-mode off")
    node.wait("it goes on", mark, kind="delivered", message=begins("BA"))
    return agent_ends(agent, node)


def held_update(bed, agent):
    """What leaves waits, is late, is doubled; the agent sees it when it is let go, and time runs meanwhile."""
    agent, node = trusting(bed, agent)
    mark, theirs = node.mark, agent.mark
    node.command("step-mode out BU")
    node.command("register 1")
    first = node.wait("the update", mark, kind="sent", message=begins("BU"))[0]
    node.wait("the node's timer runs while it waits", mark, kind="sent", message=begins("BU"), count=2)
    check(not agent.find(theirs, kind="delivered"), "the agent has seen nothing")
    node.command("drop")
    node.wait("the first is lost", mark, kind="lost", cause=first["number"])
    node.command("delay 300ms")
    late = node.wait("it goes later", mark, kind="fault", text=lambda t: "goes on after 300 ms" in t)[0]
    held_back = node.wait("it goes on by itself", mark, kind="lost", why="late")[0]
    waited = float(held_back["time"]) - float(late["time"])
    check(0.3 <= waited < 2, f"a delay of 0.3 s, not {waited}")
    # The journal, and all that is written of it, has it when it left, not when the node wanted it.
    left = node.wait("its own departure", mark, kind="sent", cause=held_back["cause"])[0]
    check(left["octets"] == held_back["octets"] and left["time"] >= held_back["time"], f"it left then: {left}")
    agent.wait("the agent sees one", theirs, kind="delivered", message=begins("BU"))
    node.wait("and answers", mark, kind="delivered", message=begins("BA"))
    mark, theirs = node.mark, agent.mark
    node.command("register 3")
    node.wait("another update", mark, kind="sent", message=begins("BU"))
    node.command("duplicate")
    agent.wait("the agent sees it twice", theirs, kind="delivered", message=begins("BU"), count=2)
    # An ended program leaves nothing behind in its gate.
    mark, theirs = node.mark, agent.mark
    node.command("register 2")
    node.wait("one that waits", mark, kind="sent", message=begins("BU"))
    check(not agent.find(theirs, kind="delivered"), "it waits")
    end(node)
    agent.wait("it went on when the node ended", theirs, kind="delivered", message=begins("BU"))
    wait_until("the journal says so", lambda: node.find(mark, kind="fault", text=lambda t: "opens the gate" in t))
    return agent_ends(agent, node)


def on_the_agent(bed, agent):
    """The agent's own gate: an update waits before the agent, its lifetime is changed, the agent grants that."""
    agent, node = trusting(bed, agent)
    agent.command("step-mode in BU")
    agent.command("bogus")
    # The gate is shut when the mark is there.
    mark, theirs = node.mark, agent.mark
    node.command("register 1")
    held = agent.wait("an update came", theirs, kind="sent", message=begins("BU"))[0]
    check(not agent.find(theirs, kind="delivered"), "the agent has not seen it")
    agent.command(f"edit lifetime 5 {held['number']}")
    agent.wait("the change", theirs, kind="fault", text=lambda t: "changed by hand" in t)
    agent.command("step-mode off")
    agent.wait("it goes on", theirs, kind="delivered", cause=held["number"])
    node.wait("20 seconds are granted", mark, kind="delivered", message=lambda m: m and begins("BA")(m) and "20 s" in m)
    return agent_ends(agent, node)


def files(bed, agent):
    """What is written without a screen: tshark reads it; a recording outlives kill -9, and opens up to the cut."""
    from screen import Screen
    agent, node = trusting(bed, agent)
    capture, recording, ladder = (f"{bed.folder}/gate.{kind}" for kind in ("pcapng", "careof", "txt"))
    for path in (capture, recording, ladder):
        if os.path.exists(path):
            os.remove(path)
    mark = node.mark
    node.command(f"record {recording}")
    node.command("step-mode out BU")
    node.command("register 1")
    node.wait("the update", mark, kind="sent", station="MN", message=begins("BU"))
    node.command("edit lifetime 7")
    node.wait("the change", mark, kind="fault", text=lambda t: "changed by hand" in t)
    node.command("step-mode off")
    node.wait("the answer", mark, kind="delivered", message=begins("BA"))
    node.command(f"write pcapng {capture}")
    wait_until("the capture", lambda: os.path.exists(capture) and os.path.getsize(capture) > 500)
    node.command(f"write ladder {ladder}")
    wait_until("the ladder", lambda: os.path.exists(ladder) and os.path.getsize(ladder) > 500)
    with open(ladder, encoding="utf-8") as file:
        check(re.search("^ +0[.][0-9]{3} .* starts$", file.read(), re.MULTILINE), "its times begin with the run")
    judged = run(f"tshark -r {capture} -Y _ws.malformed")
    check(judged.stdout.strip() == "", f"tshark: {judged.stdout}")
    lifetimes = run(f"tshark -r {capture} -Y mip6.mhtype==5 -T fields -e mip6.bu.lifetime").stdout.split()
    check("7" in lifetimes, f"what left in the end is in the capture: {lifetimes}")
    size = os.path.getsize(recording)
    check(size > 500, f"{size} octets are recorded while it runs")
    node.end(signal.SIGKILL)
    with Screen(120, 40) as screen:
        screen.start("open", recording)
        screen.see("changed by hand", "node.toml")
        screen.key("q")
        screen.see_restored(0)
    with open(recording, "r+b") as file:
        file.truncate(size - 7)
    with Screen(80, 24, term="vt100") as screen:
        screen.start("open", recording)
        screen.see("the recording breaks off", "changed by hand")
        screen.key("q")
        screen.see_restored(0)
    node = start(bed, security="none = true")
    return agent_ends(agent, node)


def each_key_on_screen(bed, agent):
    """The keys of the gate that are not in `on_screen`, on a live node in colours: twice, later, changed field by field,
    one step back and forward in time, and a file of it all that opens."""
    from screen import Screen
    agent = restart_agent(bed, agent, nodes=TRUSTING, name="trusting.toml")
    settings = configuration.node(bed, security="none = true")
    path = f"{bed.folder}/each-key.careof"
    if os.path.exists(path):
        os.remove(path)
    with Screen(100, 30) as screen:
        def hold(bid):
            """Has an update of one BID wait in the gate; gives where the agent's journal stands."""
            mark = agent.mark
            screen.command(f"register {bid}")
            screen.see("1 message", "the node resends in")
            return mark

        def arrived(mark, count):
            return agent.wait("what was let go", mark, kind="delivered", message=begins("BU"), count=count)

        screen.start("node", "--config", settings, before=f"ip netns exec {bed.name('mn')}")
        screen.see("3 of 3 registered")
        screen.command("step-mode out BU")
        screen.see("messages wait here")
        mark = hold(1)
        screen.key("y")
        twice = arrived(mark, 2)
        check(twice[0]["message"] == twice[1]["message"], f"the same came twice: {twice}")
        mark = hold(2)
        screen.key("l")
        screen.type("300ms")
        screen.key("enter")
        screen.see_no("1 message")
        arrived(mark, 1)
        mark = hold(3)
        screen.key("e")
        screen.see("Edit BU", "Lifetime")
        # From the Mobility Header, where the editor begins, over the seven fields before it.
        screen.key(*["down"] * 8)
        screen.wait(lambda text: re.search(r"▸ +Lifetime", text), "the lifetime chosen")
        screen.key("enter")
        screen.see("becomes")
        screen.type("20s")
        screen.key("enter")
        screen.see("5 (20 s)")
        screen.key("n")
        screen.see_no("Edit BU")
        screen.wait(lambda text: re.search("✗ +changed", text), "that what was changed never left")
        check("20 s" in arrived(mark, 1)[0]["message"], "what the agent sees was changed")
        screen.key("s")
        screen.see("the gate is open", "3 of 3 registered")
        screen.key("[")
        shown = int(re.search(r"entry ([0-9]+) of", screen.see("behind", "PAST entry")).group(1))
        screen.key("[")
        screen.see(f"entry {shown - 1} of")
        screen.key("]")
        screen.see(f"entry {shown} of")
        screen.key("escape")
        screen.see_no("behind")
        screen.command(f"write recording {path}")
        wait_until("the recording", lambda: os.path.exists(path) and os.path.getsize(path) > 500)
        screen.key("q")
        screen.see("Quit with live bindings")
        screen.key("tab", "enter")
        screen.see_restored(0)
    with Screen(100, 30) as screen:
        screen.start("open", path)
        times = re.findall(r"([0-9]+)[.][0-9]{3} +[+]", screen.see("3 of 3 registered", "Exchange"))
        check(times and all(int(seconds) < 60 for seconds in times), f"since the run began, not the machine: {times}")
        screen.key("q")
        screen.see_restored(0)
    node = start(bed, security="none = true")
    return agent_ends(agent, node)


def agent_ends(agent, node):
    """The agent was another one than the scenario's own."""
    if node.process.poll() is None:
        end(node)
    end(agent)
    return node


def on_screen(bed, agent):
    """The console on a live node at 80x24 without colours: a message is held, chosen in the queue, dropped and let go by
    keys; then the past is looked at while the node goes on, and nothing is sent from it."""
    from screen import Screen
    agent = restart_agent(bed, agent, nodes=TRUSTING, name="trusting.toml")
    settings = configuration.node(bed, security="none = true")
    theirs = agent.mark
    with Screen(80, 24, term="vt100", environment={"LC_ALL": "C"}) as screen:
        screen.start("node", "--config", settings, before=f"ip netns exec {bed.name('mn')}")
        screen.see("3 of 3 registered")
        screen.command("step-mode out BU")
        screen.see("+ Held", "messages wait here")
        for bid in (1, 2):
            screen.command(f"register {bid}")
        screen.see("2 messages", "time runs", "out  MN > HA", "the node resends in")
        check(len(agent.find(theirs, kind="delivered", message=begins("BU"))) == 1, "the agent saw the bulk only")
        first = screen.text()
        screen.wait(lambda text: text != first and "the node resends in" in text, "ages that go on")
        screen.command("pane held")
        screen.key("down", "x")
        screen.see_no("2 messages")
        screen.key("n", "s")
        screen.see("gate open")
        screen.see_no("+ Held")
        agent.wait("the agent sees what was let go", theirs, kind="delivered", message=begins("BU"), count=2)
        # Back to where nothing was registered yet; the node goes on underneath.
        screen.command("goto 2")
        screen.see("PAST entry 2 of", "behind")
        screen.see_no("3 of 3 registered")
        mark = agent.mark
        screen.key("b")
        screen.see("This is the past, entry 2")
        screen.key("]")
        screen.see("PAST entry 3 of")
        bed.ip("agent", "link show home0")
        seen = screen.text()
        screen.wait(lambda text: text != seen, "how far it is behind goes on")
        check(not [e for e in agent.find(mark, kind="delivered", message=begins("BU")) if " O " in e["message"]],
              "nothing is sent from the past")
        screen.key("escape")
        screen.see("3 of 3 registered")
        screen.see_no("PAST")
        screen.key("q")
        screen.see("Quit with live bindings")
        screen.key("tab", "enter")
        screen.see_restored(0)
    node = start(bed, security="none = true")
    return agent_ends(agent, node)
