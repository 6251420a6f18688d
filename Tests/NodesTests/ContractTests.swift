import Nodes
import Testing

struct ContractTests {
    @Test func timeSaturatesInsteadOfTrapping() {
        #expect(Instant.distantFuture + .seconds(1) == .distantFuture)
        #expect(Instant(nanoseconds: .min) - .seconds(1) == Instant(nanoseconds: .min))
        #expect(Interval.seconds(.max) == Interval(nanoseconds: .max))
        #expect(Instant(nanoseconds: .max) - Instant(nanoseconds: .min) == Interval(nanoseconds: .max))
    }

    @Test func lifetimeUnitsAreFourSeconds() {
        #expect(Interval.lifetimeUnits(900) == .seconds(3600))
        #expect(Interval.seconds(7).wholeLifetimeUnits == 1)
        #expect(Interval.seconds(-7).wholeLifetimeUnits == 0)
        #expect(Interval.seconds(1_000_000).wholeLifetimeUnits == 65535)
    }

    @Test func ruleReadsAsRequirementAndSection() {
        #expect(Rule(46, "RFC 6275 §11.8").text == "R-046 · RFC 6275 §11.8")
        #expect(Rule(161).text == "R-161")
        #expect(Rule(0, "RFC 6275 §9.5.1").text == "RFC 6275 §9.5.1")
    }

    @Test func profilesDifferOnlyInThePoliciesTheTextsDifferIn() {
        #expect(Policies.rfc5648.refreshRenewsAll == false)
        #expect(Policies.draft06.refreshRenewsAll)
        #expect(Policies.rfc5648.unknownBidStatus == Policies.draft06.unknownBidStatus)
    }

    @Test func seededRandomRepeats() {
        var one = SeededRandom(seed: 7)
        var two = SeededRandom(seed: 7)
        for _ in 0..<10 { #expect(one.next() == two.next()) }
    }
}
