@testable import Capture

/// A packet of a capture, copied out so that it outlives its reader.
struct Packet: Equatable {
    var number: Int
    var time: String?
    var linkType: UInt16
    var interface = 0
    var originalLength: Int
    var octets: [UInt8]
    var comments: [String] = []

    init(
        _ number: Int, _ time: String?, _ linkType: LinkType, _ octets: [UInt8], originalLength: Int? = nil,
        interface: Int = 0, comments: [String] = []
    ) {
        self.number = number
        self.time = time
        self.linkType = linkType.rawValue
        self.interface = interface
        self.originalLength = originalLength ?? octets.count
        self.octets = octets
        self.comments = comments
    }

    init(_ packet: borrowing CapturedPacket) {
        number = packet.number
        time = packet.time?.description
        linkType = packet.linkType.rawValue
        interface = packet.interface
        originalLength = packet.originalLength
        octets = packet.octets.withUnsafeBytes { Array($0) }
        comments = packet.comments
    }
}

/// All that a capture gave: its packets, and the error that ended it.
struct Outcome: Equatable {
    var packets: [Packet] = []
    var error: CaptureError?
}

/// Reads a capture that is whole in memory.
func read(_ octets: [UInt8]) -> Outcome {
    var outcome = Outcome()
    var capture = InMemoryCapture(octets.span.bytes)
    do {
        while let packet = try capture.next() { outcome.packets.append(Packet(packet)) }
    } catch {
        outcome.error = error
    }
    return outcome
}

/// Reads a capture fed in pieces of the given sizes, the last size again and again, through a buffer that begins
/// with `capacity` octets.
func read(_ octets: [UInt8], piecesOf sizes: [Int], capacity: Int = 1) -> Outcome {
    var outcome = Outcome()
    var parser = CaptureParser(capacity: capacity)
    var left = octets[...]
    var sizes = sizes[...]
    do {
        while true {
            while let packet = try parser.next() { outcome.packets.append(Packet(packet)) }
            if left.isEmpty { break }
            let size = max(1, sizes.count > 1 ? sizes.removeFirst() : sizes.first ?? 1)
            let piece = Array(left.prefix(size))
            left.removeFirst(parser.feed(piece.span.bytes))
        }
        parser.finish()
        while let packet = try parser.next() { outcome.packets.append(Packet(packet)) }
    } catch {
        outcome.error = error
    }
    return outcome
}
