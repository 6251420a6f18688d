public import MobilityWire

/// The keys of nodes whose messages somebody changes by hand, to make authenticators again that a change made wrong.
/// It shows none of them.
public struct MessageKeys: Sendable {
    private var nodes: [MobileNode] = []
    private var agents: [HomeAgent] = []

    /// No keys.
    public init() {}

    /// Those that a mobile node shares with its home agent and, by return routability, with correspondents.
    public mutating func add(_ node: MobileNode) { nodes.append(node) }

    /// Those that a home agent shares with its nodes.
    public mutating func add(_ agent: HomeAgent) { agents.append(agent) }

    /// What there is to do about the authenticators of a message.
    public enum Sealing: Hashable, Sendable {
        /// It has none.
        case notThere
        /// The packet with those that are right, and where the last of them begins.
        case made([UInt8], offset: Int)
        /// Nobody here knows the key.
        case noKey(String)
    }

    /// Makes the authenticators of a message: MN-HA of RFC 4285 §5.1, Binding Authorization Data of RFC 6275 §6.2.7. The
    /// checksum is left as it is, since none of them covers it.
    public func sealing(_ octets: [UInt8]) -> Sealing {
        var problems: [Problem] = []
        let view = PacketView(octets.span.bytes, problems: &problems)
        guard view.facts.kind == .mobility, let header = try? MobilityHeaderView(view.payload) else {
            return .notThere
        }
        let fromNode =
            switch header.kind {
            case .bindingUpdate, .homeTestInit, .careOfTestInit: true
            // RFC 5846 §5.2: the acknowledgement goes from the node to the agent.
            case .bindingRevocation: header.octets.octet(inside: 6) == 2
            default: false
            }
        let ends = Ends(
            homeAddress: fromNode ? view.logicalSource : view.logicalDestination,
            careOfAddress: fromNode ? view.source : view.destination,
            peer: fromNode ? view.destination : view.source)
        var result = octets
        var last: Int?
        var walk = header.options
        while let position = (try? walk.next()) ?? nil {
            let made: (authenticator: Authenticator, skipped: Int)
            switch authenticator(header, position, ends) {
            case nil: continue
            case .failure(let missing)?: return .noKey(missing.words)
            case .success(let value)?: made = value
            }
            let offset = view.facts.payloadOffset + position.dataOffset + made.skipped
            guard offset + Authenticator.size <= result.count else { continue }
            result.replaceSubrange(offset..<offset + Authenticator.size, with: made.authenticator.octets)
            last = offset
            // One that follows would cover this one as it was.
            break
        }
        return last.map { .made(result, offset: $0) } ?? .notThere
    }

    /// Between whom a message goes.
    private struct Ends {
        var homeAddress: IPv6Address
        var careOfAddress: IPv6Address
        var peer: IPv6Address
    }

    private struct Missing: Error {
        var words: String
    }

    private func authenticator(
        _ header: borrowing MobilityHeaderView, _ position: OptionPosition, _ ends: Ends
    ) -> Result<(authenticator: Authenticator, skipped: Int), Missing>? {
        if position.type == MobilityOptionType.messageAuthentication.rawValue,
            position.length == 5 + Authenticator.size,
            let found = header.messageAuthentication(at: position),
            found.subtype == MobilityMessageAuthentication.homeAgentSubtype
        {
            guard let (key, cryptography) = association(ends.homeAddress, found.spi),
                let made = MobilityMessageAuthentication.homeAgentAuthenticator(
                    key: key, careOfAddress: ends.careOfAddress, homeAddress: ends.homeAddress,
                    mobilityHeader: header.octets, authenticationDataAt: position.dataOffset + 5,
                    by: cryptography)
            else {
                return .failure(Missing(words: "no key is known for SPI \(found.spi) of \(ends.homeAddress)"))
            }
            return .success((made, 5))
        }
        guard position.type == MobilityOptionType.bindingAuthorizationData.rawValue,
            position.length == Authenticator.size
        else { return nil }
        guard let (key, cryptography) = managementKey(ends),
            let made = ReturnRoutability.authenticator(
                key: key, careOfAddress: ends.careOfAddress, correspondent: ends.peer,
                mobilityHeader: header.octets, authenticatorAt: position.dataOffset, by: cryptography)
        else {
            return .failure(
                Missing(words: "no key is known between \(ends.careOfAddress) and \(ends.peer)"))
        }
        return .success((made, 0))
    }

    private func association(_ homeAddress: IPv6Address, _ spi: UInt32) -> (
        SecretKey, any MobilityCryptography
    )? {
        for node in nodes where node.configuration.homeAddress == homeAddress {
            if case .authentication(let association) = node.configuration.security, association.spi == spi {
                return (association.key, node.cryptography)
            }
        }
        for agent in agents {
            if let association = agent.association(of: homeAddress), association.spi == spi {
                return (association.key, agent.cryptography)
            }
        }
        return nil
    }

    private func managementKey(_ ends: Ends) -> (BindingManagementKey, any MobilityCryptography)? {
        for node in nodes where node.configuration.homeAddress == ends.homeAddress {
            if let key = node.managementKey(with: ends.peer, from: ends.careOfAddress) {
                return (key, node.cryptography)
            }
        }
        return nil
    }
}

extension MobileNode {
    /// The key that a Binding Update to a correspondent from a care-of address goes under (RFC 6275 §5.2.5): that of the
    /// last one, else the one that the tokens make; nil: there are no tokens.
    func managementKey(with peer: IPv6Address, from careOfAddress: IPv6Address) -> BindingManagementKey? {
        guard let peer = list.peers.first(where: { $0.address == peer && $0.role == .correspondent }) else {
            return nil
        }
        let isHome = careOfAddress == configuration.homeAddress
        let exchange = peer.exchanges.last {
            $0.managementKey != nil && ($0.source?.ipv6 ?? configuration.homeAddress) == careOfAddress
        }
        if let key = exchange?.managementKey { return key }
        guard let home = peer.tokens.home.token else { return nil }
        if isHome {
            return ReturnRoutability.bindingManagementKey(
                homeToken: home.value, careOfToken: nil, by: cryptography)
        }
        guard let careOf = peer.tokens[careOfAddress]?.token else { return nil }
        return ReturnRoutability.bindingManagementKey(
            homeToken: home.value, careOfToken: careOf.value, by: cryptography)
    }

    /// What somebody needs who makes a message of this node by hand.
    public func facts(at now: Instant) -> EditingFacts {
        var facts = EditingFacts()
        for assignment in assignments {
            guard let address = assignment.careOfAddress else { continue }
            facts.bindings.append((assignment.bid, address))
            facts.interfaces.append((assignment.interface, address))
        }
        if let agent = homeAgentIndex {
            // Of a number for each binding one that suits all.
            let numbers = [list[agent].sequence.last] + list[agent].entries.map(\.sequence.last)
            let last = numbers.compactMap(\.self).reduce(nil as UInt16?) { largest, number in
                largest.map { SequenceCounter.larger($0, number) } ?? number
            }
            if let last { facts.sequence = last &+ 1 }
        }
        facts.prefixes = configuration.mobileRouter?.prefixes ?? []
        switch configuration.security {
        case .none: break
        case .ipsec: facts.protection = .transport
        case .authentication(let association):
            facts.spi = association.spi
            facts.identifier = association.identifier
            var replay = replay
            facts.timestamp = replay.next(at: now)
        }
        return facts
    }

    /// A message of this node to its home agent by an interface, protected as all others are; nil: there is no agent, or
    /// no address to leave from.
    public func datagram(of message: MobilityMessage, by interface: InterfaceIdentifier, at now: Instant)
        -> Datagram?
    {
        guard let homeAgent else { return nil }
        let careOfAddress = assignments.first { $0.interface == interface && $0.careOfAddress != nil }
        if careOfAddress == nil, home.interface != interface { return nil }
        let isHome = careOfAddress?.home == true || careOfAddress == nil
        var replay = replay
        var message = message
        for option in identification(timestamp: replay.next(at: now)) { message = message.appending(option) }
        return datagram(
            message, to: homeAgent,
            by: Way(careOfAddress: isHome ? nil : careOfAddress?.careOfAddress, interface: interface))
    }

    /// What a message of a node could tell.
    public struct EditingFacts: Sendable {
        /// BIDs with care-of addresses, ascending by BID.
        public var bindings: [(bid: UInt16, careOfAddress: CareOfAddress)] = []
        /// The care-of addresses with their interfaces, in the same order.
        public var interfaces: [(interface: InterfaceIdentifier, careOfAddress: CareOfAddress)] = []
        /// The sequence number of the next Binding Update to the home agent; 1 where there was none yet.
        public var sequence: UInt16 = 1
        /// The prefixes behind it.
        public var prefixes: [IPv6Prefix] = []
        /// The SPI of its association; nil: it has none.
        public var spi: UInt32?
        /// Its Network Access Identifier.
        public var identifier: String?
        /// The next timestamp of RFC 4285 §6; nil: it sends none.
        public var timestamp: UInt64?
        /// How its messages to the home agent are protected on their way.
        public var protection = Protection.none
    }
}
