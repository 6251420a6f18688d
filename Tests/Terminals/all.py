"""Runs what is asked for, or everything; tells what was seen where it was not what should be seen.

    python3 Tests/Terminals/all.py [NAME...]
"""

import os
import sys
import time

import capture
import endings
import kinds
import lesson
import machine
import tour
from screen import Screen

CASES = [
    ("the two-minute tour at 80×24", tour.two_minutes, dict(columns=80, rows=24)),
    ("the two-minute tour at 120×40", tour.two_minutes, dict(columns=120, rows=40)),
    ("the two-minute tour at 200×60", tour.two_minutes, dict(columns=200, rows=60)),
    *[(f"every key of the table at {columns}×{rows}", tour.keys, dict(columns=columns, rows=rows))
      for columns, rows in [(120, 40), (200, 60)]],
    ("read only", tour.read_only, {}),
    ("keys of one's own", tour.other_keys, {}),
    *[(f"TERM={kind} at {columns}×{rows}", kinds.kind, dict(columns=columns, rows=rows, term=kind))
      for kind in kinds.KINDS for columns, rows in kinds.SIZES],
    ("TERM=dumb is refused politely", kinds.dumb, dict(term="dumb")),
    ("no terminal is refused politely", kinds.no_terminal, {}),
    ("colours, and none where none are wanted", kinds.colours, {}),
    ("LANG=C", kinds.plain_ascii, dict(columns=80, rows=24, environment={"LC_ALL": "C"})),
    ("UTF-8", kinds.unicode_lines, {}),
    ("every fatal signal", endings.signals, {}),
    ("Ctrl-Z and fg", endings.stop_and_continue, {}),
    ("a capture of another implementation", capture.opened, dict(columns=120, rows=40)),
    ("a capture that is cut off", capture.cut, dict(columns=120, rows=40)),
    ("a capture through a pipe", capture.piped, dict(columns=120, rows=40)),
    ("a capture goes back", capture.past, dict(columns=120, rows=40)),
    ("what is no capture", capture.none, {}),
    ("a lesson of one's own", lesson.told, dict(columns=100, rows=30)),
    ("every kind of file", capture.written, dict(columns=120, rows=40)),
    ("a recording that is cut by death", capture.recorded, dict(columns=120, rows=40)),
    *([("watching an interface", capture.watched, dict(columns=120, rows=40)),
       ("links and addresses of a machine", machine.facts, dict(columns=100, rows=30))] if os.geteuid() == 0 else []),
    ("random keys in every size", kinds.every_size, {}),
]


def main(names):
    failures = []
    for name, case, options in CASES:
        if names and not any(wanted in name for wanted in names):
            continue
        begun = time.monotonic()
        try:
            with Screen(**options) as screen:
                case(screen)
            print(f"✔ {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        except Exception as failure:
            failures.append(f"✘ {name}: {type(failure).__name__}: {failure}")
            print(failures[-1], flush=True)
    # Once more at the end, where a log that was cut still has them.
    print("\n".join([f"terminals: {len(failures)} failed", *failures]) if failures
          else "terminals: all as they should be")
    return 1 if failures else 0


sys.exit(main(sys.argv[1:]))
