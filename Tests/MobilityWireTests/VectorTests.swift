import MobilityWire
import MobilityWireTestSupport
import Testing

/// What the vectors hold, and that they come out again as they went in.
struct VectorTests {
    /// Vectors that no strict writer makes.
    static let violations: Set<String> = ["T7", "T8", "T9", "T14", "T16", "S10"]
    /// Those that only the draft's layout explains.
    static let draft: Set<String> = ["C14", "C16"]

    static func format(of vector: Vector) -> WireFormat {
        draft.contains(vector.name) ? .draft06 : .rfc5648
    }

    /// The message in the vector's octets.
    static func message(_ vector: Vector) throws -> MobilityMessage {
        var problems = [Problem]()
        return try MobilityMessage(
            reading: vector.octets.span.bytes, format: format(of: vector), report: &problems)
    }

    @Test(arguments: Vector.all.filter { !violations.contains($0.name) })
    func whatWasBuiltByTheRulesIsWrittenAsItWas(vector: Vector) throws {
        var expected = vector.octets
        expected[4] = 0
        expected[5] = 0
        #expect(try VectorTests.message(vector).encoded(format: VectorTests.format(of: vector)) == expected)
    }
}
