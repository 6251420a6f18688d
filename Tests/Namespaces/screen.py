"""A node with a screen, and somebody before it."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time

class Screen:
    """A node with its console on a terminal of 120×40. A process of its own reads what is drawn, and presses so many
    keys a second: the next pane, the next row; only in every second span of `PHASE` seconds of the monotonic clock."""

    PHASE = 0.2

    @classmethod
    def phase(cls, time):
        """The number of a span; in odd ones keys are pressed."""
        return int(time / cls.PHASE)

    def __init__(self, bed, configuration, keys=0):
        terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        # No session of its own: kernels that share out processors by session would give it another part of them.
        self.program = subprocess.Popen(
            ["ip", "netns", "exec", bed.name("mn"), bed.careof, "node", "--config", configuration], stdin=inside,
            stdout=inside, stderr=inside, env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})
        bed.processes.append(self.program)
        self.process = self.program.pid
        os.close(inside)
        self.user = os.fork()
        if self.user == 0:
            try:
                self.sit_at(terminal, keys)
            finally:
                # What the bed does at its end is the other process's.
                os._exit(0)
        os.close(terminal)

    def sit_at(self, terminal, keys):
        number, due = 0, time.monotonic()
        while True:
            while select.select([terminal], [], [], max(0, due - time.monotonic()) if keys else None)[0]:
                try:
                    os.read(terminal, 1 << 20)
                except OSError:
                    # The program ended.
                    return
            if Screen.phase(due) % 2 == 1:
                os.write(terminal, (b"\t", b"\x1bOB", b"\x1bOA")[number % 3])
                number += 1
            due += 1 / keys

    def drawing(self):
        """Seconds of a processor that the thread which draws has had."""
        with open(f"/proc/{self.process}/task/{self.process}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[0]) / 1e9

    def end(self):
        self.program.send_signal(signal.SIGTERM)
        self.program.wait(10)
        os.kill(self.user, 9)
        os.waitpid(self.user, 0)
