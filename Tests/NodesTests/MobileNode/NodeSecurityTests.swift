import Crypto
import MobilityWire
import Nodes
import Testing

@Suite("Mobile node: authentication of RFC 4285")
struct NodeSecurityTests {
    private let key = SecretKey(Array(1...16))

    private func bench(replay: Bool = true, identifier: String? = nil) throws -> MobileNodeBench {
        let key = key
        return try MobileNodeBench(
            .test {
                $0.security = .authentication(
                    .init(
                        spi: 256, key: key, replayProtection: replay, epoch: 3_900_000_000,
                        identifier: identifier))
            })
    }

    /// The authenticator over the octets, computed as RFC 4285 §5.1 says.
    private func authenticator(_ octets: [UInt8], headerAt start: Int, careOf: IPv6Address) throws -> [UInt8]
    {
        let header = Array(octets[start...])
        // The option is the last but padding: type 9, length 17, subtype 1, the SPI, then 12 octets.
        let mark: [UInt8] = [9, 17, 1, 0, 0, 1, 0]
        let found = try #require(
            (0...(header.count - 19)).last { Array(header[$0..<$0 + 7]) == mark })
        let computed = MobilityMessageAuthentication.homeAgentAuthenticator(
            key: key, careOfAddress: careOf, homeAddress: .homeAddress,
            mobilityHeader: header.span.bytes, authenticationDataAt: found + 7,
            by: try OpenSSLCryptography())
        return try #require(computed).octets
    }

    private func answer(
        _ sent: MobileNodeBench.Sent, _ bench: inout MobileNodeBench, status: UInt8 = 0,
        lifetime: UInt16? = nil,
        timestamp: UInt64?, spi: UInt32 = 256, spoil: Bool = false
    ) throws {
        var acknowledgement = try bench.acknowledgement(to: sent, status: status, lifetime: lifetime)
        if let timestamp { acknowledgement.options.append(.messageIdentification(timestamp: timestamp)) }
        func packet(_ data: [UInt8]) -> SignallingPacket {
            var signed = acknowledgement
            signed.options.append(.messageAuthentication(subtype: 1, spi: spi, data: data))
            return SignallingPacket(
                source: .agent, destination: sent.packet.source, routingHeader: .homeAddress,
                payload: .mobility(.bindingAcknowledgement(signed)))
        }
        let blank = try packet([UInt8](repeating: 0, count: 12)).encoded(format: bench.format)
        var data =
            spi == 256
            ? try authenticator(blank, headerAt: 64, careOf: sent.packet.source)
            : [UInt8](repeating: 1, count: 12)
        if spoil { data[11] ^= 1 }
        try bench.deliver(packet(data))
    }

    private func timestamp(_ sent: MobileNodeBench.Sent) -> UInt64? {
        for case .messageIdentification(let timestamp)? in sent.update?.options.map(Optional.some) ?? [] {
            return timestamp
        }
        return nil
    }

    @Test(
        "RFC 4285 §5.1, A19: the Binding Update ends with the authentication option, over source and home address"
    )
    func sealed() throws {
        var bench = try bench(identifier: "mn@example.org")
        bench.attach(1, CareOf.one)
        bench.attach(2, CareOf.two)
        bench.gather()
        let sent = try bench.takeUpdate()
        let options = try #require(sent.update).options
        #expect(sent.bids == [1, 2])
        #expect(sent.datagram.protection == .none)
        #expect(options[2] == .mobileNodeIdentifier(subtype: 1, identifier: Array("mn@example.org".utf8)))
        guard case .messageAuthentication(subtype: 1, spi: 256, let data)? = options.last else {
            Issue.record("no authentication option")
            return
        }
        #expect(
            data
                == (try authenticator(sent.datagram.octets, headerAt: 64, careOf: sent.packet.source)))
        #expect(timestamp(sent).map { $0 >> 32 } == 3_900_000_000)
    }

    @Test("RFC 4285 §6: each timestamp is greater than the one before, also at the same instant")
    func timestampsGrow() throws {
        var bench = try bench()
        bench.attach(1, CareOf.one)
        bench.advance(by: .seconds(30))
        let stamps = bench.takeSent().compactMap(timestamp)
        #expect(stamps.count > 3)
        #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("RFC 4285 §6: seconds since 1900 in the upper half of a timestamp, their fraction in the lower")
    func timestampsTellFractions() throws {
        for milliseconds: Int64 in [250, 500, 15_357_750] {
            var bench = try bench()
            bench.advance(by: .milliseconds(milliseconds))
            bench.attach(1, CareOf.one)
            bench.gather()
            let sent = try bench.takeUpdate()
            let stamp = try #require(timestamp(sent))
            let seconds = Double(stamp >> 32) - 3_900_000_000 + Double(stamp & 0xffff_ffff) / 4_294_967_296
            #expect(abs(seconds - Double(sent.at.nanoseconds) / 1e9) < 1e-6)
        }
    }

    @Test("R-082: acknowledgements that are unsigned, wrongly signed or under another SPI are dropped")
    func forged() throws {
        var bench = try bench()
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        try bench.answer(sent)
        try answer(sent, &bench, timestamp: timestamp(sent), spoil: true)
        try answer(sent, &bench, timestamp: timestamp(sent), spi: 257)
        #expect(bench.state(1) == .waiting)
        #expect(bench.notes(.dropped).map(\.to) == ["not-authentic", "not-authentic", "not-authentic"])
        try answer(sent, &bench, timestamp: timestamp(sent).map { $0 ^ 1 })
        #expect(bench.state(1) == .waiting, "another timestamp")
        try answer(sent, &bench, timestamp: timestamp(sent))
        #expect(bench.state(1) == .bound)
    }

    @Test("A replayed acknowledgement is refused")
    func replayed() throws {
        var bench = try bench()
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        try answer(sent, &bench, lifetime: 15, timestamp: timestamp(sent))
        let before = try bench.row(1)
        try answer(sent, &bench, lifetime: 15, timestamp: timestamp(sent))
        #expect(try bench.row(1) == before)
        #expect(bench.notes(.dropped).last?.to == "sequence")
    }

    @Test("144: the home agent's clock counts, and the Binding Update goes again at once")
    func mismatch() throws {
        var bench = try bench()
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        let theirs: UInt64 = 4_000_000_000 << 32 | (timestamp(sent) ?? 0) & 0xffff_ffff
        try answer(sent, &bench, status: 144, lifetime: 0, timestamp: theirs)
        let again = try bench.takeUpdate()
        #expect(timestamp(again).map { $0 >> 32 } == 4_000_000_000)
        try answer(again, &bench, timestamp: timestamp(again))
        #expect(bench.state(1) == .bound)
    }

    @Test("145: the home agent wants timestamps, and gets them")
    func identificationRequired() throws {
        var bench = try bench(replay: false)
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        #expect(timestamp(sent) == nil)
        try answer(sent, &bench, status: 145, lifetime: 0, timestamp: nil)
        #expect(timestamp(try bench.takeUpdate()) != nil)
    }

    @Test("146: authentication failed is a refusal")
    func authenticationFailed() throws {
        var bench = try bench()
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        try answer(sent, &bench, status: 146, lifetime: 0, timestamp: timestamp(sent))
        #expect(bench.state(1) == .failed)
        bench.advance(by: .seconds(100))
        #expect(bench.takeSent().count == 0)
    }

    @Test("A revocation without authenticator changes nothing")
    func forgedRevocation() throws {
        var bench = try bench()
        bench.attach(1, CareOf.one)
        bench.gather()
        let sent = try bench.takeUpdate()
        try answer(sent, &bench, timestamp: timestamp(sent))
        try bench.deliver(
            SignallingPacket(
                source: .agent, destination: sent.packet.source, routingHeader: .homeAddress,
                payload: .mobility(
                    .bindingRevocationIndication(BindingRevocationIndication(trigger: 1, sequence: 1)))))
        #expect(bench.state(1) == .bound)
        #expect(bench.takeSent().count == 0)
    }
}
