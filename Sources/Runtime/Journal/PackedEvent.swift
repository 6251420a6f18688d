internal import MobilityWire
internal import Nodes

// Events as octets, and back: one function of each pair writes what the other one reads, in the same order.

extension OctetPacker {
    /// The kind comes first, in its own octet, so that it can be seen without reading the rest.
    mutating func put(_ event: JournalEntry.Event, _ rules: inout RuleNumbers) {
        switch event {
        case .sent(let octets, let interface, let protection, let rule):
            rules.pack(rule, into: &self)
            put(interface) { $0.put(number: UInt64($1.number)) }
            put(protection.code)
            put(octets)
        case .delivered(let octets, let interface):
            put(number: UInt64(interface.number))
            put(octets)
        case .lost(let octets, let loss, let link):
            put(UInt8(Loss.allCases.firstIndex(of: loss) ?? 0))
            put(link) { $0.put($1) }
            put(octets)
        case .duplicated(let octets, let link), .corrupted(let octets, let link):
            put(link)
            put(octets)
        case .interface(let interface, let fact):
            put(number: UInt64(interface.number))
            put(fact)
        case .duplicatesDetected(let address, let flag), .neighbourProbed(let address, let flag):
            put(address)
            put(flag)
        case .command(let text), .fault(let text), .probe(let text), .remark(let text): put(text)
        case .timer, .started: break
        case .action(let action): put(action, &rules)
        case .note(let note): put(note, &rules)
        }
    }

    private mutating func put(_ fact: InterfaceFact) {
        switch fact {
        case .present(let name, let up, let linkLayerAddress):
            put(0 as UInt8)
            put(name)
            put(up)
            put(linkLayerAddress) { $0.put($1.octets) }
        case .vanished: put(1 as UInt8)
        case .address(let address, let state):
            put(2 as UInt8)
            put(address)
            put(state.code)
        case .addressGone(let address):
            put(3 as UInt8)
            put(address)
        case .ipv4Address(let address):
            put(4 as UInt8)
            put(address)
        case .ipv4AddressGone(let address):
            put(5 as UInt8)
            put(address)
        case .router(let address, let linkLayerAddress, let prefixes):
            put(6 as UInt8)
            put(address)
            put(linkLayerAddress) { $0.put($1.octets) }
            put(number: UInt64(prefixes.count))
            for prefix in prefixes { put(prefix) }
        case .routersGone: put(7 as UInt8)
        case .mtu(let octets):
            put(8 as UInt8)
            put(signed: Int64(octets))
        }
    }

    private mutating func put(_ note: Note, _ rules: inout RuleNumbers) {
        put(UInt8(Note.Event.allCases.firstIndex(of: note.event) ?? 0))
        rules.pack(note.rule, into: &self)
        put(note.homeAddress) { $0.put($1) }
        put(note.peer) { $0.put($1) }
        put(note.bid) { $0.put(number: UInt64($1)) }
        put(note.careOfAddress) { $0.put($1) }
        put(note.number) { $0.put(signed: $1) }
        put(note.from) { $0.put($1) }
        put(note.to) { $0.put($1) }
    }
}

extension OctetUnpacker {
    mutating func event(_ kind: JournalEntry.Kind, _ rules: RuleNumbers) -> JournalEntry.Event {
        switch kind {
        case .sent:
            let rule = rules.unpack(&self)
            let interface = optional { $0.interface() }
            let protection = Protection(code: octet())
            return .sent(octets: run(), interface, protection, rule)
        case .delivered:
            let interface = interface()
            return .delivered(octets: run(), interface)
        case .lost:
            let code = Int(octet())
            let link = optional { $0.text() }
            let loss = Loss.allCases.indices.contains(code) ? Loss.allCases[code] : .impairment
            return .lost(octets: run(), loss, link: link)
        case .duplicated:
            let link = text()
            return .duplicated(octets: run(), link: link)
        case .corrupted:
            let link = text()
            return .corrupted(octets: run(), link: link)
        case .interface:
            let interface = interface()
            return .interface(interface, fact())
        case .duplicateDetection:
            let address = ipv6()
            return .duplicatesDetected(address, found: flag())
        case .neighbourProbe:
            let address = ipv6()
            return .neighbourProbed(address, answered: flag())
        case .command: return .command(text())
        case .fault: return .fault(text())
        case .probe: return .probe(text())
        case .remark: return .remark(text())
        case .timer: return .timer
        case .started: return .started
        case .action: return .action(action(rules))
        case .note: return .note(note(rules))
        }
    }

    mutating func interface() -> InterfaceIdentifier {
        InterfaceIdentifier(UInt32(truncatingIfNeeded: number()))
    }

    private mutating func fact() -> InterfaceFact {
        switch octet() {
        case 0:
            let name = text()
            let up = flag()
            return .present(
                name: name, up: up, linkLayerAddress: optional { LinkLayerAddress($0.run()) })
        case 1: return .vanished
        case 2:
            let address = ipv6()
            return .address(address, state: AddressState(code: octet()))
        case 3: return .addressGone(ipv6())
        case 4: return .ipv4Address(ipv4())
        case 5: return .ipv4AddressGone(ipv4())
        case 6:
            let address = ipv6()
            let linkLayerAddress = optional { LinkLayerAddress($0.run()) }
            let count = Int(clamping: number())
            return .router(
                address: address, linkLayerAddress: linkLayerAddress,
                prefixes: (0..<min(count, 4096)).map { _ in prefix() })
        case 7: return .routersGone
        default: return .mtu(Int(clamping: signed()))
        }
    }

    private mutating func note(_ rules: RuleNumbers) -> Note {
        let code = Int(octet())
        let events = Note.Event.allCases
        var note = Note(events.indices.contains(code) ? events[code] : .remark, rules.unpack(&self))
        note.homeAddress = optional { $0.ipv6() }
        note.peer = optional { $0.ipv6() }
        note.bid = optional { UInt16(truncatingIfNeeded: $0.number()) }
        note.careOfAddress = optional { $0.careOfAddress() }
        note.number = optional { $0.signed() }
        note.from = optional { $0.text() }
        note.to = optional { $0.text() }
        return note
    }
}

extension Protection {
    fileprivate var code: UInt8 {
        switch self {
        case .none: 0
        case .transport: 1
        case .tunnel: 2
        }
    }

    fileprivate init(code: UInt8) {
        self =
            switch code {
            case 1: .transport
            case 2: .tunnel
            default: .none
            }
    }
}

extension AddressState {
    fileprivate var code: UInt8 {
        switch self {
        case .tentative: 0
        case .preferred: 1
        case .deprecated: 2
        }
    }

    fileprivate init(code: UInt8) {
        self =
            switch code {
            case 1: .preferred
            case 2: .deprecated
            default: .tentative
            }
    }
}
