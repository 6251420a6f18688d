import MobilityWire

/// A correspondent node: hands out keygen tokens, and keeps bindings of mobile nodes that prove by them that they own
/// their home address and their care-of address (RFC 6275 §5.2, §9; RFC 5648 §6).
///
/// It is a value. Nothing is kept for whoever asks for tokens: they can be made again from the nonce and the key Kcn.
public struct CorrespondentNode: ProtocolNode {
    /// What it was told before it began, and since by commands.
    public internal(set) var configuration: Configuration
    /// Computes tokens and authenticators.
    let cryptography: any MobilityCryptography
    /// The bindings.
    var cache = BindingCache()
    /// The nonces.
    var nonces = NonceStore()
    /// Kcn, made when it is first needed.
    var nodeKey: SecretKey?
    /// How many error messages may leave.
    var errorRate = ErrorRate()

    /// A correspondent without bindings.
    ///
    /// - Throws: `ConfigurationError` where the configuration cannot work.
    public init(
        _ configuration: Configuration, cryptography: any MobilityCryptography
    ) throws(ConfigurationError) {
        try configuration.validate()
        self.configuration = configuration
        self.cryptography = cryptography
    }

    /// The choices where the texts are open.
    var policies: Policies { configuration.policies }
    /// What it allows.
    var administration: Administration { configuration.administration }

    /// Something happened.
    public mutating func handle(
        _ input: Input, at now: Instant, random: inout some RandomNumberGenerator,
        into actions: inout [Action]
    ) {
        switch input {
        case .datagram(let datagram): receive(datagram, at: now, random: &random, into: &actions)
        case .command(let command): obey(command, at: now, into: &actions)
        }
    }

    /// When something is due.
    public var nextDeadline: Instant? { cache.nextDeadline }

    /// Does what is due, a bounded piece of it: where more remains, `nextDeadline` stays in the past.
    public mutating func deadlinePassed(
        at now: Instant, random: inout some RandomNumberGenerator, into actions: inout [Action]
    ) {
        for _ in 0..<256 {
            guard var node = cache.checkOutDue(at: now) else { return }
            expire(&node, at: now, into: &actions)
            requestDueRefreshes(&node, at: now, into: &actions)
            cache.checkIn(node, refreshRequestLead: administration.refreshRequestLead)
        }
    }

    /// Does what a command asks, or notes why not.
    private mutating func obey(_ command: Command, at now: Instant, into actions: inout [Action]) {
        do {
            switch command {
            case .setAdministration(let administration):
                try administration.validate()
                configuration.administration = administration
            case .setPolicies(let policies):
                var changed = configuration
                changed.policies = policies
                try changed.validate()
                configuration = changed
            case .forgetEverything:
                self = try CorrespondentNode(configuration, cryptography: cryptography)
            case .requestRefresh(let homeAddress, let bids):
                guard var node = cache[homeAddress], node.isRegistered(at: now) else {
                    return refuse("unknown-home-address", into: &actions)
                }
                let live = node.bindings.filter { $0.isLive(at: now) }.map(\.bid)
                guard bids.allSatisfy(live.contains) else { return refuse("unknown-bid", into: &actions) }
                requestRefresh(of: &node, bids: bids.isEmpty ? live : bids, at: now, into: &actions)
            }
        } catch {
            refuse("\(error)", into: &actions)
        }
    }

    private func refuse(_ why: String, into actions: inout [Action]) {
        actions.append(.note(Note(.commandRefused, Rule(), to: why)))
    }

    /// Notes that something was thrown away, and why.
    func drop(_ why: String, _ rule: Rule, homeAddress: IPv6Address? = nil, into actions: inout [Action]) {
        actions.append(.note(Note(.dropped, rule, homeAddress: homeAddress, to: why)))
    }
}
