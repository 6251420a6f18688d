// Overview and the option's fields: §1 to §4.2.

extension RequirementText {
    static let overview: [RequirementText] = [
        RequirementText(
            1, "§1", "statement",
            says: "One home address with many care-of addresses spares applications from knowing several.",
            review: "Disputed: an objective statement of where this applies is wanted. Not answered.",
            decision: "The claim is gone from the introduction."),
        RequirementText(
            2, "§3", "mobile node MUST",
            says: "It makes a BID for each care-of address to be registered together, and lists it.",
            review: "Only the option's name is corrected.",
            decision: "Kept."),
        RequirementText(
            3, "§3", "mobile node MAY",
            says: "Each binding can be handled alone by its BID, or several in one Binding Update.",
            decision: "Kept."),
        RequirementText(
            4, "§3", "home agent MUST",
            says: "The BID of the Binding Update goes into the cache entry.",
            decision: "Kept."),
        RequirementText(
            5, "§3", "home agent MUST",
            says: "Another BID of a known home address is one more entry.",
            review: "The case of a known care-of address is asked about: see R-032.",
            decision: "Kept."),
        RequirementText(
            6, "§3", "mobile node MUST",
            says: "Return routability runs for each care-of address: a token and a test each.",
            decision: "Kept, as plain return routability."),
        RequirementText(
            7, "§3", "mobile node RECOMMENDED",
            says: "A care-of address has the same BID at a correspondent as at the home agent.",
            review: "No reason is seen, MAY at most; draft-06 says MAY.",
            decision: "MAY."),
        RequirementText(
            8, "§3", "mobile node, correspondent",
            says: "Correspondents get no bulk registration.",
            decision: "Kept: the node must not try."),
        RequirementText(
            9, "§3", "home agent, correspondent",
            says: "A Binding Update without BID deletes all bindings with one, and leaves an ordinary one.",
            decision: "Kept."),
        RequirementText(
            10, "§3", "mobile node MAY",
            says: "A BID may stay in use with a single binding.",
            review: "Wording only.",
            decision: "Kept: it is a matter of configuration."),
        RequirementText(
            11, "§3", "home agent",
            says: "The cache is looked up by home address and BID, with filters if there are any.",
            review: "Data is looked up by home address alone; a BID is a key of signalling.",
            decision: """
                Signalling MUST use both; data is steered by filters, else by the binding heard from last.
                """),
        RequirementText(
            12, "§3", "home agent MAY",
            says: "If both find nothing, the home address alone is looked up.",
            decision: "SHOULD, for data packets."),
        RequirementText(
            13, "§3", "home agent, correspondent",
            says: "Nothing.",
            decision: "One flow of packets SHOULD go to one care-of address at a time."),
        RequirementText(
            14, "§3", "mobile node",
            says: "Three ways to be at home: the home link only, visited links only, or both.",
            review: "Wording only.",
            decision: "Two count as coming home; visited links only is not coming home."),
        RequirementText(
            15, "§3", "mobile node",
            says: "Nothing.",
            decision: """
                New: no BID in the answer means a peer of the old kind, with which the old procedure is \
                used.
                """),
        RequirementText(
            16, "§2", "mobile node",
            says: "Nothing.",
            review: "Grew out of review item 2.",
            decision: """
                A BID may change at any time, must be unique, and should stay the same for a binding.
                """),
        RequirementText(
            17, "§4.2", "receiver MUST",
            says: "A BID's Status other than 0 goes before that of the Acknowledgement.",
            decision: "Kept; elsewhere than in answers the field is ignored."),
        RequirementText(
            18, "§4.2", "statement",
            says: "A BID's Status has the values of the Acknowledgement's.",
            review: "Not true, there are new values in §4.5.",
            decision: "Kept: the new values are values of both."),
        RequirementText(
            19, "§4.2", "mobile node MUST",
            says: "C is set in every option of a bulk.",
            review: "What \"all options\" means is not clear.",
            decision: "C is gone: the Length says it, and options with and without address may be mixed."),
        RequirementText(
            20, "§4.2", "mobile node MAY",
            says: "C may replace the Alternate Care-of Address option.",
            decision: "The address stands in the option; an Alternate Care-of Address MUST NOT be there."),
        RequirementText(
            21, "§4.2", "mobile node",
            says: "C counts only in a Binding Update to the home agent.",
            decision: "A correspondent may get a care-of address in the option, too, of IPv6."),
        RequirementText(
            22, "§4.2", "mobile node",
            says: "O asks that the bindings of this Binding Update replace all others.",
            review: "Item 1, confirmed: all BIDs are replaced and get this lifetime.",
            decision: "Same effect; O stands in the header of the Binding Update."),
        RequirementText(
            23, "§4.2", "mobile node",
            says: "H: registered while at home, only to the home agent.",
            review: "See R-057.",
            decision: "Kept."),
        RequirementText(
            24, "§4.2", "mobile node MUST",
            says: "D: the care-of address in the option is of IPv4.",
            decision: "Length 8 says so."),
        RequirementText(
            25, "§4.2", "sender MUST",
            says: "Reserved bits are zero.",
            decision: "Kept; receivers SHOULD ignore them."),
        RequirementText(
            26, "§4.2", "sender MUST NOT",
            says: "No care-of address in any message but a Binding Update.",
            review: "Added: nor where C is clear.",
            decision: "Kept: Length 4 in all other messages."),
    ]
}
