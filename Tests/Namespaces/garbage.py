"""A flood of rubbish: Mobility Headers with random octets, of every type, some forged to look like Binding Updates and
Acknowledgements, some with destination options or routing headers. Says how many packets left, in how many seconds,
and how many of those it had nothing to do, because as many a second as are wanted had left.

    garbage.py DESTINATION HOME-ADDRESS PACKETS PACKETS-A-SECOND
"""

import ctypes
import os
import random
import socket
import sys
import time

destination, home = sys.argv[1], socket.inet_pton(socket.AF_INET6, sys.argv[2])
wanted, pace = int(sys.argv[3]), int(sys.argv[4])
target = socket.inet_pton(socket.AF_INET6, destination)
chance = random.Random(int(os.environ.get("SEED", "1")))


def packet(number):
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
    return header + source + target + payload


class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_char_p), ("length", ctypes.c_size_t)]


class Header(ctypes.Structure):
    """struct msghdr."""
    _fields_ = [("name", ctypes.c_char_p), ("name_length", ctypes.c_uint32), ("pieces", ctypes.POINTER(Piece)),
                ("count", ctypes.c_size_t), ("control", ctypes.c_void_p), ("control_length", ctypes.c_size_t),
                ("flags", ctypes.c_int)]


class Message(ctypes.Structure):
    """struct mmsghdr."""
    _fields_ = [("header", Header), ("sent", ctypes.c_uint)]


packets = [packet(number) for number in range(500)]
pieces = [Piece(octets, len(octets)) for octets in packets]
# struct sockaddr_in6.
address = socket.AF_INET6.to_bytes(2, sys.byteorder) + bytes(6) + target + bytes(4)
messages = (Message * len(packets))(
    *[Message(Header(address, 28, ctypes.pointer(piece), 1, None, 0, 0), 0) for piece in pieces])
library = ctypes.CDLL(None, use_errno=True)
sender = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
# Not faster than what is asked for; a machine that is busy is slower, and then this never rests.
begin, count, rested = time.monotonic(), 0, 0.0
while count < wanted and time.monotonic() - begin < 30:
    early = count / pace - (time.monotonic() - begin)
    if early > 0:
        time.sleep(early)
        rested += early
        continue
    count += max(0, library.sendmmsg(sender.fileno(), messages, len(packets), 0))
print(count, round(time.monotonic() - begin, 3), round(rested, 3))
