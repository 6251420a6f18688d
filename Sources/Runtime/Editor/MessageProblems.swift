import MobilityWire
import Nodes

/// What is wrong with a message, as its receiver would find it.
public struct MessageProblem: Hashable, Sendable, Codable {
    /// Where, in octets from the beginning of the packet.
    public var offset: Int
    /// What, and where that is written.
    public var words: String

    /// A problem at a place.
    public init(offset: Int, words: String) {
        self.offset = offset
        self.words = words
    }
}

extension MessageEditor {
    /// What is wrong with the message as it is now.
    public func problems(_ context: EditingContext) -> [MessageProblem] {
        var found: [Problem] = []
        let packet = PacketView(octets.span.bytes, problems: &found)
        var problems: [MessageProblem] = []
        if let failure = packet.failure {
            problems.append(MessageProblem(offset: failure.offset, words: "It cannot be read: \(failure)"))
        }
        let base = packet.facts.payloadOffset
        if packet.facts.kind == .mobility {
            do throws(WireError) {
                let header = try MobilityHeaderView(packet.payload)
                var inside = ShiftedProblems(found, by: base)
                let isWhole = header.check(format, homeAddress: packet.logicalSource, into: &inside)
                found = inside.base
                if !isWhole {
                    problems.append(
                        MessageProblem(
                            offset: base + header.length - 1,
                            words:
                                "An option reaches behind the end of the message: it is dropped (RFC 6275 §6.2.1)"
                        ))
                }
            } catch {
                problems.append(
                    MessageProblem(offset: base + error.offset, words: "It cannot be read: \(error)"))
            }
        }
        if packet.checksum == .incorrect {
            let isMobility = packet.facts.kind == .mobility
            problems.append(
                MessageProblem(
                    offset: base + (isMobility ? 4 : 2),
                    words: "The checksum is wrong: the receiver drops it without a word"
                        + (isMobility ? " (RFC 6275 §9.2)" : "")))
        }
        if case .made(let right, let offset) = context.keys.sealing(octets), right != octets {
            problems.append(
                MessageProblem(
                    offset: offset, words: "The authenticator is wrong (RFC 4285 §5, RFC 6275 §6.2.7)"))
        }
        return problems
            + found.map {
                let numbers = [$0.found.map { "found \($0)" }, $0.expected.map { "expected \($0)" }]
                    .compactMap(\.self)
                return MessageProblem(
                    offset: $0.offset,
                    words: $0.rule.message + (numbers.isEmpty ? "" : " (\(numbers.joined(separator: ", ")))")
                        + ($0.rule.section.isEmpty ? "" : " [\($0.rule.section)]"))
            }
    }

    /// Whether something is made right after every change, in words; nil: there is nothing of it in the message.
    public func state(of correction: Correction, _ context: EditingContext) -> String? {
        if correction == .authenticator {
            switch context.keys.sealing(octets) {
            case .notThere: return nil
            case .noKey(let why): return "left as it is: \(why)"
            case .made: break
            }
        }
        return corrects(correction) ? "made right" : "left as typed"
    }
}
