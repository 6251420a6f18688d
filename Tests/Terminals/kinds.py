"""Terminals of every kind, locales, and sizes."""

import os
import random
import re
import time

from tour import begin, leave, registered

KINDS = ["vt100", "linux", "screen", "xterm", "xterm-256color", "xterm-direct", "tmux-256color"]
SIZES = [(80, 24), (120, 40), (200, 60)]
COLOUR = re.compile(r"\x1b\[[0-9;:]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])")


def kind(screen):
    """The tour's first step, and the end."""
    begin(screen)
    registered(screen)
    leave(screen)


def has_colour(screen):
    return COLOUR.search(screen.coloured()) is not None


def colours(screen):
    begin(screen)
    if not has_colour(screen):
        raise AssertionError("no colours on a terminal that has 256")
    leave(screen)
    for before, arguments in [("NO_COLOR=1", ""), ("", "lab --color never")]:
        screen.shell("clear")
        screen.start(arguments, before=before)
        screen.see("careof", "quit", "registered")
        if has_colour(screen):
            raise AssertionError(f"colours with {before} {arguments}")
        screen.key("q")
        screen.see_restored(0)


def plain_ascii(screen):
    """Where the locale writes no UTF-8, nothing but ASCII is seen."""
    begin(screen)
    text = registered_text(screen)
    strange = sorted(set(character for character in text if ord(character) > 126))
    if strange or "?" * 3 in text:
        raise AssertionError(f"not ASCII: {strange}\n{text}")
    leave(screen)


def registered_text(screen):
    registered(screen)
    return screen.text()


def unicode_lines(screen):
    begin(screen)
    screen.see("┌", "│", "▸")
    leave(screen)


def dumb(screen):
    screen.start("")
    screen.see("careof:", "dumb")
    screen.see_restored(69)


def no_terminal(screen):
    screen.start("", before="", )
    screen.see("careof", "quit")
    leave(screen)
    screen.shell("clear")
    screen.start("< /dev/null")
    screen.see("careof:", "must be a terminal")
    screen.see_restored(69)


def every_size(screen):
    """Random keys while the terminal changes its size, thousands of times: no trap, and a whole screen after each burst."""
    seed = int(os.environ.get("CAREOF_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"  CAREOF_SEED={seed}")
    numbers = random.Random(seed)
    keys = list("brdDohicsnxyle[]p+-f/:?tzvPCHgGjk17 ") + [
        "enter", "escape", "tab", "back-tab", "up", "down", "left", "right", "page-up", "page-down", "home", "end",
        "backspace", "f1", "ctrl-l"]
    begin(screen)
    for _ in range(int(os.environ.get("CAREOF_BURSTS", "60"))):
        # As fast as the terminal takes them: what is drawn for one size arrives at the next.
        burst = []
        for _ in range(RESIZES):
            burst.append(["resize-window", "-x", str(numbers.randint(20, 300)), "-y", str(numbers.randint(5, 100))])
            burst.append(screen.keys([numbers.choice(keys) for _ in range(numbers.randint(0, 2))]))
        columns, rows = numbers.randint(60, 300), numbers.randint(12, 100)
        burst.append(["resize-window", "-x", str(columns), "-y", str(rows)])
        screen.together(burst)
        calm(screen)
        whole(screen)
    screen.resize(20, 5)
    screen.wait(lambda text: len(text.strip()) > 0, "something on 20×5")
    screen.resize(120, 40)
    calm(screen)
    text = screen.see("careof", "quit")
    lines = text.rstrip("\n").split("\n")
    if not lines[0].startswith(" careof") or "quit" not in lines[-1]:
        raise AssertionError("the screen is torn\n" + text)
    whole(screen)
    leave(screen)


RESIZES = 40


def calm(screen):
    """Nothing stands above the panes any more, no filter, no mark, no past; begun again where the keys have left the
    program."""
    for _ in range(8):
        screen.key("escape")
    # What is seen may be of before the last keys, and a key right behind Escape would be one with Alt, as it is for a
    # person who is that fast: until the program has read all of them.
    screen.settled(edges)
    text = screen.wait(lambda text: "ended with" in text or "quit" in text.rstrip("\n").split("\n")[-1],
                       "the bottom line")
    if "ended with" in text:
        # Completion finds `quit` too; a trap would have another status.
        screen.see("ended with 0.")
        screen.key("ctrl-c")
        begin(screen)


def edges(text):
    """The top line without its clock, which never rests, and the bottom line: they tell what state the program is in."""
    lines = text.rstrip("\n").split("\n")
    return lines[0].split()[:-2], lines[-1]


def whole(screen):
    """What is seen is what the program paints where it paints everything anew. Time stands still meanwhile."""
    if "PAUSED" not in screen.text():
        screen.key("p")
        screen.see("PAUSED")
    # Whatever was said of it goes with the next key.
    screen.key("escape")
    time.sleep(0.1)
    before = screen.settled()
    screen.key("ctrl-l")
    after = screen.settled()
    if before != after:
        raise AssertionError(f"the screen is torn\n{before}\nand painted anew\n{after}")
