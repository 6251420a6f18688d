"""A lesson as a teacher gives it: the one of the README, projected at 100×30, stepped through, gone back in, branched."""

import os
import re

from screen import ROOT


def told(screen):
    """From the README into a file, before a class, and the question that somebody in it asks."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        lesson = re.search(r"```toml\n(# A lesson.*?)```", file.read(), re.S).group(1)
    path = screen.path("the-cable-comes-out.toml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(lesson)
    # Faster than in class, so that nobody waits for its ten seconds.
    screen.start("lab", "--scenario", path, "--lesson", "--speed", "8")
    screen.see("1 of 4", "time stands", "by which names will", "space shows the hint")
    screen.key("space")
    screen.see("Open the message")
    screen.key("space")
    screen.see("Two, under the BIDs 1 and 2")
    screen.key("enter")
    screen.see("2 of 4", "Before the cable comes out", "time stands", "2 of 2 registered")
    screen.key("[", "[")
    screen.see("PAST", "1 of 4")
    screen.command("branch")
    screen.see("branch 2", "PAUSED")
    # "What if the agent did not know several care-of addresses?"
    screen.command("what-if legacy rfc6275")
    screen.see("differences", "ordinary → 2001:db8:a::100", "unregistered")
    screen.key("escape")
    screen.see_no("differences")
    screen.command("branch 1")
    screen.see("2 of 4")
    screen.key("enter")
    screen.see("3 of 4", "Were you right?", "time stands", "ends 1")
    screen.key("enter")
    screen.see("4 of 4", "And back again")
    screen.key("q")
    screen.see("Quit with live bindings")
    screen.key("tab", "enter")
    screen.see_restored(0)
