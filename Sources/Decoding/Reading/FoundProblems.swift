import MobilityWire

/// Everything found wrong about one datagram: in its headers, about its checksum, in its message. The storage is used
/// again for the next.
public struct FoundProblems: ~Copyable {
    /// Deviations of the headers before the payload, their offsets counted from the beginning of the packet.
    var headers: [Problem] = []
    /// The checksum of the payload, where it is wrong.
    var checksum: (offset: Int, found: UInt16, computed: UInt16)?
    /// Deviations of the message, their offsets counted from the beginning of the message.
    var message: [Problem] = []
    /// What made the headers or the message unusable.
    var failure: WireError?

    init() {}

    /// Forgets all, keeps the storage.
    @inline(__always)
    mutating func removeAll() {
        if !headers.isEmpty { headers.removeAll(keepingCapacity: true) }
        if !message.isEmpty { message.removeAll(keepingCapacity: true) }
        checksum = nil
        failure = nil
    }

    /// Whether nothing is wrong.
    var isEmpty: Bool { headers.isEmpty && message.isEmpty && checksum == nil && failure == nil }

    /// Calls `body` with each of them, from the outermost header inwards.
    @inline(__always)
    func forEach(_ body: (borrowing FoundProblem) -> Void) {
        if isEmpty { return }
        for problem in headers { body(FoundProblem(.deviation(problem))) }
        if let checksum {
            body(FoundProblem(.checksum(checksum.offset, found: checksum.found, computed: checksum.computed)))
        }
        for problem in message { body(FoundProblem(.deviation(problem))) }
        if let failure { body(FoundProblem(.failure(failure))) }
    }
}

/// One thing that is wrong, and how it is told.
public struct FoundProblem: ~Copyable {
    enum Kind {
        case deviation(Problem)
        case checksum(Int, found: UInt16, computed: UInt16)
        case failure(WireError)
    }

    let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// Where it is: of a message in octets from its beginning, of a header in octets from the beginning of the packet.
    var offset: Int {
        switch kind {
        case .deviation(let problem): problem.offset
        case .checksum(let offset, _, _): offset
        case .failure(let error): error.offset
        }
    }

    /// Adds the name of the field.
    func appendField(to out: inout OutputBuffer) {
        switch kind {
        case .deviation(let problem): out.append(text: problem.field.name)
        case .checksum: out.append(text: WireField.checksum.name)
        case .failure(let error): out.append(text: error.field.name)
        }
    }

    /// Adds the rule, and what was found instead. It has no character that JSON would have to escape.
    func appendMessage(to out: inout OutputBuffer) {
        switch kind {
        case .deviation(let problem):
            out.append(text: problem.rule.message)
            if let found = problem.found {
                out.append(" Found ")
                out.append(decimal: found)
                if let expected = problem.expected {
                    out.append(", expected ")
                    out.append(decimal: expected)
                }
                out.append(".")
            }
        case .checksum(_, let found, let computed):
            out.append("The checksum is wrong: found ")
            out.append(hexadecimal: UInt64(found), digits: 4)
            out.append(", computed ")
            out.append(hexadecimal: UInt64(computed), digits: 4)
            out.append(".")
        case .failure(let error):
            out.append(text: error.explanation)
        }
    }

    /// Adds where the rule is written.
    func appendSection(to out: inout OutputBuffer) {
        switch kind {
        case .deviation(let problem): out.append(text: problem.rule.section)
        case .checksum: out.append("RFC 6275 §6.1.1")
        case .failure(let error): out.append(text: error.section)
        }
    }
}

extension WireError {
    /// What makes the octets unusable, in one sentence without the place.
    fileprivate var explanation: String {
        switch reason {
        case .truncated(let needed, let available): "Needs \(needed) octets, \(available) are there."
        case .invalid(let found, let expected): "Is \(found), must be \(expected)."
        case .checksum(let found, let computed): "Is \(found), computed is \(computed)."
        case .tooLarge(let value, let limit): "\(value) is more than \(limit)."
        case .tooDeep(let limit): "More than \(limit) headers inside each other."
        case .notLast: "Must be last, but something follows."
        case .profileMismatch(let found, let expected):
            "Is laid out by \(found.rawValue), the message by \(expected.rawValue)."
        case .unsupported: "This form is not supported."
        }
    }

    /// Where it is written that such octets cannot be used.
    fileprivate var section: String {
        switch field {
        case .payloadProto, .headerLength, .checksum, .messageType: "RFC 6275 §9.2"
        case .optionLength, .option: "RFC 6275 §6.2.1"
        case .homeAddressOption: "RFC 6275 §6.3"
        case .udpHeader, .udpLength: "RFC 768"
        case .esp: "RFC 4303 §2"
        case .authenticationHeader: "RFC 4302 §2"
        case .fragmentHeader: "RFC 8200 §4.5"
        case .extensionHeader, .destinationOption: "RFC 8200 §4"
        case .internetHeaderLength: "RFC 791 §3.1"
        case .internetHeader, .payloadLength: "RFC 8200 §3"
        default: "RFC 6275 §6.1.1"
        }
    }
}
