// Answers, requests, a start, look-ups, tests: §5.7 to §6.2.

extension RequirementText {
    static let answers: [RequirementText] = [
        RequirementText(
            82, "§5.7", "mobile node",
            says: "The Acknowledgement is verified as RFC 3775 does it.",
            decision: "Kept."),
        RequirementText(
            83, "§5.7", "peer MUST",
            says: "A Binding Update with A and BIDs is answered with BIDs.",
            decision: "SHOULD."),
        RequirementText(
            84, "§5.7", "mobile node MUST",
            says: "No BID in the answer: the peer does not know them, no more of them there.",
            decision: """
                SHOULD no longer try, whatever the Status; the peer may hold an ordinary binding now.
                """),
        RequirementText(
            85, "§5.7", "mobile node",
            says: "A BID's Status 0 stands for that of the Acknowledgement.",
            decision: "Kept."),
        RequirementText(
            86, "§5.7", "mobile node",
            says: "From 128 on it acts as the code says; below, the BID is registered.",
            decision: "Kept."),
        RequirementText(
            87, "§5.7", "mobile node MUST",
            says: "MCOA PROHIBITED: no more of several bindings there.",
            decision: "Kept, 166."),
        RequirementText(
            88, "§5.7", "mobile node SHOULD",
            says: "MCOA BULK REGISTRATION NOT SUPPORT: no more bulk to it.",
            decision: "Kept, 168; none of the bulk counts as registered."),
        RequirementText(
            89, "§5.7", "mobile node",
            says: "MCOA MALFORMED: a bad format, such as C or O not alike in all options.",
            review: "What C and O have to do with it is not clear; the example is gone from draft-06.",
            decision: "164: a fault of a program, or corruption."),
        RequirementText(
            90, "§5.7", "mobile node SHOULD",
            says: "MCOA BID CONFLICT: no BIDs there, or O to begin anew.",
            decision: "165: MUST set O."),
        RequirementText(
            91, "§5.7", "mobile node",
            says: "Nothing.",
            decision: "New, 167: removed already, or to refresh it is sent again with its care-of address."),
        RequirementText(
            92, "§5.8", "mobile node",
            says: "A Binding Refresh Request is verified as RFC 3775 does it.",
            decision: "Kept."),
        RequirementText(
            93, "§5.8", "mobile node SHOULD",
            says: "With a BID: a Binding Update for that BID.",
            review: "Lifetime and choice of BIDs are not clear.",
            decision: "At least for it."),
        RequirementText(
            94, "§5.8", "mobile node MUST",
            says: "With the BID option.",
            decision: "Follows from the rest."),
        RequirementText(
            95, "§5.8", "mobile node",
            says: "Without a BID: a Binding Update as its list says.",
            decision: "Not said."),
        RequirementText(
            96, "§5.8", "mobile node",
            says: "Nothing in the list: it registers as its policy says.",
            decision: "Dropped."),
        RequirementText(
            97, "§5.9", "mobile node SHOULD",
            says: "Packets to the agent go by tunnel rather than with a Home Address option.",
            review: "Is it RFC 3775, then why here? The section is gone from draft-06.",
            decision: "Gone."),
        RequirementText(
            98, "§5.9", "home agent MAY",
            says: "The source of packets with a Home Address option may be checked.",
            review: "As for R-097.",
            decision: "Gone; R-136 has it as MUST."),
        RequirementText(
            99, "§5.10", "mobile node SHOULD",
            says: "The first registration of several after a start has O.",
            review: "MUST is wanted, and draft-06 says it.",
            decision: "MUST."),
        RequirementText(
            100, "§5.10", "home agent",
            says: "With O what was left is replaced.",
            decision: "Kept."),
        RequirementText(
            101, "§5.10", "mobile node MUST",
            says: "135: again, with the last accepted number of the answer.",
            decision: "Dropped; RFC 6275 has it: one more than that number."),
        RequirementText(
            102, "§5.10", "mobile node can",
            says: "O serves with correspondents, too.",
            review: "It should be a must the first time. Not answered.",
            decision: "Dropped; O is not kept to home agents."),
        RequirementText(
            103, "§6.1", "home agent, correspondent can",
            says: "Any of the bindings may be used.",
            decision: "Kept."),
        RequirementText(
            104, "§6.1", "correspondent SHOULD",
            says: "Home address and BID, where the BID is known.",
            review: "Strange: a BID is a key only while a Binding Update is read.",
            decision: "SHOULD, for signalling."),
        RequirementText(
            105, "§6.1", "correspondent MUST",
            says: "A Binding Update with BID is looked up by both.",
            decision: "MUST."),
        RequirementText(
            106, "§6.1", "correspondent",
            says: "BID unknown: the home address alone, the first that fits.",
            decision: "Kept."),
        RequirementText(
            107, "§6.1", "correspondent can",
            says: "It may ignore BIDs.",
            decision: "Kept."),
        RequirementText(
            108, "§6.2", "correspondent",
            says: "One that does not know the option ignores it.",
            decision: "Gone."),
        RequirementText(
            109, "§6.2", "correspondent SHOULD NOT, MUST",
            says: "C or O in Care-of Test Init: no token, and MCOA MALFORMED.",
            decision: "Gone."),
        RequirementText(
            110, "§6.2", "correspondent MUST",
            says: "Else Care-of Test has the option, Status 0.",
            decision: "Gone."),
        RequirementText(
            111, "§6.2", "correspondent can",
            says: "Without care-of address.",
            decision: "No care-of address but in a Binding Update."),
    ]
}
