extension [UInt8] {
    /// Appends a number, its least significant octet first.
    mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// Appends octets.
    mutating func append(_ octets: RawSpan) {
        octets.withUnsafeBytes { append(contentsOf: $0) }
    }

    /// Replaces four octets by a number, its least significant octet first.
    mutating func replace(at offset: Int, littleEndian number: UInt32) {
        Swift.withUnsafeBytes(of: number.littleEndian) {
            replaceSubrange(offset..<offset + 4, with: $0)
        }
    }
}
