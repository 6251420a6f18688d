import Crypto
import Glibc
import Lab
import Nodes
import Runtime
import TestSupport

/// A lab with a hundred thousand entries in its journal, and then to random entries of it: the worst of them must not
/// take longer than a tenth of a second.
func measureRewind() throws {
    var session = LabSession(try LabRun(seed: 1, cryptography: OpenSSLCryptography()))
    var random = SplitMix(seed: 1)
    var machine = Instant.zero
    let commands: [RunCommand] = [
        .registerBulk([]), .register(1), .register(2), .deregister([3]), .register(3),
        .registerAtCorrespondent(1, peer: nil), .probe(from: "cn1", port: 7), .setOverwrite(nil),
    ]
    session.advance(to: machine)
    let making = processorTime {
        while session.journal.nextNumber <= 100_000 {
            session.perform(commands[Int.random(in: 0..<commands.count, using: &random)])
            for _ in 0..<8 {
                machine = machine + .milliseconds(50)
                session.advance(to: machine)
            }
        }
    }
    let last = session.journal.nextNumber - 1
    let first = session.journal.numbers.lowerBound
    var worst = 0.0
    var sum = 0.0
    let jumps = 200
    for _ in 0..<jumps {
        let entry = Int.random(in: first...last, using: &random)
        var isThere = false
        let time = processorTime {
            // From the present each time, so that none is near the one before.
            session.perform(.past(.present))
            session.perform(.past(.entry(entry)))
            isThere = session.past?.entry == entry
        }
        guard isThere else { throw Missed(description: "entry \(entry) cannot be gone to") }
        worst = max(worst, time)
        sum += time
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func milliseconds(_ seconds: Double) -> Double { (seconds * 10_000).rounded() / 10 }
    print(
        "\(last) entries made in \(milliseconds(making)) ms; to a random entry \(milliseconds(sum / Double(jumps))) ms,"
            + " at most \(milliseconds(worst)) ms; \(usage.ru_maxrss / 1024) MiB")
    session.perform(.past(.present))
    var fresh = LabSession(try LabRun(seed: 1, cryptography: OpenSSLCryptography()))
    fresh.advance(to: .zero)
    fresh.perform(.registerBulk([]))
    fresh.advance(to: Instant.zero + .seconds(3))
    try judgeEditor(session, fresh)
    guard worst < 0.1 else { throw Missed(description: "a tenth of a second") }
}
