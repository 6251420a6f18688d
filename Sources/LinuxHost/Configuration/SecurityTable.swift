import MobilityWire
import StrictTOML

/// How signalling is protected, as a configuration says it: `{ spi = 256, key-file = "mn.key" }` or `{ none = true }`.
struct SecurityTable: Hashable {
    /// The index of the association; nil: none, in so many words.
    var spi: UInt32?
    /// The file of the key, as it is written.
    var keyFile = ""
    /// Whether Message Identification options protect against replay.
    var replayProtection = true

    /// None; what stands where a file says nothing, and is refused elsewhere.
    static let absent = SecurityTable()

    private init() {}

    init(_ table: inout StrictTable) {
        let isNone = table.boolean("none", default: false)
        let hasKey = table.contains("spi") || table.contains("key-file")
        if isNone, hasKey {
            table.refuse("none", "none = true beside a key", accepted: "one of both")
            _ = table.value("spi")
            _ = table.value("key-file")
        } else if !isNone {
            // Without protection whoever asks is believed; so nobody gets there by leaving something out.
            spi = UInt32(table.integer("spi", in: 256...Int(UInt32.max), "(or none = true)"))
            keyFile = table.string("key-file")
            replayProtection = table.boolean("replay-protection", default: true)
        }
    }
}
