import Glibc
import MobilityWire

/// A benchmark's goal was missed.
struct Missed: Error, CustomStringConvertible {
    let description: String
}

/// Binding Updates with two BIDs, in memory: viewed with checksum and every rule, and encoded. Best of five rounds, as
/// the machine's other work only ever makes a round slower.
func measureCodec() throws {
    let homeAgent = IPv6Address(high: 0x2001_0db8_0001_0000, low: 1)
    let home = IPv6Address(high: 0x2001_0db8_0001_0000, low: 0x1234)
    let first = IPv6Address(high: 0x2001_0db8_000a_0000, low: 0x10)
    let second = IPv6Address(high: 0x2001_0db8_000b_0000, low: 0x20)
    let message = MobilityMessage.bindingUpdate(
        BindingUpdate(
            sequence: 2, flags: [.acknowledge, .homeRegistration], lifetime: 900,
            options: [
                .bindingIdentifier(.rfc5648(bid: 1, careOfAddress: .ipv6(first))),
                .bindingIdentifier(.rfc5648(bid: 2, careOfAddress: .ipv6(second))),
            ]))
    let packet = try SignallingPacket(
        source: first, destination: homeAgent, homeAddressOption: home, payload: .mobility(message)
    ).encoded(format: .rfc5648)

    let rounds = 5
    let iterations = 2_000_000

    var viewed = Double.infinity
    for _ in 0..<rounds {
        var right = 0
        var problems = ProblemCounter()
        let time = processorTime {
            for _ in 0..<iterations {
                let view = PacketView(packet.span.bytes, problems: &problems)
                if view.checksum == .correct { right += 1 }
                if let header = try? MobilityHeaderView(view.payload) {
                    header.check(.rfc5648, homeAddress: home, into: &problems)
                }
            }
        }
        guard right == iterations, problems.count == 0 else {
            throw Missed(description: "the message viewed is not right: \(right), \(problems.count) problems")
        }
        viewed = min(viewed, time)
    }

    var encoded = Double.infinity
    var writer = OctetWriter()
    for _ in 0..<rounds {
        var octets = 0
        let time = try processorTime {
            for _ in 0..<iterations {
                writer.removeAll()
                try message.encode(into: &writer, format: .rfc5648)
                octets += writer.count
            }
        }
        guard octets == 64 * iterations else { throw Missed(description: "the message encoded is not right") }
        encoded = min(encoded, time)
    }

    try report(
        "Binding Update with two BIDs viewed, with checksum and every rule", viewed, iterations, atLeast: 8)
    try report("Binding Update with two BIDs encoded", encoded, iterations, atLeast: 3)
}

/// Seconds of one core that some work takes: what else runs on the machine does not count.
func processorTime(_ work: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let begin = now()
    try work()
    return now() - begin
}

private func report(_ what: String, _ seconds: Double, _ iterations: Int, atLeast goal: Double) throws {
    let millions = Double(iterations) / seconds / 1e6
    let hundredths = Int(millions * 100)
    print("\(what): \(hundredths / 100).\(hundredths / 10 % 10) million a second, goal \(Int(goal))")
    guard millions >= goal else { throw Missed(description: "\(what): too slow") }
}
