internal import CLinux
internal import Glibc

/// What is ours in the kernel, written down before it is done. Whatever ends the process, the next one reads here
/// what has to be taken out.
///
/// The file holds one change a line: `+ command` before it is made, `- command` after it was taken back. Opening
/// locks it, so that two processes never share one.
public final class Ledger {
    private let changer: KernelChanger
    private let descriptor: Int32
    private let isDryRun: Bool
    /// What is in the kernel, in the order in which it came there.
    public private(set) var changes: [KernelChange] = []
    /// Told of every change: what, and whether it was put in or taken out.
    public var report: ((KernelChange, Bool) -> Void)?

    /// Opens the ledger of a state folder, and takes out what a predecessor left.
    ///
    /// - Parameter isDryRun: changes are reported only; no file is touched.
    init(folder: String, name: String, changer: KernelChanger, isDryRun: Bool) throws(KernelError) {
        self.changer = changer
        self.isDryRun = isDryRun
        guard !isDryRun else {
            descriptor = -1
            return
        }
        let path = folder + "/" + name
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw KernelError(last: path) }
        guard careof_lock(descriptor) == 0 else {
            throw KernelError("\(path) is held by another careof", code: errno)
        }
        changes = Ledger.outstanding(in: try SmallFile.read(path))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What was put in and never taken out, according to a ledger's text. Lines that make no sense count for nothing.
    static func outstanding(in octets: [UInt8]) -> [KernelChange] {
        var changes: [KernelChange] = []
        for line in octets.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            guard let change = KernelChange(command: String(text.dropFirst(2))) else { continue }
            if text.hasPrefix("+ ") {
                changes.append(change)
            } else if text.hasPrefix("- "), let index = changes.lastIndex(of: change) {
                changes.remove(at: index)
            }
        }
        return changes
    }

    /// Puts a change in; one that is in already stays as it is.
    public func apply(_ change: KernelChange) throws(KernelError) {
        guard !changes.contains(change) else { return }
        try write("+ ", change)
        changes.append(change)
        report?(change, true)
        guard !isDryRun else { return }
        do {
            try changer.apply(change)
        } catch {
            // What was not done is not ours to take out; above all not what someone else has there.
            changes.removeLast()
            try? write("- ", change)
            throw error
        }
    }

    /// Takes a change out; one that is not in is none of ours.
    public func revert(_ change: KernelChange) throws(KernelError) {
        guard let index = changes.lastIndex(of: change) else { return }
        changes.remove(at: index)
        report?(change, false)
        if !isDryRun {
            do { try changer.revert(change) } catch { if !error.isAbsence { throw error } }
        }
        try write("- ", change)
    }

    /// Puts a route in the place of another with the same prefix and table, at one stroke.
    public func replace(_ old: KernelChange?, with new: KernelChange?) throws(KernelError) {
        guard old != new else { return }
        guard let new else {
            if let old { try revert(old) }
            return
        }
        try apply(new)
        if let old, let index = changes.lastIndex(of: old) {
            changes.remove(at: index)
            try write("- ", old)
        }
    }

    /// Takes everything out, the last first, and empties the file. What fails is returned, and stays written down.
    public func revertAll() -> [KernelError] {
        var errors: [KernelError] = []
        for change in changes.reversed() {
            do { try revert(change) } catch { errors.append(error) }
        }
        if errors.isEmpty, descriptor >= 0, ftruncate(descriptor, 0) != 0 {
            errors.append(KernelError(last: "the ledger"))
        }
        return errors
    }

    private func write(_ sign: String, _ change: KernelChange) throws(KernelError) {
        guard !isDryRun else { return }
        let line = Array((sign + change.command + "\n").utf8)
        guard Glibc.write(descriptor, line, line.count) == line.count else {
            throw KernelError(last: "the ledger")
        }
        // A kill needs no fsync: what was written is the kernel's. A power loss takes the kernel's state with it.
    }
}
