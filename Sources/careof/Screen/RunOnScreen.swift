internal import CLinux
import ArgumentParser
import Runtime
import Terminal

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Shows a run until a person leaves, or something ends the program; the terminal is as it was before then.
///
/// - Parameter cleanUp: what has to be done with the run before the program ends, however it ends.
/// - Throws: the exit status where there is no screen.
func show<R: Run>(_ run: R, look: ScreenLook, cleanUp: (R) -> Void = { _ in }) throws {
    do throws(TerminalError) {
        var loop = try ScreenLoop(run, look: look)
        let ending = loop.loop()
        cleanUp(loop.run)
        switch ending {
        case .quit: break
        case .hangUp: careof_screen_end_by(SIGHUP)
        case .signal(let number): careof_screen_end_by(number)
        }
    } catch {
        cleanUp(run)
        complain("\(error)")
        throw ExitCode(ExitStatus.unavailable.rawValue)
    }
}
