public import Capture
public import Decoding
internal import MobilityWire
internal import Nodes

/// Prints what became of bindings beside the messages that `careof decode` prints.
public struct BindingChangePrinter: Sendable {
    /// Whether each is a JSON object in a line; else it is a line for a person.
    public let printsObjects: Bool

    /// A printer.
    public init(printsObjects: Bool) {
        self.printsObjects = printsObjects
    }

    /// Adds a line about a change.
    public func append(_ change: BindingChange, at time: CaptureTime, to out: inout OutputBuffer) {
        if printsObjects {
            object(change, at: time, to: &out)
        } else {
            line(change, to: &out)
        }
    }

    /// `          = created    BID 1  2001:db8:a::100  of 2001:db8:1::100 at 2001:db8:1::1  60 s`: behind the message
    /// that did it, and indented.
    private func line(_ change: BindingChange, to out: inout OutputBuffer) {
        let binding = change.binding
        out.append("          = ")
        let mark = out.count
        out.append(text: change.kind.rawValue)
        out.pad(from: mark, to: 11)
        switch (binding.bid, binding.missing.contains(.bid)) {
        case (let bid?, _):
            out.append("BID ")
            out.append(decimal: UInt64(bid))
        case (nil, true): out.append("BID ?")
        case (nil, false): out.append("binding")
        }
        out.append("  ")
        if let careOfAddress = binding.careOfAddress { out.append(careOfAddress) } else { out.append("?") }
        out.append("  of ")
        out.append(change.homeAddress)
        out.append(" at ")
        out.append(change.peer)
        if change.kind != .removed, change.kind != .expired {
            if let granted = binding.granted {
                out.append("  ")
                out.append(decimal: Int(granted.wholeSeconds))
                out.append(" s")
            }
            if binding.isHome { out.append("  at home") }
            let missing = binding.missing.words
            if !missing.isEmpty {
                out.append("  not seen: ")
                out.append(text: missing.joined(separator: ", "))
            }
        }
        out.append("\n")
    }

    private func object(_ change: BindingChange, at time: CaptureTime, to out: inout OutputBuffer) {
        let binding = change.binding
        out.append("{\"time\":")
        out.append(time)
        out.append(",\"type\":\"binding\",\"change\":\"")
        out.append(text: change.kind.rawValue)
        out.append("\",\"home_address\":\"")
        out.append(change.homeAddress)
        out.append("\",\"peer\":\"")
        out.append(change.peer)
        out.append("\"")
        if let role = change.role {
            out.append(",\"role\":\"")
            out.append(text: role.rawValue)
            out.append("\"")
        }
        if let bid = binding.bid {
            out.append(",\"bid\":")
            out.append(decimal: UInt64(bid))
        }
        if let careOfAddress = binding.careOfAddress {
            out.append(",\"care_of_address\":\"")
            out.append(careOfAddress)
            out.append("\"")
        }
        if let granted = binding.granted {
            out.append(",\"granted\":")
            out.append(decimal: Int(granted.wholeSeconds))
        }
        if let sequence = binding.sequence {
            out.append(",\"sequence\":")
            out.append(decimal: UInt64(sequence))
        }
        out.append(binding.isHome ? ",\"home\":true" : ",\"home\":false")
        out.append(",\"evidence\":\"")
        out.append(text: binding.evidence.rawValue)
        out.append("\",\"missing\":[")
        for (index, word) in binding.missing.words.enumerated() {
            if index > 0 { out.append(",") }
            out.append("\"")
            out.append(text: word)
            out.append("\"")
        }
        out.append("]}\n")
    }
}
