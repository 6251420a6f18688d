"""Terminals of every kind, locales, and sizes."""

import os
import random
import re

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
    """Random keys while the terminal changes its size: no trap, and afterwards a whole screen."""
    seed = int(os.environ.get("CAREOF_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"  CAREOF_SEED={seed}")
    numbers = random.Random(seed)
    keys = list("brdDohicsnxyle[]p+-f/:?tzvPCHgGjk17 ") + [
        "enter", "escape", "tab", "back-tab", "up", "down", "left", "right", "page-up", "page-down", "home", "end",
        "backspace", "f1", "ctrl-l"]
    begin(screen)
    for step in range(int(os.environ.get("CAREOF_STEPS", "400"))):
        if step % 4 == 0:
            screen.resize(numbers.randint(20, 300), numbers.randint(5, 100))
        screen.key(*[numbers.choice(keys) for _ in range(numbers.randint(1, 3))])
        if "ended with" in screen.text():
            # Completion finds `quit` too; a trap would have another status.
            screen.see("ended with 0.")
            screen.key("ctrl-c")
            begin(screen)
    screen.resize(20, 5)
    screen.wait(lambda text: len(text.strip()) > 0, "something on 20×5")
    screen.resize(120, 40)
    screen.key("escape", "escape", "escape", "escape")
    text = screen.see("careof", "quit")
    lines = text.rstrip("\n").split("\n")
    if not lines[0].startswith(" careof") or "quit" not in lines[-1]:
        raise AssertionError("the screen is torn\n" + text)
    whole(screen)
    leave(screen)


def whole(screen):
    """What is seen is what the program paints where it paints everything anew. Time stands still meanwhile."""
    if "PAUSED" not in screen.text():
        screen.key("p")
        screen.see("PAUSED")
    # Whatever was said of it goes with the next key.
    screen.key("escape")
    before = screen.settled()
    screen.key("ctrl-l")
    after = screen.settled()
    if before != after:
        raise AssertionError(f"the screen is torn\n{before}\nand painted anew\n{after}")
