internal import CLinux
internal import Glibc
import MobilityWire

/// Room for as many packets as are moved at once.
///
/// The kernel hands large TCP segments over whole, which are split here, and gets runs of segments joined: then most of
/// its work is done once for many packets.
final class PacketBatch {
    /// Octets for each packet, without the offload header before it. Not a power of two: equal places of packets would
    /// all be at home in the same lines of the cache.
    private static let slot = 16_448
    private static let limit = Int(careof_batch_limit)
    private static let stride = slot + 64

    private let octets = UnsafeMutableRawBufferPointer.allocate(
        byteCount: stride * limit + 64, alignment: 64)
    /// A packet from the device, with its offload header.
    private let large = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536 + 64, alignment: 64)
    private var lengths = [UInt32](repeating: 0, count: limit)
    private var addresses = [UInt8](repeating: 0, count: 16 * limit)
    private var pieces: [iovec] = []

    deinit {
        octets.deallocate()
        large.deallocate()
    }

    /// Where a packet lies.
    private func packet(_ index: Int, _ length: Int) -> UnsafeMutableRawBufferPointer {
        let start = index * PacketBatch.stride + 64
        return UnsafeMutableRawBufferPointer(rebasing: octets[start..<start + length])
    }

    // MARK: Into tunnels

    /// From the device into tunnels. The kernel writes the outer header (RFC 2473 §3.1).
    func moveOut(_ lane: TunnelPump.Lane) {
        var count = 0
        for _ in 0..<PacketBatch.limit {
            let length = read(lane.device, large.baseAddress, large.count)
            guard length > OffloadHeader.size else { break }
            let header = OffloadHeader(UnsafeRawBufferPointer(large))
            let whole = UnsafeMutableRawBufferPointer(rebasing: large[OffloadHeader.size..<length])
            var careOfAddress: IPv6Address?
            if let table = lane.table {
                careOfAddress = PacketHeader(whole).flatMap {
                    table.careOfAddress(for: $0.destination, bid: lane.bid)
                }
                if careOfAddress == nil { continue }
            }
            guard let splitter = SegmentSplitter(whole, header) else { continue }
            for number in 0..<splitter.count {
                guard let size = splitter.write(number, to: packet(count, PacketBatch.slot)) else { break }
                lengths[count] = UInt32(size)
                if let careOfAddress { setAddress(careOfAddress, at: count) }
                count += 1
                if count == PacketBatch.limit {
                    flush(count, lane)
                    count = 0
                }
            }
        }
        flush(count, lane)
    }

    private func flush(_ count: Int, _ lane: TunnelPump.Lane) {
        var sent = 0
        while sent < count {
            let (socket, end) = run(from: sent, to: count, lane)
            guard let socket else {
                sent = end
                continue
            }
            let moved = send(sent..<end, by: socket, addressed: lane.table != nil)
            // The first that cannot leave is dropped, as a full queue would.
            sent += moved > 0 ? Int(moved) : 1
        }
    }

    private func send(_ range: Range<Int>, by socket: TunnelSocket, addressed: Bool) -> Int32 {
        let place = packet(range.lowerBound, 0).baseAddress
        let count = Int32(range.count)
        return lengths.withUnsafeBufferPointer { lengths in
            addresses.withUnsafeBufferPointer { addresses in
                let lengths = lengths.baseAddress?.advanced(by: range.lowerBound)
                let addresses = addresses.baseAddress?.advanced(by: 16 * range.lowerBound)
                return addressed && socket.kind != .ipv6
                    ? careof_send_ipv4_batch(
                        socket.descriptor, place, PacketBatch.stride, count, lengths, addresses)
                    : careof_send_batch(
                        socket.descriptor, place, PacketBatch.stride, count, lengths,
                        addressed ? addresses : nil)
            }
        }
    }

    /// Packets one after another that leave by one socket, and where they end; no socket: they have to stay.
    private func run(from start: Int, to count: Int, _ lane: TunnelPump.Lane) -> (TunnelSocket?, Int) {
        guard !lane.others.isEmpty else { return (lane.socket, count) }
        let socket = lane.sockets.first { $0.leads(to: address(at: start)) }
        let end = (start + 1..<count).first { index in
            socket?.leads(to: address(at: index)) != true
        }
        return (socket, end ?? count)
    }

    private func address(at index: Int) -> IPv6Address {
        addresses.withUnsafeBytes { octets in
            IPv6Address(
                high: UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 16 * index, as: UInt64.self)),
                low: UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 16 * index + 8, as: UInt64.self)))
        }
    }

    private func setAddress(_ address: IPv6Address, at index: Int) {
        addresses.withUnsafeMutableBytes { octets in
            octets.storeBytes(of: address.high.bigEndian, toByteOffset: 16 * index, as: UInt64.self)
            octets.storeBytes(of: address.low.bigEndian, toByteOffset: 16 * index + 8, as: UInt64.self)
        }
    }

    // MARK: Out of tunnels

    /// Out of tunnels into the device. A raw socket of IPv6 gives what is behind the outer header; one of IPv4 gives that
    /// header too.
    func moveIn(_ lane: TunnelPump.Lane, from socket: TunnelSocket) {
        for _ in 0..<16 {
            let count =
                socket.kind == .ipv6
                ? careof_receive_batch(
                    socket.descriptor, packet(0, 0).baseAddress, PacketBatch.stride,
                    Int32(PacketBatch.limit), &lengths, &addresses)
                : careof_receive_ipv4_batch(
                    socket.descriptor, packet(0, 0).baseAddress, PacketBatch.stride,
                    Int32(PacketBatch.limit), socket.kind == .ipv4 ? 1 : 0, &lengths, &addresses)
            guard count > 0 else { return }
            deliver(Int(count), lane)
            if count < Int32(PacketBatch.limit) { return }
        }
    }

    private func deliver(_ count: Int, _ lane: TunnelPump.Lane) {
        var run: (first: TCPSegment, last: TCPSegment, octets: Int)?
        for index in 0..<count {
            // What is longer than its room was cut off.
            let length = Int(lengths[index])
            guard length <= PacketBatch.slot, accepts(packet(index, length), at: index, lane) else {
                continue
            }
            let segment = TCPSegment(joinable: packet(index, length))
            if let segment, let open = run, segment.continues(open.first, after: open.last, open.octets) {
                run = (open.first, segment, open.octets + segment.payload)
                pieces.append(
                    iovec(
                        iov_base: segment.packet.baseAddress?.advanced(by: segment.headerLength),
                        iov_len: segment.payload))
                continue
            }
            close(run, lane)
            run = segment.map { ($0, $0, $0.payload) }
            if segment == nil { write(packet(index, length), lane) }
        }
        close(run, lane)
    }

    /// Whether a packet may come out of this tunnel.
    private func accepts(
        _ packet: UnsafeMutableRawBufferPointer, at index: Int, _ lane: TunnelPump.Lane
    ) -> Bool {
        guard let header = PacketHeader(packet) else { return false }
        guard let table = lane.table else { return true }
        return table.accepts(from: address(at: index), source: header.source)
            && !(header.nextHeader == 135 && table.agent == header.destination)
    }

    /// Writes a run of segments as one; `pieces` are the payloads behind the first.
    private func close(
        _ run: (first: TCPSegment, last: TCPSegment, octets: Int)?, _ lane: TunnelPump.Lane
    ) {
        defer { pieces.removeAll(keepingCapacity: true) }
        guard let run else { return }
        let header = pieces.isEmpty ? OffloadHeader() : run.first.begin(run: run.octets, last: run.last)
        write(run.first.packet, header, lane)
    }

    private func write(_ packet: UnsafeMutableRawBufferPointer, _ lane: TunnelPump.Lane) {
        write(packet, OffloadHeader(), lane)
    }

    /// The offload header stands in the room before the packet.
    private func write(
        _ packet: UnsafeMutableRawBufferPointer, _ header: OffloadHeader, _ lane: TunnelPump.Lane
    ) {
        guard let start = packet.baseAddress?.advanced(by: -OffloadHeader.size) else { return }
        header.write(to: UnsafeMutableRawBufferPointer(start: start, count: OffloadHeader.size))
        pieces.insert(iovec(iov_base: start, iov_len: packet.count + OffloadHeader.size), at: 0)
        _ = pieces.withUnsafeBufferPointer { writev(lane.device, $0.baseAddress, Int32($0.count)) }
        pieces.removeFirst()
    }
}

/// What of an IPv6 header says where a packet goes.
private struct PacketHeader {
    var source: IPv6Address
    var destination: IPv6Address
    var nextHeader: UInt8

    init?(_ packet: UnsafeMutableRawBufferPointer) {
        guard packet.count >= 40, packet[0] >> 4 == 6 else { return nil }
        nextHeader = packet[6]
        source = IPv6Address(
            high: UInt64(bigEndian: packet.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            low: UInt64(bigEndian: packet.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
        destination = IPv6Address(
            high: UInt64(bigEndian: packet.loadUnaligned(fromByteOffset: 24, as: UInt64.self)),
            low: UInt64(bigEndian: packet.loadUnaligned(fromByteOffset: 32, as: UInt64.self)))
    }
}
