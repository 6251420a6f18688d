import MobilityWire
import MobilityWireTestSupport
import TestSupport
import Testing

/// Octets that nobody meant: whatever they are, they are read or refused, and what was read can be written.
struct StrangeOctetsTests {
    private static let formats: [WireFormat] = [.rfc5648, .draft06, WireFormat(.shisa)]

    /// Goes every way through the octets that a reader has.
    private func read(_ octets: [UInt8], _ writer: inout OctetWriter) {
        let homeAddress = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1234)
        do throws(WireError) {
            let view = try MobilityHeaderView(octets.span.bytes)
            _ = view.detectProfile(homeAddress: homeAddress)
            for format in StrangeOctetsTests.formats {
                var problems = ProblemCounter()
                let isWhole = view.check(format, homeAddress: homeAddress, into: &problems)
                do throws(WireError) {
                    let message = try MobilityMessage(view, format: format)
                    expect(isWhole, octets)
                    writer.removeAll()
                    // What cannot be written says so; what can is read again as the same.
                    guard (try? message.encode(into: &writer, format: format)) != nil else { continue }
                    let again = try MobilityMessage(MobilityHeaderView(writer.bytes), format: format)
                    expect(again == message, octets)
                } catch {
                    expect(!isWhole && problems.count > 0, octets)
                }
            }
        } catch {
            expect(error.offset <= 7, octets)
        }
    }

    /// Millions of expectations: only a broken one may cost something.
    private func expect(_ holds: Bool, _ octets: [UInt8]) {
        if !holds { Issue.record("broken by \(octets)") }
    }

    @Test(arguments: Vector.all)
    func everyBeginningOfAVectorIsReadOrRefused(vector: Vector) {
        var writer = OctetWriter()
        for length in 0..<vector.octets.count { read(Array(vector.octets[..<length]), &writer) }
    }

    @Test(arguments: Vector.all)
    func everyChangeOfOneOctetIsReadOrRefused(vector: Vector) {
        var writer = OctetWriter()
        var octets = vector.octets
        for index in octets.indices {
            let kept = octets[index]
            for value in UInt8.min...UInt8.max where value != kept {
                octets[index] = value
                read(octets, &writer)
            }
            octets[index] = kept
        }
    }

    @Test func randomMessagesWithSomeOctetsChangedAreReadOrRefused() throws {
        let random = SplitMix.ofThisRun()
        for format in [WireFormat.rfc5648, .draft06] {
            var messages = RandomMessages(random, format: format, homeAddress: .loopback)
            var writer = OctetWriter()
            for _ in 0..<3000 {
                var octets = try messages.message().encoded(format: format)
                for _ in 0..<Int.random(in: 1...4, using: &messages.random) {
                    // Behind Payload Proto, which would end the reading at once.
                    let index = Int.random(in: 1..<octets.count, using: &messages.random)
                    octets[index] = messages.random.next()
                }
                read(octets, &writer)
            }
        }
    }
}
