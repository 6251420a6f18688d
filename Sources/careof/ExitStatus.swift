import Capture

/// With which status a command ends: those of sysexits that are used.
enum ExitStatus: Int32 {
    case success = 0
    /// EX_USAGE: the command line is not understood.
    case usage = 64
    /// EX_DATAERR: what was read is not what it should be.
    case dataError = 65
    /// EX_NOINPUT: it cannot be read.
    case noInput = 66
    /// EX_UNAVAILABLE: something that is needed is not there, such as a terminal, or something is in the way.
    case unavailable = 69
    /// EX_SOFTWARE: a fault of our own.
    case software = 70
    /// EX_IOERR: reading or writing broke off.
    case inputOutputError = 74
    /// EX_NOPERM: the privileges are missing.
    case noPermission = 77
}

extension CaptureError {
    /// The status of a command that could not read its capture.
    var exitStatus: ExitStatus {
        switch self {
        case .directory, .system: .noInput
        case .severalInterfaces, .unwritableTime: .software
        default: .dataError
        }
    }
}
