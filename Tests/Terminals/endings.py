"""Whatever ends the program, or stops it for a while, leaves the terminal as it was."""

import os
import signal

from tour import begin, registered

FATAL = ["INT", "TERM", "HUP", "QUIT", "SEGV", "BUS", "ILL", "TRAP", "FPE", "ABRT", "SYS"]


def signals(screen):
    for name in FATAL:
        number = getattr(signal, "SIG" + name)
        screen.shell("clear")
        begin(screen)
        os.kill(screen.pid(), number)
        # A shell says the same of a process that a signal ended.
        screen.see_restored(128 + number)
        screen.shell("stty sane; clear")
        screen.see_no("ended with")


def stop_and_continue(screen):
    begin_with_job_control(screen)
    registered(screen)
    before = screen.text()
    screen.key("ctrl-z")
    screen.see("Stopped")
    if screen.state() != "0 1 0":
        raise AssertionError(f"alternate screen, cursor, mouse are {screen.state()} while it is stopped")
    screen.shell("echo still here")
    screen.see("still here")
    screen.shell("fg")
    screen.see("3 of 3 registered", "quit")
    if before.split("\n")[0].split()[0] not in screen.text():
        raise AssertionError("the screen did not come back")
    screen.key("D")
    screen.see("[ Cancel ]")
    screen.key("escape")
    screen.see_no("Cancel")
    # The same, asked for by somebody else.
    os.kill(screen.pid(), signal.SIGTSTP)
    screen.see("Stopped")
    screen.shell("fg")
    screen.see("3 of 3 registered", "quit")
    screen.key("q")
    screen.see("Quit with live bindings")
    screen.key("tab", "enter")
    screen.see("was here")
    if screen.state() != "0 1 0":
        raise AssertionError(f"alternate screen, cursor, mouse are {screen.state()} after the end")


def begin_with_job_control(screen):
    from screen import CAREOF
    screen.shell(f"clear; echo was here; {CAREOF}")
    screen.see("careof", "quit")
