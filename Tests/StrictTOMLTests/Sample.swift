import StrictTOML

/// A reader that uses every method of `StrictTable`, in the shape of a node's configuration.
struct Sample: Equatable {
    enum Role: Equatable { case node, router }

    struct Interface: Equatable {
        var name: String
        var bid: Int?
        var priority: Int
    }

    struct Authentication: Equatable {
        var spi: Int
        var keyFile: String
        var none: Bool
    }

    var role: Role
    var homeAddress: Word
    var homeAgent: Word?
    var profile: Word
    var lifetime: Int
    var speed: Double
    var jitter: Double?
    var scale: Double
    var register: Bool
    var mcoa: Bool
    var bulk: Bool?
    var returnHome: Role?
    var trace: Role
    var title: String
    var note: String?
    var unknownBid: Int
    var words: [String]
    var ports: [Int]
    var prefixes: [Word]
    var interfaces: [Interface]
    var authentication: Authentication
    var palette: [String]
    var policy: Int?

    init(_ table: inout StrictTable) {
        role = table.oneOf("role", ["mobile-node": .node, "mobile-router": .router])
        homeAddress = table.custom("home-address", expecting: "a word of small letters", standIn: Word()) {
            Word($0)
        }
        homeAgent = table.optionalCustom("home-agent", expecting: "a word of small letters") { Word($0) }
        profile = table.custom("profile", expecting: "a word of small letters", default: Word()) { Word($0) }
        lifetime = table.integer("lifetime", in: 4...262_140, "seconds", default: 60)
        speed = table.number("speed", in: 0...100)
        jitter = table.optionalNumber("jitter", in: 0...0.5, "seconds")
        scale = table.number("scale", in: 1...2, default: 1)
        register = table.boolean("register")
        mcoa = table.boolean("mcoa", default: true)
        bulk = table.optionalBoolean("bulk")
        returnHome = table.optionalOneOf("return-home", ["both": .node, "home-only": .router])
        trace = table.oneOf("trace", ["off": .node, "on": .router], default: .node)
        title = table.string("title", default: "none")
        note = table.optionalString("note")
        unknownBid = table.oneOf("unknown-bid", [133, 0, 167], default: 133)
        words = table.strings("words")
        ports = table.integers("ports", in: 1...65535)
        prefixes = table.customs("prefixes", expecting: "a word of small letters") { Word($0) }
        interfaces = table.tables("interface", atLeast: 1) { table in
            Interface(
                name: table.string("name"), bid: table.optionalInteger("bid", in: 1...65535),
                priority: table.integer("priority", in: 0...255, default: 10))
        }
        authentication = table.table("authentication") { table in
            Authentication(
                spi: table.integer("spi", in: 256...0xffff_ffff), keyFile: table.string("key-file"),
                none: table.boolean("none", default: false))
        }
        palette =
            table.optionalTable("palette") { table in
                table.names.map { "\($0)=\(table.string($0))" }
            } ?? []
        policy = table.optionalTable("policy") { $0.integer("mode", in: 1...3) }
        if unknownBid == 0, mcoa {
            table.refuse("unknown-bid", "`unknown-bid` 0 needs `mcoa` = false", accepted: "133, 167")
        }
    }

    /// A word of small letters, as an example of a value of our own.
    struct Word: Equatable {
        var text = ""

        init() {}

        init?(_ text: String) {
            guard !text.isEmpty, text.utf8.allSatisfy((UInt8(ascii: "a")...UInt8(ascii: "z")).contains) else {
                return nil
            }
            self.text = text
        }
    }

    static func read(_ octets: [UInt8], file: String = "node.toml") throws(TOMLProblems) -> Sample {
        try StrictTable.read(TOMLDocument(octets, file: file)) { Sample(&$0) }
    }

    /// All that the reader knows, in many notations.
    static let text = """
        # A comment: ä ü ö 日本 = [ " '
        role = "mobile-router"
        home-address = 'home'
        "home-agent" = \"\"\"agent\"\"\"
        profile = "draft"
        lifetime = 0x1_00
        speed = 1e1
        jitter = 0.25   # seconds
        scale = 2
        register = true
        mcoa = false
        bulk = true
        return-home = "home-only"
        trace = "on"
        title = "caf\\u00e9 \\U0001F600 \\"x\\""
        note = '''
        two
        lines'''
        unknown-bid = 0
        words = ["a", "ß",
            '日本', # with a comment
        ]
        ports = [ 1, 0o17, 0b11, 65_535 ]
        prefixes = []
        policy.mode = 2

        [[interface]]
        name = "wlan*"
        bid = 1

        [authentication]
        spi = 256
        key-file = "mn.key"

        [[interface]]
        name = "wwan0"
        priority = 5

        [palette]
        zebra = "#000000"
        "a.b" = "#ffffff"
        apple = "#ff0000"

        """
}
