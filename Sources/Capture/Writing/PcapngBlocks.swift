extension [UInt8] {
    /// A Section Header Block of unknown section length, which names the application.
    mutating func appendSectionHeader(application: String) {
        appendBlock(.sectionHeader) {
            $0.append(littleEndian: SectionHeader.byteOrderMagic)
            $0.append(littleEndian: SectionHeader.version.major)
            $0.append(littleEndian: UInt16(0))
            $0.append(littleEndian: Int64(-1))
            $0.appendOption(OptionList.application, application.utf8)
            $0.appendOption(OptionList.end, EmptyCollection())
        }
    }

    /// An Interface Description Block with nanoseconds.
    mutating func appendInterfaceDescription(_ interface: CaptureInterface) {
        appendBlock(.interfaceDescription) {
            $0.append(littleEndian: interface.linkType.rawValue)
            $0.append(littleEndian: UInt16(0))
            $0.append(littleEndian: interface.snapshotLength)
            if let name = interface.name {
                $0.appendOption(OptionList.interfaceName, name.utf8(limit: CaptureLimits.interfaceName))
            }
            let resolution = TimestampResolution.nanoseconds.rawValue
            $0.appendOption(OptionList.timestampResolution, CollectionOfOne(resolution))
            $0.appendOption(OptionList.end, EmptyCollection())
        }
    }

    /// An Enhanced Packet Block; its fields stand at `RecordScanner.enhancedPacket`.
    mutating func appendEnhancedPacket(
        _ packet: RawSpan, nanoseconds: Int64, originalLength: UInt32, interface: UInt32, comment: String?
    ) throws(CaptureError) {
        guard let ticks = UInt64(exactly: nanoseconds) else {
            throw .unwritableTime(nanoseconds: nanoseconds)
        }
        let begin = beginBlock(.enhancedPacket)
        append(littleEndian: interface)
        append(littleEndian: UInt32(ticks >> 32))
        append(littleEndian: UInt32(truncatingIfNeeded: ticks))
        append(littleEndian: UInt32(packet.byteCount))
        append(littleEndian: originalLength)
        append(packet)
        appendPadding(behind: packet.byteCount)
        if let comment {
            appendOption(OptionList.comment, comment.utf8(limit: Int(UInt16.max)))
            appendOption(OptionList.end, EmptyCollection())
        }
        endBlock(begin)
    }

    private mutating func appendBlock(_ type: BlockType, body: (inout [UInt8]) -> Void) {
        let begin = beginBlock(type)
        body(&self)
        endBlock(begin)
    }

    /// Writes the type and leaves room for the length, which only the end knows; gives where the block begins.
    private mutating func beginBlock(_ type: BlockType) -> Int {
        let begin = count
        append(littleEndian: type.rawValue)
        append(littleEndian: UInt32(0))
        return begin
    }

    private mutating func endBlock(_ begin: Int) {
        let length = UInt32(count + 4 - begin)
        append(littleEndian: length)
        replace(at: begin + 4, littleEndian: length)
    }

    private mutating func appendOption(_ code: UInt16, _ value: some Collection<UInt8>) {
        append(littleEndian: code)
        append(littleEndian: UInt16(value.count))
        append(contentsOf: value)
        appendPadding(behind: value.count)
    }

    /// Zeros up to the next multiple of four.
    private mutating func appendPadding(behind length: Int) {
        append(contentsOf: repeatElement(0, count: -length & 3))
    }
}

extension String {
    /// The UTF-8 octets, at most `limit`, cut only between characters' scalars.
    fileprivate func utf8(limit: Int) -> String.UTF8View.SubSequence {
        guard utf8.count > limit else { return utf8[...] }
        var end = utf8.index(utf8.startIndex, offsetBy: limit)
        while utf8[end] & 0xc0 == 0x80 { end = utf8.index(before: end) }
        return utf8[..<end]
    }
}
