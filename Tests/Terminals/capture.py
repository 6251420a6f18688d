"""Captures on the screen: another implementation's, a cut one, and what is none."""

import os

from screen import ROOT

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
