import Nodes
import Runtime

// A lesson beside a run: where it is, and how time waits for it.

extension LabRun {
    /// Whether the lesson still holds the run; it lets go as soon as somebody lets time go on.
    var staysHeldByLesson: Bool {
        mutating get {
            isHeldByLesson = isHeldByLesson && clock.isPaused
            return isHeldByLesson
        }
    }

    /// The instant by `limit` at which the lesson waits; nil: none.
    func lessonStop(notAfter limit: Instant) -> Instant? {
        guard waitsForLesson, let stop = lesson?.nextStop, stop <= limit else { return nil }
        return stop
    }

    /// Reads what happened, and holds the run where a step waits. A message that it waits for is in the air then: it was
    /// sent a moment ago, and takes time to arrive.
    mutating func followLesson() {
        guard var progress = lesson else { return }
        // One owner at a time, or reading would copy the lesson.
        lesson = nil
        let reached = progress.read(lab.journal, now: now, parties: lab.parties, format: format)
        lesson = progress
        guard !reached.isEmpty else { return }
        noteChange()
        guard waitsForLesson, reached.contains(where: { progress.lesson[$0].waits }) else { return }
        isHeldByLesson = true
        clock.setPaused(true, at: machineTime ?? .zero)
    }
}

extension Lab {
    /// The time is this one, and nothing that is due at it has happened; everything before has to have.
    mutating func pass(before instant: Instant) {
        network.now = max(network.now, instant)
    }
}
