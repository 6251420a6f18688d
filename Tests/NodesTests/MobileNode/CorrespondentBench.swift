import Crypto
import MobilityWire
import Nodes
import Testing

/// A correspondent by hand: answers tests with tokens of its own key and nonces.
struct CorrespondentBench {
    /// Its address.
    var address = IPv6Address.correspondent
    /// Kcn.
    var key = SecretKey(Array(0..<20))
    /// Home and care-of nonces with their indices.
    var homeNonce: (index: UInt16, value: UInt64) = (0x11, 0x1011_1213_1415_1617)
    var careOfNonce: (index: UInt16, value: UInt64) = (0x22, 0x2021_2223_2425_2627)
    /// Whether it repeats BIDs in Care-of Tests (draft-06).
    var repeatsIdentifiers = true
    let cryptography: OpenSSLCryptography

    init() throws {
        cryptography = try OpenSSLCryptography()
    }

    func homeToken(_ homeAddress: IPv6Address = .homeAddress) -> UInt64 {
        ReturnRoutability.homeKeygenToken(
            for: homeAddress, nonce: homeNonce.value, nodeKey: key, by: cryptography)
    }

    func careOfToken(_ careOfAddress: IPv6Address) -> UInt64 {
        ReturnRoutability.careOfKeygenToken(
            for: careOfAddress, nonce: careOfNonce.value, nodeKey: key, by: cryptography)
    }

    /// Answers the init messages among these; what is none is left.
    func answerTests(_ sent: [MobileNodeBench.Sent], _ bench: inout MobileNodeBench) throws {
        for one in sent where one.packet.destination == address {
            switch one.packet.message {
            case .homeTestInit(let test)?:
                var packet = SignallingPacket(
                    source: address, destination: .homeAddress,
                    payload: .mobility(
                        .homeTest(
                            TestReply(
                                nonceIndex: homeNonce.index, cookie: test.cookie, token: homeToken()))))
                if case .ipv6(let careOfAddress, let agent)? = one.packet.encapsulation.first {
                    packet.encapsulation = [.ipv6(source: agent, destination: careOfAddress)]
                }
                try bench.deliver(packet, protection: one.datagram.protection)
            case .careOfTestInit(let test)?:
                let packet = SignallingPacket(
                    source: address, destination: one.packet.source,
                    payload: .mobility(
                        .careOfTest(
                            TestReply(
                                nonceIndex: careOfNonce.index, cookie: test.cookie,
                                token: careOfToken(one.packet.source),
                                options: repeatsIdentifiers ? test.options : []))))
                try bench.deliver(packet)
            default: break
            }
        }
    }

    /// Kbm for a care-of address.
    func managementKey(_ careOfAddress: IPv6Address?) -> BindingManagementKey {
        ReturnRoutability.bindingManagementKey(
            homeToken: homeToken(), careOfToken: careOfAddress.map(careOfToken), by: cryptography)
    }

    /// Whether the authenticator of a Binding Update is right: computed here from the octets as RFC 6275 §6.2.7 says.
    func accepts(_ sent: MobileNodeBench.Sent) throws -> Bool {
        guard case .bindingAuthorizationData(let found)? = sent.update?.options.last else { return false }
        let away = sent.packet.homeAddressOption != nil
        // IPv6 header 40, Destination Options 24 when away; the authenticator ends the message.
        let header = Array(sent.datagram.octets[(away ? 64 : 40)...])
        let computed = ReturnRoutability.authenticator(
            key: managementKey(away ? sent.packet.source : nil),
            careOfAddress: away ? sent.packet.source : .homeAddress, correspondent: address,
            mobilityHeader: header.span.bytes, authenticatorAt: header.count - 12, by: cryptography)
        return computed?.octets == found
    }

    /// Answers a Binding Update under its key.
    func answer(
        _ sent: MobileNodeBench.Sent, _ bench: inout MobileNodeBench, status: UInt8 = 0,
        identifiers: Bool = true,
        signed: Bool = true
    ) throws {
        let acknowledgement = try bench.acknowledgement(to: sent, status: status, identifiers: identifiers)
        let careOfAddress = sent.packet.source
        func packet(_ authenticator: [UInt8]?) -> SignallingPacket {
            var acknowledgement = acknowledgement
            if let authenticator {
                acknowledgement.options.append(.bindingAuthorizationData(authenticator: authenticator))
            }
            return SignallingPacket(
                source: address, destination: careOfAddress,
                routingHeader: sent.packet.homeAddressOption,
                payload: .mobility(.bindingAcknowledgement(acknowledgement)))
        }
        guard signed else { return try bench.deliver(packet(nil)) }
        let blank = try packet([UInt8](repeating: 0, count: 12)).encoded(format: bench.format)
        let header = Array(blank[(sent.packet.homeAddressOption == nil ? 40 : 64)...])
        let authenticator = ReturnRoutability.authenticator(
            key: managementKey(sent.packet.homeAddressOption == nil ? nil : careOfAddress),
            careOfAddress: careOfAddress, correspondent: address, mobilityHeader: header.span.bytes,
            authenticatorAt: header.count - 12, by: cryptography)
        try bench.deliver(packet(try #require(authenticator).octets))
    }
}
