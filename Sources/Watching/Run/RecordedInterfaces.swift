internal import MobilityWire
internal import Nodes
internal import Runtime

/// The interfaces of a recorded node, as its journal tells them: what it learned of each, in order.
struct RecordedInterfaces: Sendable {
    private let party: Party?
    private let homeAddress: IPv6Address?
    private var news: [(entry: Int, interface: InterfaceIdentifier, what: News)] = []

    private enum News: Sendable {
        case fact(InterfaceFact)
        case shut(Bool)
    }

    /// Those of the node that a recording is about.
    init(_ recording: Recording) {
        party = recording.parties.first { $0.kind == .mobileNode && $0.name == recording.node }
        homeAddress = recording.homeAddress
        for entry in recording.journal.entries where entry.party == party?.id {
            switch entry.event {
            case .interface(let interface, let fact): news.append((entry.number, interface, .fact(fact)))
            case .action(.interface(let interface, let isShut, _)):
                news.append((entry.number, interface, .shut(isShut)))
            default: break
            }
        }
    }

    /// How they stood before an entry; one of which nothing was recorded has its name alone.
    func views(before entry: Int) -> [InterfaceView] {
        guard let party else { return [] }
        var views = party.interfaces.map { interface in
            InterfaceView(id: interface.id, name: interface.name, isUp: false, link: .none)
        }
        for one in news {
            guard one.entry < entry else { break }
            guard let index = views.firstIndex(where: { $0.id == one.interface }) else { continue }
            switch one.what {
            case .fact(let fact): apply(fact, to: &views[index])
            case .shut(let isShut): views[index].isShut = isShut
            }
        }
        return views
    }

    /// The interface that an address was on last, before an entry; nil: on none that was recorded.
    func place(of address: CareOfAddress, before entry: Int) -> (id: InterfaceIdentifier, name: String)? {
        let last = news.last { one in
            guard one.entry < entry, case .fact(let fact) = one.what else { return false }
            return switch fact {
            case .address(let own, _): .ipv6(own) == address
            case .ipv4Address(let own): .ipv4(own) == address
            default: false
            }
        }
        guard let last, let interface = party?.interfaces.first(where: { $0.id == last.interface }) else {
            return nil
        }
        return (interface.id, interface.name)
    }

    private func apply(_ fact: InterfaceFact, to view: inout InterfaceView) {
        func remove(_ address: CareOfAddress) { view.addresses.removeAll { $0.address == address } }
        switch fact {
        case .present(let name, let isUp, _):
            view.name = name
            view.isUp = isUp
            if isUp { view.link = view.link == .none ? .visited : view.link } else { view.link = .none }
        case .vanished:
            view.isUp = false
            view.link = .none
            view.addresses = []
        case .address(let address, let state):
            guard !address.isLinkLocal else { break }
            remove(.ipv6(address))
            view.addresses.append(.init(.ipv6(address), state: state, isHomeAddress: address == homeAddress))
        case .addressGone(let address): remove(.ipv6(address))
        case .ipv4Address(let address):
            remove(.ipv4(address))
            view.addresses.append(.init(.ipv4(address), state: nil))
        case .ipv4AddressGone(let address): remove(.ipv4(address))
        case .router(_, _, let prefixes):
            // RFC 6275 §11.5.2: the home link is where the home prefix is advertised.
            let isHome = homeAddress.map { home in prefixes.contains { $0.contains(home) } } ?? false
            view.link = isHome ? .home : .visited
            view.linkName = prefixes.first?.description ?? ""
        case .routersGone:
            view.link = view.isUp ? .visited : .none
            view.linkName = ""
        case .mtu: break
        }
    }
}
