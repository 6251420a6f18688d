import Decoding
import Foundation
import MobilityWire
import MobilityWireTestSupport
import Testing

/// The decode of every vector as it stands in `Golden/`. A change to one of those files is read in review like code;
/// with CAREOF_UPDATE_GOLDEN set the tests write them anew.
struct GoldenTests {
    private func compare(_ text: String, with name: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["CAREOF_UPDATE_GOLDEN"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let found = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, pair) in zip(expected, found).enumerated() {
            #expect(pair.1 == pair.0, "\(name), line \(number + 1)", sourceLocation: sourceLocation)
            if pair.0 != pair.1 { return }
        }
        #expect(found.count == expected.count, "\(name): lines", sourceLocation: sourceLocation)
    }

    private var packets: [[UInt8]] { Vector.all.map(\.packet) }

    @Test func everyVectorHasItsLine() throws {
        try compare(decoded(packets, by: LinePrinter()), with: "vectors.txt")
    }

    @Test func everyVectorHasItsTree() throws {
        try compare(decoded(packets, by: TreePrinter()), with: "vectors-verbose.txt")
    }

    @Test func everyVectorHasItsObject() throws {
        try compare(decoded(packets, by: JSONPrinter()), with: "vectors.json")
    }

    @Test func everyObjectIsJSONAndHasTheKeysOfAll() throws {
        let lines = try decoded(packets, by: JSONPrinter()).split(separator: "\n")
        #expect(lines.count == packets.count)
        for (index, line) in lines.enumerated() {
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(Vector.all[index])")
            #expect(object["frame"] as? Int == index + 1)
            for key in ["time", "source", "destination", "encapsulation", "type", "checksum", "problems"] {
                #expect(object[key] != nil, "\(Vector.all[index]): \(key)")
            }
        }
    }
}
