"""What a mobile node with three bindings costs while nothing happens, without a screen and with one.

    idle.py CAREOF [SECONDS]

Probes are off and no router advertises: nobody sends anything, so whatever wakes the program up is its own doing.
"""

import os
import shutil
import signal
import sys
import time

import configuration
from screen import Screen
from steps import start
from testbed import CORRESPONDENT, Bed, Careof, Failure, run, wait_until

QUIET = "probe-interval = 0"


def cost(process, seconds):
    """Wake-ups of all threads a second, and the part of a processor they took, in percent."""
    def counts():
        wakes, nanoseconds = 0, 0
        for task in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{task}/status", encoding="ascii") as file:
                wakes += sum(int(line.split()[1]) for line in file if line.startswith("voluntary"))
            with open(f"/proc/{process}/task/{task}/schedstat", encoding="ascii") as file:
                nanoseconds += int(file.read().split()[0])
        return wakes, nanoseconds
    before, begin = counts(), time.monotonic()
    time.sleep(seconds)
    after, passed = counts(), time.monotonic() - begin
    return (after[0] - before[0]) / passed, (after[1] - before[1]) / passed / 1e7


def main():
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    bed = Bed(sys.argv[1])
    failed = False

    def judge(name, value, bound, unit):
        nonlocal failed
        failed = failed or value > bound
        print(f"{'ok  ' if value <= bound else 'MISS'} {name}: {value:.3f} {unit}, at most {bound}", flush=True)

    try:
        bed.build()
        # Advertisements would be news.
        for process in bed.processes:
            if "radvd" in process.args:
                process.send_signal(signal.SIGTERM)
                process.wait(5)
        bed.sysctl("mn", "net.ipv6.conf.eth0.accept_ra=0")
        run(f"ip -n {bed.name('mn')} -6 address flush dev eth0 scope global")
        bed.by_hand(1)
        agent = Careof(bed, "agent", ["agent", "--headless", "--config", configuration.agent(bed)],
                       f"{bed.folder}/agent.log")
        agent.wait("the agent runs", kind="started")
        node = start(bed, extra=QUIET, lifetime=600)
        # The neighbours that were asked for settle.
        time.sleep(12)
        wakes, processor = cost(bed.careof_pid(node), seconds)
        judge("node with three bindings, without a screen: wake-ups a second", wakes, 0.2, "")
        judge("    processor", processor, 0.01, "% of a core")
        wakes, processor = cost(bed.careof_pid(agent), seconds)
        judge("its agent: wake-ups a second", wakes, 0.2, "")
        judge("    processor", processor, 0.01, "% of a core")
        node.end()
        screen = Screen(bed, configuration.node(bed, extra=QUIET, lifetime=600))
        wait_until("the tunnel", lambda: bed.way("mn", CORRESPONDENT).startswith("careof"))
        time.sleep(12)
        wakes, processor = cost(screen.process, seconds)
        judge("with a screen of 120x40: wake-ups a second", wakes, 2, "")
        judge("    processor", processor, 0.3, "% of a core")
        screen.end()
        agent.end()
    except Failure as failure:
        print(f"idle: {failure}, logs in {bed.folder}")
        failed = True
    bed.close()
    shutil.rmtree(bed.folder, ignore_errors=True)
    sys.exit(1 if failed else 0)


main()
