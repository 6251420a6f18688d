internal import CLinux
internal import Glibc
import Nodes
import Runtime

/// A node on this machine without a screen: one wait over everything, the journal as JSON lines on standard output,
/// commands on standard input as the `:` line takes them.
public struct HostLoop {
    private let node: any MachineNode
    private let files: any HeadlessFiles
    private let title: String
    private let begin: Instant
    private let signals: Int32
    private var printed = 0
    private var input: [UInt8] = []
    private var isInputOpen = true
    private var isOutputOpen = true
    /// What is to be printed as soon as somebody reads.
    private var output: [UInt8] = []
    /// Says something to a person.
    private let complain: (String) -> Void

    /// A loop around a node. Signals that end a process are taken from here on.
    public init(
        _ node: any MachineNode, title: String, files: any HeadlessFiles,
        complain: @escaping (String) -> Void
    ) throws(KernelError) {
        self.node = node
        self.title = title
        begin = node.machine.firstTime
        self.files = files
        self.complain = complain
        signals = careof_open_signals()
        guard signals >= 0 else { throw KernelError(last: "signals") }
    }

    /// Runs until a signal or `quit` ends it.
    public mutating func run() {
        loop()
        let count = node.openGate()
        if count > 0 { complain("\(count) held messages went on: the gate opens when careof ends") }
        printJournal()
        keepRecording(isLast: true)
    }

    /// What files are made of.
    private var view: HostRun { HostRun(running: node, title: title, since: begin) }

    private func keepRecording(isLast: Bool = false) {
        if let words = files.keep(view, isLast: isLast) { complain(words) }
    }

    private mutating func loop() {
        let machine = node.machine
        machine.lookAtClock()
        node.begin()
        printJournal()
        while true {
            machine.lookAtClock()
            var descriptors = [signals, machine.events.descriptor, machine.port.descriptor]
            if isInputOpen { descriptors.append(0) }
            var ready = [Bool](repeating: false, count: descriptors.count)
            // Descriptors first whatever the time is: what arrived counts before what is due.
            var wait = node.nextWake.map { max(0, ($0 - machine.now).nanoseconds) } ?? -1
            if !output.isEmpty { wait = wait < 0 ? HostLoop.pause : min(wait, HostLoop.pause) }
            guard careof_wait(descriptors, &ready, Int32(descriptors.count), wait) >= 0 else { return }
            machine.lookAtClock()
            if ready[0], careof_next_signal(signals) != 0 { return }
            if ready[1] || ready[2] { _ = node.takeWhatCame() }
            if isInputOpen, ready[3], !readCommands() { return }
            _ = node.passTime()
            keepRecording()
            printJournal()
        }
    }

    /// How long the loop waits for a reader of the output that takes nothing: 20 ms.
    private static let pause: Int64 = 20_000_000
    /// So much is kept for that reader; the journal keeps more, and what it drops is counted there.
    private static let outputLimit = 1 << 20

    private mutating func printJournal() {
        let machine = node.machine
        flush()
        guard output.count < HostLoop.outputLimit else { return }
        let lines = JournalJSON(parties: machine.parties, format: machine.format)
        var text: [UInt8] = []
        let numbers = machine.journal.numbers
        var last = printed
        for number in max(printed + 1, numbers.lowerBound)..<max(printed + 1, numbers.upperBound) {
            guard text.count < HostLoop.outputLimit else { break }
            last = number
            guard let entry = machine.journal[number] else { continue }
            text += lines.line(of: entry).utf8
            text.append(UInt8(ascii: "\n"))
        }
        printed = last
        guard isOutputOpen else { return }
        output += text
        flush()
    }

    /// Writes what a reader takes without being waited for: a pipe that is ready takes so much at least (PIPE_BUF).
    private mutating func flush() {
        var sent = 0
        while sent < output.count, isOutputOpen {
            guard careof_can_write(1) else { break }
            let piece = output[sent...].prefix(4096)
            let count = piece.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            if count > 0 { sent += count } else if errno != EINTR { isOutputOpen = false }
        }
        output.removeFirst(isOutputOpen ? sent : output.count)
    }

    /// Takes what is on standard input; false: the program is to end. The end of the input leaves it running.
    private mutating func readCommands() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(0, &buffer, buffer.count)
        guard count > 0 else {
            isInputOpen = count < 0 && errno == EINTR
            return true
        }
        input += buffer[..<count]
        while let end = input.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: input[..<end], as: UTF8.self)
            input.removeSubrange(...end)
            if !perform(line) { return false }
        }
        // A line without an end is nobody's command.
        if input.count > 1 << 16 { input = [] }
        return true
    }

    private func perform(_ line: String) -> Bool {
        let words = line.drop { $0 == ":" || $0 == " " }
        guard !words.isEmpty else { return true }
        do throws(CommandError) {
            switch try CommandTable.standard.parse(String(words), vocabulary: node.vocabulary) {
            case .run(.write(let kind, let file)):
                guard let kind = FileKind(rawValue: kind), !file.isEmpty else {
                    complain(
                        "write: expected a kind and a file, of \(FileKind.allCases.map(\.rawValue).joined(separator: ", "))"
                    )
                    break
                }
                complain(files.write(kind, of: view, to: file))
            case .view("record", let words):
                guard let file = words.first else {
                    complain("record: expected a file, or off")
                    break
                }
                complain(files.record(view, into: file == "off" ? nil : file))
            case .run(let command):
                if case .refused(let why) = node.carryOut(command) { complain("\(words): \(why)") }
            case .view(let name, _):
                if name == "quit" { return false }
                complain("\(name) needs a screen")
            }
        } catch {
            complain("\(words): \(error.text)")
        }
        return true
    }
}
