// Rows: what a person does to the world, and to time.

extension CommandTable {
    static let labRows: [CommandDefinition] = [
        .run("pause", .lab, "time stands still, or goes on", [.optional("state", .toggle)]) {
            a throws(CommandError) in .pause(try a.toggle(0))
        },
        .run("faster", .lab, "the next speed up") { _ throws(CommandError) in .faster },
        .run("slower", .lab, "the next speed down") { _ throws(CommandError) in .slower },
        .run("speed", .lab, "so many seconds of the lab in one second", [.required("factor", .factor)]) {
            a throws(CommandError) in .speed(try a.factor(0))
        },
    ]

    static let messages = [
        "any", "BU", "BA", "BRR", "HoTI", "CoTI", "HoT", "CoT", "BE", "BRI", "BRA",
    ]

    static let faultRows: [CommandDefinition] = [
        .view("faults", .lab, "menu of faults"),
        .run(
            "plug", .lab, "plug an interface into a link",
            [.required("interface", .interface), .required("link", .link)]
        ) { a throws(CommandError) in .plug(interface: try a.text(0), link: try a.text(1)) },
        .run("unplug", .lab, "pull the cable of an interface", [.required("interface", .interface)]) {
            a throws(CommandError) in .unplug(interface: try a.text(0))
        },
        .run("go-home", .lab, "plug an interface into the home link", [.required("interface", .interface)]) {
            a throws(CommandError) in .plug(interface: try a.text(0), link: "home")
        },
        .run(
            "loss", .lab, "a link loses so many percent of its packets",
            [.required("link", .link), .required("percent", .number(0...100))]
        ) { a throws(CommandError) in
            .loss(link: try a.text(0), percent: UInt32(clamping: try a.number(1, in: 0...100)))
        },
        .run(
            "latency", .lab, "how long a packet takes through a link, one way",
            [.required("link", .link), .required("time", .duration)]
        ) { a throws(CommandError) in .delay(link: try a.text(0), try a.duration(1)) },
        .run(
            "silence", .lab, "the router of a link falls silent, or speaks again",
            [.required("link", .link), .optional("state", .toggle)]
        ) { a throws(CommandError) in .silence(link: try a.text(0), try a.toggle(1) ?? true) },
        .run(
            "partition", .lab, "a link is cut off from the world, or joined again",
            [.required("link", .link), .optional("state", .toggle)]
        ) { a throws(CommandError) in .partition(link: try a.text(0), try a.toggle(1) ?? true) },
        .run(
            "reject", .lab, "the home agent refuses every Binding Update with a status; off: no longer",
            [.required("status", .text)]
        ) { a throws(CommandError) in
            .reject(
                a.word(0)?.text == "off" ? nil : UInt8(clamping: try a.number(0, in: 128...255)))
        },
        .run("mute", .lab, "the home agent answers nothing, or does again", [.optional("state", .toggle)]) {
            a throws(CommandError) in .mute(try a.toggle(0) ?? true)
        },
        .run("drop-next", .lab, "the next message of a kind is lost", [.optional("message", .word(messages))])
        {
            a throws(CommandError) in
            .trap(.drop, message: a.word(0) == nil ? "any" : try a.word(0, of: messages))
        },
        .run(
            "duplicate-next", .lab, "the next message of a kind leaves twice",
            [.optional("message", .word(messages))]
        ) { a throws(CommandError) in
            .trap(.duplicate, message: a.word(0) == nil ? "any" : try a.word(0, of: messages))
        },
        .run(
            "delay-next", .lab, "the next message of a kind leaves later",
            [.required("time", .duration), .optional("message", .word(messages))]
        ) { a throws(CommandError) in
            .trap(
                .delay(try a.duration(0)), message: a.word(1) == nil ? "any" : try a.word(1, of: messages))
        },
        .run(
            "reboot", .lab, "a machine loses power and starts again", [.required("machine", .machine)],
            effect: .destructive
        ) { a throws(CommandError) in .reboot(try a.text(0)) },
        .run("forget-translations", .lab, "the NAT of a link forgets everything", [.required("link", .link)])
        {
            a throws(CommandError) in .forgetTranslations(link: try a.text(0))
        },
        .run(
            "set", .lab, "another value for a setting: profile, policies, what the agent allows",
            [.required("setting", .setting), .required("value", .settingValue)]
        ) { a throws(CommandError) in .set(try a.text(0), try a.text(1)) },
    ]
}
