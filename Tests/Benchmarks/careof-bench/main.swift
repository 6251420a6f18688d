// What the benchmarks need beside the program itself.
//
//   careof-bench capture FILE COUNT    writes a capture of so many Binding Updates and Acknowledgements
//   careof-bench codec                 measures the codec in memory, and fails where it is too slow
//   careof-bench rewind                measures how fast a lab goes back in time, and fails where it is too slow

import Glibc

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch arguments.first {
    case "capture" where arguments.count == 3:
        try writeCapture(path: arguments[1], count: Int(arguments[2]) ?? 0)
    case "codec": try measureCodec()
    case "rewind": try measureRewind()
    default: print("usage: careof-bench capture FILE COUNT | codec | rewind")
    }
} catch {
    print("missed: \(error)")
    exit(1)
}
