// The rows of the table of binding statuses. Names are spelled as the specifications spell them.

extension BindingStatus {
    /// 0–127: the binding stands.
    static let rowsOfAcceptance: [Row] = [
        Row(
            0, "Binding Update accepted", "RFC 6275 §6.1.8", "The binding stands.",
            then: "Uses the binding and refreshes it before the granted lifetime ends."),
        Row(
            1, "Accepted but prefix discovery necessary", "RFC 6275 §6.1.8",
            "The binding stands, but the prefix of the home address will not last as long.",
            then: "Uses the binding and sends a Mobile Prefix Solicitation."),
        Row(
            2, "GRE_KEY_OPTION_NOT_REQUIRED", "RFC 5845 §6.6", "The binding stands without GRE keys.",
            then: "Nothing: it concerns proxy mobility."),
        Row(
            3, "GRE_TUNNELING_BUT_TLV_HEADER_NOT_SUPPORTED", "RFC 5845 §6.6",
            "The binding stands, with GRE but without TLV headers.",
            then: "Nothing: it concerns proxy mobility."),
        Row(
            4, "MCOA NOTCOMPLETE", "RFC 5648 §4.4",
            "The Binding Update was accepted, but at least one of its bindings was not: a BID of Status 0 was.",
            then: "Looks at the status of each BID and handles those that failed."),
        Row(
            5, "MCOA RETURNHOME WO/NDP", "RFC 5648 §4.4",
            "The home binding stands, but the node must not defend its home address on the home link.",
            then:
                "Answers no Neighbor Solicitation for its home address; sends by way of a router it has heard."
        ),
        Row(
            6, "PBU_ACCEPTED_TB_IGNORED_SETTINGSMISMATCH", "RFC 6058 §5.3",
            "The binding stands, but not as a transient one.", then: "Nothing: it concerns proxy mobility."),
        Row(
            numbers: 7...127, name: "unassigned", meaning: "An acceptance that no text defines.",
            reaction: "Uses the binding.", section: "RFC 6275 §6.1.8", isAssigned: false),
    ]

    /// 128–151: RFC 6275, mobile routers, authentication, enhanced route optimization.
    static let rowsOfRefusal: [Row] = [
        Row(
            128, "Reason unspecified", "RFC 6275 §6.1.8", "Refused, and no reason is given.",
            then: "Gives up this binding until something changes."),
        Row(
            129, "Administratively prohibited", "RFC 6275 §6.1.8",
            "The receiver's configuration forbids the binding.",
            then: "Gives up this binding; while it is asked to switch agents, uses another one."),
        Row(
            130, "Insufficient resources", "RFC 6275 §6.1.8", "The receiver has no room for the binding.",
            then: "Tries later, or at another home agent."),
        Row(
            131, "Home registration not supported", "RFC 6275 §6.1.8", "The receiver is no home agent.",
            then: "Looks for a home agent by dynamic home agent address discovery."),
        Row(
            132, "Not home subnet", "RFC 6275 §6.1.8", "The home address is not on the home agent's link.",
            then: "Looks for a home agent of its home link."),
        Row(
            133, "Not home agent for this mobile node", "RFC 6275 §6.1.8",
            "The agent has no such binding; for a Binding Identifier, no such BID.",
            then: "Treats what it wanted to remove as already gone."),
        Row(
            134, "Duplicate Address Detection failed", "RFC 6275 §6.1.8",
            "Another node on the home link uses the home address.",
            then: "Must not use the home address; needs another one."),
        Row(
            135, "Sequence number out of window", "RFC 6275 §6.1.8",
            "The sequence number is not newer than the last one accepted, which the acknowledgement gives.",
            then: "Sends the Binding Update again with the given sequence number plus one."),
        Row(
            136, "Expired home nonce index", "RFC 6275 §6.1.8", "The home keygen token is too old.",
            then: "Sends a Home Test Init, then the Binding Update again."),
        Row(
            137, "Expired care-of nonce index", "RFC 6275 §6.1.8", "The care-of keygen token is too old.",
            then: "Sends a Care-of Test Init, then the Binding Update again."),
        Row(
            138, "Expired nonces", "RFC 6275 §6.1.8", "Both keygen tokens are too old.",
            then: "Sends Home Test Init and Care-of Test Init, then the Binding Update again."),
        Row(
            139, "Registration type change disallowed", "RFC 6275 §6.1.8",
            "A binding made with H cannot be changed without it, nor the other way round; the same goes for R.",
            then: "Removes the binding first, then registers anew."),
        Row(
            140, "Mobile Router Operation not permitted", "RFC 3963 §4.2",
            "The home agent does not serve this node as a mobile router.",
            then: "Registers as a mobile node, or at another home agent."),
        Row(
            141, "Invalid Prefix", "RFC 3963 §4.2",
            "One of the mobile network prefixes is wrong, so that none was accepted.",
            then: "Stops using that prefix and registers again without it."),
        Row(
            142, "Not Authorized for Prefix", "RFC 3963 §4.2",
            "One of the mobile network prefixes belongs to somebody else.",
            then: "Stops using that prefix and registers again without it."),
        Row(
            143, "Forwarding Setup failed", "RFC 3963 §4.2",
            "The home agent knows no prefixes for this mobile router.",
            then: "Registers again and names its prefixes."),
        Row(
            144, "MIPV6-ID-MISMATCH", "RFC 4285 §6",
            "The timestamp of the Binding Update differs too much from the receiver's clock.",
            then: "Sets its offset by the timestamp of the acknowledgement and sends again."),
        Row(
            145, "MIPV6-MESG-ID-REQD", "RFC 4285 §6", "The receiver wants a timestamp.",
            then: "Sends again with a Mobility Message Replay Protection option."),
        Row(
            146, "MIPV6-AUTH-FAIL", "RFC 4285 §5", "The authenticator is missing or wrong.",
            then: "Checks key and SPI; does not just repeat."),
        Row(
            147, "Permanent home keygen token unavailable", "RFC 4866 §5.7",
            "The correspondent has no permanent home keygen token for this node.",
            then: "Falls back to the return routability procedure."),
        Row(
            148, "CGA and signature verification failed", "RFC 4866 §5.7",
            "The proof of the cryptographically generated home address failed.",
            then: "Falls back to the return routability procedure."),
        Row(
            149, "Permanent home keygen token exists", "RFC 4866 §5.7",
            "The correspondent already has a permanent home keygen token for this node.",
            then: "Uses that token, or proves its home address anew."),
        Row(
            150, "Non-null home nonce index expected", "RFC 4866 §5.7",
            "The correspondent wants a home keygen token of a home test.",
            then: "Sends a Home Test Init, then the Binding Update again."),
        Row(
            151, "SERVICE_AUTHORIZATION_FAILED", "RFC 5149 §3",
            "The node may not use the service it selected.", then: "Selects another service."),
    ]

    /// 152–255: proxy mobility, several care-of addresses, and what came after.
    static let rowsOfLaterRefusal: [Row] = [
        .proxy(152, "PROXY_REG_NOT_ENABLED", "RFC 5213 §8.9", "Proxy registration is not enabled."),
        .proxy(
            153, "NOT_LMA_FOR_THIS_MOBILE_NODE", "RFC 5213 §8.9", "The receiver is not the node's anchor."),
        .proxy(
            154, "MAG_NOT_AUTHORIZED_FOR_PROXY_REG", "RFC 5213 §8.9",
            "The gateway may not register for this node."),
        .proxy(
            155, "NOT_AUTHORIZED_FOR_HOME_NETWORK_PREFIX", "RFC 5213 §8.9",
            "The node may not use that home network prefix."),
        .proxy(
            156, "TIMESTAMP_MISMATCH", "RFC 5213 §8.9", "The timestamp does not fit the receiver's clock."),
        .proxy(
            157, "TIMESTAMP_LOWER_THAN_PREV_ACCEPTED", "RFC 5213 §8.9",
            "The timestamp is older than the last one accepted."),
        .proxy(
            158, "MISSING_HOME_NETWORK_PREFIX_OPTION", "RFC 5213 §8.9",
            "The Home Network Prefix option is missing."),
        .proxy(
            159, "BCE_PBU_PREFIX_SET_DO_NOT_MATCH", "RFC 5213 §8.9",
            "The prefixes differ from those of the existing binding."),
        .proxy(
            160, "MISSING_MN_IDENTIFIER_OPTION", "RFC 5213 §8.9",
            "The Mobile Node Identifier option is missing."),
        .proxy(
            161, "MISSING_HANDOFF_INDICATOR_OPTION", "RFC 5213 §8.9",
            "The Handoff Indicator option is missing."),
        .proxy(
            162, "MISSING_ACCESS_TECH_TYPE_OPTION", "RFC 5213 §8.9",
            "The Access Technology Type option is missing."),
        .proxy(163, "GRE_KEY_OPTION_REQUIRED", "RFC 5845 §6.6", "The anchor insists on GRE keys."),
        Row(
            164, "MCOA MALFORMED", "RFC 5648 §4.4",
            "A Binding Identifier option is malformed: wrong length, no unicast care-of address, or BID 0.",
            then: "Logs it: a fault of the program or corruption on the way."),
        Row(
            165, "MCOA NON-MCOA BINDING EXISTS", "RFC 5648 §4.4",
            "An ordinary binding without a BID stands in the way.",
            then: "Sends the Binding Update again with O set, which replaces all bindings."),
        Row(
            166, "MCOA PROHIBITED", "RFC 5648 §4.4",
            "Several care-of addresses are forbidden by the receiver's configuration.",
            then: "Stops registering several care-of addresses there."),
        Row(
            167, "MCOA UNKNOWN COA", "RFC 5648 §4.4",
            "The option names a BID without a care-of address, and the receiver does not know that BID.",
            then: "To remove: nothing, it is gone; to refresh: sends again with the care-of address."),
        Row(
            168, "MCOA BULK REGISTRATION PROHIBITED", "RFC 5648 §4.4",
            "The receiver takes only one binding at a time.",
            then: "Assumes that none was registered and registers them one by one."),
        Row(
            169, "MCOA SIMULTANEOUS HOME AND FOREIGN PROHIBITED", "RFC 5648 §4.4",
            "The home agent cannot have the node at home and away at once.",
            then: "Uses either the home link or the visited ones."),
        .proxy(
            170, "NOT_AUTHORIZED_FOR_IPV4_MOBILITY_SERVICE", "RFC 5844 §3.3.5",
            "The node may not have an IPv4 home address."),
        .proxy(
            171, "NOT_AUTHORIZED_FOR_IPV4_HOME_ADDRESS", "RFC 5844 §3.3.5",
            "The node may not use that IPv4 home address."),
        .proxy(
            172, "NOT_AUTHORIZED_FOR_IPV6_MOBILITY_SERVICE", "RFC 5844 §3.3.5",
            "The node may not have an IPv6 home prefix."),
        .proxy(
            173, "MULTIPLE_IPV4_HOME_ADDRESS_ASSIGNMENT_NOT_SUPPORTED", "RFC 5844 §3.3.5",
            "The anchor gives only one IPv4 home address."),
        Row(
            174, "Invalid Care-of Address", "RFC 6275 §6.1.8",
            "The care-of address is one that cannot be bound.", then: "Registers another care-of address."),
        .proxy(
            175, "INVALID_MOBILE_NODE_GROUP_IDENTIFIER", "RFC 6602 §4.3", "The group of nodes is not known."),
        Row(
            176, "REINIT_SA_WITH_HAC", "RFC 6618 §6.5", "The security association must be set up anew.",
            then: "Contacts the home agent controller again."),
        .proxy(
            177, "NOT_AUTHORIZED_FOR_DELEGATED_MNP", "RFC 7148 §4.2",
            "The node may not have a delegated prefix."),
        .proxy(
            178, "REQUESTED_DMNP_IN_USE", "RFC 7148 §4.2", "The delegated prefix is used by somebody else."),
        .proxy(
            179, "CANNOT_MEET_QOS_SERVICE_REQUEST", "RFC 7222 §4.4",
            "The service quality cannot be given."),
        .proxy(
            180, "CANNOT_SUPPORT_MULTIPATH_BINDING", "RFC 8278 §4.3",
            "The anchor takes no bindings by several paths."),
        Row(
            numbers: 181...255, name: "unassigned", meaning: "A refusal that no text defines.",
            reaction: "Gives up this binding until something changes.", section: "RFC 6275 §6.1.8",
            isAssigned: false),
    ]
}

extension BindingStatus.Row {
    /// A status of proxy mobility, which a mobile node never asks for.
    fileprivate static func proxy(
        _ number: UInt8, _ name: StaticString, _ section: StaticString, _ meaning: StaticString
    ) -> BindingStatus.Row {
        BindingStatus.Row(
            number, name, section, meaning, then: "Treats it as a refusal: it concerns proxy mobility.")
    }
}
