"""A measurement goes before whatever else the machine does; all that is compared in it is of the same rank."""

import os


def take_precedence():
    """For this process and those that it starts; where the kernel shares out processors by session, for the session too.
    Without the right to it nothing changes."""
    try:
        os.setsid()
    except PermissionError:
        # It leads a session already, or a group of processes.
        pass
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -20)
        with open("/proc/self/autogroup", "w", encoding="ascii") as file:
            file.write("-20")
    except OSError:
        pass
