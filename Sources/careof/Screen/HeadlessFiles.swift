import LinuxHost
import Runtime

/// Files of a node without a screen, as the console writes them.
final class RunFiles: HeadlessFiles {
    private var recorder: RunRecorder?
    private var recorded = 0

    func write(_ kind: FileKind, of run: HostRun, to file: String) -> String {
        do throws(RunFileError) {
            return "\(file): \(try RunFile.write(kind, of: run, to: file)) octets"
        } catch {
            return "\(file): \(error)"
        }
    }

    func record(_ run: HostRun, into file: String?) -> String {
        do throws(RunFileError) {
            let earlier = recorder
            recorder = nil
            try earlier?.add(run, isLast: true)
            guard let file else {
                return earlier.map { "\($0.file): \($0.size) octets" } ?? "nothing is being recorded"
            }
            let new = try RunRecorder(file)
            try new.add(run)
            recorder = new
            recorded = run.journal.nextNumber
            return "\(file): recording; record off ends it"
        } catch {
            return "\(file ?? ""): \(error)"
        }
    }

    func keep(_ run: HostRun, isLast: Bool) -> String? {
        guard let recorder, isLast || recorded != run.journal.nextNumber else { return nil }
        recorded = run.journal.nextNumber
        do throws(RunFileError) {
            try recorder.add(run, isLast: isLast)
            return nil
        } catch {
            self.recorder = nil
            return "\(recorder.file): \(error); nothing more is recorded"
        }
    }
}
