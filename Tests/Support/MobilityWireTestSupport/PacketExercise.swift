import MobilityWire

/// Does with octets everything that can be done with a packet, and holds what comes out against what the library
/// promises. For tests of changed packets, and for fuzzing: the octets may be anything.
public struct PacketExercise {
    /// The promises that were broken; empty when all is well.
    public private(set) var broken: [String] = []
    /// How many formats gave a packet.
    public private(set) var readings = 0

    private let count: Int

    /// All formats, and an option number that is another option's too (policy A17).
    public static let allFormats =
        WireProfile.allCases.map { WireFormat($0) } + [WireFormat(.draft06, bindingIdentifierType: 7)]

    /// Exercises octets as a packet, in these formats.
    public init(_ octets: RawSpan, formats: [WireFormat] = allFormats) {
        count = octets.byteCount
        var problems: [Problem] = []
        let view = PacketView(octets, problems: &problems)
        hold(problems, "walk")
        walk(view)
        mobilityHeader(view, formats)
        for format in formats { read(octets, format: format) }
        reassemble(view)
    }

    private mutating func expect(_ kept: Bool, _ promise: @autoclosure () -> String) {
        if !kept { broken.append(promise()) }
    }

    private func isInside(_ offset: Int) -> Bool { offset >= 0 && offset <= count }

    private mutating func hold(_ problems: [Problem], _ place: String) {
        for problem in problems {
            expect(isInside(problem.offset), "\(place): \(problem) is outside")
            expect(!problem.rule.message.isEmpty && !problem.rule.section.isEmpty, "\(place): no words")
        }
    }

    private mutating func hold(_ error: WireError, _ place: String) {
        expect(isInside(error.offset), "\(place): \(error) is outside")
    }

    private mutating func walk(_ view: borrowing PacketView) {
        let facts = view.facts
        expect(facts.path.count <= HeaderPath.limit, "too many headers")
        var last = -1
        for index in 0..<facts.path.count {
            let offset = facts.path.offset(index) ?? -1
            expect(offset > last && offset < count, "header \(index) at \(offset) behind \(last)")
            expect(view.header(index) != nil, "header \(index) is not there")
            last = offset
        }
        expect(facts.path[facts.path.count] == nil && facts.path[-1] == nil, "headers without end")
        expect(
            facts.payloadOffset >= 0 && facts.payloadLength >= 0
                && facts.payloadOffset + facts.payloadLength <= count, "payload is outside")
        expect(facts.missing >= 0, "missing is negative")
        expect(view.payload.byteCount == facts.payloadLength, "payload has another length")
        expect((view.failure != nil) == (facts.kind == .unreadable), "failure against kind")
        if let failure = view.failure { hold(failure, "walk") }
        expect((view.esp != nil) == (facts.kind == .esp), "ESP against kind")
        expect((view.fragment != nil) == (facts.kind == .fragment), "fragment against kind")

        let verdict = view.checksum
        expect((view.checksums == nil) == (verdict == .unverifiable), "sums against verdict")
        if let (found, computed) = view.checksums {
            // All zeros and all ones are the same number in one's complement.
            let same =
                found == computed || (found == 0 || found == 0xffff) && (computed == 0 || computed == 0xffff)
            expect(same == (verdict == .correct), "\(found), \(computed) are \(verdict)")
        }
    }

    private mutating func mobilityHeader(_ view: borrowing PacketView, _ formats: [WireFormat]) {
        guard view.facts.kind == .mobility, let header = try? MobilityHeaderView(view.payload) else { return }
        let home = view.homeAddressOption ?? view.source
        let detected = header.detectProfile(homeAddress: home)
        var problems: [Problem] = []
        header.check(WireFormat(detected.profile), homeAddress: home, into: &problems)
        hold(problems, "check")
        for format in formats { _ = header.fields(format: format) }
        _ = view.headerFields
    }

    /// Reads, writes what was read, and reads that again: the value comes back, and its checksum is right.
    private mutating func read(_ octets: RawSpan, format: WireFormat) {
        var report = ReadingReport()
        let view = PacketView(octets, problems: &report.problems)
        let packet: SignallingPacket
        do throws(WireError) {
            packet = try SignallingPacket(view, format: format, checksumMustFit: false, report: &report)
        } catch {
            return hold(error, "read")
        }
        readings += 1
        hold(report.problems, "read")
        // Some of what can be read cannot be written: options behind an authenticator, too many headers.
        guard let written = try? packet.encoded(format: format) else { return }
        do throws(WireError) {
            var again = ReadingReport()
            let back = try SignallingPacket(reading: written.span.bytes, format: format, report: &again)
            expect(back == packet, "\(format.profile): \(packet) comes back as \(back)")
        } catch {
            expect(false, "\(format.profile): \(packet) is written so that \(error)")
        }
    }

    private mutating func reassemble(_ view: borrowing PacketView) {
        var reassembler = FragmentReassembler(limits: .init(datagrams: 2, octets: 1 << 17))
        let first = reassembler.add(view, at: 0)
        expect((first == .notAFragment) == (view.facts.kind != .fragment), "fragment is \(first)")
        if first == .waiting {
            expect(reassembler.add(view, at: 1) == .waiting, "the same twice is \(first)")
        }
    }
}
