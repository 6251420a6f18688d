/// Commented configurations to begin with, one for each role.
public enum ExampleConfiguration: String, CaseIterable, Sendable {
    /// A mobile node.
    case node
    /// A mobile router.
    case router
    /// A home agent.
    case agent
    /// A correspondent node.
    case correspondent

    /// The file's text. It stands in no folder: the commands of the README put it where it belongs.
    public var text: String {
        switch self {
        case .node: Self.head + "role = \"mobile-node\"\n" + Self.body + Self.tail
        case .router: Self.head + "role = \"mobile-router\"\n" + Self.body + Self.network + Self.tail
        case .agent: Self.home
        case .correspondent: Self.peer
        }
    }

    private static let head = """
        # A mobile node of Mobile IPv6 with several care-of addresses (RFC 6275, RFC 5648).
        # careof check-config FILE reads it without doing anything; careof node --config FILE --dry-run says what would
        # be done on this machine.


        """

    private static let body = """
        # The wire format: "rfc5648", or "draft-06" of draft-ietf-monami6-multiplecoa.
        profile = "rfc5648"
        # The address that stays, with the length of the home link's prefix.
        home-address = "2001:db8:1::100/64"
        # Left out, home agents are looked for (RFC 6275 section 11.4.1).
        home-agent = "2001:db8:1::1"
        # The home agent's IPv4 address: then IPv4 addresses are care-of addresses too, behind a NAT by UDP (RFC 5555).
        # home-agent-ipv4 = "198.51.100.1"
        # Our UDP port, and whether UDP is asked for without a NAT as well, for networks that let nothing else pass.
        # udp-port = 4191
        # force-udp = false
        # Seconds asked for; bindings are refreshed before they run out.
        lifetime = 60
        # "automatic" follows the interfaces; with "manual" nothing leaves but by a person's hand.
        register = "automatic"
        # At home: "home-only", "visited-only", or "both" at once by the H flag.
        return-home = "both"
        # Milliseconds from one probe of each binding's path to the next: small echo requests to the home agent. After
        # four without an answer, while another path answers, packets take that one. 0: no probes.
        probe-interval = 200
        # For the ledger of what is changed in the kernel, and for what outlives a restart.
        state = "/var/lib/careof"

        # Interfaces in order; the first name that matches counts, * stands for anything. Others are left alone.
        # Without a bid one is chosen. Lower priorities are preferred (BID-PRI of RFC 6089).
        [[interface]]
        name = "eth*"
        priority = 10

        [[interface]]
        name = "wlan*"
        priority = 20

        # Flows: what matches leaves by this binding while it is registered; the first match counts. Beside protocol
        # and port of the far end: peer = "2001:db8:5::/64", and mark = 7 of nftables. A packet marked with the number
        # of a BID leaves by that BID without any rule.
        # [[flow]]
        # name = "voice"
        # protocol = 17
        # port = 5060
        # bid = 1

        """

    private static let network = """

        # The network behind the router (RFC 3963), and the interface that leads to it.
        [[prefix]]
        prefix = "2001:db8:f::/48"
        interface = "lan0"

        """

    private static let tail = """

        # RFC 4285: an SPI and a key shared with the home agent. The file holds the key in its first line, as text or
        # as hexadecimal digits behind 0x, and only its owner may read it. Without protection: none = true.
        [authentication]
        spi = 256
        key-file = "mn.key"

        # The choices where the texts are open, by the keys that the settings (v) of the console list; they begin as the
        # profile says.
        # [policy]
        # split-bulk = true

        # Numbers and names of ours in the kernel; these are the defaults.
        [kernel]
        table = 7000
        rule = 7100
        tunnel = "careof"
        # "kernel": devices of ip6_tunnel; "ours": TUN devices and this program; "automatic": what this kernel has.
        # "segment-routing": routes of the kernel, where it has no ip6_tunnel and much goes through. They need the rule
        # for local addresses moved from preference 0 to 1 as long as careof runs.
        tunnels = "automatic"

        """

    private static let home = """
        # A home agent of Mobile IPv6 for nodes with several care-of addresses (RFC 6275, RFC 5648).
        role = "home-agent"
        profile = "rfc5648"
        # The interface on the home link, the agent's address there, and the link's prefix.
        interface = "home0"
        address = "2001:db8:1::1"
        home-prefix = "2001:db8:1::/64"
        # The agent's IPv4 address on any interface: then nodes in IPv4-only networks reach it, by UDP port 4191 where a
        # NAT is between (RFC 5555).
        # ipv4-address = "198.51.100.1"
        # Whether no other router is on the home link: then a node at home may defend its address itself.
        only-router = false
        # The longest lifetime granted, in seconds.
        max-lifetime = 3600
        # Whether nodes that are not listed below are served; then [authentication] says how they are protected.
        serve-unlisted = false
        state = "/var/lib/careof"

        # The nodes that are served, each with the key it shares with this agent (RFC 4285) and the prefixes that may
        # be routed to it as a mobile router (RFC 3963).
        [[node]]
        home-address = "2001:db8:1::100"
        authentication = { spi = 256, key-file = "mn.key" }
        prefixes = ["2001:db8:f::/48"]

        # Packets towards nodes that a rule matches (their source in `peer`, their protocol, source port, or a mark of
        # the firewall) go by the binding with this BID, as long as a node has it; the first rule that matches counts.
        # All else goes by priority.
        # [[flow]]
        # name = "video"
        # peer = "2001:db8:5::/64"
        # protocol = 17
        # port = 5004
        # bid = 2

        [policy]
        mcoa = true
        bulk = true
        # Whether a node may ask for UDP where there is no NAT (force-udp); otherwise it gets status 144.
        forced-udp = true
        # The status for an unknown BID at deregistration: 133, 0 or 167. All other choices where the texts are open
        # can stand here too, by the keys that the settings (v) of the console list; they begin as the profile says.
        unknown-bid = 133

        [kernel]
        table = 7000
        rule = 7100
        tunnel = "careof"
        # "kernel": devices of ip6_tunnel; "ours": TUN devices and this program; "automatic": what this kernel has.
        tunnels = "automatic"

        """

    private static let peer = """
        # A correspondent node: mobile nodes prove to it by return routability that they own their addresses, and
        # register them (RFC 6275 section 9). Data goes straight to them where the kernel knows Mobile IPv6
        # (CONFIG_IPV6_MIP6); elsewhere it is signalling only, and data goes through the home agent.
        role = "correspondent"
        profile = "rfc5648"
        # An address of this machine.
        address = "2001:db8:5::5"
        # The longest lifetime granted, in seconds; 420 at most.
        max-lifetime = 420
        # Whether several care-of addresses of a node are registered.
        mcoa = true
        state = "/var/lib/careof"

        """
}
