import MobilityWire
import Nodes
import Runtime
import Testing

/// By which row of the tables each status comes about, and is read.
struct DecisionTableTests {
    @Test func rowsHaveNumbersInOrderAndWords() {
        #expect(DecisionTable.receiver.map(\.name) == (1...12).map { "receiver \($0)" })
        #expect(DecisionTable.node.map(\.name) == (1...8).map { "node \($0)" })
        let states = BindingState.allCases.map(DecisionTable.row(of:))
        #expect(states.map(\.name) == BindingState.allCases.map { "state \($0.rawValue)" })
        for row in DecisionTable.receiver + DecisionTable.node + states {
            #expect(row.words.hasSuffix(".") && !row.rules.isEmpty, "\(row)")
        }
    }

    @Test(
        "RFC 5648 §6.2, RFC 6275 §9.5.1, §10.3.1: the row of a receiver that gives a status",
        arguments: [
            (UInt8(0), 12), (1, 12), (4, 10), (5, 11), (128, 3), (129, 3), (130, 3), (131, 3), (132, 3),
            (133, 3), (134, 3), (135, 2), (136, 1), (137, 1), (138, 1), (139, 2), (140, 3), (141, 3),
            (142, 3),
            (143, 3), (144, 1), (145, 1), (146, 1), (164, 5), (165, 7), (166, 4), (167, 9), (168, 4),
            (169, 4),
            (174, 9),
        ])
    func receiver(_ status: UInt8, _ row: Int) {
        let status = BindingStatus(rawValue: status)
        #expect(DecisionTable.receiverRow(of: status)?.name == "receiver \(row)")
        // The row says the number that it gives.
        let words = DecisionTable.receiver[row - 1].words
        #expect(
            words.contains("\(status.rawValue)") || row == 12 || row == 1
                || row == 3, "\(words)")
    }

    @Test func receiverRowsThatDependOnWhatWasAsked() {
        func row(_ status: UInt8, _ isOfOption: Bool, _ removes: Bool) -> String? {
            DecisionTable.receiverRow(
                of: BindingStatus(rawValue: status), isOfOption: isOfOption, removes: removes)?.name
        }
        #expect(row(0, false, true) == "receiver 6")
        #expect(row(133, true, true) == "receiver 6")
        #expect(row(167, true, true) == "receiver 6")
        #expect(row(164, true, false) == "receiver 9")
        #expect(row(130, true, false) == "receiver 9")
    }

    @Test(
        "Every status that a text defines has a row, but for those of proxies and of GRE",
        arguments: UInt8.min...(.max))
    func everyStatus(_ number: UInt8) {
        let status = BindingStatus(rawValue: number)
        let isForeign =
            [2, 3, 6, 163, 170, 171, 172, 173, 175, 176, 177, 178, 179, 180].contains(number)
            || (152...162).contains(number) || !status.row.isAssigned
        #expect((DecisionTable.receiverRow(of: status) == nil) == isForeign, "\(number)")
        // A node knows what to do with each of them.
        let row = DecisionTable.nodeRow(of: status)
        let expected =
            switch number {
            case 135: 4
            case 136...138: 8
            case 165, 166: 5
            default: 6
            }
        #expect(row.name == "node \(expected)")
    }

    @Test func nodeRowsThatDependOnTheAnswer() {
        func row(_ status: UInt8, _ isOfOption: Bool, _ isBulk: Bool, _ isHome: Bool) -> String {
            DecisionTable.nodeRow(
                of: BindingStatus(rawValue: status), isOfOption: isOfOption, isBulk: isBulk, isHome: isHome
            ).name
        }
        // R-101 is about the whole; of one binding R-086 has it.
        #expect(row(135, true, true, false) == "node 6")
        #expect(row(168, true, true, false) == "node 5")
        #expect(row(168, true, false, false) == "node 6")
        #expect(row(169, true, true, true) == "node 5")
        #expect(row(169, true, true, false) == "node 6")
    }
}
