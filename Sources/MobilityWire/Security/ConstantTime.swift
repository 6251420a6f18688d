/// Comparing secrets in a time that does not tell where they differ.
///
/// A comparison that stops at the first difference tells a patient stranger, octet by octet, the authenticator that
/// would have been right.
public enum ConstantTime {
    /// Whether both hold the same octets. The time depends on the lengths alone, which are no secret.
    public static func equal(_ left: RawSpan, _ right: RawSpan) -> Bool {
        guard left.byteCount == right.byteCount else { return false }
        var difference: UInt8 = 0
        for offset in 0..<left.byteCount {
            difference |= left.octet(inside: offset) ^ right.octet(inside: offset)
        }
        return difference == 0
    }
}
