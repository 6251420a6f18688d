public import Runtime

/// Files of a run that has no screen. The loop knows no files: the program around it writes them, and what there is to
/// say of it goes to standard error.
public protocol HeadlessFiles: AnyObject {
    /// Writes the run, or a part of it, into a new file; what came of it.
    func write(_ kind: FileKind, of run: HostRun, to file: String) -> String
    /// Records the run into a new file from now on; nil: ends that. What came of it.
    func record(_ run: HostRun, into file: String?) -> String
    /// Adds to the recording what is new; nil: there is nothing to say.
    func keep(_ run: HostRun, isLast: Bool) -> String?
}
