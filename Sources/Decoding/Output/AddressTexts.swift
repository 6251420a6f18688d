import MobilityWire

/// The texts of addresses written lately. The same few come again and again in a capture, and copying a text is several
/// times faster than making it.
///
/// Each address has one slot, by a hash; the later pushes out the earlier.
struct AddressTexts: ~Copyable {
    /// How many octets must be free where a text is copied to: all of a slot's text is, whatever its length.
    static let room = 40

    /// 64 octets a slot: the address 16, its text 40, nothing 7, the length of the text 1, which is 0 where there is none.
    private enum Slot {
        static let size = 64
        static let text = 16
        static let length = 63
        static let countBits: UInt64 = 9
    }

    private var slots: UnsafeMutableRawPointer?
    private let zeroRuns = ZeroRuns()

    init() {}

    deinit {
        slots?.deallocate()
    }

    /// The groups of an address that `::` stands for.
    @inline(__always)
    func zeroRun(of address: IPv6Address) -> (start: Int, end: Int) { zeroRuns[address] }

    /// Copies the text of an address to where `room` octets are free, and says how long it is; 0 where it is not here.
    @inline(__always)
    func copy(_ address: IPv6Address, to target: UnsafeMutableRawPointer) -> Int {
        guard let slots else { return 0 }
        let slot = slots + AddressTexts.place(of: address)
        guard slot.load(as: UInt64.self) == address.high,
            slot.load(fromByteOffset: 8, as: UInt64.self) == address.low
        else { return 0 }
        target.copyMemory(from: slot + Slot.text, byteCount: AddressTexts.room)
        return Int(slot.load(fromByteOffset: Slot.length, as: UInt8.self))
    }

    /// Keeps a text of at most `room` octets, all of which can be read at `text`.
    mutating func keep(_ address: IPv6Address, _ text: UnsafeRawPointer, length: Int) {
        guard length > 0, length <= AddressTexts.room else { return }
        let slot = allocated() + AddressTexts.place(of: address)
        slot.storeBytes(of: address.high, as: UInt64.self)
        slot.storeBytes(of: address.low, toByteOffset: 8, as: UInt64.self)
        (slot + Slot.text).copyMemory(from: text, byteCount: AddressTexts.room)
        slot.storeBytes(of: UInt8(length), toByteOffset: Slot.length, as: UInt8.self)
    }

    /// The slots; they come into being when the first text is kept.
    private mutating func allocated() -> UnsafeMutableRawPointer {
        if let slots { return slots }
        let size = Slot.size << Int(Slot.countBits)
        let new = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Slot.size)
        new.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        slots = new
        return new
    }

    @inline(__always)
    private static func place(of address: IPv6Address) -> Int {
        // Neighbouring addresses differ in few bits; multiplying spreads those over the upper ones.
        let mixed = (address.high &* 3 ^ address.low) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: mixed >> (64 - Slot.countBits)) &* Slot.size
    }
}
