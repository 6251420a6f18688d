internal import CLinux
internal import Glibc

/// What is ours in the kernel, written down before it is done. Whatever ends the process, the next one reads here
/// what has to be taken out.
///
/// The file holds one change a line: `+ command` before it is made, `- command` after it was taken back. Opening
/// locks it, so that two processes never share one.
public final class Ledger {
    private let changer: KernelChanger
    private let path: String
    private var descriptor: Int32 = -1
    private let isDryRun: Bool
    /// What is in the kernel, with the number of its turn.
    private var turns: [KernelChange: Int] = [:]
    private var nextTurn = 0
    /// Lines of the file.
    private var lines = 0
    /// Why nothing is written down; nil: everything is. What is in the kernel then goes with this process, unless that
    /// is killed.
    public private(set) var problem: KernelError?
    /// Told of every change: what, and whether it was put in or taken out.
    public var report: ((KernelChange, Bool) -> Void)?

    /// Opens the ledger of a state folder, and takes out what a predecessor left.
    ///
    /// - Parameter isDryRun: changes are reported only; no file is touched.
    init(folder: String, name: String, changer: KernelChanger, isDryRun: Bool) throws(KernelError) {
        self.changer = changer
        self.isDryRun = isDryRun
        path = folder + "/" + name
        guard !isDryRun else { return }
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            problem = KernelError(last: path)
            return
        }
        guard careof_lock(descriptor) == 0 else {
            throw KernelError("\(path) is held by another careof", code: errno)
        }
        for change in Ledger.outstanding(in: try SmallFile.read(path, upTo: 1 << 28)) { enter(change) }
    }

    /// What is in the kernel, in the order in which it came there.
    public var changes: [KernelChange] {
        turns.sorted { $0.value < $1.value }.map(\.key)
    }

    /// Whether a change is in the kernel.
    public func contains(_ change: KernelChange) -> Bool { turns[change] != nil }

    private func enter(_ change: KernelChange) {
        turns[change] = nextTurn
        nextTurn += 1
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What was put in and never taken out, according to a ledger's text. Lines that make no sense count for nothing.
    static func outstanding(in octets: [UInt8]) -> [KernelChange] {
        var turns: [KernelChange: Int] = [:]
        for (number, line) in octets.split(separator: UInt8(ascii: "\n")).enumerated() {
            let text = String(decoding: line, as: UTF8.self)
            guard let change = KernelChange(command: String(text.dropFirst(2))) else { continue }
            if text.hasPrefix("+ ") {
                turns[change] = number
            } else if text.hasPrefix("- ") {
                turns[change] = nil
            }
        }
        return turns.sorted { $0.value < $1.value }.map(\.key)
    }

    /// Puts a change in; one that is in already stays as it is.
    public func apply(_ change: KernelChange) throws(KernelError) {
        guard turns[change] == nil else { return }
        write("+ ", change)
        enter(change)
        report?(change, true)
        guard !isDryRun else { return }
        do {
            try changer.apply(change)
        } catch {
            // What was not done is not ours to take out; above all not what someone else has there.
            turns[change] = nil
            write("- ", change)
            throw error
        }
    }

    /// Takes a change out; one that is not in is none of ours.
    public func revert(_ change: KernelChange) throws(KernelError) {
        guard turns.removeValue(forKey: change) != nil else { return }
        report?(change, false)
        if !isDryRun {
            do { try changer.revert(change) } catch { if !error.isAbsence { throw error } }
        }
        write("- ", change)
    }

    /// Puts a route in the place of another with the same prefix and table, at one stroke.
    public func replace(_ old: KernelChange?, with new: KernelChange?) throws(KernelError) {
        guard old != new else { return }
        guard let new else {
            if let old { try revert(old) }
            return
        }
        try apply(new)
        if let old, turns.removeValue(forKey: old) != nil { write("- ", old) }
    }

    /// Turns one change into another by something that does it at one stroke.
    func turn(_ old: KernelChange, into new: KernelChange, by step: () throws(KernelError) -> Void)
        throws(KernelError)
    {
        guard old != new, let turn = turns[old] else { return }
        write("+ ", new)
        do {
            try step()
        } catch {
            write("- ", new)
            throw error
        }
        turns[old] = nil
        turns[new] = turn
        report?(new, true)
        write("- ", old)
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

    private func write(_ sign: String, _ change: KernelChange) {
        guard !isDryRun, descriptor >= 0 else { return }
        let line = Array((sign + change.command + "\n").utf8)
        // A kill needs no fsync: what was written is the kernel's. A power loss takes the kernel's state with it.
        let written = Glibc.write(descriptor, line, line.count)
        lines += 1
        if written != line.count {
            // Part of a line is none; the next one must not stand behind it.
            problem = written < 0 ? KernelError(last: path) : KernelError(path, code: ENOSPC)
            _ = Glibc.write(descriptor, "\n", 1)
        } else {
            problem = nil
        }
        if lines > 4 * turns.count + 1024 { rewrite() }
    }

    /// Writes the file anew with what is in the kernel, so that it does not grow for ever. Locked before it takes the
    /// place of the former one; where that cannot be done the former one stays.
    private func rewrite() {
        lines = turns.count
        let temporary = path + ".new"
        let new = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
        guard new >= 0 else { return }
        let octets = Array(changes.map { "+ " + $0.command + "\n" }.joined().utf8)
        guard careof_lock(new) == 0, Glibc.write(new, octets, octets.count) == octets.count,
            rename(temporary, path) == 0
        else {
            unlink(temporary)
            close(new)
            return
        }
        close(descriptor)
        descriptor = new
    }
}
