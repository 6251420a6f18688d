// IPv4, IPsec, security: §8 to §10.

extension RequirementText {
    static let families: [RequirementText] = [
        RequirementText(
            140, "§8.1", "mobile node can",
            says: "Some care-of addresses may be of IPv4.",
            decision: "Kept."),
        RequirementText(
            141, "§8.1", "mobile node MUST NOT",
            says: "The first registration from an IPv4 care-of address is no bulk, because of NATs.",
            decision: "Kept."),
        RequirementText(
            142, "§8.1", "mobile node MUST",
            says: "It goes to the agent's IPv4 address in UDP.",
            decision: "Kept."),
        RequirementText(
            143, "§8.1", "mobile node MUST NOT",
            says: "No IPv4 Care-of Address option beside a BID.",
            decision: "Kept; the agent takes the BID's."),
        RequirementText(
            144, "§8.1", "mobile node MUST NOT",
            says: "Behind a NAT: no bulk for that address.",
            review: "Said twice, delete.",
            decision: "Gone; without a NAT a bulk may be used."),
        RequirementText(
            145, "§8.1", "mobile node can",
            says: "No NAT: later in bulk, from an IPv6 care-of address.",
            review: "Wording only.",
            decision: "Kept."),
        RequirementText(
            146, "§8.1", "mobile node MUST",
            says: "From an IPv4 care-of address always in UDP and IPv4.",
            decision: "Kept."),
        RequirementText(
            147, "§8.1", "mobile node must",
            says: "A new IPv4 address: alone again, with its own NAT check.",
            review: "Said twice.",
            decision: "Alone whenever it changes."),
        RequirementText(
            148, "§8.1", "home agent MUST",
            says: "An IPv4 care-of address is refused in the BID's Status.",
            review: "Said elsewhere already, delete.",
            decision: "In the BID; the IPv4 Address Acknowledgement only for what is special to it."),
        RequirementText(
            149, "§8.1", "home agent",
            says: "Nothing.",
            decision: "New: where the option and the outer IPv4 source differ, the outer source counts."),
        RequirementText(
            150, "§8.2", "mobile node",
            says: "An IPv4 home address has its own option, and the same care-of addresses.",
            decision: "MUST use that option."),
        RequirementText(
            151, "§8.2", "home agent",
            says: "It is acknowledged only where it was asked for.",
            review: "Reworded.",
            decision: "Kept."),
        RequirementText(
            152, "§8.2", "home agent MUST",
            says: "That acknowledgement stands before any BID.",
            decision: "Kept."),
        RequirementText(
            153, "§8.2", "home agent",
            says: "Its status is about the IPv4 home address alone.",
            review: "Wording only.",
            decision: "Kept."),
        RequirementText(
            154, "§9", "all",
            says: "Signalling is protected by IPsec, which was made for one care-of address.",
            review: "References, and what tunnelled data is.",
            decision: "Kept."),
        RequirementText(
            155, "§9.1", "mobile node must",
            says: "One care-of address serves the key exchange.",
            review: "Added: as RFC 4877 has it.",
            decision: "Kept."),
        RequirementText(
            156, "§9.1", "mobile node",
            says: "It moves by a Binding Update with that address, its BID and K.",
            decision: "Kept."),
        RequirementText(
            157, "§9.1", "mobile node MUST",
            says: "Without K on both sides the key exchange begins anew.",
            decision: "Kept."),
        RequirementText(
            158, "§9.2", "home agent",
            says: "Signalling and prefix discovery come from any care-of address.",
            review: "Written for draft-06.",
            decision: "Kept."),
        RequirementText(
            159, "§9.3.1", "home agent",
            says: "Home Test Init in the tunnel comes from any care-of address.",
            review: "Written for draft-06.",
            decision: "Kept."),
        RequirementText(
            160, "§9.3.2", "home agent",
            says: "Tunnelled data comes from any care-of address; Mobile IP chooses the one out.",
            review: "Written for draft-06.",
            decision: "To IPsec the outer source is of no matter."),
        RequirementText(
            161, "§10", "all",
            says: "Messages with several care-of addresses are protected by IPsec.",
            review: "Written for draft-06.",
            decision: "The care-of addresses of a bulk cannot be verified: an agent MAY refuse with 168."),
    ]
}
