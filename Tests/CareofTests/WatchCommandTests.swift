import Foundation
import MobilityWireTestSupport
import Testing

/// `careof watch` from outside: interfaces that are there and that are not, rights, and what passes.
struct WatchCommandTests {
    private static let isRoot = getuid() == 0
    /// Whether a network of our own can be had to listen in.
    private static let hasNamespaces = (try? Program.shell("unshare --net ip link set lo up"))?.status == 0

    @Test(.enabled(if: isRoot)) func anInterfaceThatIsNotThereIsNamedWithThoseThatAre() throws {
        let result = try Program.run(["watch", "--headless", "-i", "nowhere0"])
        #expect(result.status == 66)
        #expect(result.complaint.hasPrefix("careof: nowhere0: no such interface; there are "))
        #expect(result.complaint.split(separator: "\n").count == 1)
        #expect(result.output.isEmpty)
    }

    @Test(.enabled(if: isRoot)) func whoMayNotCaptureIsToldHowToBeAllowed() throws {
        let result = try Program.shell(
            "setpriv --reuid 65534 --clear-groups --bounding-set=-all --inh-caps=-all "
                + "'\(Program.url.path)' watch --headless -i lo")
        // Nobody else may run what is built here.
        guard result.status != 126, result.status != 127 else { return }
        #expect(result.status == 77)
        #expect(result.complaint.contains("no right to capture; give it once by: sudo setcap cap_net_raw=ep"))
        #expect(result.complaint.split(separator: "\n").count == 1)
    }

    @Test(.enabled(if: hasNamespaces)) func whatPassesIsPrintedWithWhatItDoes() throws {
        let lines = try watching(["C1", "C6"], arguments: "-i v1")
        #expect(lines.count(where: { $0.contains("BU    seq 1 ") }) >= 1)
        #expect(lines.contains { $0.hasPrefix("          = asked      BID 1  2001:db8:a::10") })
    }

    @Test(.enabled(if: hasNamespaces)) func aMessageOnSeveralInterfacesIsOneLine() throws {
        // The frames come out of one end and into the other: "any" sees both.
        let lines = try watching(["C1"], arguments: "-i any --json")
        let messages = lines.filter { $0.contains("\"type\":\"binding-update\"") }
        let changes = lines.filter { $0.contains("\"type\":\"binding\"") }
        #expect(!messages.isEmpty)
        #expect(!changes.isEmpty)
        for line in lines {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
    }

    @Test(.enabled(if: hasNamespaces)) func anInterfaceThatGoesAwayIsAwaited() throws {
        let scratch = try Scratch()
        let frames = try injector(of: ["C1"], in: scratch)
        let result = try Program.shell(
            """
            cd '\(scratch.folder.path)'; : > out; unshare --net bash -c '
            ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            "\(Program.url.path)" watch --headless -i v1 >out 2>err & watch=$!
            python3 inject.py out \(frames)
            ip link del v0
            for try in $(seq 1200); do grep -qs waiting err && break; sleep 0.05; done
            kill -TERM $watch; wait $watch; status=$?; cat err; exit $status'
            """)
        #expect(result.output == "careof: v1: the interface went away; waiting for it to come back\n")
        #expect(result.status == 0)
    }

    @Test(.enabled(if: hasNamespaces)) func anInterfaceThatGoesDownIsAwaited() throws {
        let scratch = try Scratch()
        let frames = try injector(of: ["C1"], in: scratch)
        let result = try Program.shell(
            """
            cd '\(scratch.folder.path)'; : > out; unshare --net bash -c '
            until_says() { for try in $(seq 1200); do grep -qs "$1" err && break; sleep 0.05; done; }
            ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            "\(Program.url.path)" watch --headless -i v1 >out 2>err & watch=$!
            python3 inject.py out \(frames)
            ip link set v1 down; until_says waiting
            ip link set v1 up; until_says back
            kill -TERM $watch; wait $watch; status=$?; cat err; exit $status'
            """)
        #expect(
            result.output == """
                careof: v1: the interface is down; waiting for it to come up
                careof: v1: the interface is back

                """)
        #expect(result.status == 0)
    }

    /// What is printed while these vectors come out of an interface, again and again until something was.
    private func watching(_ vectors: [String], arguments: String) throws -> [String] {
        let scratch = try Scratch()
        let frames = try injector(of: vectors, in: scratch)
        let result = try Program.shell(
            """
            cd '\(scratch.folder.path)'; : > out; unshare --net bash -c '
            ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up
            "\(Program.url.path)" watch --headless \(arguments) > out & watch=$!
            python3 inject.py out \(frames)
            kill -TERM $watch; wait $watch'; status=$?; cat out; exit $status
            """)
        #expect(result.status == 0)
        #expect(result.complaint.isEmpty)
        return result.output.split(separator: "\n").map(String.init)
    }

    /// Puts `inject.py` there, which sends frames out of v0 again and again until a file has something: then who writes
    /// it is listening. The frames, as its arguments.
    private func injector(of vectors: [String], in scratch: Scratch) throws -> String {
        let header: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x86, 0xdd]
        let frames = vectors.map { name in
            let frame = header + Vector.named(name).packet
            return frame.map { octet in (octet < 16 ? "0" : "") + String(octet, radix: 16) }.joined()
        }
        let script = """
            import os, socket, sys, time
            out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            out.bind(("v0", 0))
            for attempt in range(200):
                for frame in sys.argv[2:]:
                    out.send(bytes.fromhex(frame))
                time.sleep(0.05)
                if os.path.getsize(sys.argv[1]) > 0:
                    break
            """
        try Data(script.utf8).write(to: scratch.url("inject.py"))
        return frames.joined(separator: " ")
    }
}
