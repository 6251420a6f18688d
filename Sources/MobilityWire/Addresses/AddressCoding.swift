// Addresses and prefixes are encoded as their text, so that JSON and recordings read as people write them.

extension IPv6Address: Codable {
    /// From the text of the address.
    public init(from decoder: any Decoder) throws {
        self = try decodeText(from: decoder)
    }
    /// As the text of RFC 5952.
    public func encode(to encoder: any Encoder) throws {
        try encodeText(of: self, to: encoder)
    }
}

extension IPv4Address: Codable {
    /// From the text of the address.
    public init(from decoder: any Decoder) throws {
        self = try decodeText(from: decoder)
    }
    /// As dotted decimal.
    public func encode(to encoder: any Encoder) throws {
        try encodeText(of: self, to: encoder)
    }
}

extension IPv6Prefix: Codable {
    /// From `address/length`.
    public init(from decoder: any Decoder) throws {
        self = try decodeText(from: decoder)
    }
    /// As `address/length`.
    public func encode(to encoder: any Encoder) throws {
        try encodeText(of: self, to: encoder)
    }
}

extension CareOfAddress: Codable {
    /// From the text of the address.
    public init(from decoder: any Decoder) throws {
        self = try decodeText(from: decoder)
    }
    /// As the text of the address.
    public func encode(to encoder: any Encoder) throws {
        try encodeText(of: self, to: encoder)
    }
}

private func decodeText<Value: LosslessStringConvertible>(from decoder: any Decoder) throws -> Value {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Value(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an address: \(text)")
    }
    return value
}

private func encodeText<Value: LosslessStringConvertible>(of value: Value, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value.description)
}
