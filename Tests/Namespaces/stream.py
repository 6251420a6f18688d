"""A TCP stream of numbered records, echoed, so that loss, order and the largest gap can be told.

    stream.py serve PORT
    stream.py send ADDRESS PORT SECONDS [MARK]
"""

import socket
import sys
import time


def serve(port):
    listener = socket.socket(socket.AF_INET6)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("::", port))
    listener.listen()
    print("ready", flush=True)
    while True:
        peer, _ = listener.accept()
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while octets := peer.recv(65536):
            peer.sendall(octets)
        peer.close()


def send(address, port, seconds, mark):
    stream = socket.socket(socket.AF_INET6)
    if mark:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, mark)
    stream.settimeout(15)
    stream.connect((address, port))
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    end = time.monotonic() + seconds
    number, gap, last = 0, 0.0, time.monotonic()
    while time.monotonic() < end:
        record = number.to_bytes(8, "big") + bytes(5992)
        stream.sendall(record)
        echo = b""
        while len(echo) < len(record):
            part = stream.recv(len(record) - len(echo))
            if not part:
                sys.exit("the stream ended")
            echo += part
        if echo != record:
            sys.exit(f"record {number} came back as another")
        now = time.monotonic()
        gap, last, number = max(gap, now - last), now, number + 1
        time.sleep(0.002)
    print(number, f"{gap * 1000:.1f}", stream.getsockname()[0], flush=True)


if sys.argv[1] == "serve":
    serve(int(sys.argv[2]))
else:
    send(sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]) if len(sys.argv) > 5 else 0)
