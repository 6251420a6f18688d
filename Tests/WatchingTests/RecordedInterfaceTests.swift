import Foundation
import Nodes
import Runtime
import Testing

@testable import Watching

/// What a recording of a machine says of the node's interfaces: as its journal told them, at each time as they were.
struct RecordedInterfaceTests {
    private static func session() throws -> CaptureSession {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let octets = try Data(contentsOf: folder.appendingPathComponent("Fuzz/Recordings/node.careof"))
        return CaptureSession(CaptureRun(try Recording(Array(octets))))
    }

    @Test func interfacesAreThoseOfTheJournal() throws {
        let session = try Self.session()
        let interfaces = session.interfaces()
        let eth0 = try #require(interfaces.first { $0.name == "eth0" })
        #expect(eth0.isUp && eth0.link == .visited)
        #expect(eth0.addresses.map { "\($0.address)" } == ["2001:db8:a::100"])
    }

    @Test func inThePastTheyAreAsTheyWere() throws {
        var session = try Self.session()
        let told = try #require(
            session.journal.entries.first { entry in
                if case .interface(_, .address(let address, _)) = entry.event {
                    !address.isLinkLocal
                } else {
                    false
                }
            })
        session.perform(.past(.entry(told.number - 1)))
        #expect(session.interfaces().first { $0.name == "eth0" }?.addresses.isEmpty == true)
        session.perform(.past(.entry(told.number)))
        #expect(session.interfaces().first { $0.name == "eth0" }?.addresses.count == 1)
    }
}
