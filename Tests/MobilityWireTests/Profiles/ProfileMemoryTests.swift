import MobilityWire
import Testing

struct ProfileMemoryTests {
    private func address(_ number: Int) -> IPv6Address {
        IPv6Address(high: 0x2001_0db8_0000_0000, low: UInt64(number))
    }

    @Test func aClearMessageIsRememberedForUnclearOnes() {
        var memory = ProfileMemory(capacity: 16)
        let unclear = ProfileDetection(.rfc5648, .usual, isAmbiguous: true)
        #expect(memory.settle(unclear, homeAddress: address(1), peer: address(2)) == unclear)
        let clear = ProfileDetection(.draft06, .flagWithForeignAddress)
        #expect(memory.settle(clear, homeAddress: address(1), peer: address(2)) == clear)
        #expect(
            memory.settle(unclear, homeAddress: address(1), peer: address(2))
                == ProfileDetection(.draft06, .remembered))
        // Only between these two.
        #expect(memory.settle(unclear, homeAddress: address(2), peer: address(1)) == unclear)
        // What tells nothing is neither noted nor changed.
        let nothing = ProfileDetection(.rfc5648, .nothingToTell)
        #expect(memory.settle(nothing, homeAddress: address(1), peer: address(2)) == nothing)
        // A later clear message wins.
        let later = ProfileDetection(.rfc5648, .overwriteInHeader)
        #expect(memory.settle(later, homeAddress: address(1), peer: address(2)) == later)
        #expect(memory.profile(homeAddress: address(1), peer: address(2)) == .rfc5648)
    }

    @Test func shisaSaysNothingOfOption35() {
        var memory = ProfileMemory(capacity: 16)
        memory.note(.shisa, homeAddress: address(1), peer: address(2))
        let unclear = ProfileDetection(.rfc5648, .usual, isAmbiguous: true)
        #expect(memory.settle(unclear, homeAddress: address(1), peer: address(2)) == unclear)
    }

    @Test func itIsBoundedAndForgetsTheOldest() {
        var memory = ProfileMemory(capacity: 4)
        #expect(memory.capacity == 4)
        for number in 1...4 { memory.note(.draft06, homeAddress: address(number), peer: address(0)) }
        // 1 is used again, so that 2 is the oldest when 5 comes.
        #expect(memory.profile(homeAddress: address(1), peer: address(0)) == .draft06)
        memory.note(.shisa, homeAddress: address(5), peer: address(0))
        let known = (1...5).filter { memory.profile(homeAddress: address($0), peer: address(0)) != nil }
        #expect(known == [1, 3, 4, 5])
    }

    @Test func itKeepsManyPairsApart() {
        var memory = ProfileMemory(capacity: 4096)
        for number in 0..<1000 {
            memory.note(number % 2 == 0 ? .draft06 : .rfc5648, homeAddress: address(number), peer: .loopback)
        }
        let kept = (0..<1000).filter { memory.profile(homeAddress: address($0), peer: .loopback) != nil }
        #expect(kept.count > 980)
        for number in kept {
            #expect(
                memory.profile(homeAddress: address(number), peer: .loopback)
                    == (number % 2 == 0 ? .draft06 : .rfc5648))
        }
    }

    @Test(arguments: [(-1, 4), (0, 4), (5, 8), (4096, 4096), (Int.max, 1 << 20)])
    func capacityIsAPowerOfTwoWithinBounds(asked: Int, given: Int) {
        #expect(ProfileMemory(capacity: asked).capacity == given)
    }
}
