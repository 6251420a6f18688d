import MobilityWire
import Nodes
import Testing

@testable import LinuxHost

@Suite struct PathSizesTests {
    private let one = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x100)
    private let other = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x200)
    private let careOf = IPv6Address(high: 0x2001_0db8_0011_0000, low: 9)
    private let elsewhere = IPv6Address(high: 0x2001_0db8_0012_0000, low: 9)

    private func instant(_ seconds: Int64) -> Instant { Instant.zero + .seconds(seconds) }

    /// Two nodes behind one care-of address, as of a router with NAT, and a third path.
    private func sizes() -> PathSizes {
        var sizes = PathSizes()
        sizes.add(one, at: careOf) { 1460 }
        sizes.add(other, at: careOf) { 9000 }
        sizes.add(one, at: elsewhere) { 1460 }
        return sizes
    }

    @Test func theLinkSaysWhatFitsUntilARouterSaysLess() {
        var sizes = sizes()
        #expect(sizes[careOf] == 1460)
        #expect(sizes.learn(1360, towards: careOf, at: instant(1)) == [one, other])
        #expect(sizes[careOf] == 1360)
        #expect(sizes[elsewhere] == 1460)
    }

    /// RFC 8201 §4: a Packet Too Big never makes a path larger, and one about no tunnel of ours says nothing.
    @Test func whatIsNotLessOrNotOursChangesNothing() {
        var sizes = sizes()
        _ = sizes.learn(1360, towards: careOf, at: instant(1))
        #expect(sizes.learn(1400, towards: careOf, at: instant(2)).isEmpty)
        #expect(sizes.learn(1360, towards: careOf, at: instant(2)).isEmpty)
        #expect(sizes.learn(1300, towards: other, at: instant(2)).isEmpty)
        #expect(sizes[careOf] == 1360 && sizes[other] == nil)
    }

    /// RFC 8201 §5.3: after ten minutes more is tried.
    @Test func whatWasLearnedIsForgottenAfterTenMinutes() {
        var sizes = sizes()
        _ = sizes.learn(1400, towards: careOf, at: instant(0))
        _ = sizes.learn(1360, towards: careOf, at: instant(300))
        #expect(sizes.deadline == instant(600))
        #expect(sizes.forget(dueAt: instant(599)).isEmpty)
        // The older of the two counts no more.
        #expect(sizes.forget(dueAt: instant(600)).isEmpty && sizes[careOf] == 1360)
        #expect(sizes.deadline == instant(900))
        #expect(sizes.forget(dueAt: instant(900)) == [one, other])
        #expect(sizes[careOf] == 1460 && sizes.deadline == nil)
    }

    @Test func linksThatChangeAreFollowed() {
        var sizes = sizes()
        _ = sizes.learn(1360, towards: careOf, at: instant(0))
        #expect(sizes.measure { $0 == elsewhere ? 1400 : 1460 } == [one])
        #expect(sizes[elsewhere] == 1400 && sizes[careOf] == 1360)
        #expect(sizes.measure { _ in 1320 } == [one, other])
        #expect(sizes[careOf] == 1320)
    }

    @Test func aPathGoesWithItsLastNode() {
        var sizes = sizes()
        _ = sizes.learn(1360, towards: careOf, at: instant(0))
        sizes.remove(one, at: careOf)
        #expect(sizes[careOf] == 1360)
        sizes.remove(other, at: careOf)
        #expect(sizes[careOf] == nil)
        // The next one there begins anew, and what is forgotten later is not its own.
        sizes.add(one, at: careOf) { 1500 }
        #expect(sizes[careOf] == 1500 && sizes.forget(dueAt: instant(600)).isEmpty)
    }
}

@Suite struct PacketTooBigTests {
    /// A router's message about a tunnel packet from ::1 to 11::9 with a packet of `size` octets inside.
    private func message(mtu: UInt16, size: UInt16) -> [UInt8] {
        func address(_ fourth: UInt8, _ last: UInt8) -> [UInt8] {
            [0x20, 1, 0x0d, 0xb8, 0, fourth] + [UInt8](repeating: 0, count: 9) + [last]
        }
        func header(_ length: UInt16, _ next: UInt8, _ source: [UInt8], _ destination: [UInt8]) -> [UInt8] {
            [0x60, 0, 0, 0, UInt8(length >> 8), UInt8(length & 0xff), next, 64] + source + destination
        }
        let inner =
            header(size - 40, 17, address(5, 5), address(1, 0x64)) + [UInt8](repeating: 7, count: 1112)
        let outer = header(size, 41, address(1, 1), address(0x11, 9))
        let body = [2, 0, 0, 0, 0, 0, UInt8(mtu >> 8), UInt8(mtu & 0xff)] + outer + inner
        return header(UInt16(body.count), 58, address(0xc, 1), address(1, 1)) + body
    }

    /// RFC 2473 §8.2: the sender of the packet inside is told what is left for it.
    @Test func theSenderInsideIsTold() throws {
        let tooBig = try #require(PacketTooBig(message(mtu: 1400, size: 1460)))
        #expect(tooBig.inside == 1360)
        let agent = try #require(IPv6Address("2001:db8:1::1"))
        let told = try #require(tooBig.relayed(from: agent)).octets
        #expect(told.count <= 1280 && told.count == 40 + Int(told[4]) << 8 + Int(told[5]))
        #expect(told[6] == 58 && told[40] == 2 && Array(told[44..<48]) == [0, 0, 0x05, 0x50])
        #expect(IPv6Address(network: told[8...]) == agent)
        #expect(IPv6Address(network: told[24...]) == IPv6Address("2001:db8:5::5"))
        #expect(Array(told[48..<56]) == [0x60, 0, 0, 0, 0x05, 0x8c, 17, 64])
        var sum = Checksum.pseudoHeader(
            source: agent, destination: try #require(IPv6Address("2001:db8:5::5")),
            length: told.count - 40, nextHeader: 58)
        sum.add(Array(told[40...]).span.bytes)
        #expect(sum.value == 0)
    }

    /// What would have fitted, or claims less than IPv6 promises, is told to nobody as something else.
    @Test func aLieIsNotPassedOn() throws {
        let agent = try #require(IPv6Address("2001:db8:1::1"))
        #expect(try #require(PacketTooBig(message(mtu: 1400, size: 1360))).relayed(from: agent) == nil)
        #expect(try #require(PacketTooBig(message(mtu: 68, size: 1400))).inside == 1280)
    }

    @Test func whatIsCutOffOrSomethingElseIsNone() {
        let whole = message(mtu: 1400, size: 1460)
        for length in [0, 40, 48, 87] { #expect(PacketTooBig(Array(whole.prefix(length))) == nil) }
        var other = whole
        other[40] = 1
        #expect(PacketTooBig(other) == nil)
        // Enough for the tunnel, and too little for who sent it.
        #expect(PacketTooBig(Array(whole.prefix(100)))?.relayed(from: .unspecified) == nil)
    }
}
