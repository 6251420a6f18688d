import Glibc

/// Nanoseconds that this thread has had of a core: what other processes take meanwhile does not count.
func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Octets of memory that this process has resident; 0 where the kernel does not say.
func residentOctets() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        .split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
}

/// The longest of what was measured.
struct Pauses {
    private var longest: Int64 = 0

    mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
        let start = nanoseconds()
        let result = try body()
        longest = max(longest, nanoseconds() - start)
        return result
    }

    /// Milliseconds of the longest.
    var longestMilliseconds: Double { Double(longest) / 1e6 }
}
