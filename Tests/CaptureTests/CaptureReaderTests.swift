import Capture
import Foundation
import Testing

/// Reading from files and pipes.
@Suite(.timeLimit(.minutes(1)))
struct CaptureReaderTests {
    func read(_ reader: consuming CaptureReader) -> Outcome {
        var outcome = Outcome()
        do {
            while let packet = try reader.next() { outcome.packets.append(Packet(packet)) }
        } catch {
            outcome.error = error
        }
        return outcome
    }

    func read(path: String) throws -> Outcome {
        read(try CaptureReader(path: path))
    }

    func next(_ reader: inout CaptureReader) throws -> Packet? {
        guard let packet = try reader.next() else { return nil }
        return Packet(packet)
    }

    @Test func aFileIsReadAsInMemory() throws {
        try withTemporaryFolder { folder in
            for (index, sample) in Samples.all.enumerated() {
                try write(sample, to: "\(folder)/\(index)")
                #expect(try read(path: "\(folder)/\(index)") == CaptureTests.read(sample))
            }
        }
    }

    /// Larger than every buffer, with records across its ends.
    @Test func aLargeFileIsReadAsInMemory() throws {
        let number = Numbers(isBigEndian: false)
        var file = Array(Samples.pcap(bigEndian: false).prefix(24))
        for index in 0..<4000 {
            let length = UInt32(index * 7919 % 900)
            file += number(UInt32(index)) + number(UInt32(0)) + number(length) + number(length)
            file += [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: Int(length))
        }
        try withTemporaryFolder { folder in
            try write(file, to: "\(folder)/large")
            let outcome = try read(path: "\(folder)/large")
            #expect(outcome.packets.count == 4000)
            #expect(outcome == CaptureTests.read(file))
        }
    }

    /// If it waited for more it would wait for ever: the other end stays open.
    @Test(arguments: [Samples.pcap(bigEndian: false), Samples.pcapng(bigEndian: true)])
    func aPacketOfAPipeIsHandedOutAsSoonAsItIsComplete(sample: [UInt8]) throws {
        let pipe = Pipe()
        var reader = CaptureReader(descriptor: pipe.fileHandleForReading.fileDescriptor)
        let packets = CaptureTests.read(sample).packets
        // The shortest prefix of the sample that holds so many packets.
        func end(of count: Int) throws -> Int {
            try #require(
                (1...sample.count).first {
                    CaptureTests.read(Array(sample.prefix($0))).packets.count == count
                })
        }
        var written = 0
        for count in 1...packets.count {
            // Some octets of the next record are there as well.
            let end = min(try end(of: count) + 5, sample.count)
            try pipe.fileHandleForWriting.write(contentsOf: Data(sample[written..<end]))
            written = end
            #expect(try next(&reader) == packets[count - 1])
        }
        try pipe.fileHandleForWriting.close()
        #expect(try next(&reader) == nil)
    }

    /// What a program needs that hands on its output before it waits.
    @Test func whatIsHeldIsHandedOutWithoutReading() throws {
        let pipe = Pipe()
        var reader = CaptureReader(descriptor: pipe.fileHandleForReading.fileDescriptor)
        let sample = Samples.pcap(bigEndian: false)
        var numbers: [Int] = []
        // The header and the first record are 94 octets long.
        for piece in [sample[..<94], sample[94..<100], sample[100...]] {
            try pipe.fileHandleForWriting.write(contentsOf: Data(piece))
            #expect(try reader.readMore())
            while let packet = try reader.nextHeld() { numbers.append(packet.number) }
            #expect(numbers == (piece.endIndex < sample.count ? [1] : [1, 2]))
        }
        try pipe.fileHandleForWriting.close()
        var isEnded = false
        for _ in 0..<2 where !isEnded {
            isEnded = try !reader.readMore()
            let packet = try reader.nextHeld()
            #expect(packet?.number == nil)
        }
        #expect(isEnded)
    }

    @Test func aPipeThatWasMadeNonBlockingIsWaitedFor() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        #expect(fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0)
        let sample = Samples.pcapng(bigEndian: false)
        let writing = pipe.fileHandleForWriting
        Thread.detachNewThread {
            for octet in sample {
                sched_yield()
                try? writing.write(contentsOf: Data([octet]))
            }
            try? writing.close()
        }
        #expect(read(CaptureReader(descriptor: descriptor)) == CaptureTests.read(sample))
    }

    /// A handler without SA_RESTART makes a waiting `read` fail with EINTR.
    @Test func signalsDoNotDisturbReading() throws {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        var previous = sigaction()
        #expect(sigaction(SIGUSR2, &action, &previous) == 0)
        defer { sigaction(SIGUSR2, &previous, nil) }
        // The threads that tests run on block signals.
        var signals = sigset_t()
        var blocked = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGUSR2)
        #expect(pthread_sigmask(SIG_UNBLOCK, &signals, &blocked) == 0)
        defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }

        let pipe = Pipe()
        let writing = pipe.fileHandleForWriting
        let reading = pthread_self()
        let task = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        let sample = Samples.pcap(bigEndian: true)
        let finished = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            for octet in sample.prefix(10) {
                while !isWaiting(task) { sched_yield() }
                pthread_kill(reading, SIGUSR2)
                while !isWaiting(task) { sched_yield() }
                try? writing.write(contentsOf: Data([octet]))
            }
            try? writing.write(contentsOf: Data(sample.dropFirst(10)))
            try? writing.close()
            finished.signal()
        }
        let outcome = read(CaptureReader(descriptor: pipe.fileHandleForReading.fileDescriptor))
        finished.wait()
        #expect(outcome == CaptureTests.read(sample))
    }

    @Test func aCutFileGivesItsPacketsFirst() throws {
        let sample = Array(Samples.pcapng(bigEndian: true).dropLast(2))
        try withTemporaryFolder { folder in
            try write(sample, to: "\(folder)/cut")
            let outcome = try read(path: "\(folder)/cut")
            #expect(outcome.packets == Array(PcapngTests.samplePackets.prefix(2)))
            #expect(outcome == CaptureTests.read(sample))
        }
    }

    @Test func filesThatCannotBeReadAreErrors() throws {
        try withTemporaryFolder { folder in
            #expect(throws: CaptureError.system(.open, code: ENOENT)) { try read(path: "\(folder)/missing") }
            #expect(try read(path: folder) == Outcome(error: .directory))
            try write([], to: "\(folder)/empty")
            #expect(try read(path: "\(folder)/empty") == Outcome(error: .empty))
            #expect(read(CaptureReader(descriptor: -1)) == Outcome(error: .system(.read, code: EBADF)))
        }
    }

    /// A home agent's capture of a real node, by tcpdump on Ethernet.
    @Test func theCaptureOfARealHomeAgentIsRead() throws {
        let outcome = try read(path: resource("umip-home-agent.pcap"))
        #expect(outcome.error == nil)
        #expect(outcome.packets.count == 34)
        #expect(outcome.packets.allSatisfy { $0.linkType == LinkType.ethernet.rawValue })
        #expect(outcome.packets.allSatisfy { $0.originalLength == $0.octets.count })
        #expect(outcome.packets.first?.octets.count == 170)
        var reader = try CaptureReader(path: resource("umip-home-agent.pcap"))
        while let packet = try reader.next() { #expect(packet.networkLayer == .ipv6(offset: 14)) }
    }
}

/// Whether a thread sleeps in a system call, by the third field of its `stat`.
private func isWaiting(_ task: String) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(task)/stat", encoding: .utf8)) ?? ""
    return status.drop { $0 != ")" }.hasPrefix(") S")
}
