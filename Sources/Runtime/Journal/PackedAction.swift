internal import MobilityWire
internal import Nodes

// Actions as octets, and back. Sending and noting are events of their own and never stand here.

extension OctetPacker {
    mutating func put(_ action: Action, _ rules: inout RuleNumbers) {
        put(action.code)
        rules.pack(action.rule, into: &self)
        switch action {
        case .send, .note: break
        case .tunnel(.set(let tunnel), _):
            put(tunnel.homeAddress)
            put(tunnel.bid) { $0.put(number: UInt64($1)) }
            put(tunnel.homeAgent)
            put(tunnel.careOfAddress)
            put(tunnel.interface) { $0.put(number: UInt64($1.number)) }
            put(tunnel.ports) {
                $0.put(number: UInt64($1.local))
                $0.put(number: UInt64($1.remote))
            }
        case .tunnel(.remove(let homeAddress, let bid), _), .defaultBinding(let homeAddress, let bid, _):
            put(homeAddress)
            put(bid) { $0.put(number: UInt64($1)) }
        case .homeAddress(let change, _): put(change)
        case .proxyNeighbour(let address, let active, _):
            put(address)
            put(active)
        case .neighbour(let address, let linkLayerAddress, let interface, _):
            put(address)
            put(linkLayerAddress) { $0.put($1.octets) }
            put(interface) { $0.put(number: UInt64($1.number)) }
        case .detectDuplicates(let address, _): put(address)
        case .probeNeighbour(let address, let linkLayerAddress, _):
            put(address)
            put(linkLayerAddress) { $0.put($1.octets) }
        case .prefixRoute(let prefix, let homeAddress, let active, _):
            put(prefix)
            put(homeAddress)
            put(active)
        case .ipv4HomeAddress(let address, let homeAddress, let active, _):
            put(address)
            put(homeAddress)
            put(active)
        case .interface(let interface, let shut, _):
            put(number: UInt64(interface.number))
            put(shut)
        case .keyExchange(.move(let homeAddress, let address), _),
            .keyExchange(.reestablish(let homeAddress, let address), _):
            put(homeAddress)
            put(address)
        }
    }

    private mutating func put(_ change: Action.HomeAddressChange) {
        switch change {
        case .away(let address):
            put(0 as UInt8)
            put(address)
        case .tentative(let address, let interface):
            put(1 as UInt8)
            put(address)
            put(number: UInt64(interface.number))
        case .home(let address, let interface, let defended):
            put(2 as UInt8)
            put(address)
            put(number: UInt64(interface.number))
            put(defended)
        case .removed(let address):
            put(3 as UInt8)
            put(address)
        }
    }
}

extension OctetUnpacker {
    mutating func action(_ rules: RuleNumbers) -> Action {
        let code = octet()
        let rule = rules.unpack(&self)
        switch code {
        case 2:
            let homeAddress = ipv6()
            let bid = optional { UInt16(truncatingIfNeeded: $0.number()) }
            let homeAgent = ipv6()
            let careOfAddress = careOfAddress()
            let interface = optional { $0.interface() }
            let ports = optional { unpacker in
                Action.Tunnel.Ports(
                    local: UInt16(truncatingIfNeeded: unpacker.number()),
                    remote: UInt16(truncatingIfNeeded: unpacker.number()))
            }
            return .tunnel(
                .set(
                    Action.Tunnel(
                        homeAddress: homeAddress, bid: bid, homeAgent: homeAgent,
                        careOfAddress: careOfAddress, interface: interface, ports: ports)), rule: rule)
        case 3:
            let homeAddress = ipv6()
            let bid = optional { UInt16(truncatingIfNeeded: $0.number()) }
            return .tunnel(.remove(homeAddress: homeAddress, bid: bid), rule: rule)
        case 4: return .homeAddress(homeAddressChange(), rule: rule)
        case 5:
            let address = ipv6()
            return .proxyNeighbour(address, active: flag(), rule: rule)
        case 6:
            let address = ipv6()
            let linkLayerAddress = optional { LinkLayerAddress($0.run()) }
            return .neighbour(
                address, linkLayerAddress: linkLayerAddress, interface: optional { $0.interface() },
                rule: rule)
        case 7: return .detectDuplicates(of: ipv6(), rule: rule)
        case 8:
            let address = ipv6()
            return .probeNeighbour(
                address, linkLayerAddress: optional { LinkLayerAddress($0.run()) }, rule: rule)
        case 9:
            let prefix = prefix()
            let homeAddress = ipv6()
            return .prefixRoute(prefix, homeAddress: homeAddress, active: flag(), rule: rule)
        case 10:
            let address = ipv4()
            let homeAddress = ipv6()
            return .ipv4HomeAddress(address, homeAddress: homeAddress, active: flag(), rule: rule)
        case 11:
            let homeAddress = ipv6()
            return .defaultBinding(
                homeAddress: homeAddress, bid: optional { UInt16(truncatingIfNeeded: $0.number()) },
                rule: rule)
        case 12:
            let interface = interface()
            return .interface(interface, shut: flag(), rule: rule)
        case 13:
            let homeAddress = ipv6()
            return .keyExchange(.move(homeAddress: homeAddress, to: careOfAddress()), rule: rule)
        case 14:
            let homeAddress = ipv6()
            return .keyExchange(.reestablish(homeAddress: homeAddress, from: careOfAddress()), rule: rule)
        default: return .note(Note(.remark, rule))
        }
    }

    private mutating func homeAddressChange() -> Action.HomeAddressChange {
        let code = octet()
        let address = ipv6()
        switch code {
        case 0: return .away(address)
        case 1: return .tentative(address, interface: interface())
        case 2:
            let interface = interface()
            return .home(address, interface: interface, defended: flag())
        default: return .removed(address)
        }
    }
}

extension Action {
    fileprivate var code: UInt8 {
        switch self {
        case .send: 0
        case .note: 1
        case .tunnel(.set, _): 2
        case .tunnel(.remove, _): 3
        case .homeAddress: 4
        case .proxyNeighbour: 5
        case .neighbour: 6
        case .detectDuplicates: 7
        case .probeNeighbour: 8
        case .prefixRoute: 9
        case .ipv4HomeAddress: 10
        case .defaultBinding: 11
        case .interface: 12
        case .keyExchange(.move, _): 13
        case .keyExchange(.reestablish, _): 14
        }
    }
}
