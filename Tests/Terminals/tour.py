"""The two-minute tour, and every key of the table: what a person does, and what they must see then."""


def begin(screen, *arguments):
    screen.start(*arguments)
    return screen.see("careof", "quit")


def registered(screen):
    """All three accesses, in bulk."""
    screen.key("b")
    screen.see("3 of 3 registered")


def choose(screen):
    """The other button of a question than Cancel."""
    screen.key("tab")
    screen.see("  Cancel  ", "[ ")
    screen.key("enter")
    screen.see_no("Cancel")


def leave(screen):
    screen.key("q")
    screen.wait(lambda text: "ended with" in text or "Quit with live bindings" in text, "the end or a question")
    if "Quit with live bindings" in screen.text():
        screen.key("tab", "enter")
    screen.see_restored(0)


def two_minutes(screen):
    """Bulk registration, one BID taken away, O set, home: from what the screen itself says."""
    begin(screen)
    screen.see("b bulk", "d dereg", "o O", "home", "? help", "0 of 3 registered")
    registered(screen)
    # Where there is room for one of them only, the BIDs are told.
    screen.wait(lambda text: "O off" in text and ("accepted" in text or "1 ✓ 2 ✓ 3 ✓" in text),
                "the acknowledgement and O off")
    screen.key("down", "d")
    screen.see("Deregister", "BID 2", "Sends", "Effect", "[ Cancel ]")
    choose(screen)
    screen.see("2 of 3 registered")
    screen.key("o")
    screen.see("O ON")
    screen.key("h")
    screen.see("Return home", "Home only", "Visited only", "Both", "Plug eth0")
    screen.key("enter")
    screen.see("home and visited")
    screen.key("h")
    screen.see("eth0 is on the home link")
    screen.key("escape")
    screen.see_no("Home only")
    leave(screen)


# Keys of the table, each in a console of its own state: what is typed, and what must be seen (or gone, with `no`).
def keys(screen):
    begin(screen)
    expect = Expectation(screen)
    expect("o", "O off")
    expect("o", "O ON")
    expect("r", "1 of 3 registered")
    expect("b", "3 of 3 registered")
    expect("space", "1 marked")
    expect("space", "2 marked")
    expect("escape", no="marked")
    expect("c", "correspondent 2001:db8:c0::9")
    expect("i", "becomes BID")
    expect("7", "becomes BID 7")
    expect("enter", "BID 3 becomes BID 7", "[ Cancel ]")
    choose(screen)
    screen.see(" 7 2001:db8:c::100")
    expect("d", "Deregister", "[ Cancel ]")
    expect("enter", no="Cancel")
    expect("D", "Deregister everything", "[ Cancel ]")
    expect("escape", no="Cancel")
    expect("h", "Return home", "Both")
    expect("escape", no="Visited only")
    expect("f", "Faults", "Unplug eth0", "Reboot ha1")
    expect("escape", no="Unplug eth0")
    for gate in ["n", "x", "y", "l"]:
        expect(gate, "essage is held: s holds them")
        expect("escape", no="essage is held")
    # With nothing held a Binding Update is composed; nobody sends it.
    expect("e", "Binding Update", "d discard")
    expect("d", no="d discard")
    # One message is held, opened, and let go; the gate stays open afterwards.
    expect("s", "gate both")
    expect("r", "1 held")
    expect("e", "Edit BU", "held at mr1", "Answer")
    expect("escape", no="Edit BU")
    expect("y", no="1 held")
    expect("s", "gate open")
    expect("[", "PAST entry")
    expect("b", ":branch")
    expect("]", no="PAST entry")
    expect("w", "Write a file", "Recording", "SVG")
    expect("escape", no="Write a file")
    expect("p", "PAUSED")
    expect("p", no="PAUSED")
    expect("+", "×2.0")
    expect("-", "×1.0")
    expect("-", "×0.5")
    expect("=", "×1.0")
    expect("/", "words that entries must have")
    screen.type("deregister")
    expect("enter", 'filter "deregister"')
    expect("escape", no='filter "deregister"')
    expect(":", "bulk-register")
    screen.type("thm")
    expect("enter", "there is no command \"thm\"")
    expect("escape", no="thm")
    expect(":", "bulk-register")
    screen.type("loss a 101")
    expect("enter", "0 to 100")
    # Not the number that was typed: the log may have come to an entry of that number.
    expect("escape", no="0 to 100")
    expect("?", "Keys and commands", "Registration")
    expect("escape", no="Keys and commands")
    expect("f1", "Keys and commands")
    expect("escape", no="Keys and commands")
    expect("v", "Settings", "rfc5648", "A1")
    expect("escape", no="Settings:")
    expect("t", "theme default-light")
    expect("z", no="Exchange ─")
    expect("z", "Exchange ─")
    expect("tab", "Why ── BA")
    expect("enter", "Message ──")
    expect("back-tab")
    expect("P", "messages are shown before they are sent")
    expect("P", no="messages are shown before they are sent")
    expect("M", "addresses are masked")
    expect("M", "addresses are shown")
    expect("ctrl-l", "careof")
    expect("q", "Quit with live bindings", "[ Cancel ]")
    expect("enter", no="Quit with live")
    leave(screen)


class Expectation:
    """Types a key, and waits for what it does."""

    def __init__(self, screen):
        self.screen = screen

    def __call__(self, key, *words, no=None):
        self.screen.key(key)
        if words:
            self.screen.see(*words)
        if no:
            self.screen.see_no(no)


def read_only(screen):
    begin(screen, "lab --read-only")
    for key in ["b", "r", "d", "D", "o", "h", "i", "f", "c"]:
        screen.key(key)
        screen.see("0 of 3 registered", "read only")
        screen.key("escape")
        screen.see_no("read only")
    leave(screen)


def other_keys(screen):
    """A key of the person's own, and a configuration that is refused before the screen is touched."""
    with open(screen.path("keys.toml"), "w", encoding="utf-8") as file:
        file.write('theme = "mono"\n[keys]\nbulk-register = "f5"\nregister = "b"\nderegister = []\n')
    screen.key("enter")
    begin(screen, "lab --keys", screen.path("keys.toml"))
    screen.see("F5 bulk", "b reg")
    screen.key("b")
    screen.see("1 of 3 registered")
    leave(screen)
    with open(screen.path("keys.toml"), "w", encoding="utf-8") as file:
        file.write('[keys]\nregister = "ctrl-a"\n')
    screen.shell("clear")
    screen.start("lab --keys", screen.path("keys.toml"))
    screen.see("keys.toml:2:12", "ctrl-a")
    screen.see_restored(65)
