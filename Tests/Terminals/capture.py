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
