import Grid
import Terminal
import Testing

struct ColourLadderTests {
    @Test(arguments: [
        (UInt32(0xff0000), ColourDepth.direct, Int32(0xff0000)), (0xff0000, .palette, 196),
        (0x808080, .palette, 244),
        (0x000000, .palette, 16), (0xffffff, .palette, 231), (0xff0000, .sixteen, 9), (0xcc1111, .eight, 1),
        (0xff0000, .none, -1),
    ])
    func theNearestColourIsTaken(colour: UInt32, depth: ColourDepth, number: Int32) {
        #expect(ColourLadder.number(of: .rgb(colour), depth: depth) == number)
    }

    @Test func theUsersOwnColoursStayTheirOwn() {
        #expect(ColourLadder.number(of: .terminal(12), depth: .palette) == 12)
        #expect(ColourLadder.number(of: .terminal(12), depth: .eight) == 4)
        #expect(ColourLadder.number(of: .standard, depth: .direct) == -1)
    }

    @Test(arguments: [
        (0, ColourDepth.none), (2, .none), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .palette),
    ])
    func depthFollowsWhatTheTerminalSays(colours: Int, depth: ColourDepth) {
        #expect(ColourDepth(colours: colours) == depth)
        #expect(ColourDepth(colours: 1 << 24) == .direct)
    }
}
