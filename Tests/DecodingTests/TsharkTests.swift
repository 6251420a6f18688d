import Decoding
import Foundation
import MobilityWire
import Testing

/// The same packets, decoded by tshark and by us, field by field.
@Suite(.enabled(if: Judge.tsharkIsThere, "tshark is not installed"))
struct TsharkTests {
    @Test func aThousandRandomMessagesAreWhatTsharkTakesThemFor() throws {
        let judged = try JudgedMessages(1000, tunnels: true) {
            !$0.options.contains(where: tsharkStumbles(over:))
        }
        let ours = try Object.all(
            decoded(
                judged.packets, by: JSONPrinter(), options: DecodingOptions(format: .rfc5648)))
        let theirs = try Judge.withCapture(of: judged.packets) { path in
            try tshark(path)
        }
        #expect(ours.count == judged.packets.count)
        #expect(theirs.count == judged.packets.count)
        var compared = [String: Int]()
        for (index, (our, their)) in zip(ours, theirs).enumerated() {
            let expected = TsharkFields(of: our).values
            for field in TsharkFields.known(in: our) {
                let wanted = (expected[field] ?? []).sorted()
                let found = (their[field] ?? []).sorted()
                #expect(
                    found == wanted,
                    "message \(index + 1) \(field): \(judged.messages[index]) \(judged.packets[index])"
                )
                compared[field, default: 0] += wanted.count
            }
        }
        // A field that never came up was not judged.
        for field in TsharkFields.known {
            #expect(compared[field, default: 0] > 0, "\(field) was never compared")
        }
    }

    /// Options of which only the name is known here are random octets in these messages; where tshark knows a layout it
    /// stops there. It also needs three octets of authentication data.
    private func tsharkStumbles(over option: MobilityOption) -> Bool {
        switch option {
        case .other(let type, _): type <= 70
        case .messageAuthentication(_, _, let data): data.count < 3
        default: false
        }
    }

    /// What tshark says of each frame: the values of every field it prints, wherever it stands.
    private func tshark(_ path: String) throws -> [[String: [String]]] {
        let program = try #require(Judge.path(of: "tshark"), "tshark is not installed")
        let output = try Judge.run(
            program, ["-n", "-r", path, "-d", "udp.port==4191,ipv6", "-T", "json", "--no-duplicate-keys"])
        // tshark copies octets of text fields as they are, be they UTF-8 or not.
        let text = String(decoding: output, as: UTF8.self)
        let frames = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        return frames.map { frame in
            var fields = [String: [String]]()
            collect(frame["_source"] ?? [:], into: &fields)
            return fields
        }
    }

    private func collect(_ value: Any, under key: String? = nil, into fields: inout [String: [String]]) {
        switch value {
        case let object as [String: Any]:
            for (key, value) in object { collect(value, under: key, into: &fields) }
        case let list as [Any]:
            for value in list { collect(value, under: key, into: &fields) }
        default:
            if let key { fields[key, default: []].append("\(value)") }
        }
    }
}

/// What tshark should say of a message that we printed so.
///
/// It does not know: O (it shows B of RFC 6602 in its place, policy A8), S and D, BID-PRI, options 44 and 45; it shows
/// timestamps as dates, and flags of binding revocation at the bits of an early draft.
private struct TsharkFields {
    /// The fields that are compared, present or absent.
    static let known: [String] =
        [
            "mip6.mhtype", "mip6.hoti.cookie", "mip6.coti.cookie", "mip6.hot.nindex", "mip6.hot.cookie",
            "mip6.hot.token", "mip6.cot.nindex", "mip6.cot.cookie", "mip6.bu.seqnr",
            "mip6.bu.lifetime", "mip6.ba.status", "mip6.ba.seqnr", "mip6.ba.lifetime", "mip6.be.status",
            "mip6.be.haddr", "mip6.has.num_addrs", "mip6.has.address", "mip6.bri_br.type",
            "mip6.bri_r.trigger", "mip6.bri_status", "mip6.bri_seqnr", "mip6.bra.interval", "mip6.acoa.acoa",
            "mip6.ni.hni", "mip6.ni.cni", "mip6.bad.auth", "mip6.nemo.mnp.pfl", "mip6.nemo.mnp.mnp",
            "mip6.lla.optcode", "mip6.lla", "mip6.mnid.subtype", "mip6.auth.subtype",
            "mip6.auth.mobility_spi", "mip6.auth.auth_data", "mip6.ipv4ha.preflen", "mip6.ipv4ha.p_flag",
            "mip6.ipv4ha.ha", "mip6.ipv4aa.sts", "mip6.natd.f_flag", "mip6.natd.refresh_t",
            "mip6.ipv4coa.addr", "mip6.bi.bid", "mip6.bi.status", "mip6.bi.h_flag", "mip6.bi.coa_ipv4",
            "mip6.bi.coa_ipv6", "ipv6.opt.mipv6.home_address", "ipv6.routing.mipv6.home_address",
        ] + updateFlags.map(\.field) + acknowledgementFlags.map(\.field)

    /// The fields that are compared in one message. Of a Home Agent Switch tshark looks for options at a wrong place.
    static func known(in object: Object) -> [String] {
        object.text("type") == "home-agent-switch"
            ? known.filter { $0.hasPrefix("mip6.has.") || $0 == "mip6.mhtype" } : known
    }

    static let updateFlags: [(letters: Set<String>, field: String)] = [
        (["A"], "mip6.bu.a_flag"), (["H"], "mip6.bu.h_flag"), (["L"], "mip6.bu.l_flag"),
        (["K"], "mip6.bu.k_flag"), (["M"], "mip6.bu.m_flag"), (["R"], "mip6.nemo.bu.r_flag"),
        (["P"], "mip6.bu.p_flag"), (["F"], "mip6.bu.f_flag"), (["T"], "mip6.bu.t_flag"),
        (["O", "B"], "mip6.bu.b_flag"),
    ]
    static let acknowledgementFlags: [(letters: Set<String>, field: String)] = [
        (["K"], "mip6.ba.k_flag"), (["R"], "mip6.nemo.ba.r_flag"), (["P"], "mip6.ba.p_flag"),
        (["T"], "mip6.ba.t_flag"), (["B"], "mip6.ba.b_flag"),
    ]

    private(set) var values: [String: [String]] = [:]

    private mutating func add(_ field: String, _ value: Any?) {
        if let value { values[field, default: []].append("\(value)") }
    }

    init(of object: Object) {
        add("mip6.mhtype", object["type_number"])
        switch object.text("home_address_from") {
        case "destination-option": add("ipv6.opt.mipv6.home_address", object["home_address"])
        case "routing-header": add("ipv6.routing.mipv6.home_address", object["home_address"])
        default: break
        }
        addFixedPart(of: object)
        for option in object.objects("options") { addOption(option) }
    }

    private mutating func addFixedPart(of object: Object) {
        let cookie = object.text("cookie").map { "0x\($0)" }
        let token = object.text("token").map { "0x\($0)" }
        switch object.text("type") {
        case "home-test-init": add("mip6.hoti.cookie", cookie)
        case "care-of-test-init": add("mip6.coti.cookie", cookie)
        case "home-test":
            add("mip6.hot.nindex", object["nonce_index"])
            add("mip6.hot.cookie", cookie)
            add("mip6.hot.token", token)
        case "care-of-test":
            add("mip6.cot.nindex", object["nonce_index"])
            add("mip6.cot.cookie", cookie)
            // tshark names both tokens alike.
            add("mip6.hot.token", token)
        case "binding-update":
            add("mip6.bu.seqnr", object["sequence"])
            add("mip6.bu.lifetime", object.number("lifetime").map { $0 / 4 })
            addFlags(object, Self.updateFlags)
        case "binding-acknowledgement":
            add("mip6.ba.status", object["status"])
            add("mip6.ba.seqnr", object["sequence"])
            add("mip6.ba.lifetime", object.number("lifetime").map { $0 / 4 })
            addFlags(object, Self.acknowledgementFlags)
        case "binding-error":
            add("mip6.be.status", object["status"])
            add("mip6.be.haddr", object["home_address"])
        case "home-agent-switch":
            add("mip6.has.num_addrs", object.texts("home_agents")?.count)
            for agent in object.texts("home_agents") ?? [] { add("mip6.has.address", agent) }
        case "binding-revocation-indication":
            add("mip6.bri_br.type", 1)
            add("mip6.bri_r.trigger", object["trigger"])
            add("mip6.bri_seqnr", object["sequence"])
        case "binding-revocation-acknowledgement":
            add("mip6.bri_br.type", 2)
            add("mip6.bri_status", object["status"])
            add("mip6.bri_seqnr", object["sequence"])
        default: break
        }
    }

    private mutating func addFlags(_ object: Object, _ table: [(letters: Set<String>, field: String)]) {
        let letters = Set(object.texts("flags") ?? [])
        for (wanted, field) in table { add(field, letters.isDisjoint(with: wanted) ? 0 : 1) }
    }

    private mutating func addOption(_ option: Object) {
        switch option.number("type") {
        case 2: add("mip6.bra.interval", option.number("refresh_interval").map { $0 / 4 })
        case 3: add("mip6.acoa.acoa", option["care_of_address"])
        case 4:
            add("mip6.ni.hni", option["home_nonce_index"])
            add("mip6.ni.cni", option["care_of_nonce_index"])
        case 5: add("mip6.bad.auth", octets(option.text("authenticator")))
        case 6:
            add("mip6.nemo.mnp.pfl", option["prefix_length"])
            add("mip6.nemo.mnp.mnp", option["prefix"])
        case 7:
            add("mip6.lla.optcode", option["code"])
            add("mip6.lla", octets(option.text("link_layer_address")))
        case 8: add("mip6.mnid.subtype", option["subtype"])
        case 9:
            add("mip6.auth.subtype", option["subtype"])
            add("mip6.auth.mobility_spi", option["spi"])
            // It leaves out the last two octets.
            add(
                "mip6.auth.auth_data",
                octets((option.text("authentication_data")?.dropLast(4)).map(String.init)))
        case 29:
            add("mip6.ipv4ha.preflen", option["prefix_length"])
            add("mip6.ipv4ha.p_flag", (option["prefix_requested"] as? Bool).map { $0 ? 1 : 0 })
            add("mip6.ipv4ha.ha", option["home_address"])
        case 30:
            add("mip6.ipv4aa.sts", option["status"])
            add("mip6.ipv4ha.preflen", option["prefix_length"])
            add("mip6.ipv4ha.ha", option["home_address"])
        case 31:
            add("mip6.natd.f_flag", (option["force_encapsulation"] as? Bool).map { $0 ? 1 : 0 })
            add("mip6.natd.refresh_t", option["refresh_time"])
        case 32: add("mip6.ipv4coa.addr", option["care_of_address"])
        case 35:
            add("mip6.bi.bid", option["bid"])
            add("mip6.bi.status", option["status"])
            add("mip6.bi.h_flag", (option["home"] as? Bool).map { $0 ? 1 : 0 })
            if let address = option.text("care_of_address") {
                add(address.contains(":") ? "mip6.bi.coa_ipv6" : "mip6.bi.coa_ipv4", address)
            }
        default: break
        }
    }

    /// `0a0b` as tshark writes it: `0a:0b`; nothing where there are none.
    private func octets(_ digits: String?) -> String? {
        guard let digits, !digits.isEmpty else { return nil }
        let pairs = Array(digits)
        return stride(from: 0, to: pairs.count, by: 2).map { String(pairs[$0...($0 + 1)]) }
            .joined(separator: ":")
    }
}
