extension MobilityHeaderView {
    /// Reports everything in this message that breaks a rule and leaves it usable, in the order of its discovery.
    /// Offsets count from the beginning of the Mobility Header. The checksum is not looked at. Nothing is allocated.
    ///
    /// - Parameters:
    ///   - format: the layout of the Binding Identifier options; some rules are those of one profile.
    ///   - homeAddress: the mobile node's home address where the packet tells it, for the rule that the care-of address
    ///     of a home binding is the home address (RFC 5648 §5.6.3).
    ///   - sink: takes the problems.
    /// - Returns: false where an option runs behind the end of the message, so that its values cannot be made.
    @inlinable
    @discardableResult
    public func check(
        _ format: WireFormat, homeAddress: IPv6Address? = nil, into sink: inout some ProblemSink
    ) -> Bool {
        check(format, homeAddress: homeAddress) { sink.report($0) }
    }

    /// The same without a type parameter, so that it is compiled once, here.
    @usableFromInline
    func check(_ format: WireFormat, homeAddress: IPv6Address?, _ report: (Problem) -> Void) -> Bool {
        var check = MessageCheck(self, format: format, homeAddress: homeAddress)
        return check.run(report)
    }
}
