import Lab
import MobilityWire
import Nodes

// What can go wrong.

extension RandomSchedule {
    /// One fault, or one thing that a person does.
    mutating func doHarm() {
        switch Int.random(in: 0..<22, using: &random) {
        case 0...5: moveCable()
        case 6...8: impair()
        case 9: lab.setPartitioned(anyLink, random.chance(50))
        case 10: lab.setSilent(anyLink, random.chance(50))
        case 11: lab.reboot(random.chance(50) ? node : agent)
        case 12...13: administer()
        case 14: lab.deprecate(anyPort)
        case 15...16: setTrap()
        case 17: interfere()
        default: command()
        }
    }

    private var anyLink: LinkReference {
        mutating get { links[Int.random(in: 0..<links.count, using: &random)] }
    }

    private var anyPort: PortReference {
        mutating get { ports[Int.random(in: 0..<ports.count, using: &random)] }
    }

    private mutating func moveCable() {
        let port = anyPort
        if random.chance(30) {
            lab.unplug(port)
        } else {
            lab.plug(port, into: anyLink)
        }
    }

    private mutating func impair() {
        var chances: [Chance] = []
        for _ in 0..<4 {
            chances.append(random.chance(50) ? .never : .percent(UInt32(random.next() % 60)))
        }
        let latency = Interval.milliseconds(Int64(random.next() % 400))
        let jitter = Interval.milliseconds(Int64(random.next() % 300))
        let (up, down) = random.chance(50) ? (true, true) : (random.chance(50), random.chance(50))
        lab.impair(anyLink, up: up, down: down) { impairment in
            impairment.latency = latency
            impairment.jitter = jitter
            impairment.loss = chances[0]
            impairment.duplication = chances[1]
            impairment.reordering = chances[2]
            impairment.corruption = chances[3]
        }
    }

    private mutating func administer() {
        let number = Int.random(in: 0..<7, using: &random)
        let value = random.chance(60)
        let status: UInt8 = [128, 129, 130, 133, 135, 166, 168, 169].randomElement(using: &random) ?? 128
        lab.administer(agent) { administration in
            switch number {
            case 0: administration.multipleCareOfAddresses = value
            case 1: administration.bulkRegistration = value
            case 2: administration.simultaneousHomeAndForeign = value
            case 3: administration.refuseWith = value ? nil : status
            case 4: administration.isSilent = !value
            case 5: administration.maximumBindingsPerNode = value ? 128 : 1
            default: administration.maximumLifetime = value ? .seconds(3600) : .seconds(8)
            }
        }
    }

    private mutating func setTrap() {
        let type: MobilityHeaderType? =
            [nil, .bindingUpdate, .bindingAcknowledgement].randomElement(using: &random) ?? nil
        let deed: Trap.Deed =
            switch random.next() % 3 {
            case 0: .drop
            case 1: .delay(.milliseconds(Int64(random.next() % 10_000)))
            default: .duplicate
            }
        lab.set(Trap(deed, type: type, count: Int.random(in: 1...4, using: &random)))
    }

    /// What the agent's administrator does to the node's bindings.
    private mutating func interfere() {
        let bids: [UInt16] = random.chance(50) ? [] : [UInt16(random.next() % 40)]
        lab.command(
            random.chance(50)
                ? HomeAgent.Command.requestRefresh(Self.homeAddress, bids: bids)
                : .revoke(Self.homeAddress, bids: bids, trigger: 1), to: agent)
    }

    private mutating func command() {
        let known = lab.mobileNode(node)?.bindings(at: lab.now).compactMap(\.bid) ?? []
        let bid = known.randomElement(using: &random) ?? 1
        let command: MobileNode.Command =
            switch random.next() % 10 {
            case 0: .registerBulk([])
            case 1: .register(bid)
            case 2: .setOverwrite([true, false, nil].randomElement(using: &random) ?? nil)
            case 3...4:
                .returnHome(MobileNode.ReturnHomeMode.allCases.randomElement(using: &random) ?? .both)
            case 5: .leaveHome
            case 6: .changeBid(from: bid, to: UInt16(random.next() % 100) + 1)
            case 7: .setPriority(bid, UInt8(random.next() % 128))
            case 8: .forgetPeer(Self.agentAddress)
            default: .setLifetime(.seconds(Int64.random(in: 3...15, using: &random) * 4))
            }
        lab.command(command, to: node)
    }
}
