// The rows of the table of mobility options, in two parts for the reader's sake.

extension MobilityOptionType {
    /// 0–28: padding, RFC 6275, mobile routers, authentication, enhanced route optimization, proxy mobility.
    static let rowsOfBasicOptions: [Row] = [
        Row(0, "Pad1", "pad1", "One octet of padding.", "RFC 6275 §6.2.2"),
        Row(1, "PadN", "padn", "Two or more octets of padding.", "RFC 6275 §6.2.3"),
        Row(
            2, "Binding Refresh Advice", "binding-refresh-advice",
            "When the home agent would like the next Binding Update.", "RFC 6275 §6.2.4",
            in: [.bindingAcknowledgement, .homeAgentSwitch]),
        Row(
            3, "Alternate Care-of Address", "alternate-care-of-address",
            "The care-of address to bind instead of the packet's source.", "RFC 6275 §6.2.5",
            in: [.bindingUpdate, .fastHandover]),
        Row(
            4, "Nonce Indices", "nonce-indices",
            "Which nonces the correspondent is to make the tokens from.", "RFC 6275 §6.2.6",
            in: .bindingUpdate),
        Row(
            5, "Binding Authorization Data", "binding-authorization-data",
            "Proves that the sender holds the tokens of the return routability procedure.", "RFC 6275 §6.2.7",
            in: [.bindingUpdate, .bindingAcknowledgement]),
        Row(
            6, "Mobile Network Prefix", "mobile-network-prefix", "A prefix behind a mobile router.",
            "RFC 3963 §4.3", in: .bindingUpdate),
        Row(
            7, "Mobility Header Link-Layer Address", "mobility-header-link-layer-address",
            "A link-layer address; code 2 is that of the mobile node.", "RFC 5568 §6.4.3",
            in: [.bindingUpdate, .fastHandover]),
        Row(
            8, "Mobile Node Identifier", "mobile-node-identifier",
            "Who the mobile node is, other than by its home address.", "RFC 4283 §3"),
        Row(
            9, "Mobility Message Authentication", "mobility-message-authentication",
            "Authenticates the message with a shared key.", "RFC 4285 §5",
            in: [.bindingUpdate, .bindingAcknowledgement]),
        Row(
            10, "Mobility Message Replay Protection", "mobility-message-replay-protection",
            "A timestamp that lets an old message be told from a new one.", "RFC 4285 §6",
            in: [.bindingUpdate, .bindingAcknowledgement]),
        Row(
            11, "CGA Parameters Request", "cga-parameters-request",
            "Asks for the parameters of a cryptographically generated address.", "RFC 4866 §5.1"),
        Row(
            12, "CGA Parameters", "cga-parameters",
            "Part of the parameters of a cryptographically generated address.", "RFC 4866 §5.2"),
        Row(
            13, "Signature", "signature",
            "A signature with the key of a cryptographically generated address.",
            "RFC 4866 §5.4"),
        Row(
            14, "Permanent Home Keygen Token", "permanent-home-keygen-token",
            "A home keygen token that stays.", "RFC 4866 §5.3"),
        Row(
            15, "Care-of Test Init", "care-of-test-init",
            "Asks for a care-of keygen token within a Binding Update.", "RFC 4866 §5.5"),
        Row(
            16, "Care-of Test", "care-of-test",
            "Gives a care-of keygen token within a Binding Acknowledgement.", "RFC 4866 §5.6"),
        Row(17, "DNS Update", "dns-update", "Asks the home agent to keep a DNS name.", "RFC 5026 §8.1"),
        Row(18, "Experimental", "experimental", "An option of an experiment.", "RFC 5096 §4"),
        Row(19, "Vendor Specific", "vendor-specific", "An option of one vendor.", "RFC 5094 §3"),
        Row(
            20, "Service Selection", "service-selection", "Which service the binding is for.", "RFC 5149 §3"),
        Row(
            21, "Binding Authorization Data for FMIPv6", "binding-authorization-data-for-fmipv6",
            "Authenticates the messages of fast handovers.", "RFC 5568 §6.4.5"),
        Row(
            22, "Home Network Prefix", "home-network-prefix", "The prefix a proxied node has at home.",
            "RFC 5213 §8.3"),
        Row(
            23, "Handoff Indicator", "handoff-indicator",
            "What kind of handoff brought the proxied node here.",
            "RFC 5213 §8.4"),
        Row(
            24, "Access Technology Type", "access-technology-type",
            "The kind of link the proxied node is attached by.", "RFC 5213 §8.5"),
        Row(
            25, "Mobile Node Link-layer Identifier", "mobile-node-link-layer-identifier",
            "The link-layer identifier of the proxied node.", "RFC 5213 §8.6"),
        Row(
            26, "Link-local Address", "link-local-address",
            "The link-local address of the access gateway.", "RFC 5213 §8.7"),
        Row(27, "Timestamp", "timestamp", "When the proxy's message was sent.", "RFC 5213 §8.8"),
        Row(28, "Restart Counter", "restart-counter", "How often the peer has restarted.", "RFC 5847 §3.4"),
    ]

    /// 29–70: IPv4, several care-of addresses, flows, and what proxy mobility added later.
    static let rowsOfLaterOptions: [Row] = [
        Row(
            29, "IPv4 Home Address", "ipv4-home-address",
            "The IPv4 home address to bind, or 0.0.0.0 to be given one.", "RFC 5555 §3.1.1",
            in: [.bindingUpdate, .bindingRevocation]),
        Row(
            30, "IPv4 Address Acknowledgement", "ipv4-address-acknowledgement",
            "Answers the IPv4 Home Address option.", "RFC 5555 §3.2.1", in: .bindingAcknowledgement),
        Row(
            31, "NAT Detection", "nat-detection",
            "A NAT stands between: keep UDP, and send something this often.", "RFC 5555 §3.2.2",
            in: .bindingAcknowledgement),
        Row(
            32, "IPv4 Care-of Address", "ipv4-care-of-address",
            "The IPv4 care-of address; never beside a Binding Identifier.", "RFC 5555 §3.1.2",
            in: .bindingUpdate),
        Row(33, "GRE Key", "gre-key", "Which GRE keys the tunnel uses.", "RFC 5845 §6.1"),
        Row(
            34, "Mobility Header IPv6 Address/Prefix", "mobility-header-ipv6-address-prefix",
            "An address or prefix for a fast handover.", "RFC 5568 §6.4.2"),
        Row(
            35, "Binding Identifier", "binding-identifier",
            "Which of the node's bindings this is about, and its care-of address.", "RFC 5648 §4.2",
            in: [
                .bindingRefreshRequest, .careOfTestInit, .careOfTest, .bindingUpdate, .bindingAcknowledgement,
                .bindingRevocation,
            ]),
        Row(
            36, "IPv4 Home Address Request", "ipv4-home-address-request",
            "Asks for an IPv4 home address for a proxied node.", "RFC 5844 §3.3.1"),
        Row(
            37, "IPv4 Home Address Reply", "ipv4-home-address-reply",
            "Answers the IPv4 Home Address Request.", "RFC 5844 §3.3.2"),
        Row(
            38, "IPv4 Default-Router Address", "ipv4-default-router-address",
            "The proxied node's IPv4 default router.", "RFC 5844 §3.3.3"),
        Row(
            39, "IPv4 DHCP Support Mode", "ipv4-dhcp-support-mode",
            "Whether the access gateway is DHCP server or relay.", "RFC 5844 §3.3.4"),
        Row(
            40, "Context Request", "context-request", "Which context of a session to hand over.",
            "RFC 5949 §6.2"),
        Row(
            41, "Local Mobility Anchor Address", "local-mobility-anchor-address",
            "The address of the anchor.", "RFC 5949 §6.2"),
        Row(
            42, "Mobile Node Link-local Address Interface Identifier",
            "mobile-node-link-local-address-interface-identifier",
            "The interface identifier the node uses on its link.", "RFC 5949 §6.2"),
        Row(
            43, "Transient Binding", "transient-binding", "Keeps the old binding for a while.",
            "RFC 6058 §5.1"),
        Row(
            44, "Flow Summary", "flow-summary", "The flows that stay as they are.", "RFC 6089 §4.3",
            in: .bindingUpdate),
        Row(
            45, "Flow Identification", "flow-identification",
            "A flow, and the bindings its packets may use.", "RFC 6089 §4.2",
            in: [.bindingUpdate, .bindingAcknowledgement, .flowBinding]),
        Row(
            46, "Redirect-Capability", "redirect-capability", "The gateway can be redirected.",
            "RFC 6463 §4.1"),
        Row(47, "Redirect", "redirect", "Sends the gateway to another anchor.", "RFC 6463 §4.2"),
        Row(48, "Load Information", "load-information", "How busy the anchor is.", "RFC 6463 §4.3"),
        Row(
            49, "Alternate IPv4 Care-of Address", "alternate-ipv4-care-of-address",
            "The IPv4 care-of address to bind instead of the packet's source.", "RFC 6463 §4.4"),
        Row(
            50, "Mobile Node Group Identifier", "mobile-node-group-identifier",
            "The group of nodes that is bound at once.", "RFC 6602 §4.2"),
        Row(51, "MAG IPv6 Address", "mag-ipv6-address", "The address of an access gateway.", "RFC 6705 §9.3"),
        Row(
            52, "Access Network Identifier", "access-network-identifier",
            "The access network the proxied node is attached to.", "RFC 6757 §3"),
        Row(
            53, "IPv4 Traffic Offload Selector", "ipv4-traffic-offload-selector",
            "Which IPv4 flows need not go through the anchor.", "RFC 6909 §4.1"),
        Row(
            54, "Dynamic IP Multicast Selector", "dynamic-ip-multicast-selector",
            "Which multicast groups are taken from the local network.", "RFC 7028 §4"),
        Row(
            55, "Delegated Mobile Network Prefix", "delegated-mobile-network-prefix",
            "A prefix delegated to a proxied mobile router.", "RFC 7148 §4.1"),
        Row(
            56, "Active Multicast Subscription IPv4", "active-multicast-subscription-ipv4",
            "The IPv4 multicast groups a node listens to.", "RFC 7161 §4"),
        Row(
            57, "Active Multicast Subscription IPv6", "active-multicast-subscription-ipv6",
            "The IPv6 multicast groups a node listens to.", "RFC 7161 §4"),
        Row(
            58, "Quality-of-Service", "quality-of-service", "What service quality is asked for.",
            "RFC 7222 §4.1"),
        Row(
            59, "LMA User-Plane Address", "lma-user-plane-address",
            "The anchor's address for user traffic.", "RFC 7389 §4.1"),
        Row(
            60, "Multicast Mobility", "multicast-mobility", "Multicast state handed over.", "RFC 7411 §5.3"),
        Row(
            61, "Multicast Acknowledgement", "multicast-acknowledgement",
            "Answers the Multicast Mobility option.", "RFC 7411 §5.4"),
        Row(
            62, "LMA-Controlled MAG Parameters", "lma-controlled-mag-parameters",
            "Parameters the anchor sets in the access gateway.", "RFC 8127 §3"),
        Row(
            63, "MAG Multipath-Binding", "mag-multipath-binding",
            "One of several paths of an access gateway.", "RFC 8278 §4.1"),
        Row(64, "MAG Identifier", "mag-identifier", "Who the access gateway is.", "RFC 8278 §4.2"),
        Row(65, "Anchored Prefix", "anchored-prefix", "A prefix anchored at another router.", "RFC 8885 §4"),
        Row(66, "Local Prefix", "local-prefix", "A prefix anchored at this router.", "RFC 8885 §4"),
        Row(67, "Previous MAAR", "previous-maar", "A router the node was attached to before.", "RFC 8885 §4"),
        Row(68, "Serving MAAR", "serving-maar", "The router the node is attached to now.", "RFC 8885 §4"),
        Row(
            69, "DLIF Link-Local Address", "dlif-link-local-address",
            "The link-local address of a logical interface.", "RFC 8885 §4"),
        Row(
            70, "DLIF Link-Layer Address", "dlif-link-layer-address",
            "The link-layer address of a logical interface.", "RFC 8885 §4"),
        Row(unassigned: 71...255),
    ]
}
