import MobilityWire
import Nodes
import Runtime

// The gate on a machine: between nodes and port, in both directions. Time runs while a message waits: the node's own
// timers count from when it sent, and nobody outside waits for a person.

/// What it takes to let a message go.
enum HostParcel: Sendable {
    /// It leaves, because of a rule.
    case outgoing(Datagram, Rule)
    /// The node sees it.
    case incoming(Datagram)
}

extension Machine {
    /// Holds what a node wants sent, if it is one of those that are to be held; its entry is there already.
    func holds(_ datagram: Datagram, because rule: Rule, departure: Int) -> Bool {
        guard wantsHeld(datagram.octets, incoming: false) else { return false }
        gate.hold(
            Gate.Held(
                number: departure, isIncoming: false, party: Machine.own, octets: datagram.octets, since: now,
                parcel: .outgoing(datagram, rule)))
        return true
    }

    /// Holds what came for a node, if it is one of those that are to be held.
    ///
    /// - Parameter departure: the entry of its departure at a peer that has a lane; 0: nobody with a lane.
    func holds(_ datagram: Datagram, departure: @autoclosure () -> Int) -> Bool {
        guard wantsHeld(datagram.octets, incoming: true) else { return false }
        var number = departure()
        if number == 0 {
            // Commands name it by an entry, so it gets one: somebody sent it.
            number = journal.nextNumber
            noteOfOthers(.sent(octets: datagram.octets, nil, .none, Rule()))
        }
        gate.hold(
            Gate.Held(
                number: number, isIncoming: true, party: Machine.own, octets: datagram.octets, since: now,
                parcel: .incoming(datagram)))
        return true
    }

    private func wantsHeld(_ octets: [UInt8], incoming: Bool) -> Bool {
        !gate.filter.isOpen && gate.wants(octets, incoming: incoming)
    }

    /// Says how many messages found no room in the gate, at most once a second.
    func tellPassedBy(atOnce: Bool = false) {
        guard gate.passedBy > 0, atOnce || now - toldPassedBy >= .seconds(1) else { return }
        toldPassedBy = now
        note(
            .fault(
                "the gate is full, \(gate.held.count) are held: \(gate.takePassedBy()) messages went on at once"
            ))
    }
}

extension MachineNode {
    /// When something has to be done at the latest, for the node, for a message that goes on later or for packets that
    /// wait.
    var nextWake: Instant? {
        machine.waiting.isEmpty ? nextWithoutPackets : machine.now
    }

    private var nextWithoutPackets: Instant? {
        [nextDeadline, machine.gate.nextDeadline].compactMap(\.self).min()
    }

    /// Does what a person wants of the node or of the gate, or says why not.
    func carryOut(_ command: RunCommand) -> Outcome {
        switch command {
        case .edit(let command): return carryOut(command)
        case .note(let words): return .done(entry: machine.note(.remark(words)), "")
        case .gate(let command):
            do {
                return carryOut(try machine.gate.perform(command))
            } catch {
                return .refused(error.words)
            }
        default: return perform(command)
        }
    }

    /// Does what the gate says.
    func carryOut(_ deed: Gate<HostParcel>.Deed) -> Outcome {
        let first = machine.journal.nextNumber
        if let held = deed.message, let words = deed.words {
            machine.note(.fault(words), cause: held.number)
        }
        var words = ""
        switch deed {
        case .isSet(let gone, let gate):
            words = gate
            for held in gone { letGo(held) }
            if machine.gate.filter.isOpen { machine.tellPassedBy(atOnce: true) }
        case .goesOn(let held, let copies):
            letGo(held)
            for _ in 1..<max(1, copies) { letGo(held, isCopy: true) }
        case .goesLater(let held, let delay): machine.gate.hold(held, until: machine.now + delay)
        case .isLost(let held):
            machine.note(.lost(octets: held.octets, .fault, link: nil), cause: held.number)
        case .isChanged(_, let change): words = change
        case .isRestored: break
        }
        roundEnded()
        return .done(entry: machine.journal.nextNumber > first ? first : 0, words)
    }

    /// Lets those go whose time has come; whether there were any.
    func passGate() -> Bool {
        var hasChanged = false
        while let held = machine.gate.takeDue(at: machine.now) {
            letGo(held)
            hasChanged = true
        }
        machine.tellPassedBy()
        return hasChanged
    }

    /// The program ends: a deregistration must not be left behind in the gate, nor anything else without a word. All that
    /// is held goes on, and the gate is open. How many there were.
    @discardableResult
    func openGate() -> Int {
        let gone = machine.gate.empty()
        guard !gone.isEmpty else { return 0 }
        let names = gone.map(\.name).joined(separator: ", ")
        machine.note(.fault("careof ends and opens the gate: \(names) go on"))
        for held in gone { letGo(held) }
        roundEnded()
        return gone.count
    }

    /// - Parameter isCopy: whether one went on already.
    private func letGo(_ held: Gate<HostParcel>.Held, isCopy: Bool = false) {
        switch held.parcel {
        case .outgoing(var datagram, let rule):
            datagram.octets = held.octets
            // What leaves, and when, is what the journal says: what it said before did not leave.
            if !isCopy {
                let former = held.editor?.original ?? held.octets
                machine.note(
                    .lost(octets: former, held.isEdited ? .changed : .late, link: nil), cause: held.number)
            }
            let departure = machine.note(
                .sent(octets: held.octets, datagram.interface, datagram.protection, rule),
                cause: held.number)
            machine.transmit(datagram, departure: departure)
        case .incoming(var datagram):
            datagram.octets = held.octets
            guard let interface = datagram.interface, machine.kernel.link(interface) != nil else {
                machine.note(.lost(octets: held.octets, .receiverGone, link: nil), cause: held.number)
                return
            }
            let waited = (machine.now - held.since).nanoseconds / 1_000_000
            machine.note(.fault("the held \(held.name) goes on, \(waited) ms late"), cause: held.number)
            deliver(datagram, departure: held.number)
        }
    }
}
