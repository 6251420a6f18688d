"""Configurations of the node and the agent in the test bed."""

import os

from testbed import AGENT, HOME, HOME_ADDRESS


def write(bed, name, text):
    path = f"{bed.folder}/{name}"
    with open(path, "w") as file:
        file.write(text)
    return path


def key(bed, name="mn.key", octets="a key of both"):
    path = write(bed, name, octets + "\n")
    os.chmod(path, 0o600)
    return path


def node(bed, name="node.toml", role="mobile-node", extra="", security='spi = 256\nkey-file = "mn.key"',
         lifetime=60, return_home="both", profile="rfc5648", home_address=HOME_ADDRESS, state="mn", kernel=""):
    key(bed)
    return write(bed, name, f"""
role = "{role}"
profile = "{profile}"
home-address = "{home_address}/64"
home-agent = "{AGENT}"
lifetime = {lifetime}
return-home = "{return_home}"
state = "{bed.folder}/{state}"
{extra}
[[interface]]
name = "eth0"
bid = 1
priority = 10
[[interface]]
name = "eth1"
bid = 2
priority = 20
[[interface]]
name = "eth2"
bid = 3
priority = 30
[[interface]]
name = "home0"
bid = 4
[authentication]
{security}
{kernel}
""")


def agent(bed, name="agent.toml", profile="rfc5648", extra="", nodes=None, only_router=True):
    key(bed)
    nodes = nodes or f"""
[[node]]
home-address = "{HOME_ADDRESS}"
authentication = {{ spi = 256, key-file = "mn.key" }}
"""
    return write(bed, name, f"""
role = "home-agent"
profile = "{profile}"
interface = "home0"
address = "{AGENT}"
home-prefix = "{HOME}/64"
only-router = {str(only_router).lower()}
state = "{bed.folder}/ha"
{extra}
{nodes}
""")
