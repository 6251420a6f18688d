// What receivers do with a Binding Update: §6.3 to §7.

extension RequirementText {
    static let processing: [RequirementText] = [
        RequirementText(
            112, "§6.3", "home agent, correspondent MUST",
            says: "Without BID: as RFC 3775; one binding is left.",
            decision: "Kept."),
        RequirementText(
            113, "§6.3", "home agent, correspondent MUST",
            says: "Without BID, lifetime 0: all go.",
            decision: "Kept."),
        RequirementText(
            114, "§6.3", "home agent, correspondent",
            says: "With BID: RFC 3775's checks first.",
            decision: "Kept."),
        RequirementText(
            115, "§6.3", "home agent MUST",
            says: "No duplicate address detection where a binding exists.",
            review: "Why here? It is RFC 3775; gone from draft-06.",
            decision: "Gone."),
        RequirementText(
            116, "§6.3", "correspondent MUST",
            says: "The Status is the Acknowledgement's; the BID's is zero.",
            review: "Not understood; reworded in draft-06.",
            decision: "MUST, with the same meaning."),
        RequirementText(
            117, "§6.3", "home agent MUST",
            says: """
                What concerns one BID of a bulk stands in its Status; the Acknowledgement says \
                NOTCOMPLETE.
                """,
            decision: "Kept; else a BID's Status MUST be zero."),
        RequirementText(
            118, "§6.3", "home agent, correspondent MUST",
            says: "A Length that does not fit C and D: refused, MALFORMED.",
            decision: "164, by the Length alone."),
        RequirementText(
            119, "§6.3", "home agent, correspondent MUST",
            says: "C set and no care-of address: that option is refused, MALFORMED.",
            review: "\"Otherwise\" is not clear; rewritten.",
            decision: "164 where there is no unicast address to route to."),
        RequirementText(
            120, "§6.3", "correspondent MUST",
            says: "More than one BID: refused with BULK NOT SUPPORT.",
            decision: "168."),
        RequirementText(
            121, "§6.3", "home agent, correspondent",
            says: "Lifetime 0: the entry of that BID goes.",
            review: "Moved.",
            decision: "Kept."),
        RequirementText(
            122, "§6.3", "home agent, correspondent MUST",
            says: "Lifetime 0 and an unknown BID: refused with 133.",
            review: "Nonsense: 133 is about the home address, 0 with the BID would do. Not answered.",
            decision: "133 stays; another place has 167. A node takes both, and 0, as gone."),
        RequirementText(
            123, "§6.3", "home agent can",
            says: "O with lifetime 0 is ignored.",
            review: "An odd sentence; rewritten.",
            decision: "Ignored."),
        RequirementText(
            124, "§6.3", "home agent",
            says: "Lifetime 0 and H: the home address is the care-of address; it stops answering.",
            review: "Item 1.",
            decision: "The sentence stays, but for the answering: §5.6 says that."),
        RequirementText(
            125, "§6.3", "home agent, correspondent",
            says: "A lifetime: the care-of address is the option's where C is set.",
            decision: "Length 20: the option's; Length 8: the rules of IPv4."),
        RequirementText(
            126, "§6.3", "home agent, correspondent",
            says: "C clear: it is the packet's source.",
            decision: "Length 4: that of the entry; none: 167."),
        RequirementText(
            127, "§6.3", "home agent, correspondent",
            says: "C clear and an Alternate Care-of Address: that.",
            decision: "Not beside a BID."),
        RequirementText(
            128, "§6.3", "home agent",
            says: "O: all are removed, then these entered.",
            decision: "Kept."),
        RequirementText(
            129, "§6.3", "home agent, correspondent must not",
            says: "A binding without BID exists: not processed, BID CONFLICT.",
            review: "\"Makes no sense, what do you mean?\" Not answered.",
            decision: "165, and only where O is clear."),
        RequirementText(
            130, "§6.3", "home agent, correspondent MUST",
            says: "The BID exists: updated, Status 0.",
            review: "Added: with another care-of address.",
            decision: "Kept."),
        RequirementText(
            131, "§6.3", "home agent, correspondent",
            says: "The BID is unknown: entered, Status 0.",
            review: "And with a care-of address that is cached? See R-032.",
            decision: "Kept; the question is left."),
        RequirementText(
            132, "§6.3", "home agent, correspondent MUST",
            says: "Success: an Acknowledgement with the BIDs.",
            decision: "MUST where A was set."),
        RequirementText(
            133, "§6.3", "home agent, correspondent MUST",
            says: "It repeats all BID options but for the Status.",
            decision: "Kept."),
        RequirementText(
            134, "§6.3", "home agent, correspondent can",
            says: "Without care-of addresses.",
            decision: "MAY; elsewhere they must be left out."),
        RequirementText(
            135, "§6.4", "home agent, correspondent SHOULD",
            says: "A Binding Refresh Request has the BID option.",
            review: "Which? Draft-06: all where bulk was used, else those due.",
            decision: "SHOULD; several are allowed."),
        RequirementText(
            136, "§6.5", "home agent, correspondent MUST",
            says: "A packet with a Home Address option comes from a registered care-of address.",
            review: "Simply refer to RFC 3775.",
            decision: "Kept."),
        RequirementText(
            137, "§6.5", "home agent, correspondent MUST",
            says: "Else it is dropped, with a Binding Error.",
            decision: "Kept."),
        RequirementText(
            138, "§6.5", "home agent, correspondent MUST NOT",
            says: "Not so for a Binding Update.",
            decision: "Kept."),
        RequirementText(
            139, "§7", "mobile router, home agent",
            says: "Mobile routers do the same; prefixes may stand beside BIDs.",
            review: "The example is dropped.",
            decision: "Kept, without a figure."),
    ]
}
