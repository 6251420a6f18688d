"""How fast the console answers, and what it costs. Each figure is judged; the exit status is 1 when one misses its goal.

    python3 Tests/Terminals/bench.py CAREOF

The program has a pseudo-terminal and nobody in between, so that what is measured is the program: when its octets are
there, not when an emulator has drawn them.
"""

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time

CAREOF = sys.argv[1]
FAILED = []


def judge(what, seen, goal, unit):
    good = seen <= goal
    print(f"  {'✔' if good else '✘'} {what}: {seen:.2f} {unit} (goal: at most {goal:g})", flush=True)
    if not good:
        FAILED.append(what)


class Program:
    """A program on a pseudo-terminal of a size."""

    def __init__(self, *command, columns, rows):
        self.begun = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            size = struct.pack("HHHH", rows, columns, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            names = ("PATH", "HOME")
            environment = {name: os.environ[name] for name in names if name in os.environ}
            environment.update(TERM="xterm-256color", LC_ALL="C.UTF-8", XDG_CONFIG_HOME="/nonexistent")
            os.execvpe(command[0], command, environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.process, signal.SIGKILL)
        os.close(self.terminal)
        os.waitpid(self.process, 0)

    def read(self, patience):
        """What there is, waiting so many seconds for it; nothing: it stayed silent."""
        if not select.select([self.terminal], [], [], patience)[0]:
            return b""
        try:
            return os.read(self.terminal, 1 << 20)
        except OSError:
            raise SystemExit("the program ended")

    def until_silent(self, quiet):
        """Reads until it is silent so long; the octets, and when the last of them were there."""
        octets = b""
        last = None
        while part := self.read(quiet):
            last = time.perf_counter()
            octets += part
        return octets, last

    def for_seconds(self, seconds):
        """Reads for so long; how many octets came."""
        end = time.perf_counter() + seconds
        count = 0
        while (rest := end - time.perf_counter()) > 0:
            count += len(self.read(rest))
        return count

    def key(self, octets):
        os.write(self.terminal, octets)

    def entries(self):
        """How many entries the journal has had: the number of the last one, of a screen painted anew."""
        self.key(b"\x0c")
        octets, _ = self.until_silent(0.05)
        text = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][0-9A-Z]", b" ", octets).decode(errors="replace")
        return max((int(number) for number in re.findall(r"(\d{4,8}) +[\d.]+ +(?:mn1|ha1)", text)), default=0)

    def processor_time(self):
        """Seconds on a processor so far."""
        with open(f"/proc/{self.process}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[0]) / 1e9

    def memory(self):
        """The most that was resident, in MB."""
        with open(f"/proc/{self.process}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))


def scenario(folder, accesses, lifetime):
    """A scenario in which so many accesses register by themselves, and are refreshed."""
    path = os.path.join(folder, f"accesses-{accesses}.toml")
    with open(path, "w", encoding="utf-8") as file:
        file.write('title = "Many accesses"\nteaches = "What the console costs."\nprofiles = ["rfc5648"]\n'
                   f'[node]\nregister = "automatic"\nlifetime = {lifetime}\n'
                   f'[[agent]]\nbindings-per-node = {accesses}\n')
        for number in range(accesses):
            file.write(f'[[interface]]\nname = "if{number + 1}"\nlink = "{"abc"[number % 3]}"\nbid = {number + 1}\n')
        file.write('[[expect]]\nat = 3.0\nthat = "binding"\nbid = 1\nstate = ["registered"]\n')
    return path


def run_until(program, entries):
    """Lets the lab run a thousand times as fast until so many entries have passed, then stands still."""
    end = time.monotonic() + 120
    while True:
        program.for_seconds(0.5)
        program.key(b"p")
        program.until_silent(0.2)
        seen = program.entries()
        if seen >= entries:
            return seen
        if time.monotonic() > end:
            raise SystemExit(f"only {seen} entries in two minutes")
        program.key(b"p")


def keys(folder):
    """From a key to the last octet of its frame. Time stands still in the lab, so that every octet is an answer."""
    print("keys: 64 bindings, 100,000 journal entries, 200×60")
    path = scenario(folder, 64, 4)
    with Program(CAREOF, "lab", "--scenario", path, "--speed", "1000", columns=200, rows=60) as program:
        run_until(program, 100_000)
        # Panes, rows, pages, zoom, help and its end, marks, both ends of a list, the filter.
        pressed = [b"\t", b"\x1bOB", b"\x1bOB", b"\x1bOA", b"\x1b[6~", b"\x1b[5~", b"z", b"z", b"\x1bOB", b" "]
        times = []
        silent = 0
        before = program.processor_time()
        for step in range(600):
            begun = time.perf_counter()
            program.key(pressed[step % len(pressed)])
            _, last = program.until_silent(0.03)
            if last is None:
                silent += 1
            else:
                times.append((last - begun) * 1000)
        times.sort()
        print(f"    {len(times)} keys that changed the screen, {silent} that had nothing to change; "
              f"median {statistics.median(times):.2f} ms, "
              f"{(program.processor_time() - before) / 600 * 1000:.2f} ms of processor each")
        if len(times) < 300:
            raise SystemExit("keys changed nothing")
        judge("key to screen, 99th percentile", times[len(times) * 99 // 100], 5, "ms")


def first_frame(*command, mark):
    """From the start of a program until the line with its keys is painted, in milliseconds."""
    with Program(*command, columns=120, rows=40) as program:
        octets = b""
        while mark not in octets:
            part = program.read(10)
            if not part:
                raise SystemExit(f"{command[0]} paints no {mark}")
            octets += part
        return (time.perf_counter() - program.begun) * 1000


def start():
    """First frames beside those of btop, one after the other."""
    print("start: 120×40, 30 times, btop in between")
    ours, theirs = [], []
    for _ in range(30):
        ours.append(first_frame(CAREOF, mark=b"quit"))
        theirs.append(first_frame("btop", mark=b"select"))
    goal = statistics.median(theirs)
    judge("first frame, median, beside btop's", statistics.median(ours), round(goal, 2), "ms")


def idle(folder):
    """Nobody presses anything; ten bars drain."""
    print("idle: ten lifetimes of 60 s draining, 120×40, 20 s")
    with Program(CAREOF, "lab", "--scenario", scenario(folder, 10, 60), columns=120, rows=40) as program:
        program.for_seconds(4)
        before, begun = program.processor_time(), time.perf_counter()
        octets = program.for_seconds(20)
        passed = time.perf_counter() - begun
        judge("processor", (program.processor_time() - before) / passed * 100, 0.3, "% of a core")
        judge("to the terminal", octets / passed / 1000, 2, "KB/s")


def memory(folder):
    print("memory: 64 bindings, 1,000,000 journal entries have passed, 200×60")
    path = scenario(folder, 64, 4)
    with Program(CAREOF, "lab", "--scenario", path, "--speed", "1000", columns=200, rows=60) as program:
        passed = run_until(program, 1_000_000)
        judge(f"resident at most, after {passed} entries", program.memory(), 64, "MB")


with tempfile.TemporaryDirectory(prefix="careof-bench-") as scratch:
    keys(scratch)
    start()
    idle(scratch)
    memory(scratch)
sys.exit(1 if FAILED else 0)
