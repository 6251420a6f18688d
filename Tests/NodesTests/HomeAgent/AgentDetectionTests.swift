import MobilityWire
import Testing

@testable import Nodes

@Suite("Home agent: duplicate address detection")
struct AgentDetectionTests {
    @Test(
        "R-115 a first binding waits for the outcome; updates meanwhile wait too, one sent again replaces the first"
    )
    func waitsForTheOutcome() throws {
        var test = try AgentHarness(.rfc5648)
        test.answersDetection = false
        #expect(test.update(1, [test.bid(1, at: 0)]) == nil)
        #expect(test.actions.count == 1)
        #expect(test.update(2, [test.bid(1, at: 0)]) == nil)
        #expect(test.actions.isEmpty, "it runs already")
        #expect(test.update(3, [test.bid(2, at: 1)], from: AgentHarness.careOf[1]) == nil)
        #expect(test.bindings == [])
        test.handle(.duplicateDetection(of: AgentHarness.home, isDuplicate: false))
        #expect(test.acknowledgements.map(\.sequence) == [2, 3])
        #expect(test.acknowledgements.map(\.status) == [0, 0])
        #expect(test.bindings.map(\.bid) == [1, 2])
        #expect(test.proxying == [true])
    }

    @Test("somebody else has the home address: 134, and nothing is bound")
    func duplicate() throws {
        var test = try AgentHarness(.rfc5648)
        test.answersDetection = false
        test.update(1, [test.bid(1, at: 0)])
        test.handle(.duplicateDetection(of: AgentHarness.home, isDuplicate: true))
        #expect(test.acknowledgements.map(\.status) == [134])
        #expect(test.bindings == [])
        #expect(test.agent.cache.nodeCount == 0)
    }

    @Test("an update that cannot be accepted is refused without detection")
    func uselessUpdateIsNotTested() throws {
        var test = try AgentHarness(.rfc5648)
        test.answersDetection = false
        #expect(test.update(1, [test.bid(1)])?.status == 167)
    }

    @Test("an outcome that never comes is forgotten, and the node may try again")
    func outcomeNeverComes() throws {
        var test = try AgentHarness(.rfc5648)
        test.answersDetection = false
        test.update(1, [test.bid(1, at: 0)])
        test.wait(.seconds(60))
        #expect(test.agent.awaiting.count == 0)
        test.update(2, [test.bid(1, at: 0)])
        #expect(test.actions.count == 1)
    }

    @Test("with L the link-local address is tested and defended, too (RFC 6275 §10.3.1)")
    func linkLocalAddress() throws {
        let linkLocal = AgentHarness.address("fe80::1234")
        func proxying(_ test: AgentHarness) -> [Bool] {
            test.actions.compactMap {
                if case .proxyNeighbour(linkLocal, let active, _) = $0 { active } else { nil }
            }
        }
        for duplicate in [nil, AgentHarness.home, linkLocal] {
            var test = try AgentHarness(.rfc5648)
            test.answersDetection = false
            test.update(
                1, [test.bid(1, at: 0)], flags: [.acknowledge, .homeRegistration, .linkLocalCompatibility])
            #expect(
                test.actions.map {
                    if case .detectDuplicates(let address, _) = $0 { address } else { .unspecified }
                } == [AgentHarness.home, linkLocal])
            test.handle(.duplicateDetection(of: linkLocal, isDuplicate: duplicate == linkLocal))
            if duplicate != linkLocal {
                #expect(test.acknowledgements == [])
                test.handle(
                    .duplicateDetection(of: AgentHarness.home, isDuplicate: duplicate == AgentHarness.home))
            }
            #expect(test.acknowledgements.map(\.status) == [duplicate == nil ? 0 : 134])
            #expect(proxying(test) == (duplicate == nil ? [true] : []))
            if duplicate == nil {
                test.update(2, lifetime: 0)
                #expect(proxying(test) == [false])
            }
        }
    }

    @Test("without detection a first binding is answered at once")
    func detectionOff() throws {
        var test = try AgentHarness(.rfc5648) { $0.administration.duplicateAddressDetection = false }
        test.answersDetection = false
        #expect(test.update(1, [test.bid(1, at: 0)])?.status == 0)
    }
}
