import Capture
import Testing

struct CaptureErrorTests {
    @Test func noOctetIsAnEmptyFile() {
        #expect(read([]) == Outcome(error: .empty))
        #expect("\(CaptureError.empty)" == "the file is empty")
    }

    @Test(arguments: ["h", "hi\n", "#!/bin/sh\necho no capture\n"])
    func textIsNoCapture(text: String) {
        let octets = Array(text.utf8)
        #expect(read(octets) == Outcome(error: .notACapture(beginsWith: Array(octets.prefix(4)))))
    }

    @Test(arguments: [
        ("1f8b 0800 0000", "gzip; decompress it first"), ("28b52ffd 00", "zstd; decompress it first"),
        ("04224d18", "lz4; decompress it first"), ("fd377a585a00", "xz; decompress it first"),
        ("425a6839", "bzip2; decompress it first"),
        ("736e6f6f70000000", "a snoop capture; editcap can convert it"),
    ])
    func whatElseTheFileIsIsSaid(first: String, name: String) {
        let error = read(octets(first)).error
        #expect(error?.description == "not a pcap or pcapng capture: this is \(name)")
    }

    @Test func textNamesOffsetExpectedAndFound() {
        let texts: [(CaptureError, String)] = [
            (.notACapture(beginsWith: [1]), "not a pcap or pcapng capture"),
            (
                .truncated(.record, offset: 94, expected: 36, found: 35),
                "the capture ends inside the packet at offset 94: 36 octets expected, 35 found"
            ),
            (
                .blockLength(offset: 8, found: 31, minimum: 28),
                "the block at offset 8 says it is 31 octets long, not a multiple of 4"
            ),
            (
                .blockLength(offset: 8, found: 24, minimum: 28),
                "the block at offset 8 says it is 24 octets long; it needs at least 28"
            ),
            (
                .byteOrderMagic(offset: 0, found: 0x2b_3c4d),
                "the section at offset 0 has byte-order magic 002b3c4d instead of 1a2b3c4d"
            ),
            (
                .unsupportedVersion(.pcapng, major: 1, minor: 1, offset: 0),
                "pcapng version 1.1 at offset 0 is not supported"
            ),
            (.system(.open, code: 2), "cannot open: No such file or directory"),
            (.directory, "is a directory"),
        ]
        for (error, text) in texts { #expect("\(error)" == text) }
    }

    @Test func askingAgainGivesTheSameErrorAgain() throws {
        let file = Array(Samples.pcapng(bigEndian: false).dropLast())
        var capture = InMemoryCapture(file.span.bytes)
        for _ in 0..<2 { _ = try capture.next() }
        var errors: [CaptureError] = []
        for _ in 0..<3 {
            do {
                _ = try capture.next()
            } catch {
                errors.append(error)
            }
        }
        #expect(errors.count == 3)
        #expect(Set(errors).count == 1)
    }
}
