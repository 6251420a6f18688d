import Decoding
import Foundation
import MobilityWire
import Testing

/// Base messages of RFC 6275, decoded by scapy and by us, field by field, their checksums summed by scapy.
@Suite(.enabled(if: Judge.scapyIsThere, "scapy is not installed"))
struct ScapyTests {
    @Test func twoHundredBaseMessagesAreWhatScapyTakesThemFor() throws {
        let judged = try JudgedMessages(200, tunnels: false) {
            // scapy reads a link-layer address by an older layout (RFC 4068), and 11 only without data.
            $0.type <= 7
                && !$0.options.contains {
                    switch $0 {
                    case .linkLayerAddress, .other(type: 11, _): true
                    // It takes no data for data that was left out, and puts its own there.
                    case .messageAuthentication(_, _, let data): data.isEmpty
                    default: false
                    }
                }
        }
        let ours = try Object.all(decoded(judged.packets, by: JSONPrinter()))
        let theirs = try Judge.withCapture(of: judged.packets) { path in
            let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "Judges/scapy_judge.py")
            let output = try Judge.run("/usr/bin/python3", [script.path, path])
            return try Object.all(String(decoding: output, as: UTF8.self))
        }
        try #require(theirs.count == judged.packets.count)
        for (index, (our, their)) in zip(ours, theirs).enumerated() {
            let message = Object(values: their["message"] as? [String: Any] ?? [:])
            let comment = Comment("message \(index + 1): \(judged.messages[index])")
            #expect(our.text("source") == their.text("source"), comment)
            #expect(our.text("destination") == their.text("destination"), comment)
            if our.text("home_address_from") != "message" {
                #expect(our.text("home_address") == their.text("home_address"), comment)
            }
            #expect(our.number("type_number") == message.number("type"), comment)
            #expect(their.number("checksum") == 0, comment)
            #expect(our.text("checksum") == "correct", comment)
            compareFixedPart(our, message, comment)
            let known = our.objects("options").filter { [2, 3, 4, 5, 6, 8, 9].contains($0.number("type")) }
            let options = their.objects("options")
            #expect(known.map { $0.number("type") } == options.map { $0.number("type") }, comment)
            for (option, judge) in zip(known, options) { compare(option, judge, comment) }
        }
    }

    private func compareFixedPart(_ our: Object, _ message: Object, _ comment: Comment) {
        if let cookie = message.text("cookie") { #expect(our.text("cookie") == cookie, comment) }
        if let token = message.text("token") { #expect(our.text("token") == token, comment) }
        if let index = message.number("index") { #expect(our.number("nonce_index") == index, comment) }
        if let sequence = message.number("seq") { #expect(our.number("sequence") == sequence, comment) }
        if let units = message.number("mhtime") { #expect(our.number("lifetime") == 4 * units, comment) }
        if let status = message.number("status") { #expect(our.number("status") == status, comment) }
        if let address = message.text("ha") { #expect(our.text("home_address") == address, comment) }
        if our.text("type") == "binding-update", let bits = message.number("flags") {
            // scapy knows the first seven flags of a Binding Update: A H L K M R P.
            let letters = Array("AHLKMRP").enumerated().filter { bits & (0x40 >> $0.offset) != 0 }
                .map { String($0.element) }
            #expect(our.texts("flags")?.filter { "AHLKMRP".contains($0) } == letters, comment)
        }
    }

    private func compare(_ option: Object, _ judge: Object, _ comment: Comment) {
        switch option.number("type") {
        case 2: #expect(option.number("refresh_interval") == judge.number("rinter").map { 4 * $0 }, comment)
        case 3: #expect(option.text("care_of_address") == judge.text("acoa"), comment)
        case 4:
            #expect(option.number("home_nonce_index") == judge.number("hni"), comment)
            #expect(option.number("care_of_nonce_index") == judge.number("coni"), comment)
        case 5: #expect(option.text("authenticator") == judge.text("authenticator"), comment)
        case 6:
            #expect(option.number("prefix_length") == judge.number("plen"), comment)
            #expect(option.text("prefix") == judge.text("prefix"), comment)
        case 8: #expect(option.number("subtype") == judge.number("subtype"), comment)
        case 9:
            #expect(option.number("subtype") == judge.number("subtype"), comment)
            #expect(option.number("spi") == judge.number("mspi"), comment)
            #expect(option.text("authentication_data") == judge.text("authdata"), comment)
        default: break
        }
    }
}
