/// A message whose layout is not read: its octets behind the checksum are kept.
public struct OtherMessage: Hashable, Sendable {
    /// MH Type.
    public var type: UInt8
    /// Everything from octet 6 of the Mobility Header to its end.
    public var body: [UInt8]
    /// The options, where the type's fixed part is known; they are also in `body`, which is what gets written.
    public var options: [MobilityOption]

    /// A message of this type with this body.
    public init(type: UInt8, body: [UInt8], options: [MobilityOption] = []) {
        self.type = type
        self.body = body
        self.options = options
    }
}
