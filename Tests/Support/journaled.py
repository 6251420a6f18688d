"""What all tests with real processes share: a program in a namespace that writes its journal, one JSON object a line, and
takes commands."""

import json
import signal
import subprocess
import threading
import time


class Failure(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Failure(what)


def wait_until(what, condition, seconds=10.0):
    """Waits for something, with a bound; its value."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"not within {seconds} s: {what}")
        time.sleep(0.02)


class Journaled:
    # How many seconds anything that it does may take.
    patience = 10.0

    def __init__(self, namespace, command, log=None):
        """`log` is a file that gets all that it says; without one its errors are those of the test."""
        self.log = open(log, "ab") if log else None
        self.process = subprocess.Popen(["ip", "netns", "exec", namespace, *command],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        self.entries, self.marks = [], 0
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            if self.log:
                self.log.write(line)
                self.log.flush()
            self.entries.append(json.loads(line))

    def command(self, line):
        self.process.stdin.write((line + "\n").encode())
        self.process.stdin.flush()

    @property
    def mark(self):
        """Where the journal stands, when all that the program did and was told so far has been read of it."""
        self.marks += 1
        words = f"mark {self.marks}"
        try:
            self.command(f"note {words}")
        except (BrokenPipeError, ValueError):
            # It has ended, or is told to by the end of its input.
            self.process.wait(5)
        wait_until(words, lambda: self._read_of(0, kind="remark", text=words) or self.process.poll() is not None,
                   self.patience)
        if self.process.poll() is not None:
            # What an ended program said is all there is.
            self.reader.join(5)
        return len(self.entries)

    def find(self, since=0, **members):
        """Entries of what the program did so far with these members; a value that is a function judges."""
        self.mark
        return self._read_of(since, **members)

    def _read_of(self, since, **members):
        def fits(entry):
            return all(value(entry.get(key.replace("_", "-"))) if callable(value)
                       else entry.get(key.replace("_", "-")) == value for key, value in members.items())
        return [entry for entry in self.entries[since:] if fits(entry)]

    def wait(self, what, since=0, seconds=None, count=1, **members):
        def enough():
            if self.process.poll() is not None:
                raise Failure(f"it ended with {self.process.returncode} while waiting for: {what}")
            found = self._read_of(since, **members)
            return found if len(found) >= count else None
        try:
            return wait_until(what, enough, seconds or self.patience)
        except Failure as failure:
            raise Failure("\n".join([str(failure), *map(str, self.entries[-10:])])) from None

    def end(self, how=signal.SIGTERM, seconds=15):
        self.process.send_signal(how)
        return self.process.wait(seconds)


class JournaledStranger(Journaled):
    """A process of Tests/Namespaces/strangers.py; it ends with its input."""

    def end(self, how=None, seconds=15):
        self.process.stdin.close()
        return self.process.wait(seconds)

    def complaints(self):
        return self.find(event=lambda word: word in ("refused", "ignored", "tunnel-refused"))
