"""Captures on the screen: another implementation's, a cut one, and what is none."""

import json
import os
import subprocess
import xml.dom.minidom

from screen import CAREOF, ROOT, Failure

UMIP = os.path.join(ROOT, "Tests/CaptureTests/Resources/umip-home-agent.pcap")


def opened(screen):
    """Bindings, exchange and reasons of a capture that another implementation made."""
    screen.start("open", UMIP)
    screen.see("careof capture", "HoA 2001:db8:1::1234", "1 of 1 registered", "BU 19852", "inferred", "q quit")
    screen.key("b")
    screen.see("nothing can be sent")
    screen.key("tab", "up", "enter")
    screen.see("Binding Update")
    screen.key("q")
    screen.see_restored(0)


def cut(screen):
    """What could be read is shown, and where it breaks off is said."""
    path = screen.path("cut.pcap")
    with open(UMIP, "rb") as whole, open(path, "wb") as file:
        file.write(whole.read()[:2000])
    screen.start("open", path)
    screen.see("BREAKS OFF", "breaks off", "BU 19852", "q quit")
    screen.key("q")
    screen.see_restored(0)


def piped(screen):
    """A capture that comes through a pipe is shown as it comes; keys are still keys."""
    feed = screen.path("feed")
    with open(UMIP, "rb") as whole:
        octets = whole.read()
    halves = [screen.path("first"), screen.path("second")]
    for path, part in zip(halves, [octets[:1500], octets[1500:]]):
        with open(path, "wb") as file:
            file.write(part)
    # The second half comes when the first was seen.
    os.mkfifo(feed)
    screen.start("open", "-", before=f"(cat {halves[0]}; cat {feed}) |")
    screen.see("careof capture standard input", "HoA 2001:db8:1::1234", "BU 19852", "q quit")
    screen.key("p")
    with open(feed, "wb") as pipe, open(halves[1], "rb") as rest:
        pipe.write(rest.read())
    screen.see("BU 19855", "1 of 1 registered")
    screen.key("b")
    screen.see("nothing can be sent")
    screen.key("q")
    screen.see_restored(0)
    # What is none gets no screen, and neither does a terminal.
    screen.start("open", "-", before="echo nonsense |")
    screen.see("careof: -:", "ended with 65.")
    screen.start("open", "-")
    screen.see("standard input is this terminal", "ended with 64.")
    # Without a terminal there are no keys: said in words, and nothing hangs.
    with open(UMIP, "rb") as file:
        done = subprocess.run([CAREOF, "open", "-"], stdin=file, capture_output=True, text=True, timeout=20,
                              start_new_session=True)
    if done.returncode != 69 or "/dev/tty" not in done.stderr:
        raise Failure(f"open - without a terminal: {done.returncode} {done.stderr}")


def past(screen):
    """A capture goes back message by message: tables and exchange as they were. Lanes stay where they are."""
    screen.start("open", UMIP)
    screen.see("1 of 1 registered", "CoA2", "BU 19855")
    screen.key("tab", "home")
    screen.command("goto 1")
    screen.see("BU 19852", "0 of 1 registered")
    screen.see_no("BU 19855")
    screen.key("]", "]")
    screen.see("1 of 1 registered")
    screen.see_no("BU 19855")
    screen.key("[", "[")
    screen.see("0 of 1 registered")
    screen.key("b")
    screen.see("nothing can be sent")
    screen.command("branch")
    screen.see("Only a lab can go on another way")
    screen.command("goto 99999")
    screen.see("99999")
    screen.key("escape", "escape")
    screen.see("1 of 1 registered", "CoA2", "BU 19855")
    screen.key("q")
    screen.see_restored(0)


def none(screen):
    """What is no capture never gets a screen."""
    path = screen.path("text")
    with open(path, "w", encoding="utf-8") as file:
        file.write("This is no capture.\n")
    screen.start("open", path)
    screen.see("careof:", "ended with 65.")
    screen.start("open", screen.path("nowhere"))
    screen.see("nowhere", "ended with 66.")
    screen.start("open", "/tmp")
    screen.see("/tmp", "ended with 66.")


def watched(screen):
    """What passes an interface is shown as it passes, and only looked at."""
    # A network of its own: a loopback interface over which the frames of the capture go again and again.
    sender = screen.path("sender.py")
    with open(sender, "w", encoding="utf-8") as file:
        file.write(f"""
import socket, struct, time
octets = open({UMIP!r}, "rb").read()
order = "<" if octets[:4] in (b"\\xd4\\xc3\\xb2\\xa1", b"\\x4d\\x3c\\xb2\\xa1") else ">"
frames, place = [], 24
while place < len(octets):
    size = struct.unpack(order + "I", octets[place + 8:place + 12])[0]
    frames.append(octets[place + 16:place + 16 + size])
    place += 16 + size
port = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
port.bind(("lo", 0))
while True:
    for frame in frames:
        port.send(frame)
    time.sleep(0.5)
""")
    screen.start("watch", "-i", "lo", before=f"unshare --net --kill-child --fork bash -c 'ip link set lo up; "
                                             f"python3 {sender} & \"$@\"; kill $!' watching")
    screen.see("careof capture lo", "live", "HoA 2001:db8:1::1234", "1 of 1 registered", "BU 19855")
    screen.key("D")
    screen.see("nothing can be sent")
    screen.key("q")
    screen.see_restored(0)


def written(screen):
    """Whatever can be written is written, once, and tools of others read it; a recording opens and goes on."""
    screen.start("lab")
    screen.see("0 of 3 registered")
    screen.key("b")
    screen.see("3 of 3 registered")
    screen.key("w")
    screen.see("Write a file")
    screen.key("enter")
    screen.see(":write recording careof.careof")
    screen.key("escape")
    screen.see_no(":write recording")
    for kind, ending in [("recording", "careof"), ("pcapng", "pcapng"), ("pcap", "pcap"), ("ladder", "txt"),
                         ("mermaid", "mmd"), ("svg", "svg"), ("csv", "csv"), ("json", "json")]:
        screen.command(f"write {kind} {screen.path('out.' + ending)}")
        screen.see(f"out.{ending}: ", "octets")
    screen.command(f"write svg {screen.path('out.svg')}")
    screen.see("is there already")
    screen.key("q")
    screen.see("Quit with live bindings")
    screen.key("tab", "enter")
    screen.see_restored(0)
    for ending in ("pcapng", "pcap"):
        seen = subprocess.run(["tshark", "-n", "-r", screen.path("out." + ending)], capture_output=True, text=True)
        if "Binding Update" not in seen.stdout or "Binding Acknowledgement" not in seen.stdout:
            raise Failure(f"tshark does not read out.{ending}: {seen.stdout}{seen.stderr}")
    # The comments of pcapng say what each message is, and why it was sent.
    comments = subprocess.run(["tshark", "-n", "-r", screen.path("out.pcapng"), "-T", "fields", "-e", "frame.comment"],
                              capture_output=True, text=True).stdout
    if "BU " not in comments or "BID 1" not in comments or "R-" not in comments:
        raise Failure(f"tshark reads no such comments: {comments}")
    xml.dom.minidom.parse(screen.path("out.svg"))
    drawn = subprocess.run(["rsvg-convert", "-o", screen.path("out.png"), screen.path("out.svg")], capture_output=True,
                           text=True)
    with open(screen.path("out.png"), "rb") as file:
        picture = file.read()
    if drawn.returncode != 0 or drawn.stderr or len(picture) < 5000 or picture[:4] != b"\x89PNG":
        raise Failure(f"out.svg is not drawn: {drawn.stderr}")
    with open(screen.path("out.json"), encoding="utf-8") as file:
        if len([row for row in json.load(file) if row["table"] == "cache"]) != 3:
            raise Failure("out.json has not three bindings at the agent")
    # It stands where it was written, and goes on from there.
    screen.start("open", screen.path("out.careof"))
    screen.see("careof lab", "PAUSED", "3 of 3 registered")
    screen.key("p")
    screen.see_no("PAUSED")
    screen.key("q")
    screen.see("Quit with live bindings")
    screen.key("tab", "enter")
    screen.see_restored(0)


def recorded(screen):
    """What is recorded as it goes on is there after a death that nobody could prepare for."""
    path = screen.path("run.careof")
    screen.start("lab")
    screen.see("0 of 3 registered")
    screen.command(f"record {path}")
    screen.see("record off ends it")
    screen.key("b")
    screen.see("3 of 3 registered")
    os.kill(screen.pid(), 9)
    screen.see("ended with 137.")
    screen.shell("reset")
    screen.start("open", path)
    screen.see("careof lab", "PAUSED", "3 of 3 registered")
    screen.key("q")
    screen.see("Quit with live bindings")
    screen.key("tab", "enter")
    screen.see_restored(0)
    with open(path, "r+b") as file:
        file.seek(8)
        file.write(b"\x63")
    screen.start("open", path)
    screen.see("a recording of version 99", "ended with 65.")
