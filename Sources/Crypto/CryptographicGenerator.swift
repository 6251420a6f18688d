internal import CCrypto

/// Random numbers that no stranger can foretell, from the kernel's generator: keys, nonces, cookies on a real machine.
public struct CryptographicGenerator: RandomNumberGenerator, Sendable {
    /// The generator of this process.
    public init() {}

    /// Sixty-four random bits.
    public mutating func next() -> UInt64 {
        var number: UInt64 = 0
        withUnsafeMutableBytes(of: &number) { fill($0) }
        return number
    }

    /// `count` random octets; none for a count below one.
    public mutating func octets(_ count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    /// A machine without randomness has no secrets: nothing that depends on them may go on.
    private func fill(_ octets: UnsafeMutableRawBufferPointer) {
        guard ccrypto_random(octets.baseAddress, octets.count) else {
            fatalError("the kernel has no random octets")
        }
    }
}
