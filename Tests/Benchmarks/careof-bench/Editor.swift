import Console
import Grid
import Lab
import Nodes
import Runtime

/// What keys cost in the editor: one that changes the message asks a copy of the lab what would come of it, others ask
/// nobody.
struct EditorKeys {
    /// Seconds of a key that changes the message; the quickest of some.
    private(set) var typed = Double.infinity
    /// Seconds of a key that walks to another field.
    private(set) var walked = Double.infinity

    /// Measures them with a Binding Update made by hand.
    init(in session: LabSession) throws {
        var session = session
        var console = Console()
        func press(_ key: Key) { _ = console.handle(key, run: &session, columns: 120, rows: 40) }
        func type(_ text: String) {
            for scalar in text.unicodeScalars { press(.character(scalar, alt: false)) }
        }
        session.perform(.edit(.compose(.empty("BU"), interface: nil)))
        type("e")
        for _ in 0..<6 {
            walked = min(walked, processorTime { press(.named(.down, [])) })
        }
        let field = console.draw(session, columns: 120, rows: 40).plainText
        guard field.contains("Compose BU") else { throw Missed(description: "no editor is open") }
        for digit in "123456789abcdef" {
            // The octets of the sequence number; each of these is another one.
            type("h")
            press(.control("U"))
            type("7f0")
            typed = min(typed, processorTime { type(String(digit)) })
            press(.named(.escape, []))
        }
    }
}

/// A key in the editor costs what becomes of the message, not what happened before.
func judgeEditor(_ long: LabSession, _ fresh: LabSession) throws {
    let long = try EditorKeys(in: long)
    let fresh = try EditorKeys(in: fresh)
    func microseconds(_ seconds: Double) -> Double { (seconds * 1e7).rounded() / 10 }
    let times = long.typed / fresh.typed
    print(
        "a key in the editor that changes the message \(microseconds(long.typed)) µs, in a run without a past "
            + "\(microseconds(fresh.typed)) µs, \((times * 100).rounded() / 100) times; one that walks "
            + "\(microseconds(long.walked)) µs")
    guard times < 3 else { throw Missed(description: "3 times what a key costs without a past") }
}
