// Coming home: §5.6.

extension RequirementText {
    static let home: [RequirementText] = [
        RequirementText(
            61, "§5.6", "mobile node should",
            says: "Which interfaces are used at home is configured.",
            decision: "Kept."),
        RequirementText(
            62, "§5.6.1", "mobile node",
            says: "The home link only: all bindings are removed.",
            review: "Added: as RFC 3775 does it.",
            decision: "Kept."),
        RequirementText(
            63, "§5.6.1", "home agent",
            says: "Then everything goes to the home link.",
            decision: "Kept."),
        RequirementText(
            64, "§5.6.1", "mobile node may",
            says: "Bindings at correspondents may stay.",
            decision: "Kept."),
        RequirementText(
            65, "§5.6.2", "mobile node",
            says: "Visited links only: the home interface is shut, its former binding removed first.",
            review: """
                Item 3: just not connecting is not enough, the old binding goes through another interface.
                """,
            decision: "Not coming home; the binding should be removed before."),
        RequirementText(
            66, "§5.6.2", "mobile node MUST",
            says: "By a Binding Update with lifetime 0 and that BID.",
            review: "SHOULD in draft-06; else the binding ends by itself.",
            decision: "should."),
        RequirementText(
            67, "§5.6.3", "mobile node",
            says: "Both: it says so with H.",
            review: "Wording only.",
            decision: "Kept."),
        RequirementText(
            68, "§5.6.3", "home agent MUST",
            says: "It takes all packets for the home address and chooses the way.",
            decision: "Kept."),
        RequirementText(
            69, "§5.6.3", "home agent",
            says: "It needs the node's link-layer address.",
            decision: "It comes in an option, which SHOULD be there."),
        RequirementText(
            70, "§5.6.3", "mobile node must",
            says: "Lifetime 0 from the home link, with the BID the interface had before.",
            review: "What \"before\" means and how long it lasts is asked; item 1 answers in part.",
            decision: "A registration with a lifetime."),
        RequirementText(
            71, "§5.6.3", "mobile node MUST",
            says: "H is set in that option.",
            decision: "H, and the home address as care-of address; one home binding at a time."),
        RequirementText(
            72, "§5.6.3", "mobile node MUST NOT",
            says: "No care-of address in it.",
            decision: "The home address stands there the first time."),
        RequirementText(
            73, "§5.6.3", "home agent",
            says: "H: both are wanted; without H all or the one listed is deleted.",
            decision: "A later Binding Update without H ends the use of the home link."),
        RequirementText(
            74, "§5.6.3", "home agent MUST",
            says: "The BID's Status is 0 or MCOA RETURNHOME WO/NDP.",
            decision: "In one place the Acknowledgement's Status, in another the BID's: a node takes both."),
        RequirementText(
            75, "§5.6.3", "home agent",
            says: "The only router of the link stops answering for the home address, and says 0.",
            decision: "MAY, if it is certain to be the only one; 0 or 5 as it likes."),
        RequirementText(
            76, "§5.6.3", "home agent MUST",
            says: """
                One of several routers goes on answering, says WO/NDP, and delivers by link-layer address.
                """,
            decision: "Kept; the address comes from the option."),
        RequirementText(
            77, "§5.6.3", "mobile node MUST NOT",
            says: "Before the answer the home address is not assigned, and not defended.",
            decision: "Kept."),
        RequirementText(
            78, "§5.6.3", "mobile node",
            says: "Status 0: the home address may be defended.",
            decision: "Kept."),
        RequirementText(
            79, "§5.6.3", "mobile node MUST NOT",
            says: "WO/NDP: it is never defended.",
            decision: "Kept."),
        RequirementText(
            80, "§5.6.3", "mobile node MUST",
            says: "Then it learns the next hop's link-layer address and builds its frames.",
            decision: "From Router Advertisements."),
        RequirementText(
            81, "§5.6.3", "all",
            says: "How long the state of the home link lasts is open.",
            review: "Asked; item 1 is the only answer.",
            decision: """
                A lifetime like any other; 169 where both at once is not possible; no BID in the answer: \
                home link only.
                """),
    ]
}
