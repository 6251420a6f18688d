internal import CLinux
internal import CNetlink
internal import Glibc
import Crypto
public import MobilityWire
public import Nodes
public import Runtime

/// What both roles have of this machine: the kernel's facts and the changes to them, signalling, tunnels, the journal.
///
/// One thread owns it. It is closed by `close()`, which leaves the kernel as it was found.
public final class Machine {
    /// Names and numbers in the kernel.
    public let settings: HostSettings
    /// Whether changes are told and not made.
    public let isDryRun: Bool
    /// What happened.
    public private(set) var journal = Journal()
    /// Who takes part.
    public var parties: [Party] = []
    /// The layout of messages.
    public var format: WireFormat
    /// What the kernel said last.
    private(set) var kernel: KernelState
    /// What is ours in the kernel.
    public let ledger: Ledger
    let changer: KernelChanger
    let events: NetlinkSocket
    let port: SignallingPort
    let pump: TunnelPump
    private let silence: KernelSilence?
    private var ipv4Silence: KernelSilence?
    /// "node" or "agent".
    private let role: String
    /// Whose tunnels are in use.
    var tunnels: TunnelKind
    /// The gate between nodes and port.
    var gate = Gate<HostParcel>() {
        didSet {
            guard keepsPast, gate.version != oldValue.version else { return }
            past.gates.keep(gate, from: journal.nextNumber - 1)
        }
    }
    /// What was, while somebody may look back; without a screen nobody does.
    var past = MachinePast()
    /// Whether that is kept.
    var keepsPast = false
    /// The message that somebody makes by hand; nil: nobody does.
    var composed: ComposedMessage?
    /// When it was last said that the gate is full.
    var toldPassedBy = Instant.zero
    /// Whether data to correspondents goes straight, by the kernel's xfrm; else they are signalling only, and data goes
    /// by way of the home agent.
    var optimisesRoutes: Bool { port.kind == .mobilityHeader }
    /// Octets of chance.
    var random = CryptographicGenerator()

    /// The node whose machine this is, in the journal.
    static let own = PartyIdentifier(0)

    /// Opens everything, after cleaning up what a predecessor left.
    public init(_ settings: HostSettings, role: String, format: WireFormat, isDryRun: Bool)
        throws(KernelError)
    {
        self.settings = settings
        self.role = role
        self.isDryRun = isDryRun
        self.format = format
        changer = KernelChanger(socket: try NetlinkSocket(), transforms: try? .forTransforms())
        events = try NetlinkSocket(groups: [
            RTNLGRP_LINK, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_ROUTE, RTNLGRP_NEIGH,
        ])
        var problems: [KernelError] = []
        if !isDryRun {
            do { try StateFolder.make(settings.state) } catch { problems.append(error) }
        }
        ledger = try Ledger(
            folder: settings.state, name: role + ".ledger", changer: changer, isDryRun: isDryRun)
        if let error = ledger.revertAll().first { throw error }
        try conflicts(settings, changer.socket)
        kernel = try KernelState(of: changer.socket)
        tunnels = try TunnelKind(settings.tunnels, changer)
        port = try SignallingPort.best(ledger)
        pump = try TunnelPump()
        // A kernel that knows Mobile IPv6, and has a socket for its Mobility Headers, answers none of them.
        do {
            silence =
                isDryRun || port.kind == .mobilityHeader ? nil : try KernelSilence(name: "careof-" + role)
        } catch {
            silence = nil
            problems.append(error)
            note(.fault("the kernel will answer signalling with Parameter Problems"))
        }
        note(
            .probe(
                "signalling comes by \(port.kind.rawValue); tunnels are \(tunnels.words); correspondents: \(correspondentWords)"
            ))
        for problem in problems { note(.fault(problem.description)) }
        tellLedgerProblem()
    }

    /// What correspondents are for on this kernel.
    var correspondentWords: String {
        optimisesRoutes ? "data goes straight (xfrm)" : "signalling only"
    }

    /// Takes part in IPv4 from now on (RFC 5555), at this UDP port.
    func useIPv4(port: UInt16) throws(KernelError) {
        try self.port.useIPv4(port: port)
        guard !isDryRun else { return }
        do {
            ipv4Silence = try KernelSilence(ipv4: "careof-" + role, port: port)
        } catch {
            // Its own sockets keep it silent already where it has no tunnels in IPv4.
            note(.fault("\(error); a kernel with tunnels of its own may answer those in IPv4 with errors"))
        }
        note(.probe("signalling in IPv4 comes by UDP port \(port)"))
    }

    private var toldProblem: KernelError?

    /// Says once that nothing is written down, and once that it is again.
    private func tellLedgerProblem() {
        guard ledger.problem != toldProblem else { return }
        toldProblem = ledger.problem
        note(
            .fault(
                ledger.problem.map { "\($0): after a kill, what is ours stays in the kernel" }
                    ?? "the ledger is written again"))
    }

    /// The time: nanoseconds since boot, sleep included. It stands still between two looks at the clock, so that what
    /// the kernel tells at once happens at one instant.
    public private(set) var now = Instant(nanoseconds: careof_boot_time())

    /// Looks at the clock.
    func lookAtClock() {
        now = Instant(nanoseconds: careof_boot_time())
        followDate()
    }

    /// The date at boot, as the clock of the day had it last, and when that was looked at.
    private var dateAtBoot = Machine.presentDateAtBoot
    private var dateLookedAt = Instant.zero

    private static var presentDateAtBoot: Int64 { careof_wall_clock() - careof_boot_time() / 1_000_000_000 }

    /// Somebody set the machine's date: it is said, and that is all. Lifetimes count from boot. Timestamps (RFC 4285 §6)
    /// go on from the date of the start, or messages that were recorded would be new once more.
    private func followDate() {
        guard now - dateLookedAt >= .seconds(1) else { return }
        dateLookedAt = now
        let step = Machine.presentDateAtBoot - dateAtBoot
        // Both clocks are read to the second.
        guard abs(step) > 2 else { return }
        dateAtBoot += step
        note(
            .fault(
                "the clock was set \(abs(step)) s \(step > 0 ? "forward" : "back"): lifetimes count from boot, timestamps go on by the former date until the next start"
            ))
    }

    /// What is done when there is time.
    var waiting = WaitingPackets()

    /// Says what was dropped.
    func reportDropped() {
        guard let count = waiting.report(at: now, lost: port.takeLost) else { return }
        if count.dropped > 0 {
            note(
                .fault("under load: \(count.dropped) packets of nodes that are not bound were dropped unread")
            )
        }
        if count.lost > 0 {
            note(.fault("under load: the kernel had no room for \(count.lost) packets, whosever they were"))
        }
    }

    /// The seconds since 1900 at the origin of that time (RFC 4285 §6 counts so).
    public static var epoch: UInt32 {
        let since1900 = careof_wall_clock() + 2_208_988_800 - careof_boot_time() / 1_000_000_000
        return UInt32(truncatingIfNeeded: since1900)
    }

    /// Enters something into the journal; its number.
    @discardableResult
    func note(_ event: JournalEntry.Event, cause: Int = 0, by party: PartyIdentifier = Machine.own) -> Int {
        journal.append(event, at: now, of: party, cause: cause)
    }

    /// The time of the first entry that is kept; of none: now.
    var firstTime: Instant { journal.firstTime ?? now }

    /// Enters something that somebody did who has no lane.
    func noteOfOthers(_ event: JournalEntry.Event) { journal.append(event, at: now, of: nil) }

    /// Does something to the kernel; what it refuses stands in the journal.
    func attempt(_ change: () throws(KernelError) -> Void) {
        do { try change() } catch { note(.fault(error.description)) }
        tellLedgerProblem()
    }

    /// Tells a node something, or that its deadline passed, and keeps it for those who look back.
    ///
    /// - Parameter entry: the first entry of the journal that is of it.
    func turn<Node: ReplayableNode>(
        _ node: inout Node, _ input: Node.Input?, in past: ReferenceWritableKeyPath<Machine, NodePast<Node>>,
        entry: Int, isKept: Bool = true, into actions: inout [Action]
    ) {
        switch (input, keepsPast && isKept) {
        case (let input?, true):
            self[keyPath: past].handle(
                &node, input, entry: entry, at: now, random: &random, into: &actions)
        case (nil, true):
            self[keyPath: past].deadlinePassed(
                &node, entry: entry, at: now, random: &random, into: &actions)
        case (let input?, false): node.handle(input, at: now, random: &random, into: &actions)
        case (nil, false): node.deadlinePassed(at: now, random: &random, into: &actions)
        }
    }

    /// Puts changes in the place of others, touching only what differs.
    func exchange(_ former: inout [KernelChange], for wanted: [KernelChange]) {
        let gone = former.filter { !wanted.contains($0) }
        let new = wanted.filter { !former.contains($0) }
        former = wanted
        for change in gone { attempt { () throws(KernelError) in try ledger.revert(change) } }
        for change in new { attempt { () throws(KernelError) in try ledger.apply(change) } }
    }

    /// Takes in what changed in the kernel; whether anything did.
    func followKernel() -> Bool {
        let changes = events.events()
        for change in changes {
            switch change {
            case .message(let message): kernel.apply(message)
            case .overrun:
                // RFC 3549 says it: after a loss everything is asked for again.
                note(.fault("the kernel had more news than its queue holds; asked again"))
                isBehind = true
            }
        }
        let wasBehind = isBehind
        if isBehind {
            attempt { () throws(KernelError) in
                kernel = try KernelState(of: changer.socket)
                isBehind = false
            }
        }
        let hasChanged = !changes.isEmpty || wasBehind
        if hasChanged, keepsPast { past.keep(kernel, ledger, entry: journal.nextNumber) }
        return hasChanged
    }

    /// Whether news of the kernel were lost, and asking for everything again has not worked yet: it is tried again
    /// whenever something happens.
    private var isBehind = false

    private var sampling = JournalSampling()

    /// Enters a packet that came into the journal, where there is room or something came of it; its number. Nil: neither.
    func noteDelivery(
        _ datagram: Datagram, cause: @autoclosure () -> Int = 0, of actions: [Action], isHeld: Bool = false
    ) -> Int? {
        if let count = sampling.report(at: now) {
            note(.fault("under load: \(count) packets that changed nothing are not in the journal"))
        }
        guard isHeld || sampling.admits(at: now) || actions.contains(where: \.isChange) else {
            sampling.skip()
            return nil
        }
        guard let interface = datagram.interface else { return 0 }
        return note(.delivered(octets: datagram.octets, interface), cause: cause())
    }

    /// Sends what a node wants sent without a word in the journal.
    func sendUnnoted(_ datagram: Datagram) {
        guard !isDryRun else { return }
        // Nothing is held of which the journal does not know.
        guard gate.filter.isOpen else { return send(datagram, because: Rule(), cause: 0) }
        try? port.send(datagram)
    }

    /// Tells the sender of a packet that was too big for a tunnel of ours. The kernel does it for its own tunnels.
    func relay(_ tooBig: PacketTooBig, from address: IPv6Address) {
        guard tunnels == .ours, let message = tooBig.relayed(from: address) else { return }
        sendUnnoted(message)
    }

    /// Sends what a node wants sent.
    func send(_ datagram: Datagram, because rule: Rule, cause: Int) {
        let number = note(
            .sent(octets: datagram.octets, datagram.interface, datagram.protection, rule), cause: cause)
        guard !isDryRun, !holds(datagram, because: rule, departure: number) else { return }
        transmit(datagram, departure: number)
    }

    /// Sends what stands in the journal already.
    func transmit(_ datagram: Datagram, departure number: Int) {
        do {
            try port.send(datagram)
            journal.letPass(number)
        } catch {
            note(.lost(octets: datagram.octets, .noRoute, link: nil), cause: number)
            note(.fault(error.description), cause: number)
        }
    }

    /// Remembers what a setting was, and sets it; one that is so already, or is not there, is left alone.
    func set(_ path: String, to value: String) {
        guard let former = KernelSetting.read(path), former != value else { return }
        attempt { () throws(KernelError) in
            try ledger.apply(.setting(path, value: value, former: former))
        }
    }

    /// Whether a link is one of our tunnels.
    func isOwn(_ link: KernelState.Link) -> Bool {
        link.name.hasPrefix(settings.device)
            && link.name.dropFirst(settings.device.count).allSatisfy(\.isNumber)
    }

    /// Leaves the kernel as it was found. What could not be taken out is returned.
    public func close() -> [KernelError] {
        pump.stop()
        return ledger.revertAll()
    }
}

/// Refuses to begin where something of someone else is in the way, and names it.
private func conflicts(_ settings: HostSettings, _ socket: NetlinkSocket) throws(KernelError) {
    for message in try socket.dump(Int(RTM_GETRULE), family: AF_INET6) {
        let preference =
            message.attributes(after: fib_rule_hdr.self)[Int(FRA_PRIORITY)]?.native(UInt32.self) ?? 0
        guard preference >= settings.rule, preference < settings.rule + 100 else { continue }
        throw KernelError(
            "routing rule \(preference) is in the way (ip -6 rule show pref \(preference)); [kernel] rule = … chooses others",
            code: EEXIST)
    }
    for message in try socket.dump(Int(RTM_GETROUTE), family: AF_INET6) {
        let attributes = message.attributes(after: rtmsg.self)
        let table = attributes[Int(RTA_TABLE.rawValue)]?.native(UInt32.self) ?? 0
        guard table >= settings.table, table < settings.table + 140_000 else { continue }
        throw KernelError(
            "routing table \(table) is in the way (ip -6 route show table \(table)); [kernel] table = … chooses others",
            code: EEXIST)
    }
    for message in try socket.dump(Int(RTM_GETLINK), family: 0) {
        guard let name = message.attributes(after: ifinfomsg.self)[Int(IFLA_IFNAME)]?.text,
            name.hasPrefix(settings.device), name.count > settings.device.count,
            name.dropFirst(settings.device.count).allSatisfy(\.isNumber)
        else { continue }
        throw KernelError(
            "device \(name) is in the way; [kernel] tunnel = … chooses another name", code: EEXIST)
    }
}
