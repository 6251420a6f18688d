import Console
import Crypto
import Grid
import Lab
import MobilityWire
import Nodes
import Runtime
import Testing

/// What is known of links and addresses: on the pane where there is room, always in "why".
@Suite struct InterfaceFactTests {
    @Test(arguments: Size.all) func aBindingByIPv4BehindATranslator(_ size: Size) throws {
        let scenario = try #require(try ScenarioLibrary.scenario(named: "ipv4-behind-nat"))
        var run = LabSession(try LabRun(scenario, cryptography: OpenSSLCryptography()))
        run.advance(to: .zero)
        for step in Int64(1)...80 { run.advance(to: .zero + .milliseconds(100 * step)) }
        let row = try #require(run.bindings(0..<9).rows.first { $0.bid == 4 })
        #expect(row.state == .bound)
        #expect(row.careOfAddress?.ipv6 == nil)
        let grid = Console().draw(run, columns: size.columns, rows: size.rows)
        try Golden.expect(grid, "ipv4.\(size)", withRoles: false)
    }

    @Test func aLabTellsWhatItKnows() throws {
        var stage = try Stage(columns: 200, rows: 60)
        #expect(stage.text.contains("MTU 1500  02:00:"))
        #expect(stage.text.contains("router fe80::1  02:00:00:00:ff:01"))
        // A cable that is out, and one that the node itself has shut, are told apart.
        stage.type("unplug eth0")
        stage.wait(1)
        #expect(stage.text.contains("no carrier"))
        stage.type("pane interfaces")
        stage.press("down enter")
        #expect(stage.text.contains("router  fe80::1"))
        #expect(stage.text.contains("link    MTU 1500"))
    }

    @Test func asmallScreenStaysCalmAndTellsOnRequest() throws {
        var stage = try Stage(columns: 80, rows: 24, ascii: true)
        stage.type("pane interfaces")
        #expect(!stage.text.contains("MTU 1500  02:00:"))
        stage.press("z")
        #expect(stage.text.contains("MTU 1500  02:00:"))
        stage.press("z enter z")
        #expect(stage.text.contains("link    MTU 1500"))
    }

    @Test func linkLayerAddressesAreMaskedToo() throws {
        var stage = try Stage(columns: 200, rows: 60)
        stage.press("M")
        #expect(stage.text.contains("xx:xx:xx:xx:xx:xx") && !stage.text.contains("02:00:"))
    }
}
