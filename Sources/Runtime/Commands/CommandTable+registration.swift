internal import Nodes

// Rows: what a person asks of a mobile node, and of a home agent.

extension CommandDefinition {
    /// A row that does something to the run.
    static func run(
        _ name: String, _ section: Section, _ summary: String, _ parameters: [Parameter] = [],
        effect: Effect = .changes,
        _ make: @escaping @Sendable (CommandArguments) throws(CommandError) -> RunCommand
    ) -> CommandDefinition {
        CommandDefinition(
            name: name, section: section, summary: summary, parameters: parameters, effect: effect
        ) { arguments throws(CommandError) in .run(try make(arguments)) }
    }

    /// A row that changes what is seen.
    static func view(
        _ name: String, _ section: Section, _ summary: String, _ parameters: [Parameter] = []
    ) -> CommandDefinition {
        CommandDefinition(
            name: name, section: section, summary: summary, parameters: parameters, effect: .view
        ) { arguments throws(CommandError) in
            for (index, parameter) in parameters.enumerated() where arguments.word(index) != nil {
                if case .word(let words) = parameter.kind { _ = try arguments.word(index, of: words) }
                if case .toggle = parameter.kind { _ = try arguments.toggle(index) }
                if case .number(let range) = parameter.kind { _ = try arguments.number(index, in: range) }
            }
            return .view(name, arguments.words.map(\.text))
        }
    }
}

extension CommandTable {
    static let registrationRows: [CommandDefinition] = [
        .run(
            "bulk-register", .registration, "register BIDs in one Binding Update; all if none is named",
            [.optional("bids", .bids)]
        ) { a throws(CommandError) in .registerBulk(try a.bids(from: 0)) },
        .run("register", .registration, "register or refresh one BID alone", [.required("bid", .bid)]) {
            a throws(CommandError) in .register(try a.bid(0))
        },
        .run(
            "deregister", .registration, "remove bindings by a Binding Update with lifetime 0",
            [.required("bids", .bids)], effect: .destructive
        ) { a throws(CommandError) in .deregister(try a.bids(from: 0)) },
        .run(
            "deregister-all", .registration, "remove every binding by a Binding Update without BID",
            effect: .destructive
        ) { _ throws(CommandError) in .deregisterAll },
        .run(
            "toggle-overwrite", .registration, "O flag of the next Binding Update: all other bindings go",
            [.optional("state", .toggle)]
        ) { a throws(CommandError) in .setOverwrite(try a.toggle(0)) },
        .run(
            "change-bid", .registration, "give the care-of address of a BID another BID",
            [.required("bid", .bid), .required("new", .bid)]
        ) { a throws(CommandError) in .changeBid(from: try a.bid(0), to: try a.bid(1)) },
        .run(
            "register-at-correspondent", .registration,
            "register a BID at a correspondent, after return routability",
            [.required("bid", .bid), .optional("peer", .peer)]
        ) { a throws(CommandError) in .registerAtCorrespondent(try a.bid(0), peer: a.word(1)?.text) },
        .run(
            "deregister-at-correspondent", .registration, "remove a BID at a correspondent",
            [.required("bid", .bid), .optional("peer", .peer)], effect: .destructive
        ) { a throws(CommandError) in .deregisterAtCorrespondent(try a.bid(0), peer: a.word(1)?.text) },
        .run(
            "priority", .registration, "priority of a BID, lower is preferred; 0: none",
            [.required("bid", .bid), .required("priority", .number(0...127))]
        ) { a throws(CommandError) in
            .setPriority(try a.bid(0), UInt8(clamping: try a.number(1, in: 0...127)))
        },
        .run(
            "registration", .registration, "follow the interfaces, or wait for a person",
            [.required("mode", .word(["automatic", "manual"]))]
        ) { a throws(CommandError) in
            .setRegistration(try a.word(0, of: ["automatic", "manual"]) == "manual" ? .manual : .automatic)
        },
        .run("forget-peer", .registration, "forget what was learned of a peer", [.required("peer", .peer)]) {
            a throws(CommandError) in .forgetPeer(try a.text(0))
        },
    ]

    private static let homeModes = MobileNode.ReturnHomeMode.allCases.map(\.rawValue)

    static let homeRows: [CommandDefinition] = [
        .run(
            "return-home", .home, "how to be at home: home link, visited links, or both (H flag)",
            [.required("mode", .word(homeModes))], effect: .destructive
        ) { a throws(CommandError) in
            .returnHome(MobileNode.ReturnHomeMode(rawValue: try a.word(0, of: homeModes)) ?? .both)
        },
        .run("leave-home", .home, "use the visited links again as if there were no home link") {
            _ throws(CommandError) in .leaveHome
        },
        .run("discover-home-agents", .home, "look for home agents by anycast") {
            _ throws(CommandError) in .discoverHomeAgents
        },
        .run("solicit-prefixes", .home, "ask for the prefixes of the home link") {
            _ throws(CommandError) in .solicitPrefixes
        },
        .run(
            "use-home-agent", .home, "use another home agent; the bindings at the former one go",
            [.required("address", .address)], effect: .destructive
        ) { a throws(CommandError) in .useHomeAgent(try a.address(0)) },
    ]

    static let agentRows: [CommandDefinition] = [
        .run(
            "choose-node", .agent, "the mobile node to look at, or that an agent's commands are about",
            [.required("address", .node)]
        ) { a throws(CommandError) in .chooseNode(try a.address(0)) },
        .run(
            "request-refresh", .agent, "the agent asks the node to refresh its bindings",
            [.optional("bids", .bids)]
        ) { a throws(CommandError) in .requestRefresh(try a.bids(from: 0)) },
        .run(
            "revoke", .agent, "the agent revokes bindings; all if none is named",
            [.optional("bids", .bids)], effect: .destructive
        ) { a throws(CommandError) in .revoke(try a.bids(from: 0)) },
        .run(
            "switch-agent", .agent, "the agent sends the node to another one",
            [.optional("address", .address)], effect: .destructive
        ) { a throws(CommandError) in .switchAgent(a.word(0) == nil ? nil : try a.address(0)) },
    ]

    static let flowRows: [CommandDefinition] = [
        .run(
            "flow", .flows, "packets of a flow leave by a BID: flow ssh 2 tcp 22",
            [
                .required("name", .name), .required("bid", .bid),
                .optional("protocol", .word(["any", "tcp", "udp", "icmpv6"])),
                .optional("port", .number(0...65535)), .optional("peer", .prefix),
            ]
        ) { a throws(CommandError) in
            let numbers: [String: UInt8] = ["tcp": 6, "udp": 17, "icmpv6": 58]
            let word = a.word(2) == nil ? "any" : try a.word(2, of: ["any", "tcp", "udp", "icmpv6"])
            let port = a.word(3) == nil ? 0 : try a.number(3, in: 0...65535)
            return .addFlow(
                name: try a.text(0), bid: try a.bid(1), transportProtocol: numbers[word],
                port: port == 0 ? nil : UInt16(clamping: port),
                peer: a.word(4) == nil ? nil : try a.prefix(4))
        },
        .run("flow-remove", .flows, "a flow rule goes", [.required("flow", .flow)]) {
            a throws(CommandError) in .removeFlow(try a.text(0))
        },
        .run(
            "probe", .flows, "send a test packet and see which way it takes",
            [.required("from", .machine), .optional("port", .number(1...65535))]
        ) { a throws(CommandError) in
            .probe(
                from: try a.text(0),
                port: UInt16(clamping: a.word(1) == nil ? 7 : try a.number(1, in: 1...65535)))
        },
    ]
}
