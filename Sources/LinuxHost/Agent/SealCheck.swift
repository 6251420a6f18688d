import Crypto
import MobilityWire
import Nodes

/// Whether a Binding Update carries the authenticator that only its node can make (RFC 4285 §5.1): one digest over
/// octets that are still where the kernel put them tells a forger from a node before anything is done for either.
///
/// It decides who is heard first, and nothing else: the agent checks all that it hears by itself.
struct SealCheck {
    private let common: HomeAgent.Security
    private let own: [IPv6Address: HomeAgent.Security]
    private let cryptography: OpenSSLCryptography
    /// Another reading covers an address that stands further in the message (A19): nothing is looked at then.
    var coversSource: Bool

    init(_ configuration: HomeAgent.Configuration, by cryptography: OpenSSLCryptography) {
        common = configuration.security
        own = Dictionary(
            configuration.nodes.compactMap { node in node.security.map { (node.homeAddress, $0) } },
            uniquingKeysWith: { $1 })
        coversSource = configuration.policies.authenticatorCoversSource
        self.cryptography = cryptography
    }

    /// Whether the Mobility Header at `offset` is a Binding Update of this node, by its authenticator; nil: nothing can
    /// be told, for want of an association with the node.
    func passes(
        _ octets: RawSpan, at offset: Int, from source: IPv6Address, homeAddress: IPv6Address
    ) -> Bool? {
        guard case .authentication(let association) = own[homeAddress] ?? common, coversSource else {
            return nil
        }
        guard octets.holds(8, at: offset),
            let header = try? MobilityHeaderView(octets.extracting(offset..<octets.byteCount)),
            header.kind == .bindingUpdate
        else { return false }
        var walk = header.options
        while let option = try? walk.next() {
            guard option.type == MobilityOptionType.messageAuthentication.rawValue else { continue }
            guard header.messageAuthentication(at: option)?.spi == association.spi,
                let given = Authenticator(header.octets.extracting(option.dataOffset + 5..<option.end)),
                let expected = MobilityMessageAuthentication.homeAgentAuthenticator(
                    key: association.key, careOfAddress: source, homeAddress: homeAddress,
                    mobilityHeader: header.octets, authenticationDataAt: option.dataOffset + 5,
                    by: cryptography)
            else { return false }
            return given == expected
        }
        return false
    }
}
