"""Reads a pcap capture of raw IPv6 packets with scapy and prints what it makes of each, one JSON object a line."""

import json
import sys

from scapy.layers.inet6 import *
from scapy.utils import PcapReader

MESSAGES = {
    MIP6MH_BRR: [],
    MIP6MH_HoTI: ["cookie"],
    MIP6MH_CoTI: ["cookie"],
    MIP6MH_HoT: ["index", "cookie", "token"],
    MIP6MH_CoT: ["index", "cookie", "token"],
    MIP6MH_BU: ["seq", "flags", "mhtime"],
    MIP6MH_BA: ["status", "flags", "seq", "mhtime"],
    MIP6MH_BE: ["status", "ha"],
}
OPTIONS = {
    MIP6OptBRAdvice: ["rinter"],
    MIP6OptAltCoA: ["acoa"],
    MIP6OptNonceIndices: ["hni", "coni"],
    MIP6OptBindingAuthData: ["authenticator"],
    MIP6OptMobNetPrefix: ["plen", "prefix"],
    MIP6OptMNID: ["subtype"],
    MIP6OptMsgAuth: ["subtype", "mspi", "authdata"],
}


def plain(value):
    """A field as JSON can hold it: octets in hexadecimal."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (int, str)):
        return value
    return int(value)


def fields(layer, names):
    found = {name: plain(getattr(layer, name)) for name in names}
    if "authenticator" in found:
        found["authenticator"] = "%024x" % found["authenticator"]
    found["type"] = layer.mhtype if hasattr(layer, "mhtype") else layer.otype
    return found


for packet in PcapReader(sys.argv[1]):
    octets = bytes(packet)
    packet = IPv6(octets)
    message = next((packet[kind] for kind in MESSAGES if kind in packet), None)
    if message is None:
        print("null")
        continue
    found = {"source": packet.src, "destination": packet.dst}
    found["message"] = fields(message, MESSAGES[type(message)])
    if HAO in packet:
        found["home_address"] = packet[HAO].hoa
    elif IPv6ExtHdrRouting in packet:
        found["home_address"] = packet[IPv6ExtHdrRouting].addresses[0]
    # Over octets that hold the right checksum the sum is zero. The home address stands for source or destination here:
    # scapy looks for it only where a Home Address option is alone in its header, without padding.
    between = IPv6(src=packet.src, dst=packet.dst)
    if HAO in packet:
        between.src = found["home_address"]
    elif IPv6ExtHdrRouting in packet:
        between.dst = found["home_address"]
    found["checksum"] = in6_chksum(135, between, octets[-8 * (message.len + 1) :])
    found["options"] = [
        fields(option, OPTIONS[type(option)])
        for option in getattr(message, "options", [])
        if type(option) in OPTIONS
    ]
    print(json.dumps(found))
