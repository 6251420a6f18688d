// From message values to octets: a Mobility Header whose length is a multiple of 8 (RFC 6275 §6.1.1).

extension MobilityMessage {
    /// Appends the Mobility Header to `writer`: Payload Proto 59, Header Len, every option at its alignment, the end
    /// padded. The checksum is 0; it needs the addresses of the packet, stands at octets 4–5, and is computed last.
    ///
    /// On an error the writer is as long as before.
    ///
    /// - Throws: `WireError` where the message cannot be written: above 2048 octets, more than 255 agents, an
    ///   authenticator that has not 12 octets, an option behind Binding Authorization Data, a value too large for its
    ///   field. Offsets count from the beginning of the header.
    public func encode(into writer: inout OctetWriter, format: WireFormat) throws(WireError) {
        let start = writer.count
        do throws(WireError) {
            try write(into: &writer, start: start, format: format)
        } catch {
            writer.truncate(to: start)
            throw error
        }
    }

    /// The octets of the Mobility Header, checksum 0; see `encode(into:format:)`.
    public func encoded(format: WireFormat) throws(WireError) -> [UInt8] {
        var writer = OctetWriter(capacity: 256)
        try encode(into: &writer, format: format)
        return writer.octets
    }

    private func write(
        into writer: inout OctetWriter, start: Int, format: WireFormat
    ) throws(WireError) {
        writer.write(UInt8(59))
        writer.write(UInt8(0))
        writer.write(type)
        writer.write(UInt8(0))
        writer.write(UInt16(0))
        try writeFixedPart(into: &writer)
        if case .other = self {
            // Its options are part of the body.
        } else {
            try MobilityMessage.write(options, into: &writer, start: start, format: format)
        }
        // RFC 6275 §6.1.1: a multiple of 8. Behind Binding Authorization Data there is nothing to pad.
        let end = writer.count - start
        writer.writePadding(-end & 7)
        let length = writer.count - start
        guard length <= 2048 else {
            throw WireError(
                field: .headerLength, offset: 1, reason: .tooLarge(value: UInt64(length), limit: 2048))
        }
        writer.replace(at: start + 1, with: UInt8(length / 8 - 1))
    }

    /// Writes what stands between the checksum and the options.
    private func writeFixedPart(into writer: inout OctetWriter) throws(WireError) {
        switch self {
        case .bindingRefreshRequest:
            writer.write(UInt16(0))
        case .homeTestInit(let message), .careOfTestInit(let message):
            writer.write(UInt16(0))
            writer.write(message.cookie)
        case .homeTest(let message), .careOfTest(let message):
            writer.write(message.nonceIndex)
            writer.write(message.cookie)
            writer.write(message.token)
        case .bindingUpdate(let message):
            writer.write(message.sequence)
            writer.write(message.flags.rawValue)
            writer.write(message.lifetime)
        case .bindingAcknowledgement(let message):
            writer.write(message.status)
            writer.write(message.flags.rawValue)
            writer.write(message.sequence)
            writer.write(message.lifetime)
        case .bindingError(let message):
            writer.write(message.status)
            writer.write(UInt8(0))
            writer.write(message.homeAddress)
        case .homeAgentSwitch(let message):
            // 2048 octets hold 127 agents, so the total is the narrower limit; this one is that of the field.
            guard message.homeAgents.count <= 127 else {
                throw WireError(
                    field: .numberOfAddresses, offset: 6,
                    reason: .tooLarge(value: UInt64(message.homeAgents.count), limit: 127))
            }
            writer.write(UInt8(message.homeAgents.count))
            writer.write(UInt8(0))
            for agent in message.homeAgents { writer.write(agent) }
        case .bindingRevocationIndication(let message):
            writer.write(UInt8(1))
            writer.write(message.trigger)
            writer.write(message.sequence)
            writer.write(message.flags.rawValue)
        case .bindingRevocationAcknowledgement(let message):
            writer.write(UInt8(2))
            writer.write(message.status)
            writer.write(message.sequence)
            writer.write(message.flags.rawValue)
        case .other(let message):
            writer.write(message.body)
        }
    }

    private static func write(
        _ options: [MobilityOption], into writer: inout OctetWriter, start: Int, format: WireFormat
    ) throws(WireError) {
        var authorized = false
        for option in options {
            guard !authorized else {
                throw WireError(
                    field: .bindingAuthorizationData, offset: writer.count - start - 14, reason: .notLast)
            }
            try option.write(into: &writer, start: start, format: format)
            authorized = option.isBindingAuthorizationData
        }
    }
}
