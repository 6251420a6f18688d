internal import CLinux
internal import Glibc
import MobilityWire

/// Room for as many packets as are moved at once.
struct PacketBatch {
    /// Octets for each packet; the first `headroom` stay free.
    private static let slot = 65_536
    private static let limit = Int(careof_batch_limit)

    private var octets = [UInt8](repeating: 0, count: slot * limit)
    private var lengths = [UInt32](repeating: 0, count: limit)
    private var addresses = [UInt8](repeating: 0, count: 16 * limit)

    /// From the device into tunnels. The kernel writes the outer header (RFC 2473 §3.1).
    mutating func moveOut(_ lane: TunnelPump.Lane) {
        var count = 0
        while count < PacketBatch.limit {
            let start = count * PacketBatch.slot
            let length = octets.withUnsafeMutableBytes { buffer in
                read(lane.device, buffer.baseAddress?.advanced(by: start), PacketBatch.slot)
            }
            guard length > 0 else { break }
            if let table = lane.table {
                guard let destination = header(at: start, length)?.destination,
                    let careOfAddress = table.careOfAddress(for: destination)
                else { continue }
                setAddress(careOfAddress, at: count)
            }
            lengths[count] = UInt32(length)
            count += 1
        }
        var sent = 0
        while sent < count {
            let moved = octets.withUnsafeBufferPointer { buffer in
                lengths.withUnsafeBufferPointer { lengths in
                    addresses.withUnsafeBufferPointer { addresses in
                        careof_send_batch(
                            lane.socket, buffer.baseAddress?.advanced(by: sent * PacketBatch.slot),
                            PacketBatch.slot, Int32(count - sent), lengths.baseAddress?.advanced(by: sent),
                            lane.table == nil ? nil : addresses.baseAddress?.advanced(by: 16 * sent))
                    }
                }
            }
            // The first that cannot leave is dropped, as a full queue would.
            sent += moved > 0 ? Int(moved) : 1
        }
    }

    /// Out of tunnels into the device. A raw socket of IPv6 gives what is behind the outer header.
    mutating func moveIn(_ lane: TunnelPump.Lane) {
        while true {
            let count = octets.withUnsafeMutableBufferPointer { buffer in
                careof_receive_batch(
                    lane.socket, buffer.baseAddress, PacketBatch.slot, Int32(PacketBatch.limit), &lengths,
                    &addresses)
            }
            guard count > 0 else { return }
            for index in 0..<Int(count) {
                let start = index * PacketBatch.slot
                let length = Int(lengths[index])
                guard let header = header(at: start, length) else { continue }
                if let table = lane.table {
                    guard let outer = IPv6Address(network: addresses[(16 * index)...]),
                        table.accepts(from: outer, source: header.source),
                        !(header.nextHeader == 135 && table.agent == header.destination)
                    else { continue }
                }
                _ = octets.withUnsafeBytes { buffer in
                    write(lane.device, buffer.baseAddress?.advanced(by: start), length)
                }
            }
            if count < Int32(PacketBatch.limit) { return }
        }
    }

    private struct Header {
        var source: IPv6Address
        var destination: IPv6Address
        var nextHeader: UInt8
    }

    private func header(at start: Int, _ length: Int) -> Header? {
        guard length >= 40, octets[start] >> 4 == 6,
            let source = IPv6Address(network: octets[(start + 8)...]),
            let destination = IPv6Address(network: octets[(start + 24)...])
        else { return nil }
        return Header(source: source, destination: destination, nextHeader: octets[start + 6])
    }

    private mutating func setAddress(_ address: IPv6Address, at index: Int) {
        addresses.replaceSubrange(16 * index..<16 * index + 16, with: address.octets)
    }
}
