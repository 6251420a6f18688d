"""A terminal of tmux with a shell in it, as a person has it: keys go in, a screen comes out.

Nothing waits for a time to pass: everything waits for what should be seen, with a bound.
"""

import itertools
import os
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CAREOF = os.environ.get("CAREOF", os.path.join(ROOT, ".build/debug/careof"))

# What a person waits before something is broken; machines that test are slow at times.
PATIENCE = float(os.environ.get("CAREOF_PATIENCE", "20"))

# Names that tmux has for keys.
KEYS = {"enter": "Enter", "escape": "Escape", "tab": "Tab", "space": "Space", "up": "Up", "down": "Down",
        "left": "Left", "right": "Right", "page-up": "PageUp", "page-down": "PageDown", "home": "Home", "end": "End",
        "backspace": "BSpace", "f1": "F1", "ctrl-c": "C-c", "ctrl-l": "C-l", "ctrl-z": "C-z", "back-tab": "BTab"}


class Failure(Exception):
    pass


class Screen:
    """One terminal; `with` closes it."""

    numbers = itertools.count()

    def __init__(self, columns=120, rows=40, term="tmux-256color", environment=None):
        self.socket = f"careof-{os.getpid()}-{next(Screen.numbers)}"
        self.folder = tempfile.TemporaryDirectory(prefix="careof-terminal-", ignore_cleanup_errors=True)
        # These have one screen only, and what was on it before is gone.
        self.has_alternate_screen = term not in ("vt100", "linux")
        # A home with nothing in it: no configuration of whoever runs the tests may count.
        variables = {"HOME": self.folder.name, "LC_ALL": "C.UTF-8", "PS1": "$ ", "COLORTERM": "", "HISTFILE": "",
                     "SWIFT_BACKTRACE": "enable=no"}
        variables.update(environment or {})
        shell = ["env", "-u", "NO_COLOR", "-u", "XDG_CONFIG_HOME", "-u", "CAREOF_THEME", "-u", "TMUX"]
        shell += [f"{name}={value}" for name, value in variables.items()]
        shell += [f"TERM={term}", "bash", "--norc", "--noprofile"]
        self.tmux("-f", "/dev/null", "-u", "new-session", "-d", "-x", str(columns), "-y", str(rows), *shell)
        self.tmux("set", "-g", "status", "off")
        self.tmux("set", "-g", "escape-time", "0")
        self.tmux("set", "-g", "window-size", "manual")
        self.wait(lambda text: text.startswith("$"), "a prompt")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], stderr=subprocess.DEVNULL, timeout=PATIENCE)
        self.folder.cleanup()

    def tmux(self, *arguments):
        done = subprocess.run(["tmux", "-L", self.socket, *arguments], capture_output=True, text=True,
                              timeout=PATIENCE)
        if done.returncode != 0:
            raise Failure(f"tmux {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def path(self, name):
        return os.path.join(self.folder.name, name)

    # Seeing

    def text(self):
        return self.tmux("capture-pane", "-p")

    def lines(self):
        return self.text().split("\n")

    def coloured(self):
        """The screen with its escape sequences."""
        return self.tmux("capture-pane", "-p", "-e")

    def state(self):
        """What a program can leave behind: the alternate screen, a hidden cursor, the mouse."""
        return self.tmux("display-message", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}").strip()

    def wait(self, condition, what):
        """Waits until the screen meets a condition, and gives the screen."""
        end = time.monotonic() + PATIENCE
        while True:
            text = self.text()
            if condition(text):
                return text
            if time.monotonic() > end:
                raise Failure(f"waited for {what}, and saw\n{text}")
            time.sleep(0.01)

    def settled(self, part=lambda text: text):
        """The screen once it, or a part of it, has been the same for a while."""
        text, since = self.text(), time.monotonic()
        end = since + PATIENCE
        while time.monotonic() < min(since + 0.3, end):
            time.sleep(0.02)
            now = self.text()
            if part(now) != part(text):
                since = time.monotonic()
            text = now
        return text

    def see(self, *words):
        return self.wait(lambda text: all(word in text for word in words), " and ".join(map(repr, words)))

    def see_no(self, *words):
        return self.wait(lambda text: not any(word in text for word in words), "no " + ", ".join(map(repr, words)))

    # Doing

    def type(self, text):
        self.tmux("send-keys", "-l", "--", text)

    def key(self, *names):
        for name in names:
            self.tmux(*self.keys([name]))

    def command(self, text):
        """The `:` line."""
        self.key(":")
        self.type(text)
        self.key("enter")

    @staticmethod
    def keys(names):
        """The command of tmux that presses keys."""
        words = []
        for name in names:
            words += [KEYS[name]] if name in KEYS else [name] if len(name) == 1 else list(name)
        return ["send-keys", *words]

    def together(self, commands):
        """Many commands of tmux in one go."""
        words = []
        for command in commands:
            words += [*command, ";"]
        self.tmux(*words)

    def shell(self, line):
        self.type(line)
        self.key("enter")

    def resize(self, columns, rows):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    # The program

    def start(self, *arguments, before=""):
        """Starts careof in a way that keeps what the terminal was like before and after."""
        command = " ".join([before, CAREOF, *arguments]).strip()
        script = self.path("start")
        with open(script, "w", encoding="utf-8") as file:
            file.write(f"trap : INT\nstty -a > {self.path('before')}\n{command}\n"
                       f"status=$?\nstty -a > {self.path('after')}\necho ended with $status.\n")
        self.shell(f"clear; echo was here; . {script}")

    def pid(self):
        """The process of careof."""
        done = subprocess.run(["pgrep", "-P", self.tmux("display-message", "-p", "#{pane_pid}").strip(), "-x",
                               os.path.basename(CAREOF)[:15]], capture_output=True, text=True, timeout=PATIENCE)
        if not done.stdout.strip():
            raise Failure("careof does not run")
        return int(done.stdout.split()[0])

    def see_restored(self, status=None):
        """Waits for the end, and compares the terminal with what it was before."""
        text = self.see("ended with", *(["was here"] if self.has_alternate_screen else []))
        if self.state() != "0 1 0":
            raise Failure(f"alternate screen, cursor, mouse are {self.state()} after the end\n{text}")
        with open(self.path("before"), encoding="utf-8") as file:
            before = file.read()
        with open(self.path("after"), encoding="utf-8") as file:
            after = file.read()
        # The first line has the size, which whoever resizes the terminal changes.
        if before.split("\n")[1:] != after.split("\n")[1:]:
            raise Failure(f"stty -a before\n{before}\nand after\n{after}")
        if status is not None and f"ended with {status}." not in text:
            raise Failure(f"it should have ended with {status}\n{text}")
        return text
