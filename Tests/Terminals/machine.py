"""A node on a machine of its own, a network namespace: what its kernel knows of links and addresses is on the screen."""


def facts(screen):
    """MTU, link-layer addresses, router, lifetimes, a temporary address, a cable that is out."""
    state = screen.path("state")
    path = screen.path("node.toml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"""
role = "mobile-node"
profile = "rfc5648"
home-address = "2001:db8:1::100/64"
home-agent = "2001:db8:1::1"
register = "manual"
probe-interval = 0
state = "{state}"
[[interface]]
name = "eth*"
[authentication]
none = true
""")
    setup = screen.path("setup")
    with open(setup, "w", encoding="utf-8") as file:
        file.write("""
ip link set lo up
ip link add eth0 mtu 1400 address 02:00:5e:00:53:10 type veth peer name far0
ip link add eth1 type veth peer name far1
ip link set eth0 up; ip link set far0 up; ip link set eth1 up
ip -6 addr add 2001:db8:a::100/64 dev eth0 nodad valid_lft 500000 preferred_lft 200000
ip -6 addr add 2001:db8:a::200/64 dev eth0 nodad valid_lft 500000 preferred_lft 0
ip -6 route add default via fe80::1 dev eth0
ip -6 neigh add fe80::1 lladdr 02:00:5e:00:53:01 dev eth0
"$@"
""")
    screen.start("node", "--config", path, before=f"unshare --net bash {setup}")
    screen.see("careof node", "0 of 2 registered", "q quit")
    screen.command("pane interfaces")
    screen.key("z")
    screen.see("MTU 1400  02:00:5e:00:53:10", "router fe80::1  02:00:5e:00:53:01", "no carrier",
               "valid 5 d, preferred 55 h", "switched off", "deprecated")
    screen.key("down", "z", "enter", "z")
    screen.see("Why ── Interface", "link    MTU 1400", "router  fe80::1")
    screen.see("2001:db8:a::100/64, preferred, valid", "2001:db8:a::200/64, deprecated, valid")
    screen.key("q")
    screen.see_restored(0)
