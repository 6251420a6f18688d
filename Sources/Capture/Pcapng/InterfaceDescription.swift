extension RecordScanner {
    /// Interface Description Block (draft-ietf-opsawg-pcapng §4.2): type 4, length 4, link type 2, reserved 2, snapshot
    /// length 4, options, length 4.
    mutating func describeInterface(_ block: RawSpan) throws(CaptureError) -> Step {
        guard interfaces.count < CaptureLimits.interfaces else {
            throw .tooManyInterfaces(offset: offset, limit: CaptureLimits.interfaces)
        }
        var interface = CaptureInterface(
            linkType: LinkType(rawValue: block.number16(at: 8, byteOrder)),
            snapshotLength: block.number32(at: 12, byteOrder), resolution: .microseconds)
        var list = OptionList(block.extracting(16..<block.byteCount - 4), byteOrder)
        while let option = list.next() {
            switch option.code {
            case OptionList.interfaceName:
                let kept = min(option.value.byteCount, CaptureLimits.interfaceName)
                interface.name = option.value.extracting(first: kept).text
            case OptionList.timestampResolution:
                try checkLength(of: option, expected: 1)
                interface.resolution = TimestampResolution(
                    rawValue: option.value.unsafeLoad(fromByteOffset: 0, as: UInt8.self))
            case OptionList.timestampOffset:
                try checkLength(of: option, expected: 8)
                interface.offset = Int64(bitPattern: option.value.number64(at: 0, byteOrder))
            default:
                continue
            }
        }
        // Unlike a packet's, these options decide what every time means, so a broken one is not overlooked.
        if let broken = list.broken {
            throw .optionBeyondBlock(offset: offset &+ 16 &+ UInt64(broken.offset), option: broken.code)
        }
        interfaces.append(interface)
        return .passed(length: block.byteCount)
    }

    private func checkLength(
        of option: borrowing OptionList.Option, expected: Int
    ) throws(CaptureError) {
        guard option.value.byteCount == expected else {
            throw .optionLength(
                offset: offset &+ 16 &+ UInt64(option.offset), option: option.code,
                expected: UInt16(expected), found: UInt16(clamping: option.value.byteCount))
        }
    }
}
