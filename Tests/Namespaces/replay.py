"""Sends the Binding Updates of a capture again, octet for octet, from this namespace.

    replay.py CAPTURE DEVICE
"""

import socket
import struct
import sys


def packets(octets):
    """The IPv6 packets of a pcap file of Ethernet frames."""
    offset = 24
    while offset + 16 <= len(octets):
        length = struct.unpack_from("<I", octets, offset + 8)[0]
        frame = octets[offset + 16:offset + 16 + length]
        offset += 16 + length
        if frame[12:14] == b"\x86\xdd":
            yield frame[14:]


def main():
    count = 0
    sender = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
    with open(sys.argv[1], "rb") as file:
        octets = file.read()
    for packet in packets(octets):
        # Destination options with a Home Address option, then a Mobility Header of type 5.
        if packet[6] == 60 and packet[40] == 135:
            header = packet[40 + 8 * (packet[41] + 1):]
            if header[2] == 5:
                sender.sendto(packet, (socket.inet_ntop(socket.AF_INET6, packet[24:40]), 0))
                count += 1
    print(count)


if __name__ == "__main__":
    main()
