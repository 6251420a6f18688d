/// The test vectors: whole packets whose last part is a Mobility Header.
///
/// Z: traces of zeek's test suite (testing/btest/Traces/mobile-ipv6). T: tests/ipv6_mobility_1.pcap of tcpdump, checksum
/// 0 in all. S: test/scapy/layers/inet6.uts of scapy. C: constructed from RFC 5648 and draft-06, dissected without
/// complaint by tshark 4.0.17 and tcpdump 4.99.3.
public struct Vector: Sendable, CustomStringConvertible {
    /// Z1, T6, S10, C2…
    public let name: String
    /// What is in it, in words.
    public let content: String
    /// The headers in front of the Mobility Header, outermost first.
    public let headers: [UInt8]
    /// The Mobility Header.
    public let octets: [UInt8]

    /// The whole packet.
    public var packet: [UInt8] { headers + octets }
    /// Its name.
    public var description: String { name }

    init(_ name: String, _ content: String, headers: String, _ octets: String) {
        self.name = name
        self.content = content
        self.headers = Vector.octets(of: headers)
        self.octets = Vector.octets(of: octets)
    }

    /// The octets of a hexadecimal text; anything that is no digit is skipped.
    public static func octets(of hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// The vector of this name; ends the test where there is none.
    public static func named(_ name: String) -> Vector {
        guard let vector = all.first(where: { $0.name == name }) else { fatalError("no vector \(name)") }
        return vector
    }

    /// All of them.
    public static let all: [Vector] = [
        Vector(
            "Z1", "type 0, HL 0",
            headers: "6000000000088740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b000000d9970000"),
        Vector(
            "Z2", "cookie 1",
            headers: "6000000000108740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b010100d88d00000000000000000001"),
        Vector(
            "Z3", "cookie 1",
            headers: "6000000000108740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b010200d78d00000000000000000001"),
        Vector(
            "Z4", "nonce index 13, cookie 0x0f, token 0xff",
            headers: "6000000000188740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b020300d56a000d000000000000000f00000000000000ff"),
        Vector(
            "Z5", "nonce index 13, cookie 0x0f, token 0xff",
            headers: "6000000000188740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b020400d46a000d000000000000000f00000000000000ff"),
        Vector(
            "Z6", "seq 37, flags 0xd000 = A H K, lifetime 3 (12 s), PadN(4)",
            headers: "6000000000108740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b01050003640025d000000301020000"),
        Vector(
            "Z7", "status 0, K, seq 42, lifetime 8 (32 s), PadN(4)",
            headers: "6000000000108740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b010600d1da0080002a000801020000"),
        Vector(
            "Z8", "status 1, HoA 2001:78:1:32::1",
            headers: "6000000000188740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b020700b0d8010020010078000100320000000000000001"),
        Vector(
            "Z9", "same with a wrong checksum (right: b0d8)",
            headers: "6000000000188740200104f80004000702e081fffe52ffff200104f80004000702e081fffe529a6b",
            "3b0207000001010020010078000100320000000000000001"),
        Vector(
            "T1", "BRR",
            headers: "600000000008874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b00000000000000"),
        Vector(
            "T2", "HoTI, cookie 0102030405060708",
            headers: "600000000010874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b010100000000000102030405060708"),
        Vector(
            "T3", "CoTI",
            headers: "600000000010874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b01020000000000090a0b0c0d0e0f10"),
        Vector(
            "T6", "BU seq 1000, A, lifetime 3600 units = 14400 s",
            headers: "600000000010874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b010500000003e880000e1001020000"),
        Vector(
            "T7", "+ Alt-CoA 2001:660:4701:f004:20d:54ff:fe98:bc93 (at @12: not 8n+6)",
            headers: "600000000020874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b030500000003e880000e100310200106604701f004020d54fffe98bc930100"),
        Vector(
            "T8", "+ Nonce Indices home 0x04d2, care-of 0x162e",
            headers: "600000000018874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b020500000003e880000e10040404d2162e010400000000"),
        Vector(
            "T9", "+ Binding Auth Data (not 8n+2, padding after it)",
            headers: "600000000020874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b030500000003e880000e10050c8101738d517d516940ec0611010400000000"),
        Vector(
            "T11", "BA status 0, seq 1000, lifetime 3600",
            headers: "600000000010874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b0106000000000003e80e1001020000"),
        Vector(
            "T12", "+ BRAdvice 0x0708 = 1800 units = 7200 s",
            headers: "600000000010874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b0106000000000003e80e1002020708"),
        Vector(
            "T14", "+ BRAdvice + auth data",
            headers: "600000000020874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b0306000000000003e80e1002020708050c8101738d517d516940ec06110100"),
        Vector(
            "T15", "BE status 1",
            headers: "600000000018874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b0207000000010020010db8000000000000000000000001"),
        Vector(
            "T16", "BU with four Pad1",
            headers: "600000000010874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b010500000003e880000e1000000000"),
        Vector(
            "S1", "BRR, cksum 68fb",
            headers: "600000000008874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b00000068fb0000"),
        Vector(
            "S2", "HoTI zero cookie, 67f2",
            headers: "600000000010874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b01010067f200000000000000000000"),
        Vector(
            "S3", "CoTI zero cookie, 66f2",
            headers: "600000000010874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b01020066f200000000000000000000"),
        Vector(
            "S4", "HoT zeros, 65e9",
            headers: "600000000018874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b02030065e9000000000000000000000000000000000000"),
        Vector(
            "S5", "CoT zeros, 64e9",
            headers: "600000000018874020010db800000000000000000000000120010db8000000000000000000000002",
            "3b02040064e9000000000000000000000000000000000000"),
        Vector(
            "S6", "::1→::1, HAO ::, BU seq 0, A H K, lifetime 3; checksum ee60 uses source = :: (the HAO)",
            headers: "6000000000283c400000000000000000000000000000000100000000000000000000000000000001"
                + "870201020000c91000000000000000000000000000000000",
            "3b010500ee600000d000000301020000"),
        Vector(
            "S7", "HAO 2001:db8::cafe, lifetime 42, PadN(2), Alt-CoA @14, PadN(4), MNP @36 plen 64; eaf2",
            headers: "6000000000503c400000000000000000000000000000000100000000000000000000000000000001"
                + "870201020000c91020010db800000000000000000000cafe",
            "3b060500eaf20000d000002a01000310000000000000000000000000000000000102000006120040"
                + "00000000000000000000000000000000"),
        Vector(
            "S8", "BA status 0, K, seq 0, lifetime 42; bcb9",
            headers: "60000000001087400000000000000000000000000000000100000000000000000000000000000001",
            "3b010600bcb900800000002a01020000"),
        Vector(
            "S9", "BE status 2, HoA 1::2; bb59",
            headers: "60000000001887400000000000000000000000000000000100000000000000000000000000000001",
            "3b020700bb59020000010000000000000000000000000002"),
        Vector(
            "S10", "BRR with payload proto 0xff, reserved ee/aaaa, MH-LLA and Alt-CoA; ec24. To be rejected",
            headers: "600000000028874020010db800000000000000000000000120010db8000000000000000000000002",
            "ff0400eeec24aaaa0707020000000000000001020000031000000000000000000000000000000000"),
        Vector(
            "C1",
            "RFC 5648 individual BU, bootstrap: seq 1, A+H+O (0xC040), lifetime 900 (3600 s), BID 1 CoA 2001:db8:a::10",
            headers: "6000000000403c4020010db8000a0000000000000000001020010db8000100000000000000000001"
                + "870201020000c91020010db8000100000000000000001234",
            "3b0405003bf10001c040038401040000000023140001000020010db8000a00000000000000000010"),
        Vector(
            "C2", "RFC 5648 bulk BU: seq 2, A+H, lifetime 900, BID 1/2001:db8:a::10 and BID 2/2001:db8:b::20",
            headers: "6000000000583c4020010db8000a0000000000000000001020010db8000100000000000000000001"
                + "870201020000c91020010db8000100000000000000001234",
            "3b070500ea1a0002c000038401040000000023140001000020010db8000a00000000000000000010"
                + "010023140002000020010db8000b00000000000000000020"),
        Vector(
            "C4", "selective de-registration of BID 2: seq 4, A+H, lifetime 0",
            headers: "6000000000303c4020010db8000a0000000000000000001020010db8000100000000000000000001"
                + "870201020000c91020010db8000100000000000000001234",
            "3b0205006da60004c0000000230400020000010400000000"),
        Vector(
            "C5",
            "RFC 5648 home binding from home link, seq 5, A+H, lifetime 900, BID 3 with H, CoA = HoA; MH-LLA",
            headers: "600000000038874020010db800010000000000000000123420010db8000100000000000000000001",
            "3b060500b5d90005c000038401040000000023140003008020010db8000100000000000000001234"
                + "07070202aabbccddee01050000000000"),
        Vector(
            "C6", "BA accepted: status 0, seq 1, lifetime 900, BID 1 status 0",
            headers: "6000000000302b4020010db800010000000000000000000120010db8000a00000000000000000010"
                + "870202010000000020010db8000100000000000000001234",
            "3b0206002927000000010384230400010000010400000000"),
        Vector(
            "C8", "BA to MN at home (no RH2): status 5 RETURNHOME WO/NDP, seq 5, BID 3",
            headers: "600000000018874020010db800010000000000000000000120010db8000100000000000000001234",
            "3b0206002421050000050384230400030000010400000000"),
        Vector(
            "C10",
            "BU to CN: seq 7, A, lifetime 100 (400 s), Nonce Indices 0x0011/0x0022, BID 1 CoA 2001:db8:a::10, Binding Auth Data",
            headers: "6000000000503c4020010db8000a0000000000000000001020010db8000c00000000000000000099"
                + "870201020000c91020010db8000100000000000000001234",
            "3b060500643b00078000006404040011002223140001000020010db8000a00000000000000000010"
                + "0100050c0802bdbaf7d43e2ee96b2bf0"),
        Vector(
            "C11", "BA from CN: status 0, seq 7, lifetime 100, BID 1, Binding Auth Data",
            headers: "6000000000382b4020010db8000c0000000000000000009920010db8000a00000000000000000010"
                + "870202010000000020010db8000100000000000000001234",
            "3b030600b02c000000070064230400010000050c1744c0d8c012a62c22b21652"),
        Vector(
            "C14",
            "draft-06 return home (§5.6.3): from home link, seq 6, A+H, lifetime 0, BID 3, H (0x20), C clear",
            headers: "600000000018874020010db800010000000000000000123420010db8000100000000000000000001",
            "3b0205006d830006c0000000230400030020010400000000"),
        Vector(
            "C15", "BRR from HA to MN HoA with BID 1",
            headers: "600000000010874020010db800010000000000000000000120010db8000100000000000000001234",
            "3b01000032b900002304000100000100"),
        Vector(
            "C16", "draft-05 to -09 CoTI with BID 1 (no flags), cookie 0102030405060708",
            headers: "600000000018874020010db8000a0000000000000000001020010db8000c00000000000000000099",
            "3b0202003214000001020304050607082304000100000100"),
        Vector(
            "C18",
            "IPv4 CoA: UDP 50000->4191, inner HoA->HA, BU seq 9 A+H lifetime 900, BID 4 IPv4 CoA 192.0.2.10",
            headers: "450000640000400040114e4ac000020ac6336401c350105f005058a5600000000020874020010db8"
                + "00010000000000000000123420010db8000100000000000000000001",
            "3b030500a7010009c0000384010400000000230800040000c000020a01020000"),
        Vector(
            "C20", "BRA: status 0, seq 0x0203, BID 1, sent from CoA with HAO",
            headers: "6000000000303c4020010db8000a0000000000000000001020010db8000100000000000000000001"
                + "870201020000c91020010db8000100000000000000001234",
            "3b0210001ea9020002030000230400010000010400000000"),
        Vector(
            "C21", "BE status 1 for HAO HoA (no binding)",
            headers: "600000000018874020010db8000c0000000000000000009920010db8000a00000000000000000010",
            "3b020700203f010020010db8000100000000000000001234"),
        Vector(
            "C22", "Home Agent Switch with 2 addresses",
            headers: "600000000028874020010db800010000000000000000000120010db8000100000000000000001234",
            "3b040c00ed29020020010db800010000000000000000000220010db8000100000000000000000003"),
    ]
}
