import Grid
import Testing

/// A situation that a person brings about by keys.
enum Situation: String, CaseIterable, Sendable {
    case start
    case bulkInFlight = "bulk-in-flight"
    case registered
    case oneLost = "one-lost"
    case expiring
    case rejected
    case legacy
    case homeMenu = "home-menu"
    case homeOnly = "home-only"
    case homeOnlyQuestion = "home-only-question"
    case visitedOnly = "visited-only"
    case homeBoth = "home-both"
    case correspondent
    case message
    case help
    case deregisterQuestion = "deregister-question"
    case overwriteQuestion = "overwrite-question"
    case preview
    case faults
    case settings
    case commandLine = "command-line"
    case log

    /// What a person does.
    func play(_ stage: inout Stage) {
        switch self {
        case .start: break
        case .bulkInFlight:
            stage.press("b")
            stage.wait(0.01)
        case .registered: register(&stage)
        case .oneLost:
            stage.press("b")
            stage.wait(3)
            stage.type("drop-next BU")
            stage.press("down r")
            stage.wait(0.5)
        case .expiring:
            stage.press("b")
            stage.wait(3)
            stage.type("registration manual")
            stage.wait(54.4)
        case .rejected:
            stage.type("reject 130")
            stage.press("b")
            stage.wait(3)
        case .legacy:
            if let setting = stage.run.settings().first(where: { $0.key.hasSuffix("legacy") }) {
                stage.type("set \(setting.key) rfc6275")
            }
            stage.press("b")
            stage.wait(3)
        case .homeMenu:
            arrive(&stage)
            stage.press("h")
        case .homeOnlyQuestion:
            arrive(&stage)
            stage.press("h home enter")
        case .homeOnly:
            arrive(&stage)
            stage.press("h home enter right enter")
            stage.wait(3)
        case .visitedOnly:
            arrive(&stage)
            stage.press("h home down enter right enter")
            stage.wait(3)
        case .homeBoth:
            arrive(&stage)
            stage.press("h home down down enter right enter")
            stage.wait(3)
        case .correspondent:
            register(&stage)
            stage.press("c")
            stage.wait(3)
        case .message:
            register(&stage)
            stage.press("tab enter down down down down")
        case .help: stage.press("?")
        case .deregisterQuestion:
            register(&stage)
            stage.press("down d")
        case .overwriteQuestion:
            register(&stage)
            stage.press("space o b")
        case .preview: stage.press("P b")
        case .faults: stage.press("f")
        case .settings: stage.press("v down down")
        case .commandLine:
            register(&stage)
            stage.press(": d e r")
        case .log:
            register(&stage)
            stage.press("tab tab tab tab tab tab tab")
        }
    }

    private func register(_ stage: inout Stage) {
        stage.press("b")
        stage.wait(8.25)
    }

    private func arrive(_ stage: inout Stage) {
        register(&stage)
        stage.type("go-home eth0")
        stage.wait(2)
    }
}

struct Size: Hashable, Sendable, CustomStringConvertible {
    var columns: Int
    var rows: Int
    var description: String { "\(columns)x\(rows)" }

    static let all = [
        Size(columns: 80, rows: 24), Size(columns: 100, rows: 30), Size(columns: 120, rows: 40),
        Size(columns: 200, rows: 60),
    ]
}

@Suite struct GoldenScreenTests {
    @Test(arguments: Situation.allCases, Size.all)
    func screensAreThoseOfTheirFiles(_ situation: Situation, _ size: Size) throws {
        var stage = try Stage(columns: size.columns, rows: size.rows)
        situation.play(&stage)
        try Golden.expect(stage.screen, "\(situation.rawValue).\(size)", withRoles: true)
    }

    @Test(arguments: Situation.allCases)
    func screensOfASerialLineAreThoseOfTheirFiles(_ situation: Situation) throws {
        var stage = try Stage(columns: 80, rows: 24, ascii: true)
        situation.play(&stage)
        let screen = stage.screen
        #expect(screen.cells.allSatisfy { $0.base < 0x80 && $0.firstMark == 0 })
        try Golden.expect(screen, "\(situation.rawValue).ascii", withRoles: false)
    }

    @Test(arguments: [Size(columns: 38, rows: 8), Size(columns: 20, rows: 5), Size(columns: 39, rows: 60)])
    func aSmallScreenSaysWhatItNeeds(_ size: Size) throws {
        let stage = try Stage(columns: size.columns, rows: size.rows)
        try Golden.expect(stage.screen, "too-small.\(size)", withRoles: true)
    }

    @Test func aTinyScreenIsNoTrap() throws {
        var stage = try Stage(columns: 5, rows: 2)
        _ = stage.screen
        stage.columns = 0
        stage.rows = 0
        _ = stage.screen
    }
}
