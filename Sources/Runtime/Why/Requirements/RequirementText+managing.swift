// BIDs, registration, lifetimes, removal: §5.1 to §5.5.

extension RequirementText {
    static let managing: [RequirementText] = [
        RequirementText(
            27, "§5.1", "mobile node MUST",
            says: "A BID is unique for a home address and care-of address.",
            decision: "Unique for the home address."),
        RequirementText(
            28, "§5.1", "mobile node MUST NOT",
            says: "BIDs are 1 to 65535; 0 is forbidden.",
            review: "Wording only.",
            decision: "0 is reserved and SHOULD NOT be used."),
        RequirementText(
            29, "§5.1", "mobile node MUST",
            says: "One care-of address needs no BID; several all need one.",
            decision: "Kept."),
        RequirementText(
            30, "§5.1", "mobile node",
            says: "Several interfaces, or several prefixes of one, are the same.",
            review: "Wording only.",
            decision: "Kept."),
        RequirementText(
            31, "§5.1", "mobile node",
            says: "Nothing.",
            decision: """
                New: the first registration of a BID MUST have the care-of address, later ones need not.
                """),
        RequirementText(
            32, "§5.1, §6.3", "mobile node",
            says: "No procedure for another BID of the same care-of address.",
            review: """
                Item 2: yes, a new BID for a cached address changes it; using the old one at once is a \
                corner case.
                """,
            decision: "A BID may change, but how is not said; taken literally there are two entries then."),
        RequirementText(
            33, "§5.2", "mobile node MUST",
            says: "A valid care-of token for each care-of address, one home token.",
            review: "Reworded: only one home token.",
            decision: "Kept."),
        RequirementText(
            34, "§5.2", "mobile node MUST",
            says: "Care-of Test Init carries a BID option.",
            review: "Enhanced route optimisation is asked about; no answer.",
            decision: "The procedure is gone; the option may still stand there."),
        RequirementText(
            35, "§5.2", "mobile node MUST NOT",
            says: "No flag is set in it.",
            decision: "Gone."),
        RequirementText(
            36, "§5.2", "correspondent",
            says: "The token does not depend on the BID; Care-of Test carries the option.",
            decision: "Gone."),
        RequirementText(
            37, "§5.2", "mobile node",
            says: "Care-of Test without BID: the correspondent does not know of them.",
            decision: "Gone; the Acknowledgement tells."),
        RequirementText(
            38, "§5.2", "mobile node MUST NOT",
            says: "Then no BID in Binding Updates to it.",
            decision: "Gone as a rule of its own: SHOULD no longer try."),
        RequirementText(
            39, "§5.2", "mobile node MAY",
            says: "The token still serves an ordinary Binding Update.",
            decision: "Gone; tokens are ordinary ones anyway."),
        RequirementText(
            40, "§5.3", "mobile node MUST",
            says: "A Binding Update has the BID options, from the list.",
            decision: "Kept."),
        RequirementText(
            41, "§5.3", "mobile node",
            says: "Under ESP the care-of address can stand in the option.",
            review: "Wording only.",
            decision: "It MUST stand there."),
        RequirementText(
            42, "§5.3", "mobile node MUST NOT",
            says: "Then no Alternate Care-of Address option.",
            decision: "Kept."),
        RequirementText(
            43, "§5.3", "mobile node MUST",
            says: "Home and care-of token before a Binding Update to a correspondent.",
            decision: "Kept."),
        RequirementText(
            44, "§5.3", "mobile node",
            says: "The authenticator comes after the BID option.",
            decision: "Kept."),
        RequirementText(
            45, "§5.3", "home agent",
            says: "Nothing.",
            review: "Item 1: with BIDs and O clear the others stay.",
            decision: "O clear adds the binding, O set replaces them."),
        RequirementText(
            46, "§5.4", "mobile node",
            says: "A bulk has one option for each binding.",
            decision: "Kept; an agent need not take bulks, and correspondents never do."),
        RequirementText(
            47, "§5.4", "mobile node",
            says: "Lifetime, number, flags and other options are common to all of a bulk.",
            review: "Item 1: see R-053.",
            decision: "Kept."),
        RequirementText(
            48, "§5.4", "mobile node MUST NOT",
            says: "No Alternate Care-of Address in a bulk.",
            decision: "Kept."),
        RequirementText(
            49, "§5.4", "mobile node SHOULD",
            says: "The number of a bulk is chosen with care, because all share it.",
            review: "Wording only.",
            decision: "One number for all bindings at a peer, one more for each Binding Update."),
        RequirementText(
            50, "§5.4", "mobile node MUST",
            says: "Of different numbers, the largest of those in the bulk is used.",
            decision: "Of no use with one number."),
        RequirementText(
            51, "§5.4", "mobile node MUST NOT",
            says: "A binding whose number would be out of the window stays out of the bulk.",
            decision: "Of no use with one number."),
        RequirementText(
            52, "§5.4", "mobile node",
            says: "O replaces what is registered, in a bulk as well.",
            review: "Item 1.",
            decision: "O stands in the header."),
        RequirementText(
            53, "§5.4, §6.3", "all",
            says: "No BID has a lifetime of its own: implied only.",
            review: "Item 1, yes: the lifetime is common to all BIDs.",
            decision: "Common to all care-of addresses of that Binding Update; nothing of others."),
        RequirementText(
            54, "§5.4, §6.3", "home agent",
            says: "With a BID, O clear and a lifetime: which lifetimes change is not said.",
            review: "Item 1, confirmed: those of all BIDs, so one refresh keeps all alive.",
            decision: "Not said; taken literally only the BIDs named."),
        RequirementText(
            55, "§5.4, §6.3", "home agent",
            says: "With O: what becomes of lifetimes is not said.",
            review: "Item 1, confirmed: all old bindings go, the new ones have this lifetime.",
            decision: "Kept."),
        RequirementText(
            56, "§5.5, §6.3", "home agent",
            says: "With a BID, O clear and lifetime 0: the BIDs named go.",
            review: "Item 1, confirmed: only those, other lifetimes are untouched.",
            decision: "Kept."),
        RequirementText(
            57, "§5.6.3, §6.3", "home agent",
            says: "Lifetime 0 and H: at home; for how long is not said.",
            review: "Item 1: hard state; the agent should check the home link and clean up.",
            decision: "A home binding with a lifetime of its own, refreshed like any other."),
        RequirementText(
            58, "§5.5", "mobile node",
            says: "To remove everything: an ordinary Binding Update with lifetime 0.",
            decision: "Kept."),
        RequirementText(
            59, "§5.5", "mobile node",
            says: "To remove some: lifetime 0 with their BIDs; only these go.",
            review: "An example is dropped.",
            decision: "Kept."),
        RequirementText(
            60, "§5.5", "mobile node SHOULD",
            says: "Without care-of address in those options.",
            review: "Added: a receiver MUST ignore one.",
            decision: "It can be left out."),
    ]
}
