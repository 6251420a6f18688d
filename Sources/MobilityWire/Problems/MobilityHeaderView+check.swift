extension MobilityHeaderView {
    /// Reports everything that deviates.
    public func check(_ format: WireFormat, into sink: inout some ProblemSink) {
    }
}
