import Crypto
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing

/// The lab as a console sees it: opened, looked at, told what to do.
struct LabRunTests {
    static let agent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)

    static func opened(_ profile: WireProfile = .rfc5648) throws -> LabRun {
        var run = try LabRun(profile: profile, cryptography: try OpenSSLCryptography())
        run.advance(to: Instant(nanoseconds: 5_000_000_000))
        return run
    }

    /// Lets seconds of the machine's time pass in small steps, as a loop does.
    static func pass(_ seconds: Int64, _ run: inout LabRun) {
        let start = run.now
        var machine = Instant(nanoseconds: 5_000_000_000) + (start - .zero)
        let end = machine + .seconds(seconds)
        while machine < end {
            machine = min(end, run.nextTime ?? end)
            run.advance(to: machine)
        }
    }

    static func states(_ run: LabRun) -> [String] {
        run.bindings(0..<100).rows.map { "\($0.bid ?? 0) \($0.interfaceName) \($0.state.rawValue)" }
    }

    @Test func opensUnregisteredAndManualWithThreeAccesses() throws {
        let run = try Self.opened()
        #expect(run.headline.node == "mr1")
        #expect(run.headline.homeAddress?.description == "2001:db8:1::100")
        #expect(run.headline.homeAgent == Self.agent)
        #expect(run.headline.registration == .manual)
        #expect(run.headline.remark == "manual until the first b")
        #expect(run.headline.gate == "open")
        #expect(Self.states(run) == ["1 eth0 unregistered", "2 wlan0 unregistered", "3 wwan0 unregistered"])
        let interfaces = run.interfaces()
        #expect(interfaces.map(\.name) == ["eth0", "wlan0", "wwan0"])
        #expect(interfaces.allSatisfy { $0.isUp && $0.link == .visited })
        #expect(interfaces.map(\.bid) == [1, 2, 3])
        #expect(
            interfaces.map { $0.addresses.map { "\($0.address)" } } == [
                ["2001:db8:a::100"], ["2001:db8:b::100"], ["2001:db8:c::100"],
            ])
        #expect(run.parties.map(\.name) == ["mr1", "ha1", "cn1"])
        #expect(run.caches().map(\.bindings) == [0, 0])
        #expect(!run.journal.entries.contains { $0.kind == .sent })
    }

    @Test("R-046: the first bulk registration registers all in one message, and ends the manual mode")
    func bulkRegistrationEndsManualMode() throws {
        var run = try Self.opened()
        #expect(
            run.perform(.registerBulk([])) == .done(entry: 32, "registration is automatic from now on")
                || run.headline.registration == .automatic)
        #expect(run.headline.registration == .automatic)
        #expect(run.headline.remark.isEmpty)
        Self.pass(3, &run)
        #expect(Self.states(run) == ["1 eth0 registered", "2 wlan0 registered", "3 wwan0 registered"])
        #expect(run.caches().map(\.bindings) == [3, 0])
        let updates = run.journal.entries.filter {
            $0.kind == .sent && $0.party == PartyIdentifier(1)
        }
        #expect(updates.count == 1)
        let holder = try #require(run.caches().first)
        let window = run.cache(holder.party, 1..<3, order: .homeAddress)
        #expect(window.total == 3 && window.first == 1 && window.rows.map(\.bid) == [2, 3])
        #expect(run.interfaces()[0].sent.packets == 1)
        // It keeps them alive by itself.
        Self.pass(120, &run)
        #expect(Self.states(run).allSatisfy { $0.hasSuffix("registered") || $0.hasSuffix("refreshing") })
    }

    @Test("R-059: a preview says what would be sent and what would go, and does nothing")
    func previewOfDeregistration() throws {
        var run = try Self.opened()
        run.perform(.registerBulk([]))
        Self.pass(3, &run)
        let version = run.version
        let preview = run.preview(.deregister([2]))
        #expect(run.version == version)
        #expect(preview.refusal == nil)
        #expect(preview.messages.map(\.interfaceName).count == 1)
        #expect(preview.messages.first?.text.contains("0 s, BID 2") == true)
        #expect(preview.takesAway)
        #expect(preview.effects.first == "ha1 removes BID 2 → 2001:db8:b::100.")
        #expect(preview.effects.contains { $0.contains("BID 1, BID 3") })
        #expect(!run.preview(.register(1)).takesAway)
        #expect(run.preview(.register(9)).refusal == "There is no BID 9.")
    }

    @Test("R-022: with O what is not named goes, and the preview lists it")
    func previewOfOverwrite() throws {
        var run = try Self.opened()
        run.perform(.registerBulk([]))
        Self.pass(3, &run)
        run.perform(.setOverwrite(true))
        #expect(run.headline.overwritesNext)
        let preview = run.preview(.registerBulk([1]))
        #expect(preview.takesAway)
        #expect(preview.effects.contains("ha1 removes BID 2 → 2001:db8:b::100."))
        #expect(preview.effects.contains("ha1 removes BID 3 → 2001:db8:c::100."))
        run.perform(.setOverwrite(nil))
        #expect(!run.headline.overwritesNext)
    }

    @Test func pausedTimeStandsAndSpeedStretchesIt() throws {
        var run = try Self.opened()
        let second = Instant(nanoseconds: 5_000_000_000)
        run.advance(to: second + .seconds(1))
        #expect(run.now == .zero + .seconds(1))
        run.perform(.pause(nil))
        #expect(run.headline.isPaused)
        #expect(run.nextTime == nil)
        run.advance(to: second + .seconds(10))
        #expect(run.now == .zero + .seconds(1))
        run.perform(.pause(false))
        run.perform(.faster)
        #expect(run.headline.speed == 2)
        run.advance(to: second + .seconds(12))
        #expect(run.now == .zero + .seconds(5))
        run.perform(.speed(0.1))
        run.advance(to: second + .seconds(22))
        #expect(run.now == .zero + .seconds(6))
        // The machine's time never goes back.
        run.advance(to: second)
        #expect(run.now == .zero + .seconds(6))
    }

    @Test func faultsOfEveryKindAreDoneOrRefusedInWords() throws {
        var run = try Self.opened()
        run.perform(.registerBulk([]))
        Self.pass(3, &run)
        for command: RunCommand in [
            .unplug(interface: "wwan0"), .plug(interface: "wwan0", link: "c"), .loss(link: "a", percent: 20),
            .delay(link: "b", .milliseconds(200)), .silence(link: "c", true), .silence(link: "c", false),
            .partition(link: "c", true), .partition(link: "c", false), .reject(130), .reject(nil),
            .mute(true),
            .mute(false), .trap(.drop, message: "BU"), .trap(.duplicate, message: "any"),
            .trap(.delay(.milliseconds(100)), message: "BA"), .reboot("ha1"), .reboot("mr1"),
            .forgetTranslations(link: "nat"), .probe(from: "cn1", port: 22), .probe(from: "mr1", port: 22),
        ] {
            let before = run.version
            if case .refused(let words) = run.perform(command) { Issue.record("\(command): \(words)") }
            #expect(run.version > before)
        }
        #expect(
            run.perform(.unplug(interface: "eth9"))
                == .refused("There is no interface \"eth9\"; there are eth0, wlan0, wwan0."))
        #expect(
            run.perform(.plug(interface: "eth0", link: "x"))
                == .refused("There is no link \"x\"; there are home, a, b, c, v4, nat, c0."))
        #expect(run.perform(.forgetTranslations(link: "a")) == .refused("There is no NAT on link a."))
        #expect(run.perform(.reboot("x")) == .refused("There is no machine \"x\"; there are mr1, ha1, cn1."))
        #expect(
            run.perform(.gate(.release(nil))) == .refused("No message is held: s holds them from now on."))
        for command: RunCommand in [.rewind(-1)] {
            guard case .refused(let words) = run.perform(command) else {
                Issue.record("\(command) was done")
                continue
            }
            #expect(words.hasPrefix("Not available here"))
        }
    }

    @Test(
        "R-014: the three ways of being at home, from the home link",
        arguments: MobileNode.ReturnHomeMode.allCases)
    func returnsHome(mode: MobileNode.ReturnHomeMode) throws {
        var run = try Self.opened()
        run.perform(.registerBulk([]))
        Self.pass(3, &run)
        #expect(
            run.preview(.returnHome(mode)).refusal == nil
                || run.preview(.returnHome(mode)).refusal?.contains("home link") == true)
        run.perform(.plug(interface: "eth0", link: "home"))
        // The node has to hear the router first.
        Self.pass(3, &run)
        run.perform(.returnHome(mode))
        Self.pass(8, &run)
        #expect(run.headline.returnHome == mode)
        #expect(run.interfaces()[0].link == .home)
        #expect(run.interfaces()[0].isShut == (mode == .visitedOnly))
        #expect(["home", "home-without-nd", "unused"].contains(run.headline.place))
        #expect(run.perform(.leaveHome) != .refused(""))
    }

    @Test func settingsAreShownAndChanged() throws {
        var run = try Self.opened()
        let keys = run.settings().map(\.key)
        #expect(Set(keys).count == keys.count)
        let numbers = run.settings().map(\.number).filter { !$0.isEmpty }
        #expect(numbers == (1...19).filter { $0 != 16 }.map { "A\($0)" })
        for setting in run.settings() where !setting.choices.isEmpty {
            for choice in setting.choices {
                let outcome = run.perform(.set(setting.key, choice))
                if case .refused(let words) = outcome {
                    #expect(setting.key == "return-home", "\(setting.key) \(choice): \(words)")
                    continue
                }
                #expect(run.settings().first { $0.key == setting.key }?.value == choice, "\(setting.key)")
            }
        }
        #expect(
            run.perform(.set("bulk", "maybe"))
                == .refused("bulk cannot be \"maybe\": expected one of on, off."))
        #expect(
            run.perform(.set("lifetime", "1"))
                == .refused("lifetime cannot be \"1\": expected seconds from 4 to 262140."))
        #expect(run.perform(.set("x", "1")) == .refused("There is no setting \"x\"."))
        run.perform(.set("profile", "draft-06"))
        #expect(run.format.profile == .draft06)
        #expect(run.headline.profile == .draft06)
    }

    @Test("R-011: a flow rule moves its traffic, and the preview says so")
    func flowsMove() throws {
        var run = try Self.opened()
        run.perform(.registerBulk([]))
        Self.pass(3, &run)
        run.perform(.addFlow(name: "ssh", bid: 2, transportProtocol: 6, port: 22, peer: nil))
        let flow = try #require(run.flows().first)
        #expect(flow.matches == "tcp port 22")
        #expect(flow.usedBid == 2)
        #expect(
            run.preview(.deregister([2])).effects.contains(
                "Traffic of flow \"ssh\" moves from BID 2 to BID 1."))
        run.perform(.removeFlow("ssh"))
        #expect(run.flows().isEmpty)
        #expect(run.perform(.removeFlow("ssh")) == .refused("There is no flow rule \"ssh\": there is none."))
    }

    @Test("R-006: a correspondent by name, by address, or the only one")
    func correspondents() throws {
        var run = try Self.opened()
        run.perform(.registerBulk([]))
        Self.pass(3, &run)
        run.perform(.registerAtCorrespondent(1, peer: nil))
        Self.pass(3, &run)
        #expect(run.caches().map(\.bindings) == [3, 1])
        run.perform(.registerAtCorrespondent(2, peer: "cn1"))
        Self.pass(3, &run)
        #expect(run.caches().map(\.bindings) == [3, 2])
        guard case .refused(let words) = run.perform(.registerAtCorrespondent(1, peer: "cn7")) else {
            Issue.record("cn7 exists")
            return
        }
        #expect(words.contains("cn1"))
    }

    @Test func stepsOfAScenarioHappenInTime() throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: "bulk-registration"))
        var run = try LabRun(scenario, cryptography: try OpenSSLCryptography())
        run.advance(to: Instant(nanoseconds: 5_000_000_000))
        #expect(run.hasSteps)
        let first = try #require(scenario.steps.map(\.time).min())
        #expect(try #require(run.nextTime) <= Instant(nanoseconds: 5_000_000_000) + (first - .zero))
        Self.pass((scenario.lastInstant - .zero).wholeSeconds + 1, &run)
        #expect(!run.hasSteps)
        let played = try ScenarioRun(
            scenario, profile: scenario.profiles[0], until: run.now, cryptography: try OpenSSLCryptography())
        // In time or at once: the same journal, octet for octet.
        let json = JournalJSON(parties: run.parties, format: run.format)
        #expect(json.lines(of: run.journal) == json.lines(of: played.lab.journal))
    }
}
